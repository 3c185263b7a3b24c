"""The labelled set goes through the pipeline's own steps, and what came of it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import profile_key
from social_support.conversations.store import store_posts
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.customers import party_keys
from social_support.customers.identify import identify
from social_support.customers.party import party_of
from social_support.networks.posts import PRIVATE, Post
from tests.load.labelled.cases import ALL, PROVABLE, STRANGERS, Case, Person
from tests.load.labelled.town import Town
from tests.load.labelled.when import POSTED_AT

PAGE = 100


@dataclass
class Outcome:
    """wrong: what was linked to somebody else, in words; missed: provable ones that were not
    linked, per case; worklist: open matches, and how many of them are right."""

    pairs: int = 0
    links: int = 0
    right: int = 0
    real: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: Counter = field(default_factory=Counter)
    worklist: int = 0
    worklist_right: int = 0

    @property
    def figures(self) -> dict[str, float]:
        return {
            "pairs": self.pairs,
            "automatic_links": self.links,
            "automatic_precision": round(self.right / self.links, 4) if self.links else 0.0,
            "automatic_recall": round(self.right / self.real, 4) if self.real else 0.0,
            "matches_per_profile": round(self.worklist / self.pairs, 4) if self.pairs else 0.0,
        }


def measure(channel: Document, *, seed: int, times: int) -> Outcome:
    """Make every case `times` times, store it and look who was linked. Commits nothing."""
    town = Town(seed)
    people = [(case, person) for case in ALL * times for person in case(town)]
    store_town(town)
    town.random.shuffle(people)
    for begin in range(0, len(people), PAGE):
        page = [person for _case, person in people[begin : begin + PAGE]]
        stored = store_posts(channel, posts_of(town, page))
        identify(stored.fresh_profiles, stored.new)
    return _outcome(channel.network, people)


def store_town(town: Town) -> None:
    """Write what ERPNext knows, and the keys that its document events would have written."""
    for doctype, rows in town.rows.items():
        insert_rows(doctype, rows)
    for doctype in party_keys.PARTIES:
        party_keys.refresh(doctype, [row["name"] for row in town.rows[doctype]])


def posts_of(town: Town, people: Sequence[Person]) -> list[Post]:
    return [
        post
        for person in people
        for post in (
            *(_post(town, person, text, private=True) for text in person.private),
            *([_post(town, person, person.public)] if person.public else []),
        )
    ]


def _post(town: Town, person: Person, text: str, *, private: bool = False) -> Post:
    number = f"{town.seed}{town.next():09d}"
    seen = {"visibility": PRIVATE, "kind": "Direct Message"} if private else {"kind": "Mention"}
    return Post(number, person.author, POSTED_AT, thread_id=number, text=text, **seen)


def _outcome(network: str, people: Sequence[tuple[Case, Person]]) -> Outcome:
    keys = {profile_key(network, person.author.external_id): person for _case, person in people}
    fields = ("name", "external_key", "customer", "lead", "contact")
    rows = {
        row["external_key"]: row
        for row in select_in("Social Profile", fields, "external_key", list(keys))
    }
    outcome = Outcome(pairs=len(people), real=sum(bool(person.truth) for _case, person in people))
    for case, person in people:
        _count(outcome, case, person, rows[profile_key(network, person.author.external_id)])
    _count_worklist(outcome, {row["name"]: keys[key] for key, row in rows.items()})
    return outcome


def _count(outcome: Outcome, case: Case, person: Person, row: dict) -> None:
    linked, truth = party_of(row), person.truth
    real = truth and (truth.doctype, truth.name)
    if linked:
        outcome.links += 1
        outcome.right += linked == real
        if linked != real or case in STRANGERS:
            outcome.wrong.append(f"{case.__name__}: {linked.name}, and is {real}")
    elif case in PROVABLE:
        outcome.missed[case.__name__] += 1


def _count_worklist(outcome: Outcome, people: dict[str, Person]) -> None:
    fields = ["profile", "customer", "lead", "contact"]
    filters = {"profile": ("in", [*people]), "decision": "Open"}
    for row in frappe.get_all("Social Link Suggestion", filters, fields):
        truth = people[row.profile].truth
        outcome.worklist += 1
        outcome.worklist_right += bool(truth) and party_of(row) == (truth.doctype, truth.name)
