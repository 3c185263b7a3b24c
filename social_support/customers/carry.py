"""Links, suggestions and ruled-out pairs follow a customer, contact or lead wherever it goes.

Frappe renames what our Link fields hold. What it can't know is done here: the keys of pairs, which
are digests of names, and the record of decisions, which holds names as text.
"""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations.store.rows import delete_rows, lock_rows, select_in, update_rows
from social_support.customers import decisions, suggestions
from social_support.customers.decisions import DECISION, LINK_FIELDS, LINKED, UNLINKED
from social_support.customers.party import Party, party_of
from social_support.customers.suggestions import REJECTED, SUGGESTION, site_language

AT_ONCE = 500
PROFILE = "Social Profile"
FACTS = ("name", "profile", "pair_key", "decision")


def on_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
    """Document event `after_rename` of Customer, Contact and Lead; two may have become one."""
    before, after = Party(doc.doctype, old), Party(doc.doctype, new)
    frappe.db.set_value(DECISION, {before.column: old}, before.column, new, update_modified=False)
    while rows := _suggestions_about(before):
        _give_keys(rows, after)


def on_delete(doc: Document, method: str | None = None) -> None:
    """Document event `after_delete`: its authors are linked to nobody, their posts stay."""
    gone = Party(doc.doctype, doc.name)
    while names := frappe.get_all(PROFILE, {gone.column: gone.name}, pluck="name", limit=AT_ONCE):
        _unlink(lock_rows(PROFILE, LINK_FIELDS, names), gone)
    while rows := _suggestions_about(gone):
        delete_rows(SUGGESTION, "name", [row["name"] for row in rows])
    frappe.db.set_value(SUGGESTION, {gone.column: gone.name}, gone.column, None)


def on_customer_update(doc: Document, method: str | None = None) -> None:
    """Document event: a lead became this customer, and so did its authors."""
    if not doc.lead_name or not doc.has_value_changed("lead_name"):
        return
    filters = {"lead": doc.lead_name, "customer": ("is", "not set")}
    names = frappe.get_all(PROFILE, filters, pluck="name")
    ruled_out = _ruled_out(names, doc.name)
    rows = lock_rows(PROFILE, LINK_FIELDS, [name for name in names if name not in ruled_out])
    linked = [row | {"customer": doc.name} for row in rows.values() if row["lead"]]
    _set_links(linked)
    reason = _("The lead {0} became this customer.", site_language()).format(doc.lead_name)
    said = {"action": LINKED, "reason": reason}
    decisions.record([row | {"profile": row["name"]} | said for row in linked], None)


def _suggestions_about(party: Party) -> list[dict[str, Any]]:
    key = suggestions.party_key(party.name, party.doctype)
    filters = {"party_key": key}
    return frappe.get_all(SUGGESTION, filters=filters, fields=FACTS, limit=AT_ONCE)


def _give_keys(rows: Sequence[dict[str, Any]], party: Party) -> None:
    """Where both of two merged ones had a word with an author, the stronger word stands."""
    keys = {
        row["name"]: suggestions.keys_of(row["profile"], party.name, party.doctype) for row in rows
    }
    wanted = [key["pair_key"] for key in keys.values()]
    there = {row["pair_key"]: row for row in select_in(SUGGESTION, FACTS, "pair_key", wanted)}
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


def _unlink(rows: dict[str, dict[str, Any]], gone: Party) -> None:
    """A lead or contact that goes leaves the customer, whom nothing was said against."""
    whole = [row for row in rows.values() if party_of(row) == gone]
    part = [row for row in rows.values() if party_of(row) != gone]
    _set_links([{"name": row["name"], **dict.fromkeys(LINK_FIELDS)} for row in whole])
    _set_links([row | {gone.column: None} for row in part])
    suggestions.unsettle([row["name"] for row in whole])
    words = _("{0} {1} was deleted.", site_language())
    reason = words.format(_(gone.doctype, site_language()), gone.name)
    said = {"action": UNLINKED, "reason": reason}
    decisions.record([row | {"profile": row["name"]} | said for row in whole], None)


def _set_links(rows: Sequence[dict[str, Any]]) -> None:
    update_rows(PROFILE, [{field: row[field] for field in ("name", *LINK_FIELDS)} for row in rows])


def _ruled_out(profiles: Sequence[str], customer: str) -> set[str]:
    """Those of the authors of whom a person said that they are not this customer."""
    keys = [suggestions.pair_key(profile, customer) for profile in profiles]
    rows = select_in(SUGGESTION, ("profile", "decision"), "pair_key", keys)
    return {row["profile"] for row in rows if row["decision"] == REJECTED}
