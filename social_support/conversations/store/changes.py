"""What changed on the network since a post was stored: edits, deletions, engagement."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe.utils import now

from social_support.conversations.keys import new_name
from social_support.conversations.store.interactions import COMPARED, INCOMING, changing_facts
from social_support.conversations.store.rows import insert_rows
from social_support.conversations.store.subject import subject_of
from social_support.networks.contract import Post

BLANK = {"text": "", "content_warning": ""}


def store_changes(posts: Sequence[Post], known: dict[str, dict[str, Any]]) -> list[str]:
    """Bring stored rows in step with `posts`; answers the interactions edited or deleted since.

    An edit keeps the earlier text as a revision. A deletion blanks the text, its revisions and its
    payload and keeps the fact. Engagement counts are refreshed without a trace.
    """
    deleted, edited, counted = [], [], []
    for post in posts:
        row = known[post.external_id]
        if row["deleted"]:
            continue
        if post.deleted:
            deleted.append(row)
        elif _differs(post, row):
            written = any((row[field] or "") != changing_facts(post)[field] for field in BLANK)
            (edited if written else counted).append((post, row))
    _keep_revisions([row for _post, row in edited if not row["added_by_hand"]])
    _update(edited + counted)
    _retitle([(post, row) for post, row in edited if row["direction"] == INCOMING])
    _blank([row["name"] for row in deleted])
    # What we ourselves wrote neither names a conversation nor keeps it open.
    theirs = [row for row in deleted if row["direction"] == INCOMING]
    _forget_in_conversations([row["conversation"] for row in theirs if row["conversation"]])
    return [row["name"] for row in [*(row for _post, row in edited), *deleted]]


def _differs(post: Post, row: dict[str, Any]) -> bool:
    facts = changing_facts(post)
    return any((row[field] or None) != (facts[field] or None) for field in COMPARED)


def _keep_revisions(rows: list[dict[str, Any]]) -> None:
    insert_rows(
        "Social Interaction Revision",
        [
            {"name": new_name(), "interaction": r["name"], "text": r["text"], "replaced_on": now()}
            for r in rows
        ],
    )


def _update(changes: list[tuple[Post, dict[str, Any]]]) -> None:
    rows = [
        {"name": row["name"], "external_key": row["external_key"], **changing_facts(post)}
        for post, row in changes
    ]
    insert_rows("Social Interaction", rows, update=COMPARED)


def _retitle(edited: list[tuple[Post, dict[str, Any]]]) -> None:
    """A conversation's subject quotes its first post: what was edited away must not stay there."""
    for post, row in edited:
        frappe.db.sql(
            """UPDATE `tabSocial Conversation` SET subject = %s
            WHERE name = %s AND visibility = 'Public' AND inbound_count = 1""",
            (subject_of(post), row["conversation"]),
        )


def _forget_in_conversations(conversations: list[str]) -> None:
    """No subject quotes a deleted post, and work whose every post is gone is closed."""
    if not conversations:
        return
    values = {"names": tuple(set(conversations)), "now": now()}
    frappe.db.sql(
        """UPDATE `tabSocial Conversation`
        SET subject = CONCAT(
            LEFT(TRIM(TRAILING ' …' FROM SUBSTRING_INDEX(subject, ': ', 1)), 253), ' …'
        ), modified = %(now)s
        WHERE name IN %(names)s AND visibility = 'Public'""",
        values,
    )
    frappe.db.sql(
        """UPDATE `tabSocial Conversation` conversation
        SET status = 'Closed', outcome = 'No Answer Needed', closed_on = %(now)s,
            waiting_since_utc = NULL, respond_by = NULL, respond_by_utc = NULL
        WHERE name IN %(names)s AND status IN ('Open', 'On Hold') AND NOT EXISTS (
            SELECT 1 FROM `tabSocial Interaction` post
            WHERE post.conversation = conversation.name
                AND post.direction = 'Incoming' AND post.deleted = 0
        )""",
        values,
    )


def _blank(names: list[str]) -> None:
    if not names:
        return
    values = {"names": tuple(names), "now": now()}
    frappe.db.sql(
        """UPDATE `tabSocial Interaction`
        SET text = '', content_warning = '', deleted = 1, can_reply = 0, modified = %(now)s
        WHERE name IN %(names)s""",
        values,
    )
    for doctype in ("Social Interaction Revision", "Social Payload"):
        frappe.db.sql(f"DELETE FROM `tab{doctype}` WHERE interaction IN %(names)s", values)
