"""A guestbook over HTTP: people write to the shop, and the shop answers for all to read.

GET /me · GET /entries?after=ID or ?before=ID (20 at a time, what is addressed to the shop) ·
GET /entries/ID · GET /mine?key=KEY · POST /entries {text, answers, key}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from social_support.networks.contract import (
    Account,
    Author,
    ConnectionField,
    Identity,
    Length,
    Network,
    Page,
    Post,
    Published,
    Rejected,
    Stream,
    Target,
)
from social_support.networks.errors import NotFound, PostRejected, UnexpectedPayload
from social_support.networks.http import Http
from social_support.networks.times import parse_time

LONGEST = 400


class Guestbook(Network):
    """The shop's own guestbook. Its entries come oldest first, so a cursor is the last id seen."""

    key = "guestbook"
    label = "Guestbook"
    streams = ("Mentions",)
    idempotent_seconds = 3600
    connection_fields = (
        ConnectionField("server_url", "Address", "Where your guestbook is."),
        ConnectionField("access_token", "Key", "The key that you gave to the shop.", secret=True),
    )

    def __init__(self, account: Account, http: Http):
        super().__init__(account, http)
        self._base = account.server.rstrip("/")
        http.authorize(account.token)

    def verify(self) -> Identity:
        me = self._get("me")
        return Identity(me["url"], me["name"], url=me["url"])

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        while entries := self._get("entries", after=cursor)["entries"]:
            cursor = entries[-1]["id"]
            yield self._page(entries, cursor)

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        first = place is None
        while entries := self._get("entries", before=place or "")["entries"]:
            place = entries[0]["id"]
            wanted = [entry for entry in entries if not _older(entry, since)]
            ended = len(wanted) < len(entries)
            yield self._page(wanted, None if ended else place, entries[-1]["id"] if first else None)
            if ended:
                return
            first = False

    def read_raw(self, raw: object) -> Post:
        try:
            return self._post(raw)
        except (KeyError, TypeError) as error:
            raise UnexpectedPayload("This is no entry of a guestbook.") from error

    def reply(self, target: Target, text: str, key: str) -> Published:
        if not self.measure(target, text).fits:
            raise PostRejected("The guestbook takes {0} characters.", LONGEST)
        body = {"text": text, "answers": target.external_id, "key": key}
        return _published(self.http.post(f"{self._base}/entries", body).data)

    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        found = self._get("mine", key=key)["entries"]
        return _published(found[0]) if found else None

    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        return [self._current(external_id) for external_id in external_ids]

    def measure(self, target: Target, text: str) -> Length:
        return Length(len(text), LONGEST)

    def audience(self, target: Target) -> str:
        return "Everybody who opens the guestbook."

    def _current(self, external_id: str) -> Post:
        try:
            return self._post(self._get(f"entries/{external_id}"))
        except NotFound:
            return Post.gone(external_id)

    def _get(self, path: str, **params: str) -> dict:
        return self.http.get(f"{self._base}/{path}", params).data

    def _page(self, entries: list, cursor: str | None, starts_at: str | None = None) -> Page:
        posts, rejected = [], []
        for entry in entries:
            try:
                posts.append(self.read_raw(entry))
            except UnexpectedPayload as error:
                rejected.append(Rejected(entry, str(error)))
        return Page(tuple(posts), cursor, tuple(rejected), starts_at=starts_at)

    def _post(self, entry: dict) -> Post:
        name = entry["by"]
        url = f"{self._base}/people/{name}"
        return Post(
            external_id=entry["id"],
            author=Author(url, handle=name, display_name=name.title(), url=url),
            posted_on=parse_time(entry["at"]),
            thread_id=None if entry["answers"] else entry["id"],
            parent_id=entry["answers"],
            kind="Mention",
            text=entry["text"],
            permalink=f"{self._base}/entries/{entry['id']}",
            raw=entry,
        )


def _older(entry: dict, since: datetime) -> bool:
    at = parse_time(entry["at"])
    return at is not None and at < since


def _published(entry: dict) -> Published:
    return Published(entry["id"], entry["url"])
