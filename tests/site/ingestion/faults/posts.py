"""The posts of a channel against what stands on its network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timezone
from typing import Any

import frappe

from social_support.conversations.keys import post_key
from social_support.conversations.patience import patiently
from tests.fakes.town import Town, TownPost

FIELDS = (
    "interaction.name, interaction.external_id, interaction.external_key, interaction.text,"
    " interaction.deleted, interaction.direction, interaction.visibility, interaction.kind,"
    " interaction.parent_id, interaction.conversation, interaction.profile,"
    " interaction.posted_at_utc, profile.external_id AS author"
)


class Posts:
    """What `server` (a faulty network with its `town`) and the database say of `channel`."""

    def __init__(self, server: Any, channel: str) -> None:
        self.server = server
        self.town: Town = server.town
        self.channel = channel
        self.rows: dict[str, dict] = {}
        self._must_be_revisions: dict[TownPost, set[str]] = defaultdict(set)
        self._must_be_there: set[TownPost] = set()

    # While the story goes on

    def note_edit(self, post: TownPost) -> None:
        """The text that goes is stored: it has to be kept as a revision."""
        if post.is_ours and not self.server.tells_edits:
            return
        row = self._stored(post)
        if row and row.text == self.server.text(post.text, post):
            self._must_be_revisions[post].add(row.text)

    def note_deletion(self, post: TownPost) -> None:
        """The post that goes is stored: its row has to stay, blanked."""
        if self._stored(post):
            self._must_be_there.add(post)

    def note_unchanged_as_checked(self) -> None:
        """What did not change was looked at again meanwhile, and what changed was not: its turn
        comes first.
        """
        changed = [post for post in self.town.posts if post.edited_on or post.deleted]
        keys = [post_key(self.channel, self.server.external_id(post)) for post in changed]
        # Workers may be storing a page.
        patiently(lambda: self._note_checked([*keys, ""]))

    def _note_checked(self, changed: list[str]) -> None:
        filters = {"external_key": ("in", changed)}
        frappe.db.set_value("Social Interaction", filters, "checked_at_utc", None)
        frappe.db.sql(
            """UPDATE `tabSocial Interaction` SET checked_at_utc = UTC_TIMESTAMP(6)
            WHERE channel = %s AND external_key NOT IN %s""",
            (self.channel, changed),
        )

    def _stored(self, post: TownPost) -> dict | None:
        # A new snapshot.
        frappe.db.commit()
        key = post_key(self.channel, self.server.external_id(post))
        fields = ["text", "deleted"]
        return frappe.db.get_value(
            "Social Interaction", {"external_key": key}, fields, as_dict=True
        )

    # At the end

    def differences(self) -> Iterator[str]:
        """What is not as it should be, in words."""
        found = frappe.db.sql(
            f"""SELECT {FIELDS} FROM `tabSocial Interaction` interaction
            LEFT JOIN `tabSocial Profile` profile ON profile.name = interaction.profile
            WHERE interaction.channel = %s""",
            self.channel,
            as_dict=True,
        )
        self.rows = {row.external_id: row for row in found}
        for external_id, times in Counter(row.external_id for row in found).items():
            if times > 1:
                yield f"{external_id!r} is stored {times} times"
        with self.town.lock:
            posts = {self.server.external_id(post): post for post in self.town.posts}
            for external_id, post in posts.items():
                for problem in self._of_post(post, self.rows.get(external_id)):
                    yield f"{self._named(post)}: {problem}"
            for external_id in self.rows.keys() - posts.keys():
                yield f"{external_id!r} is stored and was never written"
            yield from self._revisions()
            yield from self._payloads()
            yield from self._authors()

    def _named(self, post: TownPost) -> str:
        return f"{self.server.external_id(post)[-24:]!r} (no. {post.number}, by {post.author})"

    def _of_post(self, post: TownPost, row: dict | None) -> Iterator[str]:
        if (
            post.too_big
            or not post.reaches_us
            or (post.deleted and post not in self._must_be_there)
        ):
            if row and (post.too_big or not post.deleted):
                yield from self._of_uncalled_for(post, row)
            elif row:
                yield from self._of_deleted(row)
        elif row is None:
            yield f"is missing ({self._what(post)})"
        elif post.deleted:
            yield from self._of_deleted(row)
        else:
            yield from self._of_standing(post, row)

    def _of_uncalled_for(self, post: TownPost, row: dict) -> Iterator[str]:
        """Shares and what only others speak about may be kept, and are nobody's work."""
        if row.conversation or post.too_big or post.hidden:
            yield f"is stored in conversation {row.conversation} ({self._what(post)})"

    def _of_deleted(self, row: dict) -> Iterator[str]:
        if not row.deleted or row.text:
            yield f"was deleted, and is stored as {row.text!r}, deleted: {row.deleted}"

    def _of_standing(self, post: TownPost, row: dict) -> Iterator[str]:
        expected = {
            "text": self.server.text(post.text, post),
            "deleted": 0,
            "direction": "Outgoing" if post.is_ours else "Incoming",
            "visibility": "Private" if post.private else "Public",
            "author": self.server.author_id(post),
            "posted_at_utc": post.posted_on.astimezone(timezone.utc).replace(tzinfo=None),
            "parent_id": self.server.parent_id(post) if post.parent else "",
        }
        for column, value in expected.items():
            if row[column] != value:
                yield f"{column} is {row[column]!r}, should be {value!r} ({self._what(post)})"

    def _what(self, post: TownPost) -> str:
        flags = ("is_ours", "private", "names_us", "tagged", "too_big", "hidden", "deleted")
        facts = [flag for flag in flags if getattr(post, flag)]
        facts += ["a reply"] if post.parent else []
        return ", ".join([*facts, f"edited {len(post.earlier)} times"])

    def _revisions(self) -> Iterator[str]:
        kept = self._beside("Social Interaction Revision", "text")
        for post in self.town.posts:
            row = self.rows.get(self.server.external_id(post))
            texts = kept[row.name] if row else []
            allowed = (
                [] if post.deleted else [self.server.text(text, post) for text in post.earlier]
            )
            missing = set() if post.deleted else self._must_be_revisions[post] - set(texts)
            for text in missing:
                yield f"{self._named(post)}: the earlier text {text!r} is not kept"
            for text in (Counter(texts) - Counter(allowed)).elements():
                yield f"{self._named(post)}: {text!r} is kept once too often as an earlier text"

    def _payloads(self) -> Iterator[str]:
        kept = self._beside("Social Payload", "name")
        for row in self.rows.values():
            if len(kept[row.name]) != (0 if row.deleted else 1):
                yield f"{row.external_id!r} has {len(kept[row.name])} payloads"

    def _beside(self, doctype: str, field: str) -> dict[str, list[str]]:
        found = frappe.db.sql(
            f"""SELECT beside.interaction, beside.{field} FROM `tab{doctype}` beside
            JOIN `tabSocial Interaction` interaction ON interaction.name = beside.interaction
            WHERE interaction.channel = %s""",
            self.channel,
        )
        values = defaultdict(list)
        for interaction, value in found:
            values[interaction].append(value)
        return values

    def _authors(self) -> Iterator[str]:
        found = frappe.db.sql(
            "SELECT external_id, handle FROM `tabSocial Profile` WHERE network = %s",
            self.server.network,
        )
        stored = Counter(author for author, _handle in found)
        nameless = {author for author, handle in found if not handle}
        wrote = (p for p in self.town.posts if self.server.external_id(p) in self.rows)
        for author in sorted({self.server.author_id(post) for post in wrote}):
            if stored[author] != 1:
                yield f"the author {author} is stored {stored[author]} times"
            if author in nameless:
                yield f"the author {author} is stored without a name"
