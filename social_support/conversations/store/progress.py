"""What new posts change in the conversation where they belong. Pure: rows in, columns out.

The result is the same in whatever order the posts arrive.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from social_support.conversations.clock import site_to_utc
from social_support.conversations.store.interactions import Arrival
from social_support.conversations.store.subject import subject_of

COLUMNS = (
    "subject",
    "status",
    "outcome",
    "closed_on",
    "closed_by_deletion",
    "on_hold_until",
    "inbound_count",
    "outbound_count",
    "first_post_on",
    "first_post_at_utc",
    "first_responded_on",
    "first_response_time",
    "waiting_since_utc",
    "last_inbound",
    "last_inbound_on",
    "last_inbound_at_utc",
    "last_outbound_on",
)
NEW = {
    **dict.fromkeys(COLUMNS),
    "subject": "",
    "status": "Open",
    "outcome": "",
    "closed_by_deletion": 0,
    "inbound_count": 0,
    "outbound_count": 0,
}
Row = dict[str, Any]


def progressed(
    row: Mapping[str, Any], inbound: Sequence[Arrival], answers: Sequence[datetime]
) -> Row:
    """COLUMNS of a conversation `row` after new posts of its author, oldest first, and answers of
    ours (their times, the site's). Marks the arrivals that open or move it.

    A post reopens what was answered when it is newer than our last answer, what is closed (spam
    aside) when whoever closed it can't have seen it. What is on hold moves by posts that are newer
    than all that whoever put it aside could see.
    """
    after = {column: row[column] for column in COLUMNS}
    _add_answers(after, answers)
    news = [arrival for arrival in inbound if _is_news(arrival, after)]
    _add_inbound(after, inbound)
    if news:
        _move(after, news)
    elif inbound and row["first_post_at_utc"] is None:
        # Answered in the same page: it is open until somebody says that this was the answer.
        _move(after, inbound)
    return after


def brings_back(arrival: Arrival, closed: Row) -> bool:
    """Whether a post is newer than the closing of this conversation, or than all that had arrived
    by then: whoever closed it has not seen it. What is older arrived late. Nobody has seen a post
    that comes after all others were deleted.
    """
    if closed["closed_by_deletion"]:
        return True
    after = not closed["closed_on"] or arrival.on > closed["closed_on"]
    return after or _is_newest(arrival, closed)


def is_tied(row: Mapping[str, Any], inbound: Sequence[Arrival]) -> bool:
    """Whether a new post is as old as the first or the last stored one: then `recount` decides."""
    known = (row["first_post_at_utc"], row["last_inbound_at_utc"])
    return any(arrival.at in known for arrival in inbound)


def response_time(row: Mapping[str, Any], first_post_at_utc: datetime | None) -> float | None:
    """Seconds from the first post to the first answer, as far as there was one."""
    if not row["first_responded_on"] or not first_post_at_utc:
        return row["first_response_time"]
    return max(0, (site_to_utc(row["first_responded_on"]) - first_post_at_utc).total_seconds())


def _add_answers(after: Row, answers: Sequence[datetime]) -> None:
    after["outbound_count"] += len(answers)
    times = [*answers, *filter(None, [after["last_outbound_on"]])]
    after["last_outbound_on"] = max(times, default=None)


def _is_news(arrival: Arrival, before: Row) -> bool:
    if before["status"] == "Closed":
        return before["outcome"] != "Spam" and brings_back(arrival, before)
    if before["last_outbound_on"] and arrival.on <= before["last_outbound_on"]:
        return False
    return before["status"] != "On Hold" or _is_newest(arrival, before)


def _is_newest(arrival: Arrival, before: Row) -> bool:
    return not before["last_inbound_at_utc"] or arrival.at > before["last_inbound_at_utc"]


def _add_inbound(after: Row, inbound: Sequence[Arrival]) -> None:
    if not inbound:
        return
    first, last = inbound[0], inbound[-1]
    after["inbound_count"] += len(inbound)
    if not after["first_post_at_utc"] or first.at < after["first_post_at_utc"]:
        after["first_post_at_utc"], after["first_post_on"] = first.at, first.on
        after["subject"] = subject_of(first.post)
        after["first_response_time"] = response_time(after, first.at)
    if not after["last_inbound_at_utc"] or last.at > after["last_inbound_at_utc"]:
        after["last_inbound"] = last.name
        after["last_inbound_at_utc"], after["last_inbound_on"] = last.at, last.on


def _move(after: Row, news: Sequence[Arrival]) -> None:
    for arrival in news:
        arrival.moves = True
    since = min(arrival.at for arrival in news)
    waiting = after["waiting_since_utc"] if after["status"] == "Open" else None
    after.update(
        status="Open",
        outcome="",
        closed_on=None,
        closed_by_deletion=0,
        on_hold_until=None,
        waiting_since_utc=min(since, waiting or since),
    )
