"""Migrating a site that has the first version's data keeps it, and its channels are read on."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.ingestion.network import TOKEN
from tests.site.support.bench import Bench
from tests.site.support.clone import Clone, cloned

FOLDER = Path(__file__).with_name("first_version")
KEY = base64.urlsafe_b64encode(b"of a site with the first version").decode()
BETWEEN_STATEMENTS = "\n;\n"
TABLE = re.compile(r"CREATE TABLE `(tab[^`]+)`")
# A migration gives each channel the site that it was switched on at, and each pair its key.
MAY_CHANGE = {"tabSocial Channel": {"modified"}, "tabSocial Link Suggestion": {"modified"}}
KEYS = {"tabSingles": "field"}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def first_version() -> Iterator[tuple[Clone, Rows]]:
    """A site with the tables and rows of the first version, and those rows."""
    bench = Bench.from_environment()
    if not bench.is_ours:
        pytest.skip("Done only on a bench that was made for the tests.")
    config = {"encryption_key": KEY, "social_support_allow_private_networks": 1}
    with cloned(bench, **config) as clone:
        put_back(clone)
        yield clone, rows_of(clone)


def put_back(clone: Clone) -> None:
    """Let the clone's tables, fields and patch log be those of the first version."""
    statements = (FOLDER / "tables.sql").read_text().split(BETWEEN_STATEMENTS)
    ours = clone.sql("SHOW TABLES LIKE 'tabSocial %'")
    for table in [value for row in ours for value in row.values()]:
        clone.sql(f"DROP TABLE `{table}`")
    clone.sql("DELETE FROM tabSingles WHERE doctype = 'Social Support Settings'")
    clone.sql("DELETE FROM __Auth WHERE doctype LIKE 'Social %'")
    clone.sql("DELETE FROM `tabPatch Log` WHERE patch LIKE 'social_support.%'")
    for statement in filter(str.strip, statements):
        clone.sql(statement)
    for table in tables():
        forget_newer_fields(clone, table)
    clone.sql(
        "UPDATE tabDocType SET migration_hash = NULL, modified = '2024-01-01'"
        " WHERE module = 'Social Support'"
    )


def tables() -> list[str]:
    return TABLE.findall((FOLDER / "tables.sql").read_text())


def forget_newer_fields(clone: Clone, table: str) -> None:
    """The site knows no field whose column the first version did not have."""
    doctype = table.removeprefix("tab")
    columns = [row["Field"] for row in clone.sql(f"SHOW COLUMNS FROM `{table}`")]
    clone.sql(
        "DELETE FROM tabDocField WHERE parent = %s AND fieldname NOT IN %s"
        " AND fieldtype NOT IN ('Section Break', 'Column Break', 'Tab Break', 'HTML', 'Table')",
        (doctype, tuple(columns)),
    )


def rows_of(clone: Clone) -> Rows:
    kept = {table: clone.sql(f"SELECT * FROM `{table}` ORDER BY name") for table in tables()}
    about = " WHERE reference_doctype LIKE 'Social %' ORDER BY name"
    kept["tabComment"] = clone.sql(f"SELECT name, content, reference_name FROM tabComment{about}")
    kept["tabSingles"] = clone.sql(
        "SELECT field, value FROM tabSingles WHERE doctype = 'Social Support Settings'"
        " AND field NOT IN ('modified', 'modified_by') ORDER BY field"
    )
    return kept


@pytest.mark.slow
@pytest.mark.elsewhere
def test_migrating_the_first_version_keeps_its_data(first_version: tuple[Clone, Rows]) -> None:
    clone, before = first_version
    assert len(before["tabSocial Interaction"]) == 10
    clone.run("migrate")
    after = rows_of(clone)
    for table, rows in before.items():
        # A newer version may add rows, the state of a stream that the first one did not know.
        now = {row[KEYS.get(table, "name")]: row for row in after[table]}
        for old in rows:
            new = now[old[KEYS.get(table, "name")]]
            changed = {column for column in old if new[column] != old[column]}
            assert changed <= MAY_CHANGE.get(table, set()), table
    states = clone.sql("SHOW COLUMNS FROM `tabSocial Stream State`")
    assert {"back_place", "gap_since_utc"} <= {column["Field"] for column in states}

    read = clone.script(FOLDER / "read_on.py")
    assert read["token"] == TOKEN
    # The server shows no hashtags: what failed before fails still, and stops nothing else.
    errors = {state["term"] or state["stream"]: state["error_kind"] for state in read["cursors"]}
    assert errors == {"Mentions": "", "Direct Messages": "", "order": "", "#drill": "NotFound"}
    assert len(read["after"]) == len(set(read["after"]))
    assert sorted(set(read["after"]) - set(read["before"])) == ["1009", "1010"]
    known = clone.sql("SELECT name, text FROM `tabSocial Interaction` ORDER BY name")
    told = {row["name"]: row["text"] for row in known}
    assert {r["name"]: r["text"] for r in before["tabSocial Interaction"]}.items() <= told.items()
