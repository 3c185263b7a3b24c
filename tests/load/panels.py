"""The Social tab and the customer card on a site with many customers and on one with few."""

from __future__ import annotations

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe

from social_support.customers import card
from social_support.customers.panel import social_tab
from tests.load import customers, machine, site, stored
from tests.load.measures import Report, say

AGENT = "bench.agent@example.com"


@dataclass(frozen=True)
class Size:
    """posts: on the small site and on the large one; looks: customers looked at in a round."""

    small: int
    large: int
    rounds: int
    looks: int


FULL = Size(10_000, 1_000_000, 15, 20)
QUICK = Size(2_000, 60_000, 5, 10)
WORDS = {
    "customer_tab_100x": "the Social tab's data",
    "side_panel_100x": "the customer card beside a conversation",
}


def run(quick: bool) -> dict[str, float]:
    """Measure, tell, and leave the site empty; the figures that have a goal."""
    site.check()
    with site.alone(), _an_agent():
        try:
            return _run(Report(), QUICK if quick else FULL)
        finally:
            customers.empty()


def _run(report: Report, size: Size) -> dict[str, float]:
    machine.tell(report)
    channel = site.channel().name
    few = customers.fill(channel, size.small)
    with stored.aside(customers.ALL) as tables:
        tables.exchange()
        began = time.monotonic()
        many = customers.fill(channel, size.large)
        report.title(
            f"{size.large:,} posts and {many:,} customers (made in"
            f" {time.monotonic() - began:,.0f} s), and {size.small:,} posts and {few:,}"
            f" customers: {size.rounds} rounds of {size.looks} looks"
        )
        tables.exchange()
        stored.settle()
        found: dict[str, list[float]] = defaultdict(list)
        for number in range(-1, size.rounds):
            for posts, total in ((size.small, few), (size.large, many)):
                for way, seconds in _round(number, total, size.looks).items():
                    if number >= 0:
                        found[f"{way} {posts}"].append(seconds)
                tables.exchange()
    _tell(report, found, size)
    say(json.dumps(report.figures))
    return report.figures


def _tell(report: Report, found: dict[str, list[float]], size: Size) -> None:
    for way, words in WORDS.items():
        for posts in (size.small, size.large):
            times = [1000 * seconds for seconds in found[f"{way} {posts}"]]
            report.row(
                f"{words}, with {posts:,} posts",
                f"{statistics.median(times):,.1f} ms",
                beside=f"{min(times):,.1f} … {max(times):,.1f}",
            )
        pairs = zip(found[f"{way} {size.large}"], found[f"{way} {size.small}"], strict=True)
        ratio = statistics.median(large / small for large, small in pairs)
        report.figure(way, ratio, f"{words}: large against small", wanted="≤ 1.5")


def _round(number: int, total: int, looks: int) -> dict[str, float]:
    """Seconds of one look, each the median of `looks` customers whom no other round looks at."""
    begin = (number + 1) * looks
    names = [customers.name((begin + each) * 7 % total) for each in range(looks)]
    conversations = [_a_conversation_of(name) for name in names]
    frappe.db.commit()
    frappe.set_user(AGENT)
    found = {
        "customer_tab_100x": _median(lambda name: social_tab(name, AGENT), names),
        "side_panel_100x": _median(
            lambda name: card.of_conversation(name, AGENT, private=True), conversations
        ),
    }
    frappe.set_user("Administrator")
    return found


def _median(look: Callable[[str], dict | None], names: list[str]) -> float:
    """Each is looked at before: measured is what the plans cost, not the disk of this machine."""
    for name in names:
        assert look(name), f"Nothing is shown of {name}."
    times = []
    for name in names:
        began = time.perf_counter()
        look(name)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _a_conversation_of(customer: str) -> str:
    return frappe.db.sql(
        """SELECT conversation.name FROM `tabSocial Profile` profile
        JOIN `tabSocial Conversation` conversation ON conversation.profile = profile.name
        WHERE profile.customer = %s LIMIT 1""",
        customer,
    )[0][0]


@contextmanager
def _an_agent() -> Iterator[None]:
    """Somebody whose permissions are looked at, unlike Administrator's."""
    kind = {"user_type": "System User", "enabled": 1, "first_name": "Bench"}
    frappe.get_doc({"doctype": "User", "name": AGENT, "email": AGENT, **kind}).db_insert()
    for role in ("Social Agent", "Sales User", "Support Team"):
        parent = {"parent": AGENT, "parenttype": "User", "parentfield": "roles"}
        row = {"doctype": "Has Role", "name": frappe.generate_hash(length=10), "role": role}
        frappe.get_doc(row | parent).db_insert()
    frappe.db.commit()
    try:
        yield
    finally:
        frappe.db.delete("Has Role", {"parent": AGENT})
        frappe.db.delete("User", {"name": AGENT})
        frappe.db.commit()
