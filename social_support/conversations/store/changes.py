"""What changed on the network since a post was stored: edits, deletions, visibility, engagement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frappe.model.document import Document
from frappe.utils import now

from social_support.conversations.clock import site_zone
from social_support.conversations.keys import new_name
from social_support.conversations.store.blank import blank
from social_support.conversations.store.interactions import INCOMING, edited_on
from social_support.conversations.store.recount import recount
from social_support.conversations.store.rehome import rehome
from social_support.conversations.store.rows import insert_rows, select_in, update_rows
from social_support.conversations.store.shares import forget_deleted, standing_shares
from social_support.networks.contract import Post

WORDS = ("text", "content_warning")
EDITED = (*WORDS, "edited_on", "visibility")
COUNTS = ("reply_count", "share_count", "like_count")
QUIET = ("permalink", "can_reply", "cannot_reply_reason", "hidden_on_network", *COUNTS)
Row = dict[str, Any]


@dataclass
class Change:
    """A known post that reads differently now: its row, and the columns as they are to be."""

    post: Post
    row: Row
    facts: Row

    def moved(self, fields: Iterable[str]) -> bool:
        """Whether one of these columns takes another value."""
        return any((self.row[name] or None) != (self.facts[name] or None) for name in fields)


@dataclass
class Changed:
    """names: interactions edited or deleted since; conversations: those that posts moved to;
    answers: our posts behind which nothing stands any more.
    """

    names: list[str] = field(default_factory=list)
    conversations: set[str] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)


def store_changes(channel: Document, posts: Sequence[Post], known: Mapping[str, Row]) -> Changed:
    """Bring stored rows in step with `posts`.

    An edit keeps the earlier text as a revision; one that is older than what is stored changes
    nothing. A deletion blanks the text, its revisions and its payload and keeps the fact; what was
    blanked here, because its time was over, stays so.
    Engagement counts, and whether it is hidden, are refreshed without a trace. A post whose
    visibility changed goes to the conversation where it belongs now, so that private words do not
    stay in a public one.
    """
    gone = [
        known[p.external_id] for p in posts if p.deleted and not known[p.external_id]["deleted"]
    ]
    changes = _changes(posts, known)
    edits = [change for change in changes if change.moved(EDITED)]
    _keep_revisions(change.row for change in edits if _is_edit(change))
    update_rows("Social Interaction", [_columns(change) for change in changes])
    blank([row["name"] for row in gone], deleted=1, can_reply=0)
    forget_deleted(gone)
    hidden = [change for change in edits if change.moved(["visibility"])]
    conversations = rehome(channel, [(change.post, change.row) for change in hidden])
    touched = _touched([*gone, *(change.row for change in edits)])
    answers = recount(touched | conversations)
    names = [change.row["name"] for change in edits] + [row["name"] for row in gone]
    return Changed(names, conversations, answers)


def _changes(posts: Sequence[Post], known: Mapping[str, Row]) -> list[Change]:
    zone = site_zone()
    seen = _seen_shares(posts, known)
    changes = []
    for post in posts:
        row = known[post.external_id]
        if post.deleted or row["deleted"] or row["text_removed"]:
            continue
        edited = edited_on(post, zone)
        if _is_older(edited, row["edited_on"]):
            continue
        change = Change(post, row, _facts(post, row, edited, seen))
        if change.moved((*EDITED, *QUIET)):
            changes.append(change)
    return _without_erased(changes)


def _is_older(edited: datetime | None, stored: datetime | None) -> bool:
    """A version that was never edited is older than one that was."""
    return stored is not None and (edited is None or edited < stored)


def _facts(post: Post, row: Row, edited: datetime | None, seen: Mapping[str, int]) -> Row:
    counts = post.counts
    return {
        "text": post.text,
        "content_warning": post.content_warning,
        "edited_on": edited,
        "visibility": post.visibility,
        "permalink": post.permalink or row["permalink"],
        "can_reply": int(post.can_reply),
        "cannot_reply_reason": post.cannot_reply_reason,
        # What the network does not tell stays as it is.
        "hidden_on_network": (
            row["hidden_on_network"] if post.hidden is None else int(post.hidden)
        ),
        "reply_count": row["reply_count"] if counts.replies is None else counts.replies,
        "share_count": (
            row["share_count"]
            if counts.shares is None
            else max(counts.shares, seen.get(row["external_key"], 0))
        ),
        "like_count": row["like_count"] if counts.likes is None else counts.likes,
    }


def _seen_shares(posts: Sequence[Post], known: Mapping[str, Row]) -> dict[str, int]:
    """The shares that are stored, of posts for which the network tells fewer than before."""
    return standing_shares(
        known[post.external_id]["external_key"]
        for post in posts
        if post.counts.shares is not None
        and post.counts.shares < known[post.external_id]["share_count"]
    )


def _without_erased(changes: list[Change]) -> list[Change]:
    """Who was erased is not written about again."""
    written = [change.row["profile"] for change in changes if change.moved(EDITED)]
    rows = select_in("Social Profile", ("name", "erased"), "name", list(set(filter(None, written))))
    erased = {row["name"] for row in rows if row["erased"]}
    return [change for change in changes if change.row["profile"] not in erased]


def _is_edit(change: Change) -> bool:
    """Whether there is an earlier text to keep. What a person typed for a post that they saw, and
    what we sent and the network shows in its own way, are no earlier versions of it.
    """
    if not change.moved(WORDS) or change.row["added_by_hand"]:
        return False
    return change.row["direction"] == INCOMING or change.post.edited_on is not None


def _columns(change: Change) -> Row:
    row = change.row
    return {"name": row["name"], "external_key": row["external_key"], **change.facts}


def _keep_revisions(rows: Iterable[Row]) -> None:
    replaced_on = now()
    insert_rows(
        "Social Interaction Revision",
        [
            {
                "name": new_name(),
                "interaction": row["name"],
                "text": row["text"],
                "replaced_on": replaced_on,
            }
            for row in rows
        ],
    )


def _touched(rows: Iterable[Row]) -> set[str]:
    """What we ourselves wrote neither names a conversation nor keeps it open."""
    theirs = (row for row in rows if row["direction"] == INCOMING)
    return {row["conversation"] for row in theirs if row["conversation"]}
