"""The same work on a site with few posts and on one with many, in turns."""

from __future__ import annotations

import time

import frappe

from tests.load import stored, ways
from tests.load.measures import Rates, Report
from tests.load.network import posts_of, recorded_bodies
from tests.load.pipeline import by_the_pipeline
from tests.load.side_by_side import server_of


def measure(
    report: Report, channel: str, *, rounds: int, posts: int, small: int, large: int
) -> None:
    """The tables hold `small` posts at first and at the end; `large` are made beside them."""
    rates = Rates()
    with stored.aside() as tables:
        tables.exchange()
        began = time.monotonic()
        stored.fill(channel, large)
        report.title(
            f"With {large:,} posts stored (made in {time.monotonic() - began:,.0f} s)"
            f" and with {small:,}, {rounds} rounds of {posts} posts"
        )
        tables.exchange()
        stored.settle()
        for number in range(-1, rounds):
            for size in (small, large):
                found = _round(channel, f"{size} ", number, posts, stored.known_authors(size))
                tables.exchange()
                if number >= 0:
                    for way, seconds in found.items():
                        rates.add(f"{way} {size}", posts, seconds)
    _tell(report, rates, small, large)


def _tell(report: Report, rates: Rates, small: int, large: int) -> None:
    words = {"store": "store step", "pipeline": "pipeline"}
    for way, what in words.items():
        report.rates(rates, {f"{way} {size}": f"{what} with {size:,}" for size in (small, large)})
    ratios = {way: rates.ratio(f"{way} {large}", f"{way} {small}") for way in words}
    slower = min(ratios, key=ratios.get)
    what = f"{large:,} against {small:,}: {words[slower]}, the slower of both"
    report.figure("rate_1m_vs_10k", ratios[slower], what, wanted="≥ 0.9")


def _round(channel: str, name: str, number: int, posts: int, known: int) -> dict[str, float]:
    document = frappe.get_doc("Social Channel", channel)
    pages = posts_of(server_of(f"{name}store", number, posts, known))
    server = server_of(f"{name}pipeline", number, posts, known)
    bodies = recorded_bodies(server)
    return {
        "store": ways.by_the_store(document, pages),
        "pipeline": by_the_pipeline(channel, server, bodies),
    }
