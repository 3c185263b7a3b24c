"""Which share of revenue and reach do the top 20 % of the linked customers hold, and who are they?

A customer with several authors counts once: their followers are its reach. Whoever may not see the
company's money gets reach alone: no column, no order and no share is made of revenue.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

import frappe
from frappe import _
from frappe.utils import flt

from social_support.customers.access import companies_with_money, may_see_money

REVENUE, REACH = "revenue", "reach"
TOP = 0.2
MOST_ROWS = 500


@dataclass(frozen=True)
class Asked:
    """company: None where the user sees no figures of it. by: REVENUE or REACH."""

    company: str | None
    by: str


def asked(filters: dict[str, Any], user: str) -> Asked:
    """What a person asks for, cut down to what they may see.

    Without a company the first one whose figures the user may see is taken. Raises
    frappe.PermissionError for a company whose figures the user may not see.
    """
    company = filters.get("company") or next(iter(companies_with_money(user)), None)
    if company and not may_see_money(user, company):
        frappe.throw(
            _("You may not see figures of {0}. Choose another company.").format(company),
            frappe.PermissionError,
        )
    by_revenue = company and (filters.get("by") or "Revenue") == "Revenue"
    return Asked(company, REVENUE if by_revenue else REACH)


def columns(asked: Asked) -> list[dict[str, Any]]:
    """As Frappe's reports take them."""
    money = [
        _column("revenue", _("Lifetime Revenue"), "Currency", options="currency"),
        _column("revenue_share", _("Share of Revenue"), "Percent"),
        _column("revenue_percentile", _("Revenue Percentile"), "Int"),
    ]
    return [
        _column("customer", _("Customer"), "Link", options="Customer", width=220),
        *(money if asked.company else []),
        _column("reach", _("Followers"), "Int"),
        _column("reach_share", _("Share of Reach"), "Percent"),
        _column("influence", _("Influence"), "Int"),
        _column("authors", _("Authors"), "Int"),
    ]


def rows(asked: Asked) -> list[dict[str, Any]]:
    """The top 20 %, MOST_ROWS at most, the first one first."""
    totals = _totals(asked)
    found = _customers(asked, limit=min(_top_count(totals), MOST_ROWS))
    return [_with_shares(row, totals, asked) for row in found]


def summary(asked: Asked) -> list[dict[str, Any]]:
    """How many the top 20 % are, and which share of each they hold."""
    totals = _totals(asked)
    count = _top_count(totals)
    held = _held(asked, count)
    said = [_figure(_("Customers in the top 20 %"), f"{count} / {totals.customers}")]
    if asked.company:
        said.append(_figure(_("They bring of the revenue"), _share(held.revenue, totals.revenue)))
    return [*said, _figure(_("They hold of the reach"), _share(held.reach, totals.reach))]


def _column(fieldname: str, label: str, fieldtype: str, **more: Any) -> dict[str, Any]:
    return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": 140, **more}


def _figure(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value, "datatype": "Data"}


def _share(part: float, whole: float) -> str:
    return f"{round(100 * part / whole)} %" if whole > 0 else "–"


def _top_count(totals: frappe._dict) -> int:
    return ceil(totals.customers * TOP)


def _with_shares(row: frappe._dict, totals: frappe._dict, asked: Asked) -> dict[str, Any]:
    shown = {"reach_share": 100 * flt(row.reach) / totals.reach if totals.reach else 0}
    if asked.company:
        share = 100 * flt(row.revenue) / totals.revenue if totals.revenue > 0 else 0
        shown |= {"revenue_share": share, "company": asked.company}
    return row | shown


LINKED = """SELECT customer, SUM(followers) AS reach, MAX(influence) AS influence,
        COUNT(*) AS authors
    FROM `tabSocial Profile` WHERE customer IS NOT NULL AND customer != '' AND erased = 0
    GROUP BY customer"""
WORTH = """LEFT JOIN `tabCustomer Social Value` value
    ON value.customer = linked.customer AND value.company = %(company)s"""


def _totals(asked: Asked) -> frappe._dict:
    revenue = "IFNULL(SUM(value.revenue), 0)" if asked.company else "0"
    return frappe.db.sql(
        f"""SELECT COUNT(*) AS customers, IFNULL(SUM(linked.reach), 0) AS reach,
            {revenue} AS revenue
        FROM ({LINKED}) linked {WORTH if asked.company else ""}""",
        {"company": asked.company},
        as_dict=True,
    )[0]


def _customers(asked: Asked, limit: int) -> list[frappe._dict]:
    money = "value.revenue, value.revenue_percentile, value.currency," if asked.company else ""
    return frappe.db.sql(
        f"""SELECT linked.customer, {money} linked.reach, linked.influence, linked.authors
        FROM ({LINKED}) linked {WORTH if asked.company else ""}
        ORDER BY {asked.by} DESC, linked.customer LIMIT %(limit)s""",
        {"company": asked.company, "limit": limit},
        as_dict=True,
    )


def _held(asked: Asked, count: int) -> frappe._dict:
    """What the first `count` hold together."""
    revenue = "value.revenue" if asked.company else "0"
    return frappe.db.sql(
        f"""SELECT IFNULL(SUM(reach), 0) AS reach, IFNULL(SUM(revenue), 0) AS revenue FROM (
            SELECT linked.reach, {revenue} AS revenue
            FROM ({LINKED}) linked {WORTH if asked.company else ""}
            ORDER BY {asked.by} DESC, linked.customer LIMIT %(limit)s
        ) best""",
        {"company": asked.company, "limit": count},
        as_dict=True,
    )[0]
