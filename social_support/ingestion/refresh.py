"""Look again at recent posts, so that edits and deletions are seen."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe.model.document import Document

from social_support.networks.contract import Network, Page

MAX_POSTS = 20
PER_PAGE = 5
WAITING = ("Open", "Replied")


def changed_posts(channel: Document, network: Network) -> Iterator[Page]:
    """The newest 20 posts of conversations that are open or replied, as they stand now.

    In pages of five: each post is a call of its own on most networks, and what was read should be
    stored before the next one fails.
    """
    ids = _recent(channel.name)
    for start in range(0, len(ids), PER_PAGE):
        yield Page(tuple(network.refresh(ids[start : start + PER_PAGE])), None)


def _recent(channel: str) -> list[str]:
    interaction = frappe.qb.DocType("Social Interaction")
    conversation = frappe.qb.DocType("Social Conversation")
    return (
        frappe.qb.from_(interaction)
        .join(conversation)
        .on(conversation.name == interaction.conversation)
        .select(interaction.external_id)
        .where(interaction.channel == channel)
        .where(interaction.deleted == 0)
        # A post added by hand whose id the network alone knows bears its link in place of it.
        .where(interaction.external_id != interaction.permalink)
        # What a person saw and our account can't see is not deleted for that.
        .where((interaction.added_by_hand == 0) | (interaction.can_reply == 1))
        .where(conversation.status.isin(WAITING))
        .orderby(interaction.posted_at_utc, order=frappe.qb.desc)
        .limit(MAX_POSTS)
        .run(pluck=True)
    )
