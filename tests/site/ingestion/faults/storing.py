"""What the processes of the tests with two workers do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import frappe

from social_support.conversations import channels
from social_support.conversations.store import begin_page
from social_support.ingestion import lease, run, streams
from social_support.ingestion.page import store_page, take_in
from social_support.ingestion.sync_log import Summary
from social_support.networks.contract import Author, Page, Post

MENTIONS = "Mentions"


def poll(channel: str, rounds: int, seed: int) -> None:
    """Read the channel again and again, now and then without waiting for the other's lease."""
    dice = random.Random(seed)
    for _round in range(rounds):
        streams.make_due(channel)
        if dice.random() < 0.5:
            lease_is_over(channel)
        held = lease.claim(channel)
        frappe.db.commit()
        if held:
            run.read_channel(channel, held.token)


def lease_is_over(channel: str) -> None:
    """Whoever has the channel stood still for too long."""
    frappe.db.sql(
        """UPDATE `tabSocial Stream State`
        SET lease_until_utc = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND
        WHERE channel = %s AND lease_until_utc IS NOT NULL""",
        channel,
    )


def store_pages(channel: str, authors: Sequence[str], rounds: int, seed: int) -> None:
    """Store a page of each author's post in each round, as a run does, the authors in any order."""
    dice = random.Random(seed)
    held = lease.claim(channel)
    frappe.db.commit()
    doc = channels.load(channel)
    state = _state(channel)
    for number in range(rounds):
        page = page_of(dice.sample(authors, len(authors)), number)
        store_page(doc, held, state, page, Summary(doc, MENTIONS))


def store_without_waiting(channel: str, authors: Sequence[str], rounds: int) -> None:
    """The same, and whatever would have to wait for a lock fails."""
    frappe.db.sql("SET SESSION innodb_lock_wait_timeout = 0")
    doc = channels.load(channel)
    state = _state(channel)
    frappe.db.commit()
    for number in range(rounds):
        begin_page(channel)
        page = page_of(authors, number)
        take_in(doc, page, state.name)
        streams.advance(state.name, page.next_cursor)
        frappe.db.commit()


def page_of(authors: Sequence[str], number: int) -> Page:
    """One post of each author."""
    now = datetime.now(timezone.utc)
    posts = [_post(author, number, now - timedelta(hours=1)) for author in authors]
    return Page(tuple(posts), str(number))


def _post(author: str, number: int, posted_on: datetime) -> Post:
    url = f"https://example.social/@{author}"
    facts = {"external_id": f"{author}-{number}", "thread_id": f"{author}-{number}"}
    # Followers change all the time, so that known authors are written again.
    who = Author(url, author, author.title(), url, followers=number + 1, bio="I drill.")
    return Post(author=who, posted_on=posted_on, kind="Mention", text=f"Post {number}", **facts)


def _state(channel: str) -> dict:
    filters = {"channel": channel, "stream": MENTIONS}
    return frappe.get_all("Social Stream State", filters, streams.FIELDS)[0]
