"""What customers bring and owe: true after each invoice, and never counted while one waits."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, nowdate

from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import insert_rows
from social_support.customers import bought, sweep, value
from social_support.customers.owed import Owed, owed
from social_support.customers.value import CHANGE, VALUE
from tests.site.support.queries import count_queries

INVOICE = "Sales Invoice"


@pytest.fixture
def company(make) -> str:
    return make.company()


@pytest.fixture
def customer(make) -> str:
    return make.customer().name


def revenue(customer: str, company: str) -> float:
    return sum(row.revenue for row in value.of_customer(customer, [company]))


def stored(customer: str) -> list[dict]:
    columns = ["company", "revenue", "invoice_count", "currency"]
    return frappe.get_all(VALUE, {"customer": customer}, columns)


def credit_note(invoice) -> None:
    note = frappe.copy_doc(invoice)
    note.update({"is_return": 1, "return_against": invoice.name, "due_date": None})
    for row in note.items:
        row.qty = -abs(row.qty)
    note.insert().submit()


def test_revenue_is_true_as_soon_as_an_invoice_is(make, customer, company):
    draft = make.draft_invoice(customer)
    assert value.of_customer(customer, [company]) == []
    draft.submit()
    assert revenue(customer, company) == 1310
    second = make.sales_invoice(customer)
    assert revenue(customer, company) == 2620
    second.cancel()
    assert revenue(customer, company) == 1310
    credit_note(draft)
    (found,) = value.of_customer(customer, [company])
    assert (found.revenue, found.invoice_count) == (0, 2)
    assert found.first_invoice_on == frappe.utils.getdate(add_days(nowdate(), -60))


def test_what_changed_is_added_up_once(make, customer, company):
    invoice = make.sales_invoice(customer)
    value.add_up()
    assert [row.revenue for row in stored(customer)] == [1310]
    assert not frappe.db.exists(CHANGE, {"customer": customer})
    make.sales_invoice(customer)
    invoice.cancel()
    assert revenue(customer, company) == 1310
    value.add_up()
    value.add_up()
    assert [(row.revenue, row.invoice_count) for row in stored(customer)] == [(1310, 1)]
    assert revenue(customer, company) == 1310


def test_each_company_has_its_own_figures_in_its_currency(make, customer, company):
    other = make.another_company()
    for whose in (other, company, company):
        make.sales_invoice(customer, company=whose)
    value.recount(customer)
    first, second = value.of_customer(customer, [company, other])
    assert (first.company, first.revenue) == (company, 2620)
    assert (second.company, second.revenue, second.currency) == (other, 1310, "USD")
    assert [row.company for row in value.of_customer(customer, [other])] == [other]
    assert value.of_customer(customer, []) == []


def test_a_foreign_invoice_counts_in_the_currency_of_the_company(make, customer, company):
    draft = make.draft_invoice(customer, currency="GBP", conversion_rate=1.2)
    draft.submit()
    assert revenue(customer, company) == pytest.approx(1572)


def test_debts_are_true_also_when_erpnext_writes_past_the_document(make, customer, company):
    late, early = make.sales_invoice(customer), make.sales_invoice(customer, overdue=False)
    make.draft_invoice(customer)
    assert owed(customer, [company]) == {company: Owed(2620, 1310)}
    frappe.db.set_value(INVOICE, late.name, "outstanding_amount", 310)
    assert owed(customer, [company]) == {company: Owed(1620, 310)}
    early.cancel()
    frappe.db.set_value(INVOICE, late.name, "outstanding_amount", 0)
    assert owed(customer, [company]) == {} == owed(customer, [])


def many_invoices(customer: str, company: str, size: int, unpaid: int) -> None:
    rows = [
        {
            "name": f"{new_name()}{number:05d}",
            "customer": customer,
            "company": company,
            "docstatus": 1,
            "posting_date": nowdate(),
            "due_date": add_days(nowdate(), -1),
            "base_net_total": 10.0,
            "conversion_rate": 1.0,
            "party_account_currency": frappe.db.get_value("Company", company, "default_currency"),
            "outstanding_amount": 10.0 if number < unpaid else 0.0,
        }
        for number in range(size)
    ]
    insert_rows(INVOICE, rows)


def rows_read() -> int:
    counts = frappe.db.sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
    return sum(int(count) for _name, count in counts)


def test_figures_of_10000_invoices_read_no_more_than_those_of_100(make, company):
    asked, read = {}, {}
    for size in (100, 10_000):
        customer = make.customer().name
        many_invoices(customer, company, size, unpaid=20)
        value.recount(customer)
        frappe.get_cached_value("Company", company, "default_currency")
        before = rows_read()
        with count_queries() as queries:
            (found,) = value.of_customer(customer, [company])
            debts = owed(customer, [company])
        asked[size], read[size] = len(queries), rows_read() - before
        assert (found.revenue, found.invoice_count) == (size * 10, size)
        assert debts == {company: Owed(200, 200)}
    assert asked[10_000] == asked[100] == 3
    assert read[10_000] < read[100] + 50 < 400
    before = rows_read()
    assert bought.mentioned_in({"": "my drill"}, customer, [company]) == {}
    assert rows_read() - before < 4000, "the newest invoices alone are looked through"


def test_what_another_company_sold_most_of_is_not_walked_through(make, company):
    customer, other = make.customer().name, make.company()
    many_invoices(customer, company, 10_000, unpaid=0)
    for read in (bought.last_orders, lambda *who: bought.mentioned_in({"": "my drill"}, *who)):
        before = rows_read()
        assert not read(customer, [other])
        assert rows_read() - before < 4000


def test_the_sweep_finds_what_was_written_past_the_documents(make, customer, company):
    many_invoices(customer, company, 3, unpaid=0)
    made = frappe.get_all(INVOICE, {"customer": customer}, pluck="name")
    make.cleanup.call(lambda: frappe.db.delete(INVOICE, {"name": ("in", made)}))
    sweep.begin()
    sweep.keep_up()
    assert [(row.revenue, row.invoice_count) for row in stored(customer)] == [(30, 3)]
    frappe.db.set_value(INVOICE, {"name": ("in", made)}, "docstatus", 2)
    sweep.keep_up()
    assert stored(customer), "today's round is over"
    sweep.begin()
    sweep.keep_up()
    assert stored(customer) == []


def test_customers_that_become_one_have_one_value(make, company):
    one, other = make.customer().name, make.customer().name
    for each in (one, other):
        make.sales_invoice(each)
        value.recount(each)
    frappe.rename_doc("Customer", other, one, merge=True, force=True)
    assert [(row.revenue, row.invoice_count) for row in stored(one)] == [(2620, 2)]
    assert stored(other) == []
    renamed = make.unique("Petrova Group")
    frappe.rename_doc("Customer", one, renamed, force=True)
    make.cleanup.doc("Customer", renamed)
    assert revenue(renamed, company) == 2620


def test_a_customer_who_is_deleted_takes_the_figures_along(make, customer, company):
    insert_rows(VALUE, [{"name": new_name(), "customer": customer, "company": company}])
    frappe.delete_doc("Customer", customer)
    assert stored(customer) == []
