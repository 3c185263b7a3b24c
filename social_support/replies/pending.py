"""Replies as the thread shows them, as long as they are not posts of it.

A private answer to a public post never is: it is a post of the private conversation with its
author, and stands beside the public one for those alone who may read both.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType

from social_support.networks.contract import PRIVATE, PUBLIC

from .outcome import FAILED, SENDING, SENT, UNCONFIRMED

MOST = 20


def in_thread(conversation: str, include_private: bool) -> list[dict[str, Any]]:
    """Sending, failed and unconfirmed replies, and those that were sent in private where the post
    is public, the newest MOST of them, oldest first: name, text, status, visibility, error,
    permalink, queued_on, sent_on, in_reply_to, author, author_name.
    """
    reply, person = DocType("Social Reply"), DocType("User")
    answered = DocType("Social Interaction")
    beside = (reply.visibility == PRIVATE) & (answered.visibility == PUBLIC)
    query = (
        frappe.qb.from_(reply)
        .left_join(person)
        .on(person.name == reply.author)
        .left_join(answered)
        .on(answered.name == reply.in_reply_to)
        .select(reply.name, reply.text, reply.status, reply.visibility, reply.error)
        .select(reply.permalink, reply.queued_on, reply.sent_on)
        .select(reply.in_reply_to, reply.author)
        .select(person.full_name.as_("author_name"))
        .where(reply.conversation == conversation)
        .where(
            reply.status.isin([SENDING, FAILED, UNCONFIRMED]) | ((reply.status == SENT) & beside)
        )
        .orderby(reply.name, order=frappe.qb.desc)
        .limit(MOST)
    )
    if not include_private:
        query = query.where(reply.visibility != PRIVATE)
    return query.run(as_dict=True)[::-1]
