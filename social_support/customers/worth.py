"""What a customer is worth, in the few words that stand beside a priority."""

import frappe

from social_support.customers.access import may_see_customer, may_see_money
from social_support.customers.percentiles import top
from social_support.customers.value import VALUE


def of_author(profile: str, company: str | None, user: str) -> int | None:
    """5 where the author's customer is one of the top 5 % of the company; None for all others, and
    for whoever may not see money."""
    if not may_see_money(user, company):
        return None
    customer = frappe.db.get_value("Social Profile", profile, "customer")
    if not customer or not may_see_customer(user, customer):
        return None
    whose = {"customer": customer, "company": company}
    return top(frappe.db.get_value(VALUE, whose, "revenue_percentile"))
