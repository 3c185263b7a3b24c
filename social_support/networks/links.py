"""Links to posts, as people and networks spell them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

SAME_SITE = ("www.", "mobile.", "m.", "touch.")
DEFAULT_PORTS = {"http": 80, "https": 443}
# What sites and their apps add to a link that somebody copies. Any other parameter may be what
# names the post (`watch?v=`, `permalink.php?story_fbid=`), and stays.
ADDED = {
    "s", "t", "si", "ref", "ref_src", "ref_url", "refid", "src", "source", "feature", "share",
    "fbclid", "gclid", "mibextid", "rdid", "igsh", "igshid", "img_index", "hl", "lang", "locale",
    "cxt", "cn", "_rdr", "__tn__", "__cft__[0]", "eav", "paipv", "trk", "rcm", "context",
}  # fmt: skip
ADDED_BEFORE = ("utm_", "share_", "mc_")


def one_spelling(link: str) -> str:
    """The one spelling of a link to a post: https, no mobile host, no tracking, no last slash.

    What is no web address is answered as it is.
    """
    try:
        parts = urlsplit(link.strip())
        port = parts.port
    except ValueError:
        return link
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        return link
    host = _host(parts.hostname)
    if port not in (None, *DEFAULT_PORTS.values()):
        host = f"{host}:{port}"
    query = _query(parts.query)
    return f"https://{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _host(host: str) -> str:
    for start in SAME_SITE:
        # "m.example" is a site of its own, "m.site.example" the mobile one of "site.example".
        if host.startswith(start) and "." in host.removeprefix(start):
            return host.removeprefix(start)
    return host


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _was_added(name.lower())]
    return urlencode(sorted(kept))


def _was_added(name: str) -> bool:
    return name in ADDED or name.startswith(ADDED_BEFORE)
