"""The customer card: who this is, what they bring and owe, and what else goes on with them.

A fixed number of queries, each bounded, whatever a customer bought, wrote or complained of.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import getdate

from social_support.customers import bought, elsewhere, value
from social_support.customers.access import (
    companies_with_money,
    may_see_customer,
    may_see_money,
)
from social_support.customers.owed import NOTHING, owed
from social_support.customers.party import CUSTOMER, Party
from social_support.customers.percentiles import top
from social_support.customers.reached import last_contact

POSTS_READ = 5
WHO = ("name", "customer_name", "customer_group", "territory", "account_manager", "creation")


def of_party(
    party: Party, user: str, waiting: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """The card on the Customer's page, of all companies whose figures the user may see.

    See `_card`. waiting: cards of conversations (see thread.card); `bought` has by their names what
    the customer bought of what each speaks of (see bought.mentioned_in). None for whoever may not
    know the customer, and on the pages of leads and contacts, who buy nothing.
    """
    if party.doctype != CUSTOMER or not may_see_customer(user, party.name):
        return None
    companies = companies_with_money(user)
    card = _card(party.name, user, companies)
    texts = {row["name"]: row["excerpt"] for row in waiting}
    return card | {"bought": bought.mentioned_in(texts, party.name, companies)}


def of_conversation(conversation: str, user: str, *, private: bool) -> dict[str, Any] | None:
    """The card beside a conversation: figures of the conversation's company alone.

    See `_card`. wrote: see elsewhere.wrote. bought: what the conversation's newest posts speak of.
    None where no customer is linked, or for whoever may not know the customer.
    """
    columns = ["profile", "company", "channel"]
    row = frappe.db.get_value("Social Conversation", conversation, columns, as_dict=True)
    customer = row and frappe.db.get_value("Social Profile", row.profile, "customer")
    if not customer or not may_see_customer(user, customer):
        return None
    companies = [row.company] if may_see_money(user, row.company) else []
    texts = {"": _newest_texts(conversation, private)}
    return _card(customer, user, companies) | {
        "wrote": elsewhere.wrote(customer, user, private=private, beside=row.channel),
        "bought": bought.mentioned_in(texts, customer, companies).get("", []),
    }


def _card(customer: str, user: str, companies: Collection[str]) -> dict[str, Any]:
    """customer, customer_name, customer_group, territory, account_manager (a full name), since (a
    date) · money: see `_money` · orders: see bought.last_orders · issues: see elsewhere.issues ·
    contact: see reached.last_contact."""
    row = frappe.db.get_value("Customer", customer, WHO, as_dict=True)
    values = value.of_customer(customer, companies)
    invoiced = [each.first_invoice_on for each in values if each.first_invoice_on]
    reads = bool(frappe.has_permission("Customer", "read", customer, user=user))
    return {
        "customer": row.name,
        "customer_name": row.customer_name,
        "customer_group": row.customer_group,
        "territory": row.territory,
        "account_manager": row.account_manager and frappe.utils.get_fullname(row.account_manager),
        "since": min([getdate(row.creation), *invoiced]),
        "money": _money(values, customer, companies),
        "orders": bought.last_orders(customer, companies),
        "issues": elsewhere.issues(customer, user),
        "contact": last_contact(customer, with_subject=reads),
    }


def _money(
    values: list[value.Value], customer: str, companies: Collection[str]
) -> list[dict[str, Any]]:
    """For each company: company, currency, revenue, invoices, outstanding, overdue, at_least (the
    two are), and top: 5 for one of its top 5 % customers, else None."""
    debts = owed(customer, companies)
    return [
        {
            "company": each.company,
            "currency": each.currency,
            "revenue": each.revenue,
            "invoices": each.invoice_count,
            "top": top(each.percentile),
            **vars(debts.get(each.company, NOTHING)),
        }
        for each in values
    ]


def _newest_texts(conversation: str, private: bool) -> str:
    filters = {"conversation": conversation, "direction": "Incoming", "deleted": 0}
    if not private:
        filters["visibility"] = "Public"
    texts = frappe.get_all(
        "Social Interaction",
        filters,
        pluck="text",
        order_by="posted_at_utc desc",
        limit=POSTS_READ,
    )
    return "\n".join(filter(None, texts))
