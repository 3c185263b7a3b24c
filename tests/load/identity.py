"""The benchmark of matching: a labelled set, and the same work among few customers and many."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations.store import store_posts
from social_support.customers import recheck
from social_support.customers.identify import identify
from tests.load import crowd, site
from tests.load.children import run_inside
from tests.load.labelled.cases import PROVABLE
from tests.load.labelled.measure import Outcome, measure, posts_of, store_town
from tests.load.labelled.town import Town
from tests.load.measures import Report, say
from tests.load.memory import peak
from tests.site.support.queries import count_queries

PAGE = 100
# Of which the authors are looked at again: a tenth of those of 50,000 customers.
MOST_KEYS = 15_000


@dataclass(frozen=True)
class Size:
    """How much is measured. times: how often each case of the labelled set is made."""

    times: int
    few: tuple[int, int]
    many: tuple[int, int]
    rounds: int


FULL = Size(40, (500, 2_000), (50_000, 200_000), 9)
QUICK = Size(25, (200, 800), (2_000, 8_000), 3)


def run(quick: bool) -> dict[str, float]:
    """Measure, tell, and leave the site empty; the figures that have a goal."""
    site.check()
    size, report = QUICK if quick else FULL, Report()
    with site.alone(), crowd.gone_afterwards():
        outcome = measure(site.channel(), seed=1, times=size.times)
        frappe.db.commit()
        _tell(report, outcome)
        site.empty()
        crowd.remove()
        _measure_growth(report, size)
    figures = outcome.figures | report.figures
    say(json.dumps(figures))
    return figures


def _tell(report: Report, outcome: Outcome) -> None:
    report.title(f"{outcome.pairs:,} authors of whom it is known who they are")
    report.row("linked by themselves", f"{outcome.links:,}", beside=f"{len(outcome.wrong)} wrong")
    report.row("of those who are somebody's", f"{outcome.real:,}")
    report.row("of those who can be known for sure, missed", f"{outcome.missed.total():,}")
    report.row(
        "matches that wait for a person",
        f"{outcome.worklist:,}",
        beside=f"{outcome.worklist_right:,} of them right",
    )
    for wrong in outcome.wrong:
        report.row("WRONG", wrong)


def _measure_growth(report: Report, size: Size) -> None:
    found = {}
    for customers, authors in (size.few, size.many):
        began = time.perf_counter()
        crowd.fill(customers, authors)
        made = time.perf_counter() - began
        report.title(f"{customers:,} customers and {authors:,} authors (made in {made:,.0f} s)")
        found[customers] = _among(report, size.rounds)
        answer = run_inside("tests.load.identity.recheck_all")
        found[customers]["peak"] = answer["peak"]
        report.row(
            f"{answer['authors']:,} authors looked at again",
            f"{answer['authors'] / answer['seconds']:,.0f} authors/s",
            beside=f"{answer['peak'] / 2**20:,.0f} MB",
        )
        site.empty()
        crowd.remove()
    few, many = found.values()
    for key, words in (("page", "a page of 100 authors, time"), ("peak", "a re-check, memory")):
        report.row(words, f"{many[key] / few[key]:.2f}", beside="many against few")


def _among(report: Report, rounds: int) -> dict[str, float]:
    channel = site.channel()
    pages = [_page(channel, number) for number in range(rounds + 1)]
    seconds = sorted(seconds for _queries, seconds in pages[1:])
    queries = pages[-1][0]
    report.row("a page of 100 new authors: statements", f"{queries}")
    report.row("its median time", f"{seconds[len(seconds) // 2] * 1000:,.1f} ms")
    return {"page": seconds[len(seconds) // 2], "queries": queries}


def _page(channel: Document, number: int) -> tuple[int, float]:
    """(statements, seconds) of the matches for a page of new authors who all told something."""
    town = Town(1000 + number)
    people = [person for case in PROVABLE * PAGE for person in case(town)][:PAGE]
    store_town(town)
    stored = store_posts(channel, posts_of(town, people))
    with count_queries() as queries:
        began = time.perf_counter()
        linked = identify(stored.fresh_profiles, stored.new)
        seconds = time.perf_counter() - began
    assert len(linked) > PAGE / 2, f"only {len(linked)} of {PAGE} linked"
    frappe.db.commit()
    return len(queries), seconds


def recheck_all() -> dict[str, Any]:
    """So many keys of customers are marked, and every author who told one of them is looked at."""
    frappe.db.sql("UPDATE `tabSocial Party Key` SET to_check = 1 ORDER BY name LIMIT %s", MOST_KEYS)
    frappe.db.commit()
    authors = frappe.db.sql(
        """SELECT COUNT(DISTINCT told.profile) FROM `tabSocial Party Key` known
        JOIN `tabSocial Profile Key` told ON told.key_hash = known.key_hash
        WHERE known.to_check = 1"""
    )[0][0]
    began = time.perf_counter()
    recheck.recheck_authors(seconds=3600)
    seconds = time.perf_counter() - began
    return {"peak": peak(), "seconds": seconds, "authors": authors}
