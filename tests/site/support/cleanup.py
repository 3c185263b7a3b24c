"""What the tests create is named here, and removed when the test ends."""

from __future__ import annotations

from collections.abc import Callable

import frappe

from tests.site.support.removal import remove, remove_user

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
    interactions = frappe.get_all("Social Interaction", {"channel": channel}, ["name", "profile"])
    for interaction in interactions:
        for doctype in OF_AN_INTERACTION:
            remove_all(doctype, interaction=interaction.name)
        remove("Social Interaction", interaction.name)
    for doctype in OF_A_CHANNEL:
        remove_all(doctype, channel=channel)
    remove_conversations(channel)
    for profile in {row.profile for row in interactions if row.profile}:
        remove_if_nobody_knows(profile)
    remove("Social Channel", channel)


def remove_conversations(channel: str) -> None:
    for row in frappe.get_all("Social Conversation", {"channel": channel}, ["name", "issue"]):
        if row.issue:
            remove("Issue", row.issue)
        remove("Social Conversation", row.name)


def remove_if_nobody_knows(profile: str) -> None:
    """An author that another channel has read stays."""
    if not frappe.db.exists("Social Interaction", {"profile": profile}):
        remove_profile(profile)


def remove_profile(profile: str) -> None:
    for doctype in OF_AN_AUTHOR:
        remove_all(doctype, profile=profile)
    remove("Social Profile", profile)


def remove_all(doctype: str, **filters: str) -> None:
    for name in frappe.get_all(doctype, filters, pluck="name"):
        remove(doctype, name)
