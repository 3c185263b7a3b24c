"""Which column of a table is what: guessed from its heading, and for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from social_support.ingestion.csv_import.table import BadFile
from social_support.networks.words import _


class Column(NamedTuple):
    """What a column may be; `known_as`: as exports in English and Bulgarian call it."""

    name: str
    label: str
    known_as: tuple[str, ...]
    required: bool = False


COLUMNS = (
    Column(
        "text",
        _("Text"),
        (
            *("text", "message", "content", "comment", "review", "body", "post"),
            *("текст", "съобщение", "коментар", "отзив", "публикация"),
        ),
        required=True,
    ),
    Column(
        "author",
        _("Author"),
        (
            *("author", "handle", "username", "user", "author handle", "from", "name"),
            *("автор", "потребител", "от", "име"),
        ),
        required=True,
    ),
    Column(
        "posted_on",
        _("Posted On"),
        (
            *("posted on", "date", "created", "created time", "created at", "published"),
            *("time", "timestamp", "datetime", "дата", "време", "публикувано на", "публикувано"),
        ),
        required=True,
    ),
    Column(
        "link",
        _("Link"),
        ("link", "url", "permalink", "address", "post url", "връзка", "линк", "адрес"),
    ),
    Column("id", _("ID"), ("id", "post id", "external id", "guid", "номер", "идентификатор")),
    Column("kind", _("Kind"), ("kind", "type", "вид", "тип")),
    Column("visibility", _("Who Can Read It"), ("visibility", "видимост")),
    Column("rating", _("Rating"), ("rating", "stars", "score", "оценка", "звезди")),
    Column("email", _("Email"), ("email", "e-mail", "имейл", "поща", "ел. поща")),
    Column("phone", _("Phone"), ("phone", "telephone", "mobile", "телефон", "мобилен")),
    Column("language", _("Language"), ("language", "lang", "език")),
)


def guessed(heading: Sequence[str]) -> dict[str, int]:
    """{name of a column: its place in the heading}, each place used once."""
    places: dict[str, int] = {}
    spelled = [_spelled(cell) for cell in heading]
    for column in COLUMNS:
        for known in column.known_as:
            if known in spelled and spelled.index(known) not in places.values():
                places[column.name] = spelled.index(known)
                break
    return places


def chosen(mapping: Mapping[str, object], heading: Sequence[str]) -> dict[str, int]:
    """The places that a person chose; raises BadFile for what is missing or makes no sense."""
    known = {column.name for column in COLUMNS}
    places = {
        name: place
        for name, place in mapping.items()
        if name in known and isinstance(place, int) and 0 <= place < len(heading)
    }
    missing = [column for column in COLUMNS if column.required and column.name not in places]
    if missing:
        raise BadFile(_("Say which column holds: {0}."), missing[0].label)
    return places


def _spelled(heading: str) -> str:
    return " ".join(re.split(r"[\s_]+", heading.strip().lower()))
