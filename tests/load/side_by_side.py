"""Store step and pipeline against documents and raw INSERTs: the same work in turns."""

from __future__ import annotations

import time

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import new_name
from tests.load import copies, ways
from tests.load.copies import PageRows
from tests.load.measures import Rates, Report
from tests.load.network import posts_of, recorded_bodies
from tests.load.pipeline import by_the_pipeline
from tests.load.recorded import FIRST_ID, Crowd, RecordedServer

WAYS = {
    "store": "the store step (store_posts, lock, commit)",
    "pipeline": "the whole pipeline, bytes to announcement",
    "documents": "a document at a time (doc.insert, three documents)",
    "raw": "raw multi-row INSERT of the same rows",
}


def measure(report: Report, channel: str, *, rounds: int, posts: int, known: int) -> Rates:
    """Rounds of `posts` posts each way, among them authors of the `known` stored ones."""
    rates = Rates()
    document = frappe.get_doc("Social Channel", channel)
    rows: list[PageRows] = []
    for number in range(-1, rounds):
        found, rows = _round(document, number, posts, known, rows)
        if number >= 0:  # the first one fills caches, and has nothing to copy
            for way, seconds in found.items():
                rates.add(way, posts, seconds)
    report.title(f"{rounds} rounds of {posts} new posts each way, in pages of 80")
    report.rates(rates, WAYS)
    for way, goals in (("store", ("20", "0.5")), ("pipeline", ("10", "0.25"))):
        for to, goal in zip(("documents", "raw"), goals, strict=True):
            words = f"{way} against {to}"
            report.figure(f"{way}_vs_{to}", rates.ratio(way, to), words, wanted=f"≥ {goal}")
    return rates


def server_of(name: str, number: int, posts: int, known: int) -> RecordedServer:
    """Posts that no other round has."""
    crowd = Crowd(f"{name}{number}x", known=known, strangers=posts // 2)
    first = FIRST_ID + (number + 1) * 10_000_000 + sum(map(ord, name)) * 1_000_000_000
    return RecordedServer(crowd, posts, first)


def _round(
    channel: Document, number: int, posts: int, known: int, before: list[PageRows]
) -> tuple[dict[str, float], list[PageRows]]:
    """(the seconds of each way, the rows that the store added).

    `before`: those of the round before, whose copies the other ways store. Who begins changes from
    round to round: each way leaves the database something to tidy up.
    """
    pages = posts_of(server_of("store", number, posts, known))
    server = server_of("pipeline", number, posts, known)
    bodies = recorded_bodies(server)
    raw, documents = (copies.Copier().copy(before) for _way in range(2))
    names: list[list[str]] = []
    ways_to_go = {
        "store": lambda: ways.by_the_store(channel, pages, names),
        "pipeline": lambda: by_the_pipeline(channel.name, server, bodies),
        "raw": lambda: ways.by_raw_inserts(raw),
        "documents": lambda: ways.by_documents(documents),
    }
    order = [*ways_to_go][number % 4 :] + [*ways_to_go][: number % 4]
    since = new_name()
    time.sleep(0.002)  # names tell the millisecond
    seconds = {way: ways_to_go[way]() for way in order}
    return {way: seconds[way] for way in ways_to_go}, copies.added_by(names, since)
