"""A row of a table → a post, or the reason why not, in words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from functools import cache

from dateutil.parser import isoparse
from frappe.model.document import Document

from social_support.conversations.clock import site_to_utc
from social_support.ingestion.add_post import author_named
from social_support.ingestion.csv_import.table import BadFile, Row, Table
from social_support.networks.contract import (
    KINDS,
    PRIVATE,
    PUBLIC,
    Author,
    Network,
    Post,
    ProfileField,
)
from social_support.networks.links import one_spelling
from social_support.networks.words import _

MESSAGE = "Direct Message"
BY_DAY_FIRST = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")
CONTACT = ("email", "phone")
LONGEST = {"author": 140, "id": 500, "link": 500}
NO_ANSWER = _("This post was imported from a file. Answer it on the network itself.")


class BadRow(BadFile):
    """A row that can't become a post."""


class Reader:
    """Turns the rows of one table into posts of one channel."""

    def __init__(
        self, channel: Document, network: Network, table: Table, places: Mapping[str, int]
    ) -> None:
        self._network = network
        self._table = table
        self._places = places
        # An export names the same people again and again.
        self._author_named = cache(lambda handle: author_named(channel.network, handle))

    def post(self, row: Row) -> Post:
        """Raises BadRow."""
        if len(row.cells) != len(self._table.heading):
            words = _("There are {0} cells where the heading has {1}.")
            raise BadRow(words, len(row.cells), len(self._table.heading))
        cells = {name: row.cells[place].strip() for name, place in self._places.items()}
        for name, most in LONGEST.items():
            if len(cells.get(name, "")) > most:
                raise BadRow(_("{0} is longer than {1} characters."), self._heading(name), most)
        return self._as_post(cells)

    def _as_post(self, cells: dict[str, str]) -> Post:
        author, posted_on = self._author(cells), self._moment(cells["posted_on"])
        if not cells["text"]:
            raise BadRow(_("{0} is empty."), self._heading("text"))
        link = self._link(cells.get("link", ""))
        external_id = self._id(cells, link, author, posted_on)
        kind = self._choice(cells, "kind", KINDS, "Post")
        usual = PRIVATE if kind == MESSAGE else PUBLIC
        return Post(
            external_id=external_id,
            thread_id=external_id,
            author=author,
            posted_on=posted_on,
            kind=kind,
            visibility=self._choice(cells, "visibility", (PUBLIC, PRIVATE), usual),
            text=cells["text"],
            language=cells.get("language", ""),
            permalink=link,
            rating=self._rating(cells.get("rating", "")),
            can_reply=False,
            cannot_reply_reason=NO_ANSWER,
            global_id=one_spelling(link) if link else "",
        )

    def _id(self, cells: dict[str, str], link: str, author: Author, posted_on: datetime) -> str:
        """As the network itself calls it, so that the same post that is read is no second one."""
        given = cells.get("id") or (link and self._network.external_id_from_link(link)) or link
        if given:
            return given
        facts = "\x1f".join([author.external_id, posted_on.isoformat(), cells["text"]])
        return f"csv:{hashlib.sha256(facts.encode()).hexdigest()[:32]}"

    def _author(self, cells: dict[str, str]) -> Author:
        handle = cells["author"].lstrip("@").strip()
        if not handle:
            raise BadRow(_("{0} is empty."), self._heading("author"))
        told = tuple(ProfileField(name, cells[name]) for name in CONTACT if cells.get(name))
        author = self._author_named(handle)
        return replace(author, fields=told) if told else author

    def _moment(self, typed: str) -> datetime:
        moment = _parsed(typed)
        if moment is None:
            words = _("{0} is no date: {1}. Write it as 2026-11-25 09:30 or 25.11.2026 09:30.")
            raise BadRow(words, self._heading("posted_on"), typed or "-")
        if not moment.tzinfo:
            moment = site_to_utc(moment).replace(tzinfo=timezone.utc)
        if moment > datetime.now(timezone.utc):
            raise BadRow(_("{0} lies in the future."), self._heading("posted_on"))
        return moment.astimezone(timezone.utc)

    def _link(self, typed: str) -> str:
        if typed and not typed.startswith(("https://", "http://")):
            raise BadRow(_("{0} has to begin with https://."), self._heading("link"))
        return typed

    def _rating(self, typed: str) -> float | None:
        if not typed:
            return None
        try:
            rating = float(typed.replace(",", "."))
        except ValueError:
            rating = -1
        if not 0 <= rating <= 5:
            raise BadRow(_("{0} has to be between {1} and {2}."), self._heading("rating"), 0, 5)
        return rating

    def _choice(
        self, cells: dict[str, str], name: str, choices: tuple[str, ...], usual: str
    ) -> str:
        typed = cells.get(name, "")
        found = next((each for each in choices if each.lower() == typed.lower()), None)
        if typed and not found:
            words = _("{0} has to be one of: {1}.")
            raise BadRow(words, self._heading(name), ", ".join(choices))
        return found or usual

    def _heading(self, name: str) -> str:
        """What the person calls it: the message leads to the cell."""
        return self._table.heading[self._places[name]]


def _parsed(typed: str) -> datetime | None:
    for read in (isoparse, datetime.fromisoformat, *map(_by_day_first, BY_DAY_FIRST)):
        try:
            return read(typed)
        except (ValueError, OverflowError):
            continue
    return None


def _by_day_first(form: str):
    return lambda typed: datetime.strptime(typed, form)
