"""Addresses of posts: at://DID/app.bsky.feed.post/KEY, and the links that people copy.
https://atproto.com/specs/at-uri-scheme
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SITE = "https://bsky.app"
POSTS = "app.bsky.feed.post"
# What stands in place of a handle that its domain does not confirm any more.
NO_HANDLE = "handle.invalid"
POST_URI = re.compile(rf"at://(did:[a-z]+:[\w.:%-]+)/{re.escape(POSTS)}/([\w.:~-]+)", re.ASCII)
PATH = re.compile(r"/profile/([^/]+)/post/([\w.:~-]+)/?", re.ASCII)
HOSTS = ("bsky.app", "www.bsky.app", "main.bsky.dev")


class PostAddress(NamedTuple):
    """Whose post it is (a DID), and its key in that account's repository."""

    did: str
    key: str

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{POSTS}/{self.key}"


def post_address(uri: object) -> PostAddress | None:
    """The parts of a post's uri; None for what is no such uri."""
    found = POST_URI.fullmatch(uri) if isinstance(uri, str) else None
    return PostAddress(found[1], found[2]) if found else None


def profile_link(did: str, handle: str) -> str:
    """Where people look at a profile. Handles change, yet they are what people copy and read."""
    return f"{SITE}/profile/{handle or did}"


def post_link(address: PostAddress, handle: str) -> str:
    return f"{profile_link(address.did, handle)}/post/{address.key}"


def address_in_link(link: str, dids: dict[str, str]) -> PostAddress | None:
    """The address of the post that a link to Bluesky's site shows; `dids`: of handles that are
    known.
    """
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    found = PATH.fullmatch(parts.path) if parts.netloc.lower() in HOSTS else None
    if not found:
        return None
    who = unquote(found[1])
    did = who if who.startswith("did:") else dids.get(who.lower())
    return post_address(PostAddress(did, found[2]).uri) if did else None


def server_address(server: str) -> str:
    """`bsky.social` or `https://bsky.social/` → `https://bsky.social`, also where none is given."""
    server = server.strip() or "bsky.social"
    return (server if "://" in server else f"https://{server}").rstrip("/")
