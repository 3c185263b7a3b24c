"""The documented JSON → our `Post`. docs/networks/webhook.md tells whoever sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..contract import KINDS, PRIVATE, PUBLIC, Account, Author, Post, ProfileField
from ..errors import UnexpectedPayload
from ..links import one_spelling
from ..times import is_future, parse_time
from ..words import _

LONGEST_ID = 500
BEST_RATING = 5
MESSAGE = "Direct Message"
CONTACT = ("email", "phone")
NO_ANSWER = _("Nothing can be sent back this way. Open the post and answer there.")


class Unreadable(UnexpectedPayload):
    """One post of what was pushed can't be stored; the words name the field."""


def post_of(raw: object, account: Account, now: datetime) -> Post:
    """Raises Unreadable. Authors are told apart within the source that `account.server` names."""
    if not isinstance(raw, dict):
        raise Unreadable(_("A post has to be a JSON object."))
    external_id = _text(raw, "id", required=True)
    if raw.get("deleted") is True:
        return Post.gone(external_id)
    kind = _one_of(raw, "kind", KINDS, "Post")
    parent_id = _text(raw, "parent_id")
    permalink = _link(raw, "permalink")
    return Post(
        external_id=external_id,
        author=_author(raw, account),
        posted_on=_posted_on(raw, now),
        thread_id=_text(raw, "thread_id") or (None if parent_id else external_id),
        parent_id=parent_id or None,
        kind=kind,
        visibility=_one_of(
            raw, "visibility", (PUBLIC, PRIVATE), PRIVATE if kind == MESSAGE else PUBLIC
        ),
        text=_text(raw, "text", required=True, at_most=None),
        language=_text(raw, "language"),
        edited_on=_time(raw, "edited_on"),
        permalink=permalink,
        can_reply=False,
        cannot_reply_reason=NO_ANSWER,
        rating=_rating(raw),
        raw=raw,
        global_id=one_spelling(permalink) if permalink else "",
    )


def _author(raw: dict, account: Account) -> Author:
    if raw.get("from_us") is True:
        return Author(account.external_id, account.handle, account.handle)
    author = raw.get("author")
    if not isinstance(author, dict):
        raise Unreadable(_("{0} is missing, or is not of the documented kind."), "author")
    handle = _text(author, "handle", path="author.handle").lstrip("@")
    known_by = _text(author, "id", path="author.id") or handle
    if not known_by:
        raise Unreadable(_("{0} is missing, or is not of the documented kind."), "author.id")
    contact = {key: _text(author, key, path=f"author.{key}") for key in CONTACT}
    return Author(
        external_id=f"{account.server}#{known_by}",
        handle=handle or known_by,
        display_name=_text(author, "name", path="author.name") or handle or known_by,
        url=_link(author, "url", path="author.url"),
        fields=tuple(ProfileField(key, value) for key, value in contact.items() if value),
    )


def _posted_on(raw: dict, now: datetime) -> datetime:
    moment = _time(raw, "posted_on")
    if moment is None:
        raise Unreadable(_("{0} is missing, or is not of the documented kind."), "posted_on")
    if is_future(moment, now):
        raise Unreadable(_("{0} lies in the future."), "posted_on")
    return min(moment, now)


def _time(raw: dict, key: str) -> datetime | None:
    value = raw.get(key)
    moment = parse_time(value)
    if value not in (None, "") and moment is None:
        raise Unreadable(_("{0} is missing, or is not of the documented kind."), key)
    return moment


def _rating(raw: dict) -> float | None:
    value = raw.get("rating")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unreadable(_("{0} is missing, or is not of the documented kind."), "rating")
    if not 0 <= value <= BEST_RATING:
        raise Unreadable(_("{0} has to be between {1} and {2}."), "rating", 0, BEST_RATING)
    return float(value)


def _one_of(raw: dict, key: str, choices: Sequence[str], default: str) -> str:
    value = raw.get(key, default)
    if value not in choices:
        raise Unreadable(_("{0} has to be one of: {1}."), key, ", ".join(choices))
    return value


def _link(raw: dict, key: str, path: str = "") -> str:
    value = _text(raw, key, path=path)
    if value and not value.startswith(("https://", "http://")):
        raise Unreadable(_("{0} has to begin with https://."), path or key)
    return value


def _text(
    raw: dict,
    key: str,
    *,
    path: str = "",
    required: bool = False,
    at_most: int | None = LONGEST_ID,
) -> str:
    value = raw.get(key)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value.strip()):
        raise Unreadable(_("{0} is missing, or is not of the documented kind."), path or key)
    if at_most and len(value) > at_most:
        raise Unreadable(_("{0} is longer than {1} characters."), path or key, at_most)
    return value
