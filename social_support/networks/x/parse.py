"""X's JSON → our `Post`. https://docs.x.com/x-api/fundamentals/data-dictionary

An answer spreads a post over `data` and `includes`. What belongs to one post is gathered into one
JSON object, `raw`: {"post", "author", "referenced"} or, of a direct message, {"event", "author"}.
Everything is read from that, so that a post that was set aside can be read again.

An edit gives a post a new id. A post is known by its first one, so that an edit is an edit and not
a second post; the newest one stands in the permalink, and that is the one that a reply answers,
because X takes no reply to an earlier version (?).
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from ..contract import PRIVATE, PUBLIC, Account, Counts, Post
from ..times import parse_time
from ..values import as_dict, objects, text_of
from ..words import _
from .authors import SITE, author_of, id_of, number
from .dialects import either
from .snowflakes import time_of
from .text import as_written, without_leading_mentions

# What X calls posts that are in no language: only a hashtag, a name, a picture …
NO_LANGUAGE = ("und", "zxx", "qam", "qct", "qht", "qme", "qst")
DM = "dm:"
MESSAGES = f"{SITE}/messages"

NOT_SUMMONED = _(
    "X lets programs answer only those who mention the account or quote a post of it. Open the "
    "post on X and answer it by hand."
)
IS_A_SHARE = _("This only passes on a post. Answer the post itself.")
IS_PROTECTED = _("This author's posts are protected, and an answer would be public. Answer on X.")
IS_A_GROUP = _("This message was written in a group. Answer it on X.")


class Unreadable(ValueError):
    """An entry can't be turned into a post; the words say why."""


def gathered(answer: dict) -> list[dict]:
    """The posts or messages of an answer as `raw`, in its order."""
    data, included = answer.get("data"), as_dict(answer.get("includes"))
    users = {id_of(user.get("id")): user for user in objects(included.get("users"))}
    posts = {id_of(post.get("id")): post for post in objects(either(included, "posts"))}
    rows = [data] if isinstance(data, dict) else data if isinstance(data, list) else []
    return [_gathered(row, users, posts) for row in rows]


def _gathered(row: object, users: dict, posts: dict) -> dict:
    if isinstance(row, dict) and "sender_id" in row:
        return {"event": row, "author": users.get(id_of(row["sender_id"]))}
    of = as_dict(row)
    named = [id_of(other.get("id")) for other in objects(either(of, "referenced_posts"))]
    others = [_in_short(posts[name]) for name in named if name in posts]
    return {"post": row, "author": users.get(id_of(of.get("author_id"))), "referenced": others}


def _in_short(post: dict) -> dict:
    kept = ("id", "author_id", "edit_history_post_ids", "edit_history_tweet_ids")
    return {name: post[name] for name in kept if name in post}


def post_of(raw: object, account: Account, now: datetime) -> Post:
    """What was gathered, as a Post. Raises Unreadable. A date later than `now` becomes `now`."""
    raw = as_dict(raw)
    if "event" in raw:
        return _message(raw, account, now)
    post = _required(raw.get("post"))
    newest = _id(post)
    external_id = first_id(post)
    written, written_at = _written(post), _time(post)
    author = author_of(as_dict(raw.get("author")), _author_id(post))
    parent, shared = _reference(raw, "replied_to"), _reference(raw, "retweeted")
    reason = _cannot_reply(raw, account)
    if parent and author.external_id == account.external_id:
        written = without_leading_mentions(written)
    return Post(
        external_id=external_id,
        author=author,
        posted_on=min(time_of(external_id) if external_id != newest else written_at, now),
        thread_id=_thread(raw, external_id),
        parent_id=shared or parent,
        kind=_kind(raw, account),
        visibility=PRIVATE if _is_protected(raw) else PUBLIC,
        text=written,
        language=_language(post.get("lang")),
        edited_on=min(time_of(newest) or written_at, now) if external_id != newest else None,
        permalink=f"{SITE}/{author.handle or 'i'}/status/{newest}",
        counts=_counts(post),
        can_reply=not reason,
        cannot_reply_reason=reason,
        raw=raw,
    )


def first_id(post: dict) -> str:
    """The id that a post had before it was edited."""
    history = either(post, "edit_history_post_ids")
    first = id_of(history[0]) if isinstance(history, list) and history else None
    return first if first and time_of(first) else _id(post)


def newest_id(raw: dict) -> str | None:
    """The id that a post has now."""
    history = either(as_dict(raw.get("post")), "edit_history_post_ids")
    return id_of(history[-1]) if isinstance(history, list) and history else None


def id_and_time(raw: dict) -> tuple[str, datetime | None]:
    """The id by which X orders an entry ("" where it has none), and when it was given out."""
    entry = as_dict(raw.get("event") or raw.get("post"))
    external_id = id_of(entry.get("id")) or ""
    return external_id, time_of(external_id) or parse_time(entry.get("created_at"))


def message_link(beside: str, external_id: str) -> str:
    """The link of a message in the conversation of which `beside` shows one. X opens no single one:
    the link names it for us, who know posts by their links too.
    """
    place = beside.partition("?")[0] or MESSAGES
    return f"{place}?{urlencode({'of': external_id})}"


def _message(raw: dict, account: Account, now: datetime) -> Post:
    event = _required(raw.get("event"))
    external_id, conversation = _id(event), text_of(event.get("dm_conversation_id"))
    is_group = bool(conversation) and "-" not in conversation
    sender = id_of(event.get("sender_id"))
    if not sender:
        raise Unreadable(_("The message does not say who wrote it."))
    others = [person for person in conversation.split("-") if person != sender]
    ours = sender == account.external_id and not is_group
    return Post(
        external_id=f"{DM}{external_id}",
        author=author_of(as_dict(raw.get("author")), sender),
        posted_on=min(_time(event), now),
        thread_id=conversation or f"{DM}{external_id}",
        kind="Direct Message",
        visibility=PRIVATE,
        text=as_written(event.get("text"), event.get("entities")),
        permalink=message_link(f"{MESSAGES}/{conversation}".rstrip("/"), external_id),
        can_reply=not is_group,
        cannot_reply_reason=IS_A_GROUP if is_group else "",
        addressed_to=others[0] if ours and others else "",
        raw=raw,
    )


def _written(post: dict) -> str:
    """The whole text: that of a long post stands apart."""
    note = as_dict(either(post, "note_post"))
    long = note if isinstance(note.get("text"), str) else post
    if not isinstance(long.get("text"), str):
        raise Unreadable(_("The post has no text."))
    return as_written(long["text"], long.get("entities"))


def _kind(raw: dict, account: Account) -> str:
    if _reference(raw, "retweeted"):
        return "Share"
    if _reference(raw, "replied_to"):
        return "Reply"
    return "Mention" if _is_summoned(raw, account) else "Post"


def _cannot_reply(raw: dict, account: Account) -> str:
    """Why X lets no program answer a post, or ""."""
    if _reference(raw, "retweeted"):
        return IS_A_SHARE
    if _is_protected(raw):
        return IS_PROTECTED
    is_ours = id_of(raw["post"].get("author_id")) == account.external_id
    return "" if is_ours or _is_summoned(raw, account) else NOT_SUMMONED


def _is_summoned(raw: dict, account: Account) -> bool:
    """Whether the author mentioned the account, or quoted a post that it wrote."""
    entities = as_dict(raw["post"].get("entities"))
    handle = account.handle.lower()
    mentioned = any(
        id_of(row.get("id")) == account.external_id
        or (handle and text_of(row.get("username")).lower() == handle)
        for row in objects(entities.get("mentions"))
    )
    return mentioned or any(
        id_of(post.get("author_id")) == account.external_id for post in _referenced(raw, "quoted")
    )


def _is_protected(raw: dict) -> bool:
    return as_dict(raw.get("author")).get("protected") is True


def _references(raw: dict, kind: str) -> list[str]:
    rows = objects(either(raw["post"], "referenced_posts"))
    return [name for row in rows if row.get("type") == kind and (name := id_of(row.get("id")))]


def _reference(raw: dict, kind: str) -> str | None:
    """The first id of the post that this one answers or passes on."""
    found = _references(raw, kind)
    return _known_first(raw, found[0]) if found else None


def _referenced(raw: dict, kind: str) -> list[dict]:
    wanted = _references(raw, kind)
    return [post for post in objects(raw.get("referenced")) if id_of(post.get("id")) in wanted]


def _thread(raw: dict, external_id: str) -> str:
    conversation = id_of(raw["post"].get("conversation_id"))
    history = either(raw["post"], "edit_history_post_ids")
    if not conversation or (isinstance(history, list) and conversation in history):
        return external_id
    return _known_first(raw, conversation)


def _known_first(raw: dict, external_id: str) -> str:
    """The first id of a post that this one refers to, where X showed its versions."""
    for post in objects(raw.get("referenced")):
        history = either(post, "edit_history_post_ids")
        if isinstance(history, list) and external_id in history:
            return first_id(post)
    return external_id


def _counts(post: dict) -> Counts:
    metrics = as_dict(post.get("public_metrics"))
    reposts = number(metrics.get("repost_count", metrics.get("retweet_count")))
    passed_on = [reposts, number(metrics.get("quote_count"))]
    told = [count for count in passed_on if count is not None]
    return Counts(
        number(metrics.get("reply_count")),
        sum(told) if told else None,
        number(metrics.get("like_count")),
    )


def _language(value: object) -> str:
    language = text_of(value)
    return "" if language in NO_LANGUAGE else language


def _author_id(post: dict) -> str:
    author = id_of(post.get("author_id"))
    if not author:
        raise Unreadable(_("The post does not say who wrote it."))
    return author


def _time(entry: dict) -> datetime:
    moment = parse_time(entry.get("created_at")) or time_of(id_of(entry.get("id")))
    if moment is None:
        raise Unreadable(_("The date of the post can't be read."))
    return moment


def _id(entry: dict) -> str:
    external_id = id_of(entry.get("id"))
    if external_id is None:
        raise Unreadable(_("The post has no id."))
    return external_id


def _required(entry: object) -> dict:
    if not isinstance(entry, dict):
        raise Unreadable(_("The entry carries no post."))
    return entry
