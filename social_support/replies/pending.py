"""Replies as the thread shows them, as long as they are not posts of it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType

from social_support.networks.contract import PRIVATE

from .outcome import FAILED, SENDING, UNCONFIRMED

MOST = 20


def in_thread(conversation: str, include_private: bool) -> list[dict[str, Any]]:
    """Sending, failed and unconfirmed replies, oldest first: name, text, status, visibility, error,
    permalink, queued_on, in_reply_to, author, author_name."""
    reply, person = DocType("Social Reply"), DocType("User")
    query = (
        frappe.qb.from_(reply)
        .left_join(person)
        .on(person.name == reply.author)
        .select(reply.name, reply.text, reply.status, reply.visibility, reply.error)
        .select(reply.permalink, reply.queued_on, reply.in_reply_to, reply.author)
        .select(person.full_name.as_("author_name"))
        .where(reply.conversation == conversation)
        .where(reply.status.isin([SENDING, FAILED, UNCONFIRMED]))
        .orderby(reply.name)
        .limit(MOST)
    )
    if not include_private:
        query = query.where(reply.visibility != PRIVATE)
    return query.run(as_dict=True)
