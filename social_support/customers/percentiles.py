"""Percentiles: how many of 100 rows of a table have less. Ties share the lower one.

The ranking is one statement; rows are written in batches, and only those that change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

ROWS_AT_ONCE = 2000
TOPS = (1, 5, 10, 20)


@dataclass(frozen=True)
class Scale:
    """least[i] is the least value that has the percentile percents[i]; both ascend."""

    percents: tuple[int, ...]
    least: tuple[float, ...]

    def as_sql(self, column: str) -> str:
        """The percentile of a column's value, as an expression; INTERVAL is a search by halves.

        https://mariadb.com/kb/en/interval/
        """
        if not self.percents:
            return "0"
        least = ", ".join(map(repr, self.least))
        return (
            f"IFNULL(ELT(INTERVAL(`{column}`, {least}), {', '.join(map(str, self.percents))}), 0)"
        )


def top(percentile: int | None) -> int | None:
    """5 for one of the top 5 %: the smallest of TOPS that holds this percentile, or None."""
    return next((share for share in TOPS if (percentile or 0) >= 100 - share), None)


def of_revenue() -> None:
    """Write the percentile of each customer's revenue among the customers of the company."""
    for company in frappe.get_all("Company", pluck="name"):
        write("Customer Social Value", "revenue", "revenue_percentile", {"company": company})


def write(doctype: str, value: str, percentile: str, filters: dict[str, Any]) -> None:
    """Bring the column `percentile` of the rows in step with their `value`, and commit."""
    where = " AND ".join(f"`{column}` = %({column})s" for column in filters)
    scale = scale_of(doctype, value, where, filters)
    new = scale.as_sql(value)
    for after, last in ranges(doctype):
        frappe.db.sql(
            f"""UPDATE `tab{doctype}` SET `{percentile}` = {new}
            WHERE name > %(after)s AND name <= %(last)s AND {where} AND `{percentile}` != {new}""",
            filters | {"after": after, "last": last},
        )
        # A batch is done when it is written: nobody waits for the locks of all.
        frappe.db.commit()


def scale_of(doctype: str, value: str, where: str, filters: dict[str, Any]) -> Scale:
    """The scale of the rows' values as they stand."""
    rows: Sequence[tuple[int, float]] = frappe.db.sql(
        f"""SELECT FLOOR(100 * less / total) AS percent, MIN(value) FROM (
            SELECT `{value}` AS value, RANK() OVER (ORDER BY `{value}`) - 1 AS less,
                COUNT(*) OVER () AS total
            FROM `tab{doctype}` WHERE {where}
        ) ranked GROUP BY percent ORDER BY percent""",
        filters,
    )
    return Scale(
        percents=tuple(int(percent) for percent, _least in rows),
        least=tuple(float(least) for _percent, least in rows),
    )


def ranges(doctype: str) -> Iterator[tuple[str, str]]:
    """(after this name, to that one) for each batch of the table's rows."""
    after = ""
    while names := frappe.get_all(
        doctype,
        {"name": (">", after)},
        pluck="name",
        order_by="name asc",
        limit=ROWS_AT_ONCE,
    ):
        yield after, names[-1]
        after = names[-1]
