"""Posts by their uris, as they stand now."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import NetworkError
from ..values import objects, text_of
from .addresses import POSTS, PostAddress, post_address
from .api import Api
from .people import People
from .refusals import is_of_something_gone

AT_ONCE = 25


class LookUp:
    """Asks for posts, 25 in a call."""

    def __init__(self, api: Api, people: People):
        self._api = api
        self._people = people

    def raws(self, uris: Sequence[str]) -> dict[str, dict]:
        """What `parse.post_of` reads, by uri; those that are gone are missing."""
        shown: dict[str, dict] = {}
        for start in range(0, len(uris), AT_ONCE):
            query = {"uris": list(uris[start : start + AT_ONCE])}
            rows = objects(self._api.get("app.bsky.feed.getPosts", query).get("posts"))
            shown |= {text_of(row.get("uri")): row for row in rows}
        hidden = self._hidden([uri for uri in uris if uri not in shown])
        profiles = self._people.profiles(a.did for a in map(post_address, shown | hidden) if a)
        return {
            uri: {"post": post, "author": profiles.get(post_address(uri).did)}
            | ({"hidden": True} if uri in hidden else {})
            for uri, post in (shown | hidden).items()
        }

    def _hidden(self, uris: Sequence[str]) -> dict[str, dict]:
        """Of posts that Bluesky did not show us, those that stand in their author's records.

        An author who blocks the account has not deleted anything; nor has one whom Bluesky just
        failed to show.
        """
        addresses = [address for address in map(post_address, uris) if address]
        profiles = self._people.profiles(address.did for address in addresses)
        found = {a.uri: self.record(a) for a in addresses if a.did in profiles}
        return {uri: record for uri, record in found.items() if record}

    def record(self, address: PostAddress) -> dict | None:
        """The post as its author's records hold it; None when it is not there."""
        where = {"repo": address.did, "collection": POSTS, "rkey": address.key}
        try:
            answer = self._api.get("com.atproto.repo.getRecord", where)
        except NetworkError as error:
            if is_of_something_gone(error):
                return None
            raise
        return {name: answer.get(name) for name in ("uri", "cid")} | {
            "record": answer.get("value"),
            "author": {"did": address.did},
        }
