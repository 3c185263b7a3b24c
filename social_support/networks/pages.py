"""From what a network said to what the app stores: steps of a walk as pages, events as posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from .contract import Page, Post, Rejected
from .errors import UnexpectedPayload
from .newest_first import Step
from .times import is_future, utc_now
from .words import _

FROM_THE_FUTURE = _("A post bore a date in the future. It is kept with the time when it was read.")

Read = Callable[[object], Post]


def read_all(
    entries: Iterable[object], read: Read
) -> tuple[tuple[Post, ...], tuple[Rejected, ...]]:
    """The posts that `read` makes of entries, and those that it can't read, with the reason."""
    posts, rejected = [], []
    for entry in entries:
        try:
            posts.append(read(entry))
        except UnexpectedPayload as error:
            rejected.append(Rejected(entry, str(error)))
    return tuple(posts), tuple(rejected)


def page_of(step: Step, read: Read, remarks: Sequence[str] = ()) -> Page:
    """The step's entries as `read` reads them (`Network.read_raw`), with what could not be read
    beside them.
    """
    posts, rejected, told, now = [], [], [*remarks], utc_now()
    for entry in step.entries:
        try:
            posts.append(read(entry.data))
        except UnexpectedPayload as error:
            rejected.append(Rejected(entry.data, str(error)))
            continue
        if is_future(entry.at, now):
            told.append(FROM_THE_FUTURE)
    once = tuple(dict.fromkeys(told))
    return Page(tuple(posts), step.cursor, tuple(rejected), once, step.gap, step.starts_at)


def pushed_posts(events: Iterable[object], read: Read) -> Iterator[Post]:
    """The posts of events: posts that are gone as they are, anything else as `read` reads it. The
    next reading brings what is not understood here.
    """
    for event in events:
        with suppress(UnexpectedPayload):
            yield event if isinstance(event, Post) else read(event)
