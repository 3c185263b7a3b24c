"""What the tests create is named here, and removed when the test ends."""

from __future__ import annotations

from collections.abc import Callable

import frappe

from tests.site.support.removal import Filter, remove, remove_user

OF_A_CHANNEL = ("Social Stream State", "Social Sync Log", "Social Reply", "Social Channel Metric")
OF_AN_AUTHOR = ("Social Link Suggestion", "Social Link Decision", "Social Profile Key")
OF_AN_INTERACTION = ("Social Interaction Revision", "Social Payload")


class Cleanup:
    """A list of removals, done last to first. What was never committed needs none."""

    def __init__(self) -> None:
        self._removals: list[Callable[[], None]] = []

    def call(self, removal: Callable[[], None]) -> None:
        """Have `removal` called at the end of the test."""
        self._removals.append(removal)

    def values_of(self, customer: str) -> None:
        """Rows are removed one by one here, and what a customer brings is none of theirs."""
        for doctype in ("Customer Social Value", "Social Value Change"):
            self.call(lambda doctype=doctype: remove_all(doctype, customer=customer))

    def doc(self, doctype: str, name: str) -> None:
        self._if_there(doctype, name, lambda: remove(doctype, name))

    def user(self, user: str) -> None:
        self._if_there("User", user, lambda: remove_user(user))

    def channel(self, name: str) -> None:
        self._if_there("Social Channel", name, lambda: remove_channel(name))

    def profile(self, name: str) -> None:
        self._if_there("Social Profile", name, lambda: remove_profile(name))

    def _if_there(self, doctype: str, name: str, removal: Callable[[], None]) -> None:
        """Most documents are never committed and gone with the rollback."""
        self.call(lambda: removal() if frappe.db.exists(doctype, name) else None)

    def run(self) -> None:
        """Remove everything that was named, and commit."""
        while self._removals:
            self._removals.pop()()
        frappe.db.commit()


def remove_channel(channel: str) -> None:
    """Delete a Social Channel and all that came in or went out through it."""
    rows = frappe.get_all("Social Interaction", {"channel": channel}, ["name", "profile"])
    interactions = tuple(row.name for row in rows)
    for doctype in OF_AN_INTERACTION:
        remove_all(doctype, interaction=("in", interactions))
    remove("Social Interaction", *interactions)
    for doctype in OF_A_CHANNEL:
        remove_all(doctype, channel=channel)
    remove_conversations(channel)
    remove_those_nobody_knows({row.profile for row in rows if row.profile})
    remove("Social Channel", channel)


def remove_conversations(channel: str) -> None:
    rows = frappe.get_all("Social Conversation", {"channel": channel}, ["name", "issue"])
    remove("Issue", *(row.issue for row in rows if row.issue))
    remove("Social Conversation", *(row.name for row in rows))


def remove_those_nobody_knows(profiles: set[str]) -> None:
    """An author that another channel has read stays."""
    written = {"profile": ("in", tuple(profiles))}
    known = frappe.get_all("Social Interaction", written, pluck="profile", distinct=True)
    remove_profile(*(profiles - set(known)))


def remove_profile(*profiles: str) -> None:
    for doctype in OF_AN_AUTHOR:
        remove_all(doctype, profile=("in", profiles))
    remove("Social Profile", *profiles)


def remove_all(doctype: str, **filters: Filter) -> None:
    remove(doctype, *frappe.get_all(doctype, filters, pluck="name"))
