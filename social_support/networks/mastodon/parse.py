"""Mastodon's JSON → our `Post`. https://docs.joinmastodon.org/entities/Status/

What one entry lacks must not stop a page: an entry that can't be read raises `Unreadable`, and the
page goes on.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from ..contract import PRIVATE, PUBLIC, Author, Counts, Post, ProfileField
from ..links import one_spelling
from ..text import html_to_text
from ..times import is_future, parse_time
from ..values import text_of
from ..words import _

# A clock that is a little ahead is not worth a remark.


class Unreadable(ValueError):
    """An entry can't be turned into a post; the words say why."""


def post_of(status: object, *, domain: str, own_url: str, now: datetime) -> Post:
    """A status as a Post. Raises Unreadable.

    `domain` completes the handles of the server's own people, `own_url` is the external_id of the
    company's account. A date later than `now` becomes `now`: an order or a clock built on a day to
    come would be wrong for as long as it lasts.
    """
    status = _required(status, dict, _("The entry carries no post."))
    external_id = _id(status.get("id"), _("The post has no id."))
    posted_on = parse_time(status.get("created_at"))
    if posted_on is None:
        raise Unreadable(_("The date of the post can't be read."))
    html = _required(status.get("content"), str, _("The post has no text."))
    parent_id = _optional_id(status.get("in_reply_to_id"))
    author = author_of(status.get("account"), domain)
    permalink = _web_address(status.get("url")) or _web_address(status.get("uri"))
    return Post(
        external_id=external_id,
        author=author,
        posted_on=min(posted_on, now),
        thread_id=external_id if parent_id is None else None,
        parent_id=parent_id,
        kind=_kind(status, own_url),
        visibility=PUBLIC if status.get("visibility") in ("public", "unlisted") else PRIVATE,
        text=html_to_text(html),
        html=html,
        language=text_of(status.get("language")),
        edited_on=parse_time(status.get("edited_at")),
        permalink=permalink,
        counts=_counts(status),
        content_warning=text_of(status.get("spoiler_text")),
        raw=status,
        addressed_to=_only_one_mentioned(status) if author.external_id == own_url else "",
        # Ids are numbers of the server that was asked; the address is the same on all of them.
        global_id=one_spelling(permalink),
    )


def is_from_the_future(status: dict, now: datetime) -> bool:
    """Whether the date of a status lies well after `now`."""
    return is_future(parse_time(status.get("created_at")), now)


def author_of(account: object, domain: str) -> Author:
    """An account as an Author. Raises Unreadable.

    Ids of accounts repeat from server to server, so the profile's address is what names a person.
    Mastodon gives no badge: what it verifies are single links, and those stand in `fields`.
    """
    account = _required(account, dict, _("The post has no author."))
    url = _web_address(account.get("url")) or _web_address(account.get("uri"))
    acct = text_of(account.get("acct"))
    if not url or not acct:
        raise Unreadable(_("The author of the post has no name or no address."))
    followers = account.get("followers_count")
    return Author(
        external_id=url,
        handle=acct if "@" in acct else f"{acct}@{domain}",
        display_name=text_of(account.get("display_name")) or acct,
        url=url,
        followers=followers if isinstance(followers, int) and followers >= 0 else None,
        bio=html_to_text(text_of(account.get("note"))),
        fields=tuple(_fields(account.get("fields"))),
        avatar_url=_web_address(account.get("avatar")),
    )


def _fields(fields: object) -> list[ProfileField]:
    rows = [row for row in fields if isinstance(row, dict)] if isinstance(fields, list) else []
    return [
        ProfileField(
            text_of(row.get("name")),
            html_to_text(text_of(row.get("value"))),
            parse_time(row.get("verified_at")),
        )
        for row in rows
    ]


def _kind(status: dict, own_url: str) -> str:
    if status.get("visibility") == "direct":
        return "Direct Message"
    if status.get("in_reply_to_id"):
        return "Reply"
    return "Mention" if own_url and own_url in _mentioned(status) else "Post"


def _mentioned(status: dict) -> list[str]:
    mentions = status.get("mentions")
    rows = mentions if isinstance(mentions, list) else []
    return [text_of(row.get("url")) for row in rows if isinstance(row, dict)]


def _only_one_mentioned(status: dict) -> str:
    mentioned = _mentioned(status)
    return mentioned[0] if len(mentioned) == 1 else ""


def _counts(status: dict) -> Counts:
    names = ("replies_count", "reblogs_count", "favourites_count")
    told = (status.get(name) for name in names)
    return Counts(*(n if isinstance(n, int) and n >= 0 else None for n in told))


def _required(value: object, kind: type, reason: str):
    if not isinstance(value, kind):
        raise Unreadable(reason)
    return value


def _id(value: object, reason: str) -> str:
    external_id = _optional_id(value)
    if external_id is None:
        raise Unreadable(reason)
    return external_id


def _optional_id(value: object) -> str | None:
    return str(value) if isinstance(value, (str, int)) and str(value) else None


def _web_address(value: object) -> str:
    """The value, if it is an address that a browser may be sent to."""
    address = text_of(value)
    if address.startswith("https://") and "[" not in address and address.isascii():
        return address
    return address if _scheme(address) in ("http", "https") else ""


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""
