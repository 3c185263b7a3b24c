"""Bluesky's people → our `Author`. https://docs.bsky.app/docs/api/app-bsky-actor-get-profiles"""

from __future__ import annotations

from collections.abc import Iterable

from ..contract import Author, ProfileField
from ..times import parse_time
from ..values import as_dict, number, objects, text_of
from .addresses import NO_HANDLE, profile_link
from .api import Api

AT_ONCE = 25
# Handles below these are given to everybody; any other one is a domain of its owner's.
GIVEN_OUT = (".bsky.social", ".bsky.team")


class People:
    """Profiles in full, which lists of posts leave out: how many follow somebody, for one."""

    def __init__(self, api: Api):
        self._api = api
        self._known: dict[str, dict] = {}

    def profiles(self, dids: Iterable[str]) -> dict[str, dict]:
        """The profiles that Bluesky shows, by DID; each is asked for once."""
        wanted = list(dict.fromkeys(did for did in dids if did))
        new = [did for did in wanted if did not in self._known]
        for start in range(0, len(new), AT_ONCE):
            query = {"actors": new[start : start + AT_ONCE]}
            answer = self._api.get("app.bsky.actor.getProfiles", query)
            rows = objects(answer.get("profiles"))
            self._known |= {text_of(row.get("did")): row for row in rows}
        return {did: self._known[did] for did in wanted if did in self._known}


def author_of(did: str, shown: dict, profile: dict) -> Author:
    """Who `did` is, by what stands beside a post and by the profile, where that is known.

    A handle is a domain that its owner controls, as Bluesky checks, so one of their own is a
    proved line of the profile, like the website that they enter.
    """
    known = shown | profile
    handle = text_of(known.get("handle"))
    handle = "" if handle == NO_HANDLE else handle
    verification = as_dict(known.get("verification"))
    return Author(
        external_id=did,
        handle=handle,
        display_name=text_of(known.get("displayName")).strip() or handle,
        url=profile_link(did, handle),
        followers=number(known.get("followersCount")),
        verified=verification.get("verifiedStatus") == "valid",
        bio=text_of(known.get("description")),
        fields=tuple(_fields(known, handle)),
        avatar_url=_web_address(known.get("avatar")),
    )


def _fields(known: dict, handle: str) -> Iterable[ProfileField]:
    if handle and not handle.endswith(GIVEN_OUT):
        proved = parse_time(known.get("indexedAt")) or parse_time(known.get("createdAt"))
        yield ProfileField("Handle", f"https://{handle}", proved)
    if website := _web_address(known.get("website")):
        yield ProfileField("Website", website)


def _web_address(value: object) -> str:
    """The value, if it is an address that a browser may be sent to."""
    address = text_of(value)
    return address if address.startswith(("https://", "http://")) else ""
