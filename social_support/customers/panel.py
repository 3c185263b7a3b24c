"""What the pages of customers, leads and contacts show: the headline and the Social tab.

A fixed number of queries, each bounded, whether somebody wrote five posts or five thousand.
"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika import Order

from social_support.conversations import sight
from social_support.conversations.also_on import once
from social_support.conversations.thread import card
from social_support.customers import card as customer_card
from social_support.customers import conversations_of
from social_support.customers.access import may_answer, may_link, may_see_private, only_seen
from social_support.customers.evidence import TOLD_US
from social_support.customers.party import CUSTOMER, Party
from social_support.customers.suggestions import OPEN
from social_support.networks.registry import labels

MOST_CARDS = 20
MOST_AUTHORS = 20
SUGGESTION = "Social Link Suggestion"
MOST_SUGGESTIONS = 10
MOOD_DAYS = 90
SENTIMENTS = ("negative", "positive", "neutral", "not_rated")


def social_tab(name: str, user: str, doctype: str = CUSTOMER) -> dict[str, Any]:
    """The whole tab as `user`, who may read this customer, lead or contact, is to see it.

    headline (see there) · authors · suggestions (for those who may decide on them) · mood: counts
    of the last 90 days · waiting, history.rows: conversation cards (see thread.card), history.total
    · may: what the user may do · card: see card.of_party · channels: how many channels listen.
    """
    party, private = Party(doctype, name), may_see_private(user, name, doctype)
    waiting = conversations_of.waiting(party, private, MOST_CARDS)
    settled = conversations_of.settled(party, private, MOST_CARDS)
    cards = {row["name"]: row for row in once(card([*waiting, *settled]))}
    return {
        "headline": _headline(party, private),
        "authors": _authors(party, private and not sight.is_restricted(user)),
        "suggestions": only_seen(SUGGESTION, _suggestions(party), user) if may_link(user) else [],
        "mood": _mood(party, private),
        "waiting": [cards[name] for name in waiting if name in cards],
        "history": {
            "rows": [cards[name] for name in settled if name in cards],
            "total": conversations_of.count_settled(party, private),
        },
        "may": {
            "answer": may_answer(user),
            "link": may_link(user),
            "see_private": private,
            "convert": bool(frappe.has_permission("Issue", "create", user=user)),
        },
        "card": customer_card.of_party(
            party, user, [cards[each] for each in waiting if each in cards]
        ),
        "channels": _listening(user),
    }


def headline(name: str, user: str, doctype: str = CUSTOMER) -> dict[str, Any] | None:
    """open, negative: how many conversations; next_due: site time or None; conversation: the one
    to look at first. None when nothing is open or negative."""
    return _headline(Party(doctype, name), may_see_private(user, name, doctype))


def _listening(user: str) -> int:
    seen = sight.channels_of(user)
    named = {} if seen is None else {"name": ["in", seen or [""]]}
    return frappe.db.count("Social Channel", {"mode": ["!=", "Off"]} | named)


def _headline(party: Party, private: bool) -> dict[str, Any] | None:
    summary = conversations_of.summary(party, private)
    return summary if summary["open"] or summary["negative"] else None


def _mood(party: Party, private: bool) -> dict[str, int]:
    counts = conversations_of.mood(party, private, MOOD_DAYS)
    by_key = {(name or "Not Rated").lower().replace(" ", "_"): n for name, n in counts.items()}
    return {"days": MOOD_DAYS} | {key: by_key.get(key, 0) for key in SENTIMENTS}


def _authors(party: Party, private: bool) -> list[dict[str, Any]]:
    profile, person, contact = DocType("Social Profile"), DocType("User"), DocType("Contact")
    query = (
        frappe.qb.from_(profile)
        .left_join(person)
        .on(person.name == profile.linked_by)
        .left_join(contact)
        .on(contact.name == profile.contact)
        .select(profile.name.as_("profile"), profile.network, profile.handle, profile.url)
        .select(profile.display_name, profile.verified, profile.followers, profile.linked_how)
        .select(profile.link_basis.as_("basis"), profile.link_evidence.as_("evidence"))
        .select(person.full_name.as_("linked_by"), profile.linked_on)
        .select(profile.contact, contact.full_name.as_("contact_name"))
        .where(profile[party.column] == party.name)
        .orderby(profile.linked_on, order=Order.desc)
        .limit(MOST_AUTHORS)
    )
    rows = [_with_label(row) for row in query.run(as_dict=True)]
    return rows if private else [_without_what_was_told(row) for row in rows]


def _suggestions(party: Party) -> list[dict[str, Any]]:
    suggestion, profile = DocType("Social Link Suggestion"), DocType("Social Profile")
    query = (
        frappe.qb.from_(suggestion)
        .join(profile)
        .on(profile.name == suggestion.profile)
        .select(suggestion.name, suggestion.profile, profile.network, profile.handle)
        .select(profile.display_name, profile.url, suggestion.evidence)
        .where((suggestion[party.column] == party.name) & (suggestion.decision == OPEN))
        .where(profile.erased == 0)
        .orderby(suggestion.score, order=Order.desc)
        .limit(MOST_SUGGESTIONS)
    )
    return [_with_label(row) for row in query.run(as_dict=True)]


def _with_label(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"network_label": labels().get(row["network"], row["network"])}


def _without_what_was_told(row: dict[str, Any]) -> dict[str, Any]:
    """What somebody wrote to us in private is not quoted to those who may not read it."""
    if row["basis"] != TOLD_US:
        return row
    return row | {"evidence": _("They told us in a private message.")}
