"""The address of a network's server, as a person types it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from social_support.networks.words import _


class BadAddress(ValueError):
    """What was typed is no address of a server; the words say why."""


def normalised(typed: str, *, allow_http: bool = False, whole: bool = False) -> str:
    """`Mastodon.social/@shop` → `https://mastodon.social`; `whole`: the address of a page, whose
    path and query stay. Empty stays empty; raises BadAddress.
    """
    typed = typed.strip()
    if not typed:
        return ""
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(_("{0} is not a web address. Enter it as https://example.com.")) from error
    if parts.username or not host or any(sign.isspace() for sign in host):
        raise BadAddress(_("{0} is not a web address. Enter it as https://example.com."))
    if parts.scheme != "https" and not (parts.scheme == "http" and allow_http):
        raise BadAddress(_("{0} must be an address that begins with https://."))
    name = f"[{host}]" if ":" in host else host
    server = f"{parts.scheme}://{name}" + (f":{port}" if port else "")
    return server + urlunsplit(("", "", parts.path, parts.query, "")) if whole else server
