"""Links, suggestions and ruled-out pairs follow a customer, contact or lead wherever it goes.

Frappe renames what our Link fields hold. What it can't know is done here: the keys of pairs, which
are digests of names, and the record of decisions, which holds names as text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations.store.rows import delete_rows, lock_rows, select_in, update_rows
from social_support.customers import decisions, suggestions
from social_support.customers.decisions import DECISION, LINK_FIELDS, LINKED, UNLINKED
from social_support.customers.party import CUSTOMER, LEAD, Party, party_of
from social_support.customers.suggestions import REJECTED, SUGGESTION, site_language

AT_ONCE = 500
PROFILE = "Social Profile"
FACTS = ("profile", "pair_key", "decision")


def on_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
    """Document event `after_rename` of Customer, Contact and Lead; two may have become one."""
    before, after = Party(doc.doctype, old), Party(doc.doctype, new)
    frappe.db.set_value(DECISION, {before.column: old}, before.column, new, update_modified=False)
    for rows in _suggestions_about(before):
        _give_keys(rows, after)


def on_delete(doc: Document, method: str | None = None) -> None:
    """Document event `after_delete`: its authors are linked to nobody, their posts stay."""
    gone = Party(doc.doctype, doc.name)
    for rows in _batches(PROFILE, LINK_FIELDS, {gone.column: gone.name}):
        # Who was linked to somebody else meanwhile stays so.
        _unlink([row for row in rows if row[gone.column] == gone.name], gone)
    for rows in _suggestions_about(gone):
        delete_rows(SUGGESTION, "name", [row["name"] for row in rows])
    frappe.db.set_value(SUGGESTION, {gone.column: gone.name}, gone.column, None)


def on_customer_update(doc: Document, method: str | None = None) -> None:
    """Document event: a lead became this customer, and so did its authors."""
    if not doc.lead_name or not doc.has_value_changed("lead_name"):
        return
    _rule_out_too(Party(LEAD, doc.lead_name), Party(CUSTOMER, doc.name))
    filters = {"lead": doc.lead_name, "customer": ("is", "not set")}
    names = frappe.get_all(PROFILE, filters, pluck="name")
    ruled_out = _ruled_out(names, doc.name)
    rows = lock_rows(PROFILE, LINK_FIELDS, [name for name in names if name not in ruled_out])
    linked = [row | {"customer": doc.name} for row in rows.values() if row["lead"]]
    _set_links(linked)
    reason = _("The lead {0} became this customer.", site_language()).format(doc.lead_name)
    said = {"action": LINKED, "reason": reason}
    decisions.record([row | {"profile": row["name"]} | said for row in linked], None)


def _suggestions_about(party: Party) -> Iterator[list[dict[str, Any]]]:
    key = suggestions.party_key(party.name, party.doctype)
    return _batches(SUGGESTION, FACTS, {"party_key": key})


def _batches(
    doctype: str, fields: Sequence[str], filters: dict[str, Any]
) -> Iterator[list[dict[str, Any]]]:
    """The rows as they are now, locked. Each name is asked for once: what another transaction
    deleted meanwhile is still seen by this one, and never goes away.
    """
    last = ""
    while names := frappe.get_all(
        doctype,
        {**filters, "name": (">", last)},
        pluck="name",
        order_by="name asc",
        limit=AT_ONCE,
    ):
        yield [*lock_rows(doctype, fields, names).values()]
        last = names[-1]


def _give_keys(rows: Sequence[dict[str, Any]], party: Party) -> None:
    """Where both of two merged ones had a word with an author, the stronger word stands."""
    keys = {
        row["name"]: suggestions.keys_of(row["profile"], party.name, party.doctype) for row in rows
    }
    wanted = [key["pair_key"] for key in keys.values()]
    found = select_in(SUGGESTION, ("name", *FACTS), "pair_key", wanted)
    there = {row["pair_key"]: row for row in found}
    weaker, kept = [], []
    for row in rows:
        other = there.get(keys[row["name"]]["pair_key"])
        wins = other is None or _weight(row) > _weight(other)
        weaker += [other["name"] if wins else row["name"]] if other else []
        kept += [{"name": row["name"], **keys[row["name"]]}] if wins else []
    delete_rows(SUGGESTION, "name", weaker)
    update_rows(SUGGESTION, kept)


def _weight(suggestion: dict[str, Any]) -> int:
    ranks = (suggestions.SETTLED, suggestions.OPEN, REJECTED, suggestions.ACCEPTED)
    return ranks.index(suggestion["decision"])


def _unlink(rows: Sequence[dict[str, Any]], gone: Party) -> None:
    """A lead or contact that goes leaves the customer, whom nothing was said against."""
    whole = [row for row in rows if party_of(row) == gone]
    part = [row for row in rows if party_of(row) != gone]
    _set_links([{"name": row["name"], **dict.fromkeys(LINK_FIELDS)} for row in whole])
    _set_links([row | {gone.column: None} for row in part])
    suggestions.unsettle([row["name"] for row in whole])
    words = _("{0} {1} was deleted.", site_language())
    reason = words.format(_(gone.doctype, site_language()), gone.name)
    said = {"action": UNLINKED, "reason": reason}
    decisions.record([row | {"profile": row["name"]} | said for row in whole], None)


def _set_links(rows: Sequence[dict[str, Any]]) -> None:
    update_rows(PROFILE, [{field: row[field] for field in ("name", *LINK_FIELDS)} for row in rows])


def _rule_out_too(lead: Party, customer: Party) -> None:
    """Who is not the lead is not the customer that it became, unless a person said so."""
    for rows in _suggestions_about(lead):
        for profile in (row["profile"] for row in rows if row["decision"] == REJECTED):
            if suggestions.decision_on(profile, customer) != suggestions.ACCEPTED:
                suggestions.rule_out(profile, customer)


def _ruled_out(profiles: Sequence[str], customer: str) -> set[str]:
    """Those of the authors of whom a person said that they are not this customer."""
    keys = [suggestions.pair_key(profile, customer) for profile in profiles]
    rows = select_in(SUGGESTION, ("profile", "decision"), "pair_key", keys)
    return {row["profile"] for row in rows if row["decision"] == REJECTED}
