"""A place that nobody wrote a connector for: a program of its own pushes what people write there.

Signed like this: `X-Social-Support-Signature: sha256=` and the hex HMAC-SHA256 of the raw body with
the channel's secret. Not Authorization: Frappe answers a foreign one with 401 by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from ..contract import (
    ConnectionField,
    Identity,
    Page,
    Post,
    Stream,
)
from ..errors import AuthenticationFailed, Terminal, WebhookRefused
from ..pages import read_all
from ..read_only import ReadOnly
from ..times import utc_now
from ..words import _
from .parse import NO_ANSWER, post_of

SIGNATURE = "x-social-support-signature"
SHORTEST_SECRET = 32
MOST_POSTS = 500


class Webhook(ReadOnly):
    """What one source pushes. Its address is the account; authors are told apart within it."""

    key = "webhook"
    label = "Webhook"
    # The same handle may be somebody else at another source.
    has_handles = False
    streams = ()
    no_answer = NO_ANSWER
    pushed = ("Feed",)
    pushes_by_channel = True
    connection_fields = (
        ConnectionField(
            "server_url",
            _("Source"),
            _(
                "The site that the posts come from, for example https://reviews.example.com. It "
                "tells the authors of different sources apart."
            ),
        ),
        ConnectionField(
            "app_secret",
            _("Signing Secret"),
            _(
                "Make up a long random one, 32 characters at least, and enter it here and where "
                "the posts come from. On a command line: openssl rand -hex 32"
            ),
            secret=True,
        ),
    )

    def verify(self) -> Identity:
        """Nobody is asked: the values are looked at. Raises AuthenticationFailed or Terminal."""
        self._secret()
        source = self.account.server.strip()
        if not source:
            raise Terminal(_("Enter the address of the site that the posts come from."))
        host = urlsplit(source).netloc
        return Identity(source, host, host, source)

    def _secret(self) -> bytes:
        secret = self.account.app_secret.strip()
        if len(secret) < SHORTEST_SECRET:
            words = _("The signing secret needs {0} characters at least. Enter a longer one.")
            raise AuthenticationFailed(words, SHORTEST_SECRET)
        return secret.encode()

    # Being told

    def webhook_check(self, headers: Mapping[str, str], raw_body: bytes) -> None:
        given = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
        known = hmac.new(self._secret(), raw_body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode(), f"sha256={known}".encode()):
            raise WebhookRefused(_("What came in was not signed with the channel's secret."))

    def webhook_posts(self, headers: Mapping[str, str], raw_body: bytes) -> list[Post]:
        return list(self.webhook_page(headers, raw_body).posts)

    def webhook_page(self, headers: Mapping[str, str], raw_body: bytes) -> Page:
        self.webhook_check(headers, raw_body)
        posts, rejected = read_all(_entries(raw_body), self.read_raw)
        in_order = sorted(posts, key=lambda post: (not post.deleted, post.posted_on or utc_now()))
        return Page(tuple(in_order), None, rejected)

    def read_raw(self, raw: object) -> Post:
        return post_of(raw, self.account, utc_now())

    # Reading

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        raise self._is_not_read()

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        raise self._is_not_read()

    def _is_not_read(self) -> Terminal:
        return Terminal(_("{0} is not read: what is new is pushed."), self.label)


def _entries(raw_body: bytes) -> list[object]:
    try:
        body = json.loads(raw_body)
    except (ValueError, RecursionError) as error:
        raise Terminal(_("What was pushed is no JSON.")) from error
    posts = body.get("posts") if isinstance(body, dict) else None
    if not isinstance(posts, list):
        raise Terminal(_('What was pushed has no list "posts".'))
    if len(posts) > MOST_POSTS:
        raise Terminal(_("{0} posts were pushed at once; at most {1} may."), len(posts), MOST_POSTS)
    return posts
