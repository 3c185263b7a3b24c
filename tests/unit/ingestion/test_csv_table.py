"""CSV files as spreadsheets write them, and as they have to be written for spreadsheets."""

from __future__ import annotations

import pytest

from social_support.ingestion.csv_import import table
from social_support.ingestion.csv_import.columns import chosen, guessed
from social_support.ingestion.csv_import.table import BadFile

TEXT = "Автор;Текст;Дата\r\nанна;Дрелката не тръгва;25.11.2026 09:30\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("cp1251"), "Windows-1251"),
        (TEXT.encode("utf-16"), "UTF-16"),
    ],
)
def test_the_encoding_is_found_out(data: bytes, encoding: str):
    found = table.read(data)
    assert (found.encoding, found.delimiter) == (encoding, ";")
    assert found.heading == ["Автор", "Текст", "Дата"]
    assert found.rows[0].cells == ["анна", "Дрелката не тръгва", "25.11.2026 09:30"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str):
    row = delimiter.join(["author", '"text; with, all | of\tthem"', "date"])
    found = table.read(f"{row}\n{row}\n".encode())
    assert found.delimiter == delimiter
    assert found.rows[0].cells == ["author", "text; with, all | of\tthem", "date"]


def test_rows_are_named_by_the_line_on_which_they_begin():
    found = table.read(b'author,text\na,"two\nlines"\n\n   \nb,c\n')
    rows = [(row.line, row.cells) for row in found.rows]
    assert rows == [(2, ["a", "two\nlines"]), (6, ["b", "c"])]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"author,text\n", "no rows"),
        (b'author,text\na,"never closed\nb,c\n', "Line 2 can't be read"),
        (b"a,b\n" + b"1,2\n" * 20_001, "more than 20,000 rows"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_can_t_be_used_is_said(data: bytes, words: str):
    with pytest.raises(BadFile, match=words):
        table.read(data)


def test_no_cell_is_a_formula_and_all_come_back_as_they_were():
    cells = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "'quoted", "plain", 'a "b"; c']
    written = table.write(["h"] * len(cells), [cells], ";")
    text = written.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "'+1" in text and "'@SUM" in text
    assert table.read(written).rows[0].cells == cells


def test_columns_are_known_by_their_heading():
    heading = ["Post ID", "created_time", "Message", "From", "Permalink", "What else"]
    assert guessed(heading) == {"id": 0, "posted_on": 1, "text": 2, "author": 3, "link": 4}
    assert guessed(["Дата", "АВТОР", "Отзив", "Звезди"]) == {
        "posted_on": 0,
        "author": 1,
        "text": 2,
        "rating": 3,
    }


def test_what_is_not_chosen_is_asked_for():
    heading = ["a", "b", "c"]
    whole = {"text": 0, "author": 1, "posted_on": 2}
    assert chosen({**whole, "unknown": 1, "link": 7}, heading) == whole
    with pytest.raises(BadFile, match="Say which column holds: Posted On"):
        chosen({"text": 0, "author": 1}, heading)
