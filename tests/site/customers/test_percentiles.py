"""Voice and value as percentiles, and the report of those who hold most of both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest

from social_support.conversations.clock import utc_now
from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import insert_rows
from social_support.customers import influence, pareto, percentiles
from social_support.customers.value import VALUE
from social_support.social_support.report.social_pareto.social_pareto import execute
from tests.site.customers.test_money_access import restrict

CROWD = 100


@pytest.fixture
def company(make) -> str:
    return make.another_company()


@pytest.fixture
def crowd(make, company) -> list[str]:
    """100 customers who bring 0, 10, … 990, each with an author of as many followers, backwards."""
    names = [make.unique(f"C{number:03d}") for number in range(CROWD)]
    values = [
        {"name": new_name(), "customer": name, "company": company, "revenue": 10.0 * number}
        for number, name in enumerate(names)
    ]
    authors = [
        {
            "name": new_name(),
            "external_key": frappe.generate_hash(length=32),
            "network": "mastodon",
            "handle": name,
            "customer": name,
            "followers": (CROWD - number) * 10,
        }
        for number, name in enumerate(names)
    ]
    insert_rows(VALUE, values)
    insert_rows("Social Profile", authors)
    remove(make, VALUE, values)
    remove(make, "Social Profile", authors)
    return names


def remove(make, doctype: str, rows: list[dict]) -> None:
    names = [row["name"] for row in rows]
    make.cleanup.call(lambda: frappe.db.delete(doctype, {"name": ("in", names)}))


def percentile_of(customer: str) -> int:
    return frappe.db.get_value(VALUE, {"customer": customer}, "revenue_percentile")


def test_revenue_as_a_percentile_of_the_companys_customers(crowd, company):
    frappe.db.set_value(VALUE, {"customer": ("in", crowd[:10])}, "revenue", 0)
    percentiles.of_revenue()
    assert [percentile_of(crowd[number]) for number in (0, 9, 10, 95, 99)] == [0, 0, 10, 95, 99]


def test_only_rows_that_change_are_written(crowd, company):
    percentiles.of_revenue()
    frappe.db.set_value(VALUE, {"customer": crowd[0]}, "revenue", 10_000)
    with rows_written() as written:
        percentiles.of_revenue()
    assert percentile_of(crowd[0]) == 99 and sum(written) == CROWD  # all others slid by one
    with rows_written() as written:
        percentiles.of_revenue()
    assert written and sum(written) == 0


@contextmanager
def rows_written() -> Iterator[list[int]]:
    """How many rows each UPDATE inside the block has changed."""
    counts: list[int] = []
    original = frappe.db.sql

    def counting(query, *args, **options):
        answer = original(query, *args, **options)
        if str(query).lstrip().startswith("UPDATE"):
            counts.append(frappe.db._cursor.rowcount)
        return answer

    frappe.db.sql = counting
    try:
        yield counts
    finally:
        del frappe.db.sql


def test_voice_is_of_followers_verification_and_what_posts_set_off(make, crowd):
    quiet, loud, verified = crowd[50:53]
    for name in (quiet, loud, verified):
        frappe.db.set_value("Social Profile", {"handle": name}, "followers", 40)
    frappe.db.set_value("Social Profile", {"handle": verified}, "verified", 1)
    author = frappe.db.get_value("Social Profile", {"handle": loud})
    post = {"name": new_name(), "profile": author, "direction": "Incoming", "text": "hello"}
    counts = {"like_count": 5, "reply_count": 10, "share_count": 10, "posted_at_utc": utc_now()}
    insert_rows("Social Interaction", [post | counts])
    remove(make, "Social Interaction", [post])
    influence.recompute()

    def heard(handle: str) -> int:
        return frappe.db.get_value("Social Profile", {"handle": handle}, "influence")

    assert heard(quiet) < heard(verified) < heard(loud)
    assert heard(crowd[0]) > heard(crowd[90])


def test_the_report_tells_who_holds_most(make, crowd, company):
    with make.as_user(make.manager()):
        columns, rows, *_rest, summary = execute({"company": company, "by": "Revenue"})
        mine = [row for row in rows if row["customer"] in crowd]
        assert [row["customer"] for row in mine][:3] == crowd[:-4:-1]
        assert mine[0]["revenue"] == 990 and mine[0]["authors"] == 1
        assert {"revenue", "revenue_share"} <= {column["fieldname"] for column in columns}
        # Others whom the site has linked bring this company nothing.
        assert summary[1]["value"] in ("36 %", "37 %", "38 %", "39 %", "40 %")
        _columns, rows, *_rest = execute({"company": company, "by": "Reach"})
        assert next(row["customer"] for row in rows if row["customer"] in crowd) == crowd[0]


def test_without_a_right_on_money_the_report_knows_reach_alone(make, crowd, company):
    outsider = make.user("Social Manager", "Social Agency")
    seen = pareto.asked({"by": "Revenue"}, outsider)
    assert seen == pareto.Asked(None, pareto.REACH)
    assert not any("revenue" in frappe.as_json(row) for row in pareto.rows(seen))
    assert not any("revenue" in column["fieldname"] for column in pareto.columns(seen))
    assert "revenue" not in frappe.as_json(pareto.summary(seen))
    with pytest.raises(frappe.PermissionError):
        pareto.asked({"company": company}, outsider)
    agent = make.agent()
    restrict(agent, "Company", make.another_company())
    with pytest.raises(frappe.PermissionError):
        pareto.asked({"company": company}, agent)
