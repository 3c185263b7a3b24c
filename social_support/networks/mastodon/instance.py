"""Which server is at an address, and what it allows.
https://docs.joinmastodon.org/entities/Instance/
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import NotFound, UnexpectedPayload
from ..http import Http
from ..values import as_dict
from ..words import _
from .writing import CHARACTERS_PER_URL, MAX_CHARACTERS


def address_and_host(server: str) -> tuple[str, str]:
    """`mastodon.social` or `https://mastodon.social/@shop` → `https://mastodon.social` and host."""
    server = server.strip()
    try:
        parts = urlsplit(server if "://" in server else f"https://{server}")
    except ValueError:
        return server, server  # the first call says what is wrong with it
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}", host


def limits(http: Http, base: str) -> dict:
    """What the server's people and texts are measured by: domain, characters, those of a link.

    Raises UnexpectedPayload when no Mastodon answers at `base`.
    """
    instance = _instance(http, base)
    statuses = as_dict(as_dict(instance.get("configuration")).get("statuses"))
    return {
        "domain": str(instance.get("domain") or instance["uri"]).removeprefix("https://"),
        "max_characters": statuses.get("max_characters") or MAX_CHARACTERS,
        "characters_per_url": statuses.get("characters_reserved_per_url") or CHARACTERS_PER_URL,
    }


def _instance(http: Http, base: str) -> dict:
    try:
        try:
            instance = as_dict(http.get(f"{base}/api/v2/instance").data)
        except NotFound:  # a server older than version 4
            instance = as_dict(http.get(f"{base}/api/v1/instance").data)
    except NotFound as error:
        raise _no_mastodon(base) from error
    if not (instance.get("domain") or instance.get("uri")):
        raise _no_mastodon(base)
    return instance


def _no_mastodon(base: str) -> UnexpectedPayload:
    return UnexpectedPayload(
        _("There is no Mastodon server at {0}. Check the address of the server."), base
    )
