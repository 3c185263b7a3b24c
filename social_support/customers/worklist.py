"""Possible matches that wait for a person, the most likely first, as many as a screen needs."""

from collections.abc import Iterable, Sequence
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max

from social_support.customers.party import CONTACT, CUSTOMER, LEAD, TITLES, Party, party_of
from social_support.customers.suggestions import CONTENT, OPEN, SUGGESTION
from social_support.networks.registry import labels

AT_ONCE = 20
MOST_PAGES = 5
"""Of pages looked through in one call for a match that the user may see."""

AUTHOR = ("name", "network", "handle", "display_name", "url", "bio", "followers", "verified")
FACTS = {
    CUSTOMER: ("customer_group", "territory", "email_id", "mobile_no", "website"),
    LEAD: ("company_name", "status", "email_id", "mobile_no", "website"),
    CONTACT: ("company_name", "designation", "email_id", "mobile_no"),
}


def waiting(skipped: int = 0) -> dict[str, Any]:
    """What the session's user is to decide on next.

    matches: AT_ONCE at most, each with its name, author, party (doctype, name, title, facts),
    contact, evidence, basis, and post, the last words of the author; passed: how many were passed
    over because the user may not read whom they are about; total: how many wait. `skipped` of the
    most likely ones are left out.
    """
    found: list[dict[str, Any]] = []
    passed = 0
    for _page in range(MOST_PAGES):
        rows = _open(skipped + passed)
        found = _told(rows)
        if found or len(rows) < AT_ONCE:
            passed += 0 if found else len(rows)
            break
        passed += len(rows)
    return {"matches": found, "passed": passed, "total": count()}


def count() -> int:
    """How many possible matches wait that the session's user may see."""
    rows = frappe.get_list(SUGGESTION, filters={"decision": OPEN}, fields=["count(*) as waiting"])
    return rows[0].waiting


def _open(start: int) -> list[frappe._dict]:
    return frappe.get_list(
        SUGGESTION,
        filters={"decision": OPEN},
        fields=["name", "profile", *CONTENT],
        # Both downwards, as the index on decision and score is read.
        order_by="score desc, name desc",
        limit_start=start,
        limit_page_length=AT_ONCE,
    )


def _told(rows: Sequence[frappe._dict]) -> list[dict[str, Any]]:
    parties = _readable(filter(None, map(party_of, rows)))
    authors = _authors([row.profile for row in rows])
    posts = _last_posts(list(authors))
    return [
        {
            "name": row.name,
            "author": authors[row.profile] | {"post": posts.get(row.profile)},
            "party": parties[party_of(row)],
            "contact": row.contact,
            "evidence": row.evidence,
            "basis": row.basis,
        }
        for row in rows
        if party_of(row) in parties and row.profile in authors
    ]


def _readable(parties: Iterable[Party]) -> dict[Party, dict[str, Any]]:
    """Those of them whom the session's user may read, with what tells them apart."""
    by_doctype: dict[str, set[str]] = {}
    for party in parties:
        by_doctype.setdefault(party.doctype, set()).add(party.name)
    return {
        Party(doctype, row.name): _shown(doctype, row)
        for doctype, names in by_doctype.items()
        if frappe.has_permission(doctype, "read")
        for row in frappe.get_list(
            doctype,
            filters={"name": ("in", sorted(names))},
            fields=["name", TITLES[doctype], *FACTS[doctype]],
            limit_page_length=len(names),
        )
    }


def _shown(doctype: str, row: frappe._dict) -> dict[str, Any]:
    facts = [row[field] for field in FACTS[doctype] if row[field]]
    return {
        "doctype": doctype,
        "name": row.name,
        "title": row[TITLES[doctype]] or row.name,
        "facts": facts,
    }


def _authors(profiles: Sequence[str]) -> dict[str, frappe._dict]:
    rows = frappe.get_list(
        "Social Profile",
        filters={"name": ("in", list(set(profiles))), "erased": 0},
        fields=[*AUTHOR],
        limit_page_length=len(profiles),
    )
    return {
        row.name: row | {"network_label": labels().get(row.network, row.network)} for row in rows
    }


def _last_posts(profiles: Sequence[str]) -> dict[str, frappe._dict]:
    """The last post of each: the index on the author ends with the name, which tells the time."""
    post = DocType("Social Interaction")
    if not profiles:
        return {}
    newest = (
        frappe.qb.from_(post)
        .select(Max(post.name))
        .where(post.profile.isin(profiles))
        .groupby(post.profile)
        .run(pluck=True)
    )
    rows = frappe.get_list(
        "Social Interaction",
        filters={"name": ("in", newest), "deleted": 0},
        fields=["profile", "text", "posted_on", "visibility", "permalink"],
        limit_page_length=len(newest),
    )
    return {row.profile: row for row in rows}
