"""Read values of JSON that a network sent, whatever stands in their place."""

from __future__ import annotations


def as_dict(data: object) -> dict:
    """The data if it is a JSON object, an empty one for anything else."""
    return data if isinstance(data, dict) else {}


def objects(data: object) -> list[dict]:
    """The JSON objects of a list; none of anything else."""
    return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []


def text_of(value: object) -> str:
    """The text; "" for anything else."""
    return value if isinstance(value, str) else ""


def number(value: object) -> int | None:
    """A count; None for anything else."""
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and value >= 0 else None
