"""Bluesky's JSON → our `Post`. https://docs.bsky.app/docs/advanced-guides/posts

What belongs to one post is gathered into one JSON object, `raw`: {"post": as a list shows it,
"author": the profile}, with {"hidden": true} where Bluesky keeps the post from our account.
Everything is read from that, so that a post that was set aside can be read again. Nobody can edit
a post on Bluesky.
"""

from __future__ import annotations

from datetime import datetime

from ..contract import Account, Counts, Post
from ..times import is_future, parse_time
from ..values import as_dict, number, objects, text_of
from ..words import _
from .addresses import post_address, post_link
from .facets import as_written, mentioned
from .lists import sorted_at
from .people import author_of

REPLIES_ARE_OFF = _(
    "The author lets only some people answer this thread. Nobody would see your answer."
)
IS_HIDDEN = _(
    "Bluesky does not show this post to your account: one of you blocks the other, for one."
)


class Unreadable(ValueError):
    """An entry can't be turned into a post; the words say why."""


def post_of(raw: object, account: Account, now: datetime) -> Post:
    """What was gathered, as a Post. Raises Unreadable. A date later than `now` becomes `now`."""
    raw = as_dict(raw)
    post, record = as_dict(raw.get("post")), as_dict(as_dict(raw.get("post")).get("record"))
    address = post_address(post.get("uri"))
    if address is None:
        raise Unreadable(_("The entry carries no post."))
    written, written_at = record.get("text"), sorted_at(post)
    if not isinstance(written, str):
        raise Unreadable(_("The post has no text."))
    if written_at is None:
        raise Unreadable(_("The date of the post can't be read."))
    author = author_of(address.did, as_dict(post.get("author")), as_dict(raw.get("author")))
    reason = IS_HIDDEN if raw.get("hidden") else _why_no_reply(post)
    return Post(
        external_id=address.uri,
        author=author,
        posted_on=min(written_at, now),
        thread_id=_answered(record, "root") or address.uri,
        parent_id=_answered(record, "parent"),
        kind=_kind(record, account),
        text=as_written(written, record.get("facets")),
        language=_language(record),
        permalink=post_link(address, author.handle),
        counts=_counts(post),
        can_reply=not reason,
        cannot_reply_reason=reason,
        content_warning=", ".join(_labels(post, record)),
        raw=raw,
        global_id=address.uri,
    )


def _why_no_reply(post: dict) -> str:
    """Why an answer to a post would be shown to nobody, or ""."""
    is_closed = as_dict(post.get("viewer")).get("replyDisabled") is True
    return REPLIES_ARE_OFF if is_closed else ""


def is_from_the_future(post: object, now: datetime) -> bool:
    """Whether the date that the author's program gave a post lies well after `now`."""
    return is_future(parse_time(as_dict(as_dict(post).get("record")).get("createdAt")), now)


def _language(record: dict) -> str:
    """The first language that the author's program names, "" if none."""
    languages = record.get("langs")
    return text_of(languages[0]) if isinstance(languages, list) and languages else ""


def _answered(record: dict, what: str) -> str | None:
    """The uri of the thread's root, or of the post that this one answers."""
    address = post_address(as_dict(as_dict(record.get("reply")).get(what)).get("uri"))
    return address and address.uri


def _kind(record: dict, account: Account) -> str:
    if _answered(record, "parent"):
        return "Reply"
    quoted = post_address(_quoted(record))
    names_us = account.external_id in mentioned(record.get("facets"))
    is_ours = quoted is not None and quoted.did == account.external_id
    return "Mention" if account.external_id and (names_us or is_ours) else "Post"


def _quoted(record: dict) -> object:
    """The uri of what a post quotes, alone or beside pictures."""
    quoted = as_dict(as_dict(record.get("embed")).get("record"))
    return quoted.get("uri") or as_dict(quoted.get("record")).get("uri")


def _counts(post: dict) -> Counts:
    passed_on = [number(post.get("repostCount")), number(post.get("quoteCount"))]
    told = [count for count in passed_on if count is not None]
    return Counts(
        number(post.get("replyCount")),
        sum(told) if told else None,
        number(post.get("likeCount")),
    )


def _labels(post: dict, record: dict) -> list[str]:
    """What the author, or a moderator, warns of. Labels with "!" are orders to programs."""
    own = objects(as_dict(record.get("labels")).get("values"))
    given = [label for label in objects(post.get("labels")) if not label.get("neg")]
    values = (text_of(label.get("val")) for label in (*own, *given))
    return list(dict.fromkeys(value for value in values if value and value[0] != "!"))
