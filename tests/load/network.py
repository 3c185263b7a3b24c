"""Our Mastodon connector with recorded bodies in place of a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from unittest import mock
from urllib.parse import urlsplit

from frappe.model.document import Document

from social_support.conversations import channels
from social_support.networks.contract import Post
from social_support.networks.http import Http
from social_support.networks.mastodon import Mastodon
from social_support.networks.mastodon.parse import post_of
from tests.load.recorded import DOMAIN, NOW, OURS, RecordedServer, account

Bodies = Callable[[dict], bytes]


class Recorded(NamedTuple):
    """What the HTTP layer looks at of an answer."""

    status_code: int = 200
    is_redirect: bool = False
    headers: dict = {}


class RecordedHttp(Http):
    """The HTTP layer without its exchange: checks, lease and the parsing of JSON are the real."""

    def __init__(self, notifications: Bodies) -> None:
        super().__init__()
        self._notifications = notifications

    def _exchange(self, method: str, url: str, call: object, **kwargs: object):
        query = dict(kwargs.get("params") or {})
        return Recorded(), body_of(urlsplit(url).path, query, self._notifications)


def body_of(path: str, query: dict, notifications: Bodies) -> bytes:
    """What the server answers; a thread whose beginning it does not show has no ancestors."""
    if path.endswith("/notifications"):
        return notifications(query)
    if path.endswith("/context"):
        return b'{"ancestors": [], "descendants": []}'
    if path.endswith("/verify_credentials"):
        return json.dumps(account("shop") | {"url": OURS}).encode()
    if path.endswith("/instance"):
        return json.dumps({"domain": DOMAIN}).encode()
    return b"[]"


def recorded_bodies(server: RecordedServer) -> Bodies:
    """All pages behind their cursors, made beforehand."""
    cursors = server.cursors()
    bodies = {cursor: server.page_behind(cursor) for cursor in cursors[:-1]}
    return lambda query: bodies.get(query.get("min_id"), b"[]")


def bodies_made_when_asked(server: RecordedServer) -> Bodies:
    """Pages behind `min_id` and before `max_id`, as Mastodon gives them; nothing is kept."""

    def answer(query: dict) -> bytes:
        if "min_id" in query:
            return server.page_behind(query["min_id"])
        return server.page_before(query.get("max_id"))

    return answer


def posts_of(server: RecordedServer) -> list[list[Post]]:
    """The same pages as posts, parsed beforehand."""
    return [_parsed(server.page_behind(cursor)) for cursor in server.cursors()[:-1]]


@contextmanager
def reading_from(bodies: Bodies) -> Iterator[None]:
    """Every channel reads these bodies."""

    def network_of(channel: Document, **_options: object) -> Mastodon:
        return Mastodon(channels.account_of(channel), RecordedHttp(bodies))

    with mock.patch.object(channels, "network_of", network_of):
        yield


def _parsed(body: bytes) -> list[Post]:
    entries = json.loads(body)[::-1]
    return [post_of(entry["status"], domain=DOMAIN, own_url=OURS, now=NOW) for entry in entries]
