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


def answered_now(answers: Sequence[Arrival], in_page: Mapping[str, Arrival], near: Near) -> None:
    """Attach those that are left to conversations that this page opens or finds."""
    private = {
        arrival.thread_id: arrival.conversation
        for arrival in in_page.values()
        if arrival.incoming and arrival.is_private and not arrival.is_share
    }
    for answer in answers:
        if answer.conversation:
            continue
        above = _above(answer, in_page, near)
        if isinstance(above, Arrival):
            answer.conversation = above.conversation
        elif answer.is_private:
            answer.conversation = private.get(answer.thread_id)


def waiting_answers(channel: str, arrivals: Iterable[Arrival], near: Near) -> list[Row]:
    """Stored answers of ours that arrived before what they answer: rows with `conversation` and
    `thread_id` as they are to be, and `posted_on`.
    """
    found = _loose(near.loose)
    if not found:
        return []
    targets: dict[str, Arrival] = {}
    for arrival in arrivals:
        if arrival.incoming and arrival.is_private:
            targets[private_key(channel, arrival.post.author.external_id)] = arrival
        targets[arrival.key] = arrival
    rows = []
    for row in found:
        target = targets[row.pop("top")]
        private = row.pop("visibility") == PRIVATE
        if target.conversation and not (private and not target.is_private):
            thread = target.thread_id if private else row["thread_id"]
            rows.append({**row, "conversation": target.conversation, "thread_id": thread})
    return rows


def attach(rows: Sequence[Row]) -> None:
    """Write what `waiting_answers` found."""
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
            below.top
        FROM below JOIN `tabSocial Interaction` post ON post.name = below.name""",
        {"keys": keys, "share": SHARE},
        as_dict=True,
    )
