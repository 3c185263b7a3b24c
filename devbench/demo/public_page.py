"""The HTML of the page that shows what the public sees. Pure: statuses in, text out."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from devbench.demo.html_text import text_of

Status = Mapping[str, Any]

MOST_THREADS = 40
LONGEST_CHAIN = 30  # posts from a reply up to its thread's first one

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the public sees</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<header>
<h1>What the public sees</h1>
<p>The network's public posts, newest conversation first. Answers of <b>{company}</b> are marked.
Private messages never appear here.</p>
</header>
<main id="threads"><p class="quiet">Loading …</p></main>
</body>
</html>
"""


def whole(company: str) -> str:
    """The page, which then asks for its threads."""
    return _PAGE.format(company=html.escape(company))


def threads(found: Iterable[Sequence[Status]], company: str) -> str:
    """The threads as HTML; posts of the account `company` are marked."""
    cards = [_thread(posts, company) for posts in found]
    return "".join(cards) or '<p class="quiet">Nobody has written yet.</p>'


def trouble(reason: str) -> str:
    """What stands in place of the threads when the network does not answer."""
    return f'<p class="quiet">The network does not answer: {html.escape(reason)}</p>'


def threads_of(newest: Sequence[Status], one: Callable[[str], Status | None]) -> list[list[Status]]:
    """Group posts, newest first, by thread; `one` finds a post that is not among them.

    The thread with the newest post comes first; inside it the oldest post does.
    """
    known = {status["id"]: status for status in newest}
    grouped: dict[str, dict[str, Status]] = {}
    for status in newest:
        chain = _up_to_root(status, known, one)
        thread = grouped.setdefault(chain[-1]["id"], {})
        thread.update({post["id"]: post for post in chain})
    newest_threads = list(grouped.values())[:MOST_THREADS]
    return [sorted(posts.values(), key=lambda post: int(post["id"])) for posts in newest_threads]


def _up_to_root(
    status: Status, known: dict[str, Status], one: Callable[[str], Status | None]
) -> list[Status]:
    chain = [status]
    while chain[-1]["in_reply_to_id"] and len(chain) < LONGEST_CHAIN:
        parent = chain[-1]["in_reply_to_id"]
        above = known.get(parent) or one(parent)
        if above is None:
            break
        chain.append(above)
    return chain


def _thread(posts: Sequence[Status], company: str) -> str:
    first, *others = posts
    below = "".join(_post(post, company, "answer") for post in others)
    return f"<article>{_post(first, company, 'first')}{below}</article>"


def _post(post: Status, company: str, place: str) -> str:
    account = post["account"]
    ours = " ours" if account["acct"] == company else ""
    name = html.escape(account["display_name"] or account["acct"])
    handle, when = html.escape(account["acct"]), html.escape(post["created_at"])
    return (
        f'<section class="{place}{ours}"><div class="who"><b>{name}</b> <span>@{handle}</span>'
        f'{_marks(post, ours)}<time datetime="{when}">{when[11:16]}</time></div>'
        f'<div class="words">{html.escape(text_of(post["content"]))}</div></section>'
    )


def _marks(post: Status, ours: str) -> str:
    marks = ["official answer"] if ours else []
    marks += ["edited"] if post["edited_at"] else []
    marks += [f"{post['reblogs_count']} shares"] if post["reblogs_count"] else []
    return "".join(f'<span class="mark">{html.escape(mark)}</span>' for mark in marks)
