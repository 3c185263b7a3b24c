"""The bytes of a CSV file → its cells, and cells → a file that a spreadsheet opens safely."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from social_support.networks.words import _

DELIMITERS = (",", ";", "\t", "|")
MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What a spreadsheet takes for the beginning of a formula.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")
AS_TEXT = "'"


class BadFile(ValueError):
    """The file can't be used at all. `message` is to be translated, then filled with `values`."""

    def __init__(self, message: str, *values: object) -> None:
        self.message, self.values = message, values
        super().__init__(message.format(*values))


@dataclass(frozen=True)
class Row:
    """A row: the line of the file on which it begins, and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A file as it was read: its heading, its rows, and how it was written."""

    heading: list[str]
    rows: list[Row]
    encoding: str
    delimiter: str


def read(data: bytes) -> Table:
    """Raises BadFile. Spreadsheets differ in encoding and delimiter; both are found out."""
    if len(data) > MOST_BYTES:
        raise BadFile(_("The file is larger than {0} MB. Split it."), MOST_BYTES // 1_000_000)
    text, encoding = _decoded(data)
    delimiter = max(DELIMITERS, key=lambda each: len(_first_row(text, each)))
    rows = _rows(text, delimiter)
    if not rows:
        raise BadFile(_("The file is empty."))
    heading, rest = rows[0], rows[1:]
    if len(rest) > MOST_ROWS:
        raise BadFile(_("The file has more than {0} rows. Split it."), f"{MOST_ROWS:,}")
    if not rest:
        raise BadFile(_("The file has a heading and no rows below it."))
    return Table([cell.strip() for cell in heading.cells], rest, encoding, delimiter)


def write(heading: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """A file that a spreadsheet opens as text, whatever people wrote into it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in (heading, *rows):
        writer.writerow([_harmless(cell) for cell in row])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _decoded(data: bytes) -> tuple[str, str]:
    """Windows' Cyrillic code page is what is left where it is no Unicode: Excel saves in it."""
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace"), "Windows-1251"


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(text: str, delimiter: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, [_as_typed(cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        words = _("Line {0} can't be read: a quotation mark is missing or one too many.")
        raise BadFile(words, line) from error
    return rows


def _harmless(cell: str) -> str:
    return AS_TEXT + cell if cell.startswith(FORMULA) else cell


def _as_typed(cell: str) -> str:
    """Without the mark that `write` puts before what looks like a formula."""
    return cell[1:] if cell.startswith(tuple(AS_TEXT + sign for sign in FORMULA)) else cell
