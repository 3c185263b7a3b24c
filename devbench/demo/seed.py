"""Runs inside the demonstration's site: the shop, its customers, its people and its channel.

Every part looks first whether it is there: a second run changes nothing but what a person switched
off, so that the demonstration and its check begin from the same place.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import add_days, now, today
from frappe.utils.password import update_password

from devbench.demo import office
from devbench.demo.people import COMPANY as ACCOUNT
from devbench.demo.people import HASHTAG

PICTURE = "/assets/frappe/images/default-avatar.png"  # without one, Frappe asks gravatar.com
CUSTOMER_GROUP, TERRITORY = "Commercial", "Bulgaria"
TIME_ZONE, LANGUAGE, CURRENCY = "Europe/Sofia", "en", "EUR"


def run(mastodon_url: str) -> dict[str, Any]:
    """Bring the site where the demonstration begins: {"now": site time, "channel", "handle"}."""
    _company()
    for person in office.STAFF:
        _colleague(person)
    _hide_tours()
    for buyer in (*office.BUYERS, *office.CHECKED):
        _customer(buyer)
    _items()
    _overdue_invoice(office.ANGRY.docname)
    _team()
    _settings()
    return {"now": now(), **_channel(mastodon_url)}


def _company() -> None:
    if not frappe.db.exists("Company", office.COMPANY):
        _insert(
            "Company", company_name=office.COMPANY, default_currency=CURRENCY, country=TERRITORY
        )
    frappe.db.set_default("company", office.COMPANY)


def _colleague(person: office.Colleague) -> None:
    from social_support.setup.roles import give

    if not frappe.db.exists("User", person.email):
        named = {"email": person.email, "first_name": person.first_name}
        place = {"time_zone": TIME_ZONE, "language": LANGUAGE, "user_image": PICTURE}
        _insert("User", **named, last_name=person.last_name, send_welcome_email=0, **place)
        update_password(person.email, office.PASSWORD)
    missing = set(person.roles) - set(frappe.get_roles(person.email))
    if missing:
        frappe.get_doc("User", person.email).add_roles(*sorted(missing))
    if person.role_set:
        give([person.email], person.role_set)


def _hide_tours() -> None:
    """No guided tour opens over what a visitor came to see."""
    tours = frappe.get_all("Form Tour", {"ui_tour": 1}, pluck="name")
    seen = frappe.as_json({tour: {"is_complete": True} for tour in tours}, indent=None)
    for user in ("Administrator", *(person.email for person in office.STAFF)):
        frappe.db.set_value("User", user, "onboarding_status", seen, update_modified=False)


def _customer(buyer: office.Buyer) -> None:
    if frappe.db.exists("Customer", buyer.docname):
        return
    customer = _insert(
        "Customer",
        customer_name=buyer.name,
        customer_type="Company",
        customer_group=CUSTOMER_GROUP,
        territory=TERRITORY,
        account_manager=office.SALES.email,
        website=buyer.website,
    )
    first, _, last = buyer.contact.partition(" ")
    mails = [{"email_id": buyer.email, "is_primary": 1}] if buyer.email else []
    links = [{"link_doctype": "Customer", "link_name": customer.name}]
    _insert("Contact", first_name=first, last_name=last, email_ids=mails, links=links)


def _items() -> None:
    for code, (name, rate) in office.ITEMS.items():
        if not frappe.db.exists("Item", code):
            kind = {"item_group": "Products", "is_stock_item": 0}
            _insert("Item", item_code=code, item_name=name, standard_rate=rate, **kind)


def _overdue_invoice(customer: str) -> None:
    if frappe.db.exists("Sales Invoice", {"customer": customer, "docstatus": 1}):
        return
    code, (_name, rate) = next(iter(office.ITEMS.items()))
    invoice = _insert(
        "Sales Invoice",
        customer=customer,
        company=office.COMPANY,
        currency=CURRENCY,
        set_posting_time=1,
        posting_date=add_days(today(), -45),
        due_date=add_days(today(), -15),
        items=[{"item_code": code, "qty": 10, "rate": rate}],
    )
    invoice.submit()


def _team() -> None:
    if not frappe.db.exists("User Group", office.TEAM):
        members = [{"user": person.email} for person in office.STAFF if person.in_team]
        _insert("User Group", name=office.TEAM, user_group_members=members)


def _settings() -> None:
    settings = frappe.get_single("Social Support Settings")
    settings.update({"link_automatically": 1, "pause_sending": 0})
    settings.save()


def _channel(server: str) -> dict[str, Any]:
    """The shop's account, connected by the same function as behind Test Connection."""
    from social_support.ingestion.connection import test_connection

    channel = _channel_at(server)
    channel.update({"mode": "Listen and Reply", "pause_sending": 0})
    channel.save()
    answer = test_connection(channel.name)
    if not answer["ok"]:
        frappe.throw(answer["message"])
    return {"channel": channel.name, "handle": answer["handle"]}


def _channel_at(server: str) -> frappe.model.document.Document:
    """The channel on this server. Posts of another port belong to a network that is gone."""
    elsewhere = {"network": "mastodon", "mode": ("!=", "Off"), "server_url": ("!=", server)}
    for other in frappe.get_all("Social Channel", elsewhere):
        frappe.get_doc("Social Channel", other.name).update({"mode": "Off"}).save()
    found = frappe.db.exists("Social Channel", {"server_url": server})
    return frappe.get_doc("Social Channel", found) if found else _new_channel(server)


def _new_channel(server: str) -> frappe.model.document.Document:
    streams = [("Mentions", ""), ("Direct Messages", ""), ("Keyword", HASHTAG)]
    return _insert(
        "Social Channel",
        channel_name=office.CHANNEL,
        network="mastodon",
        company=office.COMPANY,
        user_group=office.TEAM,
        server_url=server,
        access_token=ACCOUNT["token"],
        listens_to=[{"stream": stream, "term": term} for stream, term in streams],
    )


def _insert(doctype: str, **fields: Any) -> frappe.model.document.Document:
    return frappe.get_doc({"doctype": doctype, **fields}).insert()
