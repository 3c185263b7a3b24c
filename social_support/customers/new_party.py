"""An author becomes a Lead or a Contact: what they told about themselves goes into the form."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from social_support.customers import links, regions
from social_support.customers.evidence import (
    EMAIL,
    NAMED,
    PHONE,
    PUBLIC_PROFILE,
    TOLD_US,
    WEBSITE,
    Evidence,
    ProfileFacts,
    from_private_message,
    from_profile,
)
from social_support.customers.party import CONTACT, CUSTOMER, LEAD

FIELDS = ("first_name", "last_name", "company_name", "email", "phone", "website")
MOST_MESSAGES = 50


def suggested(profile: str, doctype: str) -> dict[str, Any]:
    """first_name, last_name, email, phone, website as the author tells them, and basis.

    E-mail, phone and website come from what the author says in the profile or in private messages,
    the latest first, and from nowhere else. Raises frappe.ValidationError for another doctype than
    Lead and Contact, frappe.PermissionError for whoever may not create one.
    """
    _check(doctype)
    fields = ["display_name", "handle", "bio", "profile_fields", "url"]
    author = frappe.db.get_value("Social Profile", profile, fields, as_dict=True)
    first, _space, last = (author.display_name or author.handle or "").strip().partition(" ")
    told = _told(profile, author)
    values = {
        "email": _first(told, EMAIL),
        "phone": _first(told, PHONE),
        "website": _first(told, WEBSITE),
    }
    in_private = any(found.basis == TOLD_US for found in told if found.value in values.values())
    return {
        "first_name": first,
        "last_name": last.strip(),
        **values,
        "basis": TOLD_US if in_private else PUBLIC_PROFILE,
    }


def create(profile: str, doctype: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Make the Lead or Contact and link the author to it: {"doctype", "name", "decision"}.

    values: those of FIELDS, customer (whose person a Contact is) and basis. Raises as `suggested`
    does, and what the new document's own rules raise.
    """
    _check(doctype)
    basis = values.get("basis") or PUBLIC_PROFILE
    facts = {field: values[field] for field in FIELDS if values.get(field)}
    made = frappe.new_doc(doctype)
    made.update(_lead(facts) if doctype == LEAD else _contact(facts, values.get("customer")))
    made.insert()
    decision = links.link(
        profile, made.name, doctype, basis=basis, evidence=_("Made from this author.")
    )
    return {"doctype": doctype, "name": made.name, "decision": decision}


def _check(doctype: str) -> None:
    if doctype not in (LEAD, CONTACT):
        frappe.throw(_("Choose one of: {0}.").format(", ".join((_(LEAD), _(CONTACT)))))
    if frappe.has_permission(doctype, "create"):
        return
    givers = sorted({rule.role for rule in frappe.get_meta(doctype).permissions if rule.create})
    words = _("You may not create a {0}. A System Manager can give you the role {1}.")
    roles = f" {_('or')} ".join(_(role) for role in givers)
    frappe.throw(words.format(_(doctype), roles), frappe.PermissionError)


def _lead(facts: Mapping[str, str]) -> dict[str, Any]:
    names = ("first_name", "last_name", "company_name", "website")
    reach = {"email_id": facts.get("email"), "mobile_no": facts.get("phone")}
    return {name: facts.get(name) for name in names} | reach


def _contact(facts: Mapping[str, str], customer: str | None) -> dict[str, Any]:
    email, phone = facts.get("email"), facts.get("phone")
    return {
        "first_name": facts.get("first_name"),
        "last_name": facts.get("last_name"),
        "company_name": facts.get("company_name"),
        "email_ids": [{"email_id": email, "is_primary": 1}] if email else [],
        "phone_nos": [{"phone": phone, "is_primary_mobile_no": 1}] if phone else [],
        "links": [{"link_doctype": CUSTOMER, "link_name": customer}] if customer else [],
    }


def _told(profile: str, author: frappe._dict) -> list[Evidence]:
    """What the author says about how to reach them, first in private to channels that the session's
    user sees."""
    said = frappe.get_list(
        "Social Interaction",
        filters={
            "profile": profile,
            "visibility": "Private",
            "direction": "Incoming",
            "deleted": 0,
        },
        pluck="text",
        order_by="name desc",
        limit=MOST_MESSAGES,
    )
    region = regions.of_site()
    found = [each for text in said for each in from_private_message(text or "", region)]
    shown = frappe.parse_json(author.profile_fields or "[]")
    values = tuple(field["value"] for field in shown if field.get("value"))
    facts = ProfileFacts(author.bio or "", values, url=author.url or "", region=region)
    return found + from_profile(facts)


def _first(told: list[Evidence], kind: str) -> str | None:
    mine = (found for found in told if found.kind == kind and found.where != NAMED)
    return next((found.value for found in mine), None)
