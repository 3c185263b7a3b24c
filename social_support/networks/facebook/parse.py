"""Meta's JSON → our `Post`. https://developers.facebook.com/docs/graph-api/reference/page/feed

`raw` is {"post"}, {"comment", "under"}, {"message", "conversation"} or {"review"}: what Meta sent,
and where it stood. Everything is read from that, so that a post that was set aside can be read
again.

The id of a post is Meta's own. Those of comments, messages and reviews bear "comment:", "message:"
and "review:" in front, because Meta wants to be asked for each in another way. A review has no id
(?): it is known by its author and its time.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlencode

from ..contract import PRIVATE, UNNAMED, Account, Author, Counts, Post
from ..newest_first import Entry
from ..times import parse_time
from ..values import as_dict, number, objects, text_of
from ..words import _

COMMENT, MESSAGE, REVIEW = "comment:", "message:", "review:"
SITE = "https://www.facebook.com"
INBOX = "https://business.facebook.com/latest/inbox/messenger?asset_id="
UNKNOWN = "unknown"
# Since 2018 people recommend a Page or do not; earlier reviews have one to five stars.
RECOMMENDATIONS = {"positive": 5.0, "negative": 1.0}

NO_COMMENT = _("Facebook lets nobody answer this comment. Open it on Facebook to see why.")
NO_MESSAGE = _("Facebook lets the Page write to this person no more. Answer in another way.")
NO_REVIEW = _("Facebook lets no program answer a recommendation. Open it on Facebook and answer.")


class Unreadable(ValueError):
    """An entry can't be turned into a post; the words say why."""


# Rows of Meta's lists as entries


def post_entry(row: dict, tagged: bool = False) -> Entry:
    """A row of a Page's feed, or of the posts that name the Page."""
    kept = {name: value for name, value in row.items() if name != "comments"}
    raw = {"post": kept, "tagged": True} if tagged else {"post": kept}
    return Entry(text_of(row.get("id")), _time(row), raw)


def comment_entry(row: dict, post: dict) -> Entry:
    """A comment in the thread of `post`."""
    return Entry(
        _named(COMMENT, row), _time(row), {"comment": row, "under": text_of(post.get("id"))}
    )


def message_entry(row: dict, conversation: dict) -> Entry:
    """A message of a conversation."""
    kept = {name: conversation[name] for name in ("id", "can_reply") if name in conversation}
    return Entry(_named(MESSAGE, row), _time(row), {"message": row, "conversation": kept})


def review_entry(row: dict) -> Entry:
    """A recommendation of the Page."""
    return Entry(review_id(row), _time(row), {"review": row})


def review_id(row: dict) -> str:
    """By which a recommendation is known: its author, or what it says, and its time."""
    author = text_of(as_dict(row.get("reviewer")).get("id"))
    if not author:
        words = text_of(row.get("review_text")).encode()
        author = f"?{hashlib.blake2s(words, digest_size=6).hexdigest()}"
    return f"{REVIEW}{author}:{text_of(row.get('created_time'))}"


def review_time(external_id: str) -> datetime | None:
    """When the recommendation of this id was written."""
    return parse_time(external_id.removeprefix(REVIEW).partition(":")[2])


# Entries as posts


def post_of(raw: object, account: Account, now: datetime) -> Post:
    """What was kept of an entry, as a Post. Raises Unreadable. A date after `now` becomes `now`."""
    raw = as_dict(raw)
    for name, read in READERS.items():
        if isinstance(raw.get(name), dict):
            return read(raw, account, now)
    raise Unreadable(_("The entry carries no post."))


def _post(raw: dict, account: Account, now: datetime) -> Post:
    row = raw["post"]
    external_id = _id(row)
    return Post(
        external_id=external_id,
        author=_author(row.get("from"), external_id),
        posted_on=_posted_on(row, now),
        thread_id=external_id,
        kind="Mention" if raw.get("tagged") else "Post",
        text=text_of(row.get("message")),
        permalink=text_of(row.get("permalink_url")) or f"{SITE}/{external_id}",
        counts=Counts(shares=number(as_dict(row.get("shares")).get("count"))),
        raw=raw,
    )


def _comment(raw: dict, account: Account, now: datetime) -> Post:
    row, under = raw["comment"], text_of(raw.get("under"))
    external_id, above = _id(row), text_of(as_dict(row.get("parent")).get("id"))
    closed, hidden = row.get("can_comment") is False, row.get("is_hidden")
    return Post(
        external_id=f"{COMMENT}{external_id}",
        author=_author(row.get("from"), external_id),
        posted_on=_posted_on(row, now),
        thread_id=under or None,
        parent_id=f"{COMMENT}{above}" if above else under or None,
        kind="Mention" if raw.get("tagged") else "Reply" if above else "Comment",
        text=text_of(row.get("message")),
        permalink=text_of(row.get("permalink_url")) or f"{SITE}/{external_id}",
        counts=Counts(number(row.get("comment_count")), None, number(row.get("like_count"))),
        can_reply=not closed,
        cannot_reply_reason=NO_COMMENT if closed else "",
        raw=raw,
        hidden=hidden if isinstance(hidden, bool) else None,
    )


def _message(raw: dict, account: Account, now: datetime) -> Post:
    row, conversation = raw["message"], as_dict(raw.get("conversation"))
    external_id, sender = _id(row), as_dict(row.get("from"))
    if not text_of(sender.get("id")):
        raise Unreadable(_("The message does not say who wrote it."))
    to = [text_of(person.get("id")) for person in objects(as_dict(row.get("to")).get("data"))]
    ours = sender["id"] == account.external_id
    closed = conversation.get("can_reply") is False
    return Post(
        external_id=f"{MESSAGE}{external_id}",
        author=_author(sender, external_id),
        posted_on=_posted_on(row, now),
        thread_id=text_of(conversation.get("id")) or f"{MESSAGE}{external_id}",
        kind="Direct Message",
        visibility=PRIVATE,
        text=text_of(row.get("message")),
        permalink=message_link(account.external_id, external_id),
        can_reply=not closed,
        cannot_reply_reason=NO_MESSAGE if closed else "",
        addressed_to=to[0] if ours and to else "",
        raw=raw,
    )


def _review(raw: dict, account: Account, now: datetime) -> Post:
    row = raw["review"]
    rating = row.get("rating")
    known = isinstance(rating, (int, float)) and 0 < rating <= 5
    external_id = review_id(row)
    return Post(
        external_id=external_id,
        author=_author(row.get("reviewer"), external_id),
        posted_on=_posted_on(row, now),
        thread_id=external_id,
        kind="Review",
        text=text_of(row.get("review_text")),
        permalink=f"{SITE}/{account.external_id}/reviews?{_named_in_a_link(external_id)}",
        can_reply=False,
        cannot_reply_reason=NO_REVIEW,
        rating=float(rating) if known else RECOMMENDATIONS.get(row.get("recommendation_type")),
        raw=raw,
    )


READERS = {"post": _post, "comment": _comment, "message": _message, "review": _review}


def message_link(page: str, message: str) -> str:
    """Where the Page's messages are read. Facebook opens no single one, nor a single review: the
    link names it for us, who know posts by their links too.
    """
    return f"{INBOX}{page}&{_named_in_a_link(message)}"


def _named_in_a_link(external_id: str) -> str:
    return urlencode({"of": external_id})


def _author(person: object, external_id: str) -> Author:
    """Who wrote a post. People have no handle on Facebook: their name stands for it.

    Whom Meta does not name is somebody else in each post, so that two of them are never taken for
    one.
    """
    person = as_dict(person)
    known, name = text_of(person.get("id")), text_of(person.get("name"))
    if not known:
        return Author(f"{UNNAMED}{external_id}", UNKNOWN)
    return Author(known, name, name)


def _id(row: dict) -> str:
    external_id = text_of(row.get("id"))
    if not external_id:
        raise Unreadable(_("The post has no id."))
    return external_id


def _named(mark: str, row: dict) -> str:
    external_id = text_of(row.get("id"))
    return f"{mark}{external_id}" if external_id else ""


def _posted_on(row: dict, now: datetime) -> datetime:
    moment = _time(row)
    if moment is None:
        raise Unreadable(_("The date of the post can't be read."))
    return min(moment, now)


def _time(row: dict) -> datetime | None:
    return parse_time(row.get("created_time"))
