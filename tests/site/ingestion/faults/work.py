"""The conversations of a channel against their posts, and its machinery at rest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import frappe

from social_support.conversations.clock import site_to_utc
from tests.site.ingestion.faults.posts import Posts

MORE = re.compile(r" and (\d+) more wrote ")
INCOMING, OUTGOING = "Incoming", "Outgoing"


def of_conversations(posts: Posts) -> Iterator[str]:
    """Differences between conversations and the posts (already compared) that they consist of."""
    parts: dict[str, list[dict]] = defaultdict(list)
    for row in posts.rows.values():
        if row.conversation:
            parts[row.conversation].append(row)
        elif row.direction == INCOMING and row.kind != "Share":
            yield f"{row.external_id!r} is in no conversation"
    stored = {
        row.name: row
        for row in frappe.get_all(
            "Social Conversation", {"channel": posts.channel}, ["*"], limit_page_length=0
        )
    }
    for name in stored.keys() | parts.keys():
        row, rows = stored.get(name), parts.get(name)
        if row and not rows and row.outcome == "Duplicate" and row.previous_conversation:
            # Two that turned out to be one: its posts are there now.
            continue
        if not (row and rows):
            yield f"conversation {name}: {len(rows or [])} posts, {'a' if row else 'no'} row"
            continue
        for problem in _of_one(row, rows):
            yield f"conversation {name}: {problem}"
    yield from _of_threads(posts)


def _of_one(row: dict, rows: list[dict]) -> Iterator[str]:
    theirs = [post for post in rows if post.direction == INCOMING]
    answers = [post for post in rows if post.direction == OUTGOING]
    if {post.profile for post in theirs} != {row.profile}:
        yield f"has posts of {sorted({post.author for post in theirs})}"
    if {post.visibility for post in rows} != {row.visibility}:
        yield f"is {row.visibility} and has posts that are {[p.visibility for p in rows]}"
    if not theirs:
        return
    times = [post.posted_at_utc for post in theirs]
    expected = {
        "inbound_count": len(theirs),
        "outbound_count": len(answers),
        "first_post_at_utc": min(times),
        "last_inbound_at_utc": max(times),
    }
    for column, value in expected.items():
        if row[column] != value:
            yield f"{column} is {row[column]}, should be {value}"
    newest = {post.name for post in theirs if post.posted_at_utc == max(times)}
    if row.last_inbound not in newest:
        yield f"last_inbound is {row.last_inbound}, should be {newest}"
    yield from _of_status(row, theirs, answers)


def _of_status(row: dict, theirs: list[dict], answers: list[dict]) -> Iterator[str]:
    standing = [post.posted_at_utc for post in theirs if not post.deleted]
    answered = max((post.posted_at_utc for post in answers), default=None)
    if not standing:
        expected = ("Closed", "Replied")
    elif answered and answered > max(standing):
        expected = ("Replied",)
    else:
        expected = ("Open",)
    if row.status not in expected:
        yield (
            f"is {row.status}, should be {' or '.join(expected)}"
            f" (posts {len(standing)} of {len(theirs)}, the last {max(standing, default=None)};"
            f" {len(answers)} answers, the last {answered}; waits since {row.waiting_since_utc},"
            f" answered {row.first_responded_on})"
        )


def _of_threads(posts: Posts) -> Iterator[str]:
    """One author in one thread is one conversation; a private one is one author."""
    places: dict[tuple, set[str]] = defaultdict(set)
    threads: dict[str, set] = defaultdict(set)
    for post in posts.town.posts:
        row = posts.rows.get(posts.server.external_id(post))
        if not (row and row.conversation):
            continue
        if post.is_ours:
            yield from _of_answer(posts, post, row)
        elif post.private:
            places[post.author, "private"].add(row.conversation)
        elif post.thread_is_certain:
            places[post.author, post.root.number].add(row.conversation)
            threads[row.conversation].add(post.root.number)
    for (author, thread), names in places.items():
        if len(names) > 1:
            yield f"{author} in thread {thread} has {len(names)} conversations: {sorted(names)}"
    for name, roots in threads.items():
        if len(roots) > 1:
            yield f"conversation {name} has the threads {sorted(roots)}"


def _of_answer(posts: Posts, post, row: dict) -> Iterator[str]:
    answered = post.parent and posts.rows.get(posts.server.external_id(post.parent))
    if not answered or answered.conversation != row.conversation:
        yield f"our answer no. {post.number} is in another conversation than the post it answers"


def of_machinery(posts: Posts) -> Iterator[str]:
    """What is left of a run that is over: it should be nothing."""
    fields = ["stream", "term", "failures", "last_error", "unannounced", "lease_token"]
    for row in frappe.get_all("Social Stream State", {"channel": posts.channel}, fields):
        named = f"{row.stream} {row.term or ''}".strip()
        if row.unannounced:
            yield f"{named}: {len(frappe.parse_json(row.unannounced))} posts are not announced"
        if row.lease_token:
            yield f"{named}: a lease is held"
        if row.failures:
            yield f"{named} failed {row.failures} times: {row.last_error}"
    created = frappe.db.get_value("Social Channel", posts.channel, "creation")
    filters = {"creation": (">=", created)}
    for error in frappe.get_all("Error Log", filters, ["method", "error"], limit=3):
        yield f"Error Log: {error.method}: {error.error[-600:]}"
    yield from _of_set_aside(posts)
    yield from _of_notifications(posts)


def of_deliveries(posts: Posts) -> Iterator[str]:
    """What was pushed and is not stored: no delivery waits, and none can't be read."""
    filters = {"network": posts.server.network, "status": ("!=", "Stored")}
    for row in frappe.get_all("Social Delivery", filters, ["status", "attempts", "reason", "body"]):
        yield f"a delivery is {row.status}, tried {row.attempts} times: {row.reason} {row.body}"


def _of_notifications(posts: Posts) -> Iterator[str]:
    """A notification names one author and counts the others: all told, no fewer than there are.

    What was written before the channel began to listen alerts nobody.
    """
    channel = frappe.get_doc("Social Channel", posts.channel)
    began = site_to_utc(channel.creation)
    authors = {
        row.author
        for row in posts.rows.values()
        if row.direction == INCOMING and not row.deleted and row.posted_at_utc > began
    }
    told = frappe.get_all("User Group Member", {"parent": channel.user_group}, pluck="user")
    filters = {"for_user": ("in", told), "document_type": "Social Conversation"}
    subjects = frappe.get_all("Notification Log", filters, pluck="subject", limit_page_length=0)
    named = sum(1 + int((MORE.search(subject) or (0, 0))[1]) for subject in subjects)
    if named < len(authors):
        yield f"{len(authors)} authors wrote and {named} were told of, in {len(subjects)} alerts"


def states(posts: Posts) -> str:
    """How far the channel's streams have come, for whoever looks into a difference."""
    fields = ["stream", "term", "cursor_value", "back_place", "back_read", "back_ended"]
    fields += ["next_run_utc", "last_success_utc", "last_error"]
    rows = frappe.get_all("Social Stream State", {"channel": posts.channel}, fields)
    return "\n".join(str({k: v for k, v in row.items() if v is not None}) for row in rows)


def _of_set_aside(posts: Posts) -> Iterator[str]:
    filters = {"channel": posts.channel, "status": "Set Aside"}
    payloads = frappe.get_all("Social Sync Log", filters, pluck="payload")
    for post in posts.town.posts:
        if post.too_big and not any(post.text.split()[-1] in (text or "") for text in payloads):
            yield f"no. {post.number} does not fit and is not in the sync log"
