"""What we wrote belongs to the conversation that it answers, and opens none."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import open_key, profile_key
from social_support.conversations.store.interactions import (
    PRIVATE_THREAD,
    SHARE,
    Arrival,
    private_key,
)
from social_support.conversations.store.near import Near
from social_support.conversations.store.rows import select_in, update_rows
from social_support.networks.contract import PRIVATE

Row = dict[str, Any]


def answered_before(
    channel: Document, answers: Sequence[Arrival], in_page: Mapping[str, Arrival], near: Near
) -> None:
    """Attach our posts to the stored conversations that they answer."""
    for answer in answers:
        above = _above(answer, in_page, near)
        if isinstance(above, dict):
            answer.conversation = above["conversation"]
    _by_the_person(channel, [answer for answer in answers if not answer.conversation])


def answered_now(
    channel: str, arrivals: Sequence[Arrival], in_page: Mapping[str, Arrival], near: Near
) -> list[Row]:
    """Attach those that are left to conversations that this page opens or finds.

    Answers the stored posts of ours that waited for them: rows with `conversation` and `thread_id`
    as they are to be, and `posted_on`.
    """
    left = [one for one in arrivals if not (one.incoming or one.is_share or one.conversation)]
    loose = {row["external_key"]: row for row in _loose(near.loose)}
    tops = _tops(channel, arrivals) if loose else {}
    private = {one.thread_id: one.conversation for one in arrivals if one.incoming}
    found: list[Row] = []
    # One that is attached may be what the next one answers, stored or not.
    while True:
        now = [one for one in left if _find(one, in_page, near, loose, private)]
        waited = [row for row in loose.values() if _found_above(row, tops)]
        if not now and not waited:
            return found
        found += waited
        left = [one for one in left if not one.conversation]


def _find(
    answer: Arrival,
    in_page: Mapping[str, Arrival],
    near: Near,
    loose: Mapping[str, Row],
    private: Mapping[str, str | None],
) -> bool:
    above = _above(answer, in_page, near)
    if isinstance(above, Arrival):
        answer.conversation = above.conversation
    elif above is not None:
        answer.conversation = loose.get(above["external_key"], above)["conversation"]
    elif answer.is_private:
        answer.conversation = private.get(answer.thread_id)
    return bool(answer.conversation)


def _found_above(row: Row, tops: Mapping[str, Arrival]) -> bool:
    """Give a stored answer the conversation of the new post below which it hangs."""
    above, private = tops[row["top"]], row["visibility"] == PRIVATE
    if row["conversation"] or not above.conversation or (private and not above.is_private):
        return False
    row["conversation"] = above.conversation
    row["thread_id"] = above.thread_id if private else row["thread_id"]
    return True


def _tops(channel: str, arrivals: Iterable[Arrival]) -> dict[str, Arrival]:
    tops: dict[str, Arrival] = {}
    for arrival in arrivals:
        if arrival.incoming and arrival.is_private:
            tops[private_key(channel, arrival.post.author.external_id)] = arrival
        tops[arrival.key] = arrival
    return tops


def attach(rows: Sequence[Row]) -> None:
    """Write what `answered_now` found."""
    columns = ("name", "external_key", "conversation", "thread_id")
    update_rows("Social Interaction", [{key: row[key] for key in columns} for row in rows])


def times_of(answers: Iterable[Arrival], waiting: Iterable[Row]) -> dict[str, list[datetime]]:
    """When each conversation was answered, in the site's time."""
    times: dict[str, list[datetime]] = {}
    for answer in answers:
        if answer.conversation:
            times.setdefault(answer.conversation, []).append(answer.on)
    for row in waiting:
        times.setdefault(row["conversation"], []).append(row["posted_on"])
    return times


def _above(answer: Arrival, in_page: Mapping[str, Arrival], near: Near) -> Arrival | Row | None:
    """The post that is answered, over our own posts between, as long as private words stay
    where the public does not read.
    """
    step, passed = answer, set()
    while step.post.parent_id and step.post.parent_id not in passed:
        passed.add(step.post.parent_id)
        above = in_page.get(step.post.parent_id)
        if above is None:
            stored = near.parents.get(step.post.parent_id)
            public = stored is None or stored["visibility"] != PRIVATE
            return None if stored is None or (answer.is_private and public) else stored
        if above.is_share or (answer.is_private and not above.is_private):
            return None
        if above.incoming or above.conversation:
            return above
        step = above
    return None


def _by_the_person(channel: Document, answers: Sequence[Arrival]) -> None:
    """Private posts that answer none that we have go to the conversation of whom they are for."""
    people = {
        profile_key(channel.network, answer.thread_id.removeprefix(PRIVATE_THREAD)): answer
        for answer in answers
        if answer.is_private and answer.thread_id.startswith(PRIVATE_THREAD)
    }
    profiles = select_in("Social Profile", ("name", "external_key"), "external_key", list(people))
    threads = {
        open_key(channel.name, people[row["external_key"]].thread_id, row["name"]): people[
            row["external_key"]
        ].thread_id
        for row in profiles
    }
    found = select_in("Social Conversation", ("name", "open_key"), "open_key", list(threads))
    conversations = {threads[row["open_key"]]: row["name"] for row in found}
    for answer in answers:
        if answer.is_private:
            answer.conversation = conversations.get(answer.thread_id)


def _loose(keys: Iterable[str]) -> list[Row]:
    """Answers below these keys, and answers to them, that belong to no conversation yet."""
    keys = tuple(keys)
    if not keys:
        return []
    return frappe.db.sql(
        """WITH RECURSIVE below AS (
            SELECT name, external_key, parent_key AS top FROM `tabSocial Interaction`
            WHERE parent_key IN %(keys)s
                AND direction = 'Outgoing' AND conversation IS NULL AND kind != %(share)s
            UNION
            SELECT post.name, post.external_key, below.top
            FROM below JOIN `tabSocial Interaction` post ON post.parent_key = below.external_key
            WHERE post.direction = 'Outgoing' AND post.conversation IS NULL
                AND post.kind != %(share)s
        )
        SELECT post.name, post.external_key, post.thread_id, post.visibility, post.posted_on,
            post.conversation, below.top
        FROM below JOIN `tabSocial Interaction` post ON post.name = below.name""",
        {"keys": keys, "share": SHARE},
        as_dict=True,
    )
