"""What authors wrote to us in private: the only texts of theirs that tell who they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe

from social_support.customers import regions

MOST_PER_AUTHOR = 20
"""The newest: people say who they are in the message that brings the matter, not a year before."""


@dataclass(frozen=True)
class PrivateMessage:
    """region: of the company that it was written to, or None."""

    profile: str
    text: str
    region: str | None


def of_authors(profiles: Sequence[str]) -> list[PrivateMessage]:
    """Their newest private messages, by way of their private conversations: an author who writes
    much in public has few of those.
    """
    if not profiles:
        return []
    rows = frappe.db.sql(
        """SELECT profile, channel, text FROM (
            SELECT conversation.profile, conversation.channel, interaction.text,
                ROW_NUMBER() OVER (
                    PARTITION BY conversation.profile ORDER BY interaction.posted_at_utc DESC
                ) AS number
            FROM `tabSocial Conversation` conversation
            JOIN `tabSocial Interaction` interaction ON interaction.conversation = conversation.name
            WHERE conversation.profile IN %(profiles)s AND conversation.visibility = 'Private'
                AND interaction.direction = 'Incoming' AND interaction.deleted = 0
                AND interaction.visibility = 'Private'
                AND interaction.profile = conversation.profile
        ) message WHERE number <= %(most)s AND text != '' ORDER BY profile, number DESC""",
        {"profiles": tuple(profiles), "most": MOST_PER_AUTHOR},
    )
    known = {channel: regions.of_channel(channel) for channel in {row[1] for row in rows}}
    return [PrivateMessage(profile, text, known[channel]) for profile, channel, text in rows]
