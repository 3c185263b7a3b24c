"""The Mastodon connector. https://docs.joinmastodon.org/methods/

Not confirmed on a running server: that a mention counts without its domain also in the newest
version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, urlsplit

from ..contract import (
    OWN_POSTS,
    Account,
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
from ..errors import NotFound, Terminal, Unavailable, UnexpectedPayload
from ..http import Http
from ..newest_first import Step
from ..pages import FROM_THE_FUTURE
from ..times import CLOCK_SKEW, utc_now
from ..values import as_dict
from ..words import _
from . import instance, writing
from .connect import SCOPES, MastodonConnect
from .paging import Source, last_id
from .parse import (
    Unreadable,
    author_of,
    is_from_the_future,
    post_of,
)

# How far the clocks of the server and ours may differ when we look for a reply of our own.
# Also from people whom the account's own filter for strangers would set aside: they may be
# customers.
MENTIONS = {"types[]": "mention", "include_filtered": "true"}
# What the account passes on of others' is not its own word.
WITHOUT_SHARES = {"exclude_reblogs": "true"}


class Mastodon(Network):
    """An account on a Mastodon server.

    Mentions and Direct Messages read the same notifications: each keeps its own cursor and yields
    its own half, so that either can be switched off. That costs one more call per poll, out of the
    300 in five minutes that a server allows.
    """

    key = "mastodon"
    label = "Mastodon"
    streams = ("Mentions", "Direct Messages", "Keyword")
    can_reply_publicly = True
    can_reply_privately = True
    idempotent_seconds = 3600
    own_posts = True
    scopes = SCOPES
    connect = MastodonConnect
    connection_fields = (
        ConnectionField(
            "server_url",
            _("Server"),
            _("The address of your server, as you open it in the browser: https://mastodon.social"),
        ),
        ConnectionField(
            "access_token",
            _("Access Token"),
            _(
                "On your server open Preferences, Development, New application. Tick these "
                "scopes: read:accounts, read:notifications, read:statuses, read:search, "
                "write:statuses. Save, open the application and copy its access token."
            ),
            secret=True,
        ),
    )

    def __init__(self, account: Account, http: Http):
        super().__init__(account, http)
        self._base, self._host = instance.address_and_host(account.server)
        self._domain = account.limits.get("domain") or self._host
        http.authorize(account.token)

    # Who we are

    def verify(self) -> Identity:
        """Raises UnexpectedPayload (no Mastodon there), AuthenticationFailed or PermissionRefused
        (token, scopes).
        """
        limits = instance.limits(self.http, self._base)
        me = self._get("accounts/verify_credentials")
        self._get("notifications", {"types[]": "mention", "limit": 1})
        try:
            author = author_of(me, limits["domain"])
        except Unreadable as error:
            raise UnexpectedPayload(_("The server does not say whose account this is.")) from error
        limits["account_id"] = last_id([me])
        return Identity(author.external_id, author.handle, author.display_name, author.url, limits)

    # Reading

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        source = self._source(stream)
        for step in source.forward(cursor):
            yield self._page(source, step)

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        source = self._source(stream)
        for step in source.backward(place, since):
            yield self._page(source, step)

    def _source(self, stream: Stream) -> Source:
        if stream.key == "Keyword":
            return self._keyword(stream.term.strip())
        if stream.key == OWN_POSTS:
            path = f"accounts/{quote(self._account_id(), safe='')}/statuses"
            return Source(lambda query: self._get_list(path, query | WITHOUT_SHARES))
        if stream.key in self.streams:
            return self._notifications(stream.key == "Direct Messages")
        raise Terminal(_("{0} can't be read on Mastodon. Choose another one."), stream.key)

    def _notifications(self, wants_direct: bool) -> Source:
        return Source(
            lambda query: self._get_list("notifications", query | MENTIONS),
            wanted=lambda entry: _is_direct(_status_of(entry)) == wants_direct,
            status_of=_status_of,
        )

    def _keyword(self, term: str) -> Source:
        if not term.strip("#"):
            raise Terminal(_("Enter the word or the #hashtag that the channel should listen to."))
        if term.startswith("#"):
            path = f"timelines/tag/{quote(term.strip('#'), safe='')}"
            return Source(lambda query: self._get_list(path, query))
        return Source(lambda query: self._search(term, query), goes_forward=False)

    def _search(self, term: str, query: dict) -> list:
        found = self.http.get(
            f"{self._base}/api/v2/search", {"q": term, "type": "statuses"} | query | {"limit": 40}
        ).data
        return _as_list(as_dict(found).get("statuses"))

    def _account_id(self) -> str:
        """The account's id on its own server."""
        known = self.account.limits.get("account_id")
        return known or last_id([self._get("accounts/verify_credentials")])

    def _page(self, source: Source, step: Step) -> Page:
        posts, rejected, remarks, now = [], [], [], utc_now()
        for entry in step.entries:
            if not source.wanted(entry.data):
                continue
            status = source.status_of(entry.data)
            try:
                posts.append(self._post(status, now))
            except Unreadable as error:
                rejected.append(Rejected(entry.data, str(error)))
                continue
            if is_from_the_future(status, now):
                remarks.append(FROM_THE_FUTURE)
        said = tuple(dict.fromkeys(remarks))
        return Page(
            tuple(posts), step.cursor, tuple(rejected), said, step.gap, starts_at=step.starts_at
        )

    def read_raw(self, raw: object) -> Post:
        status = _status_of(raw) if as_dict(raw).get("status") else raw
        try:
            return self._post(status, utc_now())
        except Unreadable as error:
            raise UnexpectedPayload(str(error)) from error

    def _post(self, status: object, now: datetime) -> Post:
        return post_of(status, domain=self._domain, own_url=self.account.external_id, now=now)

    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        posts = [self._current(external_id) for external_id in external_ids]
        if any(post.deleted for post in posts):
            self._check_that_we_are_known()
        return posts

    def _check_that_we_are_known(self) -> None:
        """A server that lost its API, or us, shows no post any more: that deletes none."""
        try:
            author_of(self._get("accounts/verify_credentials"), self._domain)
        except (NotFound, Unreadable) as error:
            raise UnexpectedPayload(
                _("The server does not know our account any more. Check the server's address.")
            ) from error

    def _current(self, external_id: str) -> Post:
        try:
            return self._post(self._get(_status_path(external_id)), utc_now())
        except NotFound:
            return Post.gone(external_id)
        except Unreadable as error:
            raise UnexpectedPayload(_("The network sent a post that can't be read.")) from error

    def thread_root(self, post: Post) -> str | None:
        """The first ancestor; where that one was deleted, the oldest that is left or the parent's
        id.
        """
        if post.parent_id is None:
            return post.external_id
        try:
            context = self._get(f"{_status_path(post.external_id)}/context")
        except NotFound:
            return None
        ancestors = _as_list(as_dict(context).get("ancestors"))
        first = ancestors[0] if ancestors else None
        return last_id([first]) if first else post.parent_id

    # Writing

    def reply(self, target: Target, text: str, key: str) -> Published:
        """Within an hour the server answers a second call with the same key with the first one's
        post.
        """
        body = {
            "status": self.text_to_send(target, text),
            "in_reply_to_id": target.external_id,
            "visibility": writing.visibility_of(target),
            "spoiler_text": target.content_warning,
            "language": target.language,
        }
        status = self._publish({name: value for name, value in body.items() if value}, key)
        try:
            post = self._post(status, utc_now())
        except Unreadable as error:
            raise Unavailable(
                _("The server took the reply, but does not show it."), maybe_done=True
            ) from error
        return _published(replace(post, thread_id=target.thread_id))

    def _publish(self, body: dict, key: str) -> object:
        try:
            headers = {"Idempotency-Key": key}
            return self.http.post(f"{self._base}/api/v1/statuses", body, headers).data
        except NotFound as error:
            raise NotFound(
                _("The post that you answer is no longer on the network."), said=error.said
            ) from error

    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        """By text: Mastodon does not show the key that a post was sent with."""
        wanted = writing.essence(text)
        pages = self.look_back(Stream(OWN_POSTS), None, since - CLOCK_SKEW)
        posts = (post for page in pages for post in page.posts)
        return next(
            (
                _published(post)
                for post in posts
                if writing.essence(post.text) == wanted
                and (target is None or post.parent_id == target.external_id)
            ),
            None,
        )

    def text_to_send(self, target: Target, text: str) -> str:
        return writing.text_to_send(target, text, self.account, self._domain)

    def measure(self, target: Target, text: str) -> Length:
        limits = self.account.limits
        used = writing.count(self.text_to_send(target, text), target.content_warning, limits)
        return Length(used, limits.get("max_characters") or writing.MAX_CHARACTERS)

    def audience(self, target: Target) -> str:
        return writing.audience(target)

    def external_id_from_link(self, link: str) -> str | None:
        """Ids are the server's own: only a link to a post as this server shows it carries one."""
        parts = urlsplit(link.strip())
        last = parts.path.rstrip("/").rpartition("/")[2]
        is_here = parts.netloc in (self._domain, self._host)
        return last if is_here and last.isalnum() and any(map(str.isdigit, last)) else None

    # Asking

    def _get(self, path: str, params: dict | None = None) -> object:
        return self.http.get(f"{self._base}/api/v1/{path}", params).data

    def _get_list(self, path: str, params: dict) -> list:
        return _as_list(self._get(path, params))


def _status_path(external_id: str) -> str:
    return f"statuses/{quote(external_id, safe='')}"


def _status_of(notification: object) -> object:
    return notification.get("status") if isinstance(notification, dict) else None


def _is_direct(status: object) -> bool:
    return isinstance(status, dict) and status.get("visibility") == "direct"


def _as_list(data: object) -> list:
    if not isinstance(data, list):
        raise UnexpectedPayload(_("The network sent something else than a list of posts."))
    return data


def _published(post: Post) -> Published:
    return Published(post.external_id, post.permalink, post)
