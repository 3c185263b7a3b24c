"""Write everything that the app holds to a file, to keep it elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import frappe
from frappe.utils import now_datetime

from social_support.setup.leftovers import our_doctypes

ROWS_AT_A_TIME = 1000
SECRET = "Password"
OF_MONEY = ("Customer Social Value", "Social Value Change")
"""Made from the invoices, and not for everybody who may export what people wrote."""


def export() -> str:
    """Write one line of JSON for each row of each of our doctypes; returns the file's path.

    The file lies in the site's private/backups. Access tokens are left out.
    """
    return write(new_path())


def new_path() -> str:
    moment = now_datetime().strftime("%Y%m%d_%H%M%S")
    folder = Path(frappe.get_site_path("private", "backups")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"{moment}-social_support.jsonl")


def write(path: str) -> str:
    """Write the export to `path`, readable for the bench's own user alone."""
    with Path(path).open("w", encoding="utf-8") as file:
        Path(path).chmod(0o600)
        for doctype in sorted(set(our_doctypes()) - set(OF_MONEY)):
            if not frappe.get_meta(doctype).issingle:
                write_rows(doctype, file)
    return path


def write_rows(doctype: str, file: TextIO) -> None:
    secrets = [
        field.fieldname for field in frappe.get_meta(doctype).get("fields", {"fieldtype": SECRET})
    ]
    for row in rows(doctype):
        kept = {key: value for key, value in row.items() if key not in secrets}
        line = {"doctype": doctype, **kept}
        file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def rows(doctype: str) -> Iterator[dict]:
    """All rows in the order of their names, a thousand at a time."""
    last = ""
    while page := frappe.get_all(
        doctype,
        filters={"name": (">", last)},
        fields=["*"],
        order_by="name asc",
        limit=ROWS_AT_A_TIME,
    ):
        yield from page
        last = page[-1].name
