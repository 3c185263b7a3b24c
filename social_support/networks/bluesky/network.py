"""The Bluesky connector. https://docs.bsky.app/docs/category/http-reference

Tried on the servers of npm's `@atproto/dev-env`, which search for plain words only and let nobody
post from another network. So not confirmed by a call, and made to fail softly:
- that the search takes `since`, Bluesky's own operators and #hashtags: what comes too early is
  left out here, whatever the search does;
- for how long a post from elsewhere may come late: an hour is looked back (`latecomers`).

Direct messages are a service of their own, of which those servers have none. They are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..contract import (
    OWN_POSTS,
    PUBLIC,
    Account,
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
from ..errors import (
    NetworkError,
    NotFound,
    PermissionRefused,
    Terminal,
    Unavailable,
    UnexpectedPayload,
)
from ..http import Http
from ..newest_first import Step
from ..pages import FROM_THE_FUTURE
from ..times import utc_now
from ..values import as_dict, text_of
from ..words import _
from . import latecomers, lists, refusals, writing
from .addresses import POSTS, PostAddress, address_in_link, post_address, profile_link
from .api import Api
from .facets import facets_of
from .lists import PostList
from .lookup import LookUp
from .parse import Unreadable, is_from_the_future, post_of
from .people import People
from .records import key_in_repo, reply_record
from .sign_in import FIELDS

A_YEAR = 365 * 24 * 3600


class Bluesky(Network):
    """An account on Bluesky, or on another server of the AT Protocol.

    Posts are known by their uri, people by their DID: handles change. A reply has its place in the
    account's records before it is sent, so that it is published once however often it is tried.
    """

    key = "bluesky"
    label = "Bluesky"
    streams = ("Mentions", "Keyword")
    can_reply_publicly = True
    idempotent_seconds = A_YEAR
    own_posts = True
    connection_fields = FIELDS
    refresh_batch = 25

    def __init__(self, account: Account, http: Http):
        super().__init__(account, http)
        self._api = Api(account, http)
        self._people = People(self._api)
        self._look_up = LookUp(self._api, self._people)

    # Who we are

    def verify(self) -> Identity:
        """Raises AuthenticationFailed (handle, app password, account switched off)."""
        me = self._api.get("com.atproto.server.getSession")
        did, handle = text_of(me.get("did")), text_of(me.get("handle"))
        if not did or not handle:
            raise UnexpectedPayload(_("The server does not say whose account this is."))
        self._api.get("app.bsky.notification.listNotifications", lists.MENTIONS | {"limit": 1})
        name = text_of(as_dict(self._people.profiles([did]).get(did)).get("displayName"))
        return Identity(did, handle, name or handle, profile_link(did, handle))

    # Reading

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        ask = self._ask(stream, latecomers.earliest(cursor))
        for step in latecomers.forward(ask, cursor):
            yield self._page(step)

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        for step in latecomers.backward(self._ask(stream, since), place, since):
            yield self._page(step)

    def _ask(self, stream: Stream, since: datetime | None) -> PostList:
        if stream.key == "Mentions":
            return lists.mentions(self._api)
        if stream.key == OWN_POSTS:
            return lists.own_posts(self._api)
        if stream.key == "Keyword":
            term = stream.term.strip()
            if term.strip("#"):
                return lists.found(self._api, term, since)
            raise Terminal(_("Enter the word or the #hashtag that the channel should listen to."))
        raise Terminal(_("{0} can't be read on Bluesky. Choose another one."), stream.key)

    def _page(self, step: Step) -> Page:
        posts, rejected, remarks, now = [], [], [], utc_now()
        addresses = [post_address(entry.id) for entry in step.entries]
        profiles = self._people.profiles(address.did for address in addresses if address)
        for entry, address in zip(step.entries, addresses, strict=True):
            raw = {"post": entry.data, "author": profiles.get(address.did) if address else None}
            try:
                posts.append(post_of(raw, self.account, now))
            except Unreadable as error:
                rejected.append(Rejected(raw, str(error)))
                continue
            if is_from_the_future(entry.data, now):
                remarks.append(FROM_THE_FUTURE)
        told = tuple(dict.fromkeys(remarks))
        return Page(tuple(posts), step.cursor, tuple(rejected), told, step.gap, step.starts_at)

    def read_raw(self, raw: object) -> Post:
        try:
            return post_of(raw, self.account, utc_now())
        except Unreadable as error:
            raise UnexpectedPayload(str(error)) from error

    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        """A post that its author deleted, or whose author is gone, has `deleted`."""
        raws = self._look_up.raws(external_ids)
        return [self.read_raw(raws[uri]) if uri in raws else Post.gone(uri) for uri in external_ids]

    def thread_root(self, post: Post) -> str | None:
        """Every reply names its thread, so nothing is asked."""
        return post.thread_id or post.external_id

    # Writing

    def reply(self, target: Target, text: str, key: str) -> Published:
        """Put the reply at its place, unless it is there already: then that one is the answer."""
        if target.visibility != PUBLIC:
            raise PermissionRefused(_("Answer this on Bluesky: from here all answers are public."))
        above = as_dict(self._look_up.raws([target.external_id]).get(target.external_id))
        if not above:
            raise NotFound(_("The post that you answer is no longer on Bluesky."))
        if reason := self.read_raw(above).cannot_reply_reason:
            raise PermissionRefused(reason)
        text = writing.text_to_send(text)
        facets = facets_of(text, lambda handle: self._did_of(handle, target))
        record = reply_record(target, above["post"], text, facets, utc_now())
        place = PostAddress(self._api.did, key_in_repo(key))
        if published := self._put(place, record) or self._found(place):
            return published
        raise Unavailable(_("Bluesky took the answer, but does not show it."), maybe_done=True)

    def _put(self, place: PostAddress, record: dict) -> Published | None:
        """None where a record is at that place already."""
        where = {"repo": place.did, "collection": POSTS, "rkey": place.key}
        try:
            put = self._api.post(
                "com.atproto.repo.putRecord", where | {"record": record, "swapRecord": None}
            )
        except NetworkError as error:
            if refusals.code_of(error) == "InvalidSwap":
                return None
            raise
        return self._published({"uri": place.uri, "cid": put.get("cid"), "record": record})

    def _published(self, post: dict) -> Published:
        """What stands at its place, read as the lists will show it."""
        ours = {"did": self._api.did, "handle": self.account.handle}
        read = self.read_raw({"post": post | {"author": ours}})
        return Published(read.external_id, read.permalink, read)

    def _found(self, place: PostAddress) -> Published | None:
        record = self._look_up.record(place)
        return self._published(record) if record else None

    def _did_of(self, handle: str, target: Target) -> str | None:
        """Whose handle it is; None where nobody bears it."""
        if handle == target.author_handle.lower():
            return target.author_external_id
        try:
            query = {"handle": handle}
            answer = self._api.get("com.atproto.identity.resolveHandle", query)
        except Terminal:
            return None
        return text_of(answer.get("did")) or None

    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        """By its place, which the key tells."""
        return self._found(PostAddress(self._api.did, key_in_repo(key)))

    def text_to_send(self, target: Target, text: str) -> str:
        return writing.text_to_send(text)

    def measure(self, target: Target, text: str) -> Length:
        return writing.length(text)

    def audience(self, target: Target) -> str:
        return _("Everyone can read it.")

    def external_id_from_link(self, link: str) -> str | None:
        """Links name people by their handle or their DID; of handles only our own is known."""
        ours = {self.account.handle.lower(): self.account.external_id}
        address = address_in_link(link, ours)
        return address and address.uri
