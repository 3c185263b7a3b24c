"""may_see_money: who may be told what a customer is worth, and of which company."""

from __future__ import annotations

import frappe
import pytest

from social_support.api.frappe_calls import get_count
from social_support.customers.access import (
    companies_with_money,
    may_see_customer,
    may_see_money,
)
from social_support.customers.value import VALUE, recount
from tests.site.support.make_people import write


@pytest.fixture
def company(make) -> str:
    return make.company()


@pytest.fixture
def other(make) -> str:
    return make.another_company()


def restrict(user: str, allow: str, value: str, **fields: object) -> None:
    """A User Permission for the test's transaction."""
    known = {"user": user, "allow": allow, "for_value": value, "apply_to_all_doctypes": 1}
    write("User Permission", name=frappe.generate_hash(length=10), **known | fields)
    frappe.cache.hdel("user_permissions", user)


@pytest.mark.parametrize("who", ["agent", "manager", "sales_rep"])
def test_our_agents_and_readers_of_the_customer_see_money(make, company, who):
    user = getattr(make, who)()
    assert may_see_money(user, company)
    assert company in companies_with_money(user)


def test_an_agent_without_a_right_on_customers_sees_money(make, company):
    assert may_see_money(make.user("Social Agent"), company)


def test_an_agency_never_does_whatever_else_it_may(make, company):
    for roles in (
        ("Social Agency",),
        ("Social Agency", "Sales User"),
        ("Social Agency", "Social Agent"),
    ):
        user = make.user(*roles)
        assert not may_see_money(user, company) and companies_with_money(user) == []
        assert not may_see_customer(user, make.customer().name)
    assert may_see_money("Administrator", company)


@pytest.mark.parametrize("who", ["nobody", "website_user"])
def test_others_do_not(make, company, who):
    assert not may_see_money(getattr(make, who)(), company)
    assert not may_see_money("Guest", company)


def test_no_company_is_no_figure(make):
    assert not may_see_money(make.agent(), None) and not may_see_money(make.agent(), "")


def test_user_permissions_on_companies_apply(make, company, other):
    user = make.agent()
    restrict(user, "Company", other)
    assert not may_see_money(user, company) and may_see_money(user, other)
    assert companies_with_money(user) == [other]


def test_a_user_permission_for_another_doctype_does_not(make, company, other):
    user = make.agent()
    restrict(user, "Company", other, apply_to_all_doctypes=0, applicable_for="Sales Order")
    assert may_see_money(user, company)


def test_user_permissions_on_customers_apply(make):
    mine, foreign, user = make.customer().name, make.customer().name, make.user("Social Agent")
    assert may_see_customer(user, foreign)
    restrict(user, "Customer", mine)
    assert may_see_customer(user, mine) and not may_see_customer(user, foreign)


def test_lists_hold_what_the_guard_lets_through(make, company, other):
    customer = make.customer().name
    make.sales_invoice(customer, company=company)
    make.sales_invoice(customer, company=other)
    recount(customer)

    def listed(user: str) -> set[str]:
        with make.as_user(user):
            rows = frappe.get_list(VALUE, {"customer": customer}, ["company"])
        return {row.company for row in rows}

    agent, rep = make.agent(), make.sales_rep()
    assert listed(agent) == listed(rep) == {company, other}
    restrict(rep, "Company", other)
    assert listed(rep) == {other}
    assert listed(make.user("Social Agency", "Sales User")) == set()
    with make.as_user(make.agency()), pytest.raises(frappe.PermissionError):
        frappe.get_list(VALUE)


def test_a_row_is_read_by_the_same_guard(make, company):
    customer = make.customer().name
    make.sales_invoice(customer, company=company)
    recount(customer)
    row = frappe.get_doc(VALUE, {"customer": customer, "company": company})
    assert frappe.has_permission(VALUE, "read", row, user=make.sales_rep())
    both = make.user("Social Agency", "Sales User")
    assert not frappe.has_permission(VALUE, "read", row, user=both)


def test_nobody_finds_a_figure_out_by_counting(make, company):
    customer = make.customer().name
    make.sales_invoice(customer, company=company)
    recount(customer)
    more = {"customer": customer, "revenue": (">", 1)}
    with make.as_user(make.sales_rep()):
        assert get_count(VALUE, filters=more) == 1
    with make.as_user(make.user("Social Agency", "Sales User")):
        assert get_count(VALUE, filters=more) == 0
    with make.as_user(make.agency()):
        for doctype in (VALUE, "Social Value Change", "Social Profile Key"):
            with pytest.raises(frappe.PermissionError):
                get_count(doctype)
