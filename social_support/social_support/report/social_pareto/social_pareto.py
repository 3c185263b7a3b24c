"""Who brings most and who is heard most: a row for each linked customer of the top 20 %."""

from __future__ import annotations

from typing import Any

import frappe

from social_support.customers import pareto


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Frappe's call: columns, rows, no message, no chart, what stands above."""
    asked = pareto.asked(filters or {}, frappe.session.user)
    return pareto.columns(asked), pareto.rows(asked), None, None, pareto.summary(asked)
