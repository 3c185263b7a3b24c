"""The check's first step: people write on the network."""

from __future__ import annotations

import itertools
import time

from devbench.demo import authors, people
from devbench.demo.checking import Run
from devbench.demo.postbox import written
from devbench.demo.texts import Chosen, choose

# The one with the angry post and the overdue invoice is for people to look at.
WRITERS = (*people.CUSTOMERS[1:], *people.CROWD)
EVERY_THIRD = 3


def write(run: Run) -> str:
    """Let the check's authors and everybody else write; keep each text by the id of its post."""
    usernames = [person["username"] for person in people.EVERYBODY]
    chosen = choose(run.bench.real_texts, run.texts, run.mark, usernames)
    _join(run)
    tweets = [_framed(number, text) for number, text in enumerate(chosen.texts)]
    tasks = [written(who, text) for who, text in zip(itertools.cycle(WRITERS), tweets)]
    tasks += [_own(run, author) for author in authors.ALL]
    posts = [answer["id"] for answer in run.postbox.do(tasks)]
    run.written = {post: task["text"] for post, task in zip(posts, tasks, strict=True)}
    run.posts = dict(zip(authors.ALL, posts[-len(authors.ALL) :], strict=True))
    run.written_at = time.monotonic()
    return _told(chosen, len(authors.ALL))


def _join(run: Run) -> None:
    tokens = run.postbox.do([author.joining(run.mark) for author in authors.ALL])
    run.tokens = dict(zip(authors.ALL, tokens, strict=True))


def _framed(number: int, text: str) -> str:
    """The tweet with what brings it to the shop: two of three mention it, one bears its hashtag."""
    return f"{text} {people.HASHTAG}" if number % EVERY_THIRD == 0 else f"@shop {text}"


def _own(run: Run, author: authors.Author) -> dict:
    text = author.text.format(mark=run.mark)
    how = {"visibility": author.visibility, "language": author.language}
    return written({"token": run.tokens[author]}, text, **how)


def _told(chosen: Chosen, own: int) -> str:
    reasons = [f"{count} {reason}" for reason, count in chosen.left_out.most_common()]
    return (
        f"{len(chosen.texts)} real tweets by {min(len(WRITERS), len(chosen.texts))} people, and "
        f"{own} posts by {own} people who tell who they are, or seem to.\n"
        f"Of {chosen.of} tweets, {chosen.left_out.total()} were left out of the choice: "
        f"{'; '.join(reasons) or 'none'}."
    )
