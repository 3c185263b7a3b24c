"""A thread as an Issue tells it: one line as subject, the posts as escaped HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frappe import _
from frappe.utils import escape_html, format_datetime

from social_support.networks.contract import PRIVATE

SUBJECT_LENGTH = 140


def subject(posts: Sequence[dict[str, Any]], network_label: str, include_private: bool) -> str:
    """The beginning of the author's first readable post; who wrote, and where, when there is none.

    `posts` as `conversations.thread.posts` gives them, oldest first.
    """
    theirs = [post for post in posts if post["direction"] == "Incoming"]
    readable = [post for post in theirs if include_private or post["visibility"] != PRIVATE]
    for post in readable:
        if words := " ".join((post["text"] or "").split()):
            return _shortened(words)
    handle = theirs[0]["author"]["handle"] if theirs else ""
    return _shortened(_("@{0} on {1}").format(handle, network_label))


def description(posts: Sequence[dict[str, Any]], include_private: bool) -> str:
    """The posts, oldest first, as HTML: who wrote when, the text, and the link to the network.

    Private posts are named, not quoted, unless `include_private`.
    """
    return "".join(_as_html(post, include_private) for post in posts)


def _as_html(post: dict[str, Any], include_private: bool) -> str:
    handle = escape_html(post["author"]["handle"] or "")
    head = f"<strong>@{handle}</strong> · {format_datetime(post['posted_on'])}"
    link = _link(post["permalink"] or "")
    return f"<p>{' · '.join(filter(None, (head, link)))}<br>{_body(post, include_private)}</p>"


def _body(post: dict[str, Any], include_private: bool) -> str:
    if post["deleted"]:
        return f"<em>{_('deleted by the author')}</em>"
    if post["visibility"] == PRIVATE and not include_private:
        return f"<em>{_('private message')}</em>"
    lines = [post["content_warning"] or "", *(post["text"] or "").splitlines()]
    return "<br>".join(escape_html(line) for line in lines if line.strip())


def _link(permalink: str) -> str:
    if not permalink.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape_html(permalink)}" rel="noopener">{_("on the network")}</a>'


def _shortened(words: str) -> str:
    return words if len(words) <= SUBJECT_LENGTH else words[: SUBJECT_LENGTH - 1] + "…"
