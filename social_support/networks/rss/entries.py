"""An entry of a feed → our `Post`, and what names and dates it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from ..contract import Author, Post, ProfileField
from ..errors import UnexpectedPayload
from ..text import html_to_text
from ..times import is_future, parse_time
from ..words import _

Entry = dict[str, Any]
# A clock that is a little ahead is not worth a remark.
NO_ANSWER = _("A feed can only be read. Open the post and answer there.")


def post_of(entry: object, now: datetime) -> Post:
    """Raises UnexpectedPayload. A date later than `now` becomes `now`; without one, the post bears
    the time when it was read.
    """
    if not isinstance(entry, dict) or not isinstance(entry.get("feed"), dict):
        raise UnexpectedPayload(_("This is no entry of a feed."))
    external_id, text = id_of(entry), _text(entry)
    if not external_id or not text:
        raise UnexpectedPayload(_("The entry of the feed says nothing."))
    published, updated = parse_time(entry.get("published")), parse_time(entry.get("updated"))
    return Post(
        external_id=external_id,
        thread_id=external_id,
        author=_author(entry),
        posted_on=moment_of(entry, now),
        text=text,
        language=entry.get("language") or entry["feed"].get("language") or "",
        edited_on=updated if updated and published and updated > published else None,
        permalink=_web_address(entry.get("link")),
        can_reply=False,
        cannot_reply_reason=NO_ANSWER,
        raw=entry,
    )


def moment_of(entry: Entry, now: datetime) -> datetime:
    """When it was written, as far as the feed tells (UTC, aware); never later than `now`."""
    said = parse_time(entry.get("published")) or parse_time(entry.get("updated"))
    return min(said or parse_time(entry.get("read_on")) or now, now)


def is_from_the_future(entry: Entry, now: datetime) -> bool:
    """Whether the entry bears a date that lies well after `now`."""
    return is_future(parse_time(entry["published"]) or parse_time(entry["updated"]), now)


def id_of(entry: Entry) -> str:
    """The feed's own id, else the link, else a digest of title and date; "" where all are empty."""
    if name := entry.get("id") or entry.get("link"):
        return str(name)
    facts = [str(entry.get(key) or "") for key in ("title", "published")]
    return f"sha256:{_digest(*facts)}" if any(facts) else ""


def version_of(entry: Entry) -> str:
    """What changes when the entry was edited: its date of change if it has one, else its text."""
    said = [entry["updated"]] if entry["updated"] else [entry["title"], entry["text"]]
    return _digest(*said)


def _author(entry: Entry) -> Author:
    """A feed knows its authors by name alone, unless it gives their address on the web.

    The feed itself is never an author's id: that is our account, whose posts are our own.
    """
    feed = entry["feed"]
    url, email = _web_address(entry.get("author_url")), entry.get("author_email") or ""
    name = entry.get("author") or email or feed.get("title") or feed.get("address") or ""
    return Author(
        external_id=url or f"{feed.get('address')}#{name}",
        handle=name,
        display_name=name,
        url=url,
        fields=(ProfileField("E-mail", email),) if email else (),
    )


def _text(entry: Entry) -> str:
    """The title above the text, unless the text begins with it."""
    title, text = (_plain(entry, key).strip("\n") for key in ("title", "text"))
    if not title or text.startswith(title.rstrip("….").strip()):
        return text or title
    return f"{title}\n\n{text}" if text else title


def _plain(entry: Entry, key: str) -> str:
    value = str(entry.get(key) or "")
    return html_to_text(value) if entry.get(f"{key}_type") == "html" else value


def _web_address(value: object) -> str:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else ""


def _digest(*facts: str) -> str:
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()
