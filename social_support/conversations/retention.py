"""Take the words out of what was stored long ago, a batch at a time; the facts stay."""

from __future__ import annotations

from collections.abc import Sequence

import frappe

from social_support.conversations.removal import CONVERSATION, INTERACTION, PROFILE, REPLY
from social_support.conversations.store.blank import blank
from social_support.conversations.store.rows import lock_rows, select_in, update_rows
from social_support.conversations.store.subject import without_words

BATCH = 500


def remove_texts(channel: str, after: str, before: str) -> str | None:
    """Blank the channel's posts and replies whose names lie between: the last one's name, None
    where none is left.

    Names are in the order in which rows were stored (`keys.new_name`), so that each row is looked
    at once, by the primary key. The caller has the channel's lock, and commits.
    """
    posts = _posts(channel, after, before)
    full = len(posts) == BATCH
    end = posts[-1]["name"] if full else before
    blank([row["name"] for row in posts], text_removed=1)
    _forget_subjects([row["conversation"] for row in posts if row["conversation"]])
    _blank_replies(channel, after, end)
    return end if full else None


def _posts(channel: str, after: str, before: str) -> list[dict[str, str]]:
    return frappe.db.sql(
        f"""SELECT name, conversation FROM `tab{INTERACTION}` FORCE INDEX (PRIMARY)
        WHERE name > %(after)s AND name < %(before)s AND channel = %(channel)s
        ORDER BY name LIMIT {BATCH}""",
        {"after": after, "before": before, "channel": channel},
        as_dict=True,
    )


def _forget_subjects(conversations: Sequence[str]) -> None:
    """A subject is the beginning of the first post, and none is older than those that went."""
    rows = lock_rows(CONVERSATION, ("profile", "visibility"), conversations)
    profiles = {row["profile"] for row in rows.values() if row["profile"]}
    handles = {
        row["name"]: row["handle"] or ""
        for row in select_in(PROFILE, ["name", "handle"], "name", list(profiles))
    }
    update_rows(
        CONVERSATION,
        [
            {
                "name": name,
                "subject": without_words(handles.get(row["profile"], ""), row["visibility"]),
            }
            for name, row in rows.items()
        ],
    )


def _blank_replies(channel: str, after: str, end: str) -> None:
    """What did not go out by now never does: nobody could read it before."""
    frappe.db.sql(
        f"""UPDATE `tab{REPLY}` SET text = '', status = IF(status = 'Sent', status, 'Cancelled')
        WHERE channel = %(channel)s AND name > %(after)s AND name <= %(end)s""",
        {"channel": channel, "after": after, "end": end},
    )
