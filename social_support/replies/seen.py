"""Did somebody else answer while a person was writing?

Names of interactions and replies are in the order of their making, so the newest name that a
person has seen divides what that person knows from what came since.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Max
from frappe.utils import format_datetime, get_fullname

from .outcome import SENDING, SENT, UNCONFIRMED


def newest_in(conversation: str) -> str:
    """The newest name among the conversation's posts and replies; "" when there is none."""
    return max(_newest("Social Interaction", conversation), _newest("Social Reply", conversation))


def answered_since(
    conversation: str, seen: str, apart_from: str | None = None
) -> dict[str, Any] | None:
    """The newest answer made after `seen`: {who, when (site time), words}, or None.

    Answers that are still on their way count: two people would send the same one. `apart_from` is
    the asker's own reply, inserted before: what others inserted and committed is then seen too.
    """
    return _reply_since(conversation, seen, apart_from) or _post_since(conversation, seen)


def _reply_since(conversation: str, seen: str, apart_from: str | None) -> dict[str, Any] | None:
    reply = frappe.qb.DocType("Social Reply")
    query = (
        frappe.qb.from_(reply)
        .select(reply.author, reply.queued_on)
        .where((reply.conversation == conversation) & (reply.name > seen))
        .where(reply.status.isin([SENDING, SENT, UNCONFIRMED]))
        .orderby(reply.name, order=frappe.qb.desc)
        .limit(1)
    )
    if apart_from:
        # Only a locking read sees what was committed since this transaction began. It comes after
        # the insert, or two people answering two authors could lock each other's gap in the index.
        query = query.where(reply.name != apart_from).for_update()
    found = query.run(as_dict=True)
    return _told(get_fullname(found[0].author), found[0].queued_on) if found else None


def _post_since(conversation: str, seen: str) -> dict[str, Any] | None:
    """An answer that was read from the network; those of our own outbox are told by their reply."""
    post, reply = frappe.qb.DocType("Social Interaction"), frappe.qb.DocType("Social Reply")
    found = (
        frappe.qb.from_(post)
        .left_join(reply)
        .on(reply.external_key == post.external_key)
        .select(post.profile, post.posted_on)
        .where((post.conversation == conversation) & (post.name > seen))
        .where((post.direction == "Outgoing") & reply.name.isnull())
        .orderby(post.name, order=frappe.qb.desc)
        .limit(1)
        .run(as_dict=True)
    )
    if not found:
        return None
    handle = frappe.db.get_value("Social Profile", found[0].profile, "handle")
    return _told(f"@{handle}", found[0].posted_on)


def _told(who: str, when: Any) -> dict[str, Any]:
    sentence = _("{0} answered on {1}. Read it in the thread before you send yours.")
    return {"who": who, "when": when, "words": sentence.format(who, format_datetime(when))}


def _newest(doctype: str, conversation: str) -> str:
    table = frappe.qb.DocType(doctype)
    query = frappe.qb.from_(table).select(Max(table.name))
    return query.where(table.conversation == conversation).run()[0][0] or ""
