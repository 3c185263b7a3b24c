"""Channels, and what people write to them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import frappe
from frappe.model.document import Document

from tests.site.support.make_shop import MakeShop

if TYPE_CHECKING:
    from social_support.conversations.store import Stored
    from social_support.networks.contract import Author, Post

NOWHERE = "https://127.0.0.1:1"  # nothing listens there
OUR_ACCOUNT = {
    "handle": "shop@example.social",
    "account_external_id": "https://example.social/@shop",
}


class MakePosts(MakeShop):
    def channel(
        self,
        mastodon: Any = None,
        *,
        token: str = "company_token",
        team: str | None = None,
        mode: str = "Listen Only",
        streams: Iterable[tuple[str, str]] = (("Mentions", ""),),
        **fields: object,
    ) -> Document:
        """A channel on a running Mastodon, or on one that can't be reached."""
        where = {"network": "mastodon", "server_url": mastodon.url if mastodon else NOWHERE}
        whose = {"company": self.company(), "user_group": team, "access_token": token}
        hears = {"listens_to": [{"stream": stream, "term": term} for stream, term in streams]}
        account = {} if mastodon else OUR_ACCOUNT
        known = {"channel_name": self.unique("Mastodon"), "mode": mode}
        channel = frappe.get_doc(
            {"doctype": "Social Channel", **known, **where, **whose, **hears, **account, **fields}
        ).insert()
        self.cleanup.channel(channel.name)
        return channel

    def author(self, handle: str = "anna@example.social", **fields: Any) -> Author:
        from social_support.networks.contract import Author

        name, _, server = handle.partition("@")
        url = f"https://{server or 'example.social'}/@{name}"
        known = {"external_id": url, "display_name": name.title(), "url": url, "followers": 12}
        return Author(**known | {"handle": handle} | fields)

    def post(
        self,
        text: str = "Third day without my drill",
        *,
        author: Author | None = None,
        handle: str | None = None,
        minutes_ago: float = 10,
        **fields: Any,
    ) -> Post:
        """A public mention by a stranger, unless told otherwise."""
        from social_support.networks.contract import Post

        number = str(secrets.randbelow(10**17))
        stranger = handle or f"anna{secrets.token_hex(4)}@example.social"
        author = author or self.author(stranger)
        then = datetime.now(timezone.utc) - timedelta(minutes=minutes_ago)
        # As networks do: a reply does not know its thread, any other post begins one.
        thread = None if fields.get("parent_id") else number
        known = {"external_id": number, "thread_id": thread, "kind": "Mention", "text": text}
        seen = {"posted_on": then, "permalink": f"{author.url}/{number}", "language": "en"}
        return Post(**known | seen | {"author": author} | fields)

    def stored(self, channel: Document, *posts: Post) -> Stored:
        """Store the posts as a run of the channel does, in the transaction of the test."""
        from social_support.conversations.store import lock_channel, store_posts

        lock_channel(channel.name)
        return store_posts(channel, posts)

    def conversation(
        self, channel: Document | None = None, text: str = "Where is my drill?", **fields: Any
    ) -> str:
        """The conversation of one incoming post."""
        stored = self.stored(channel or self.channel(), self.post(text, **fields))
        return stored.conversations[0]

    def profile(self, handle: str | None = None, **fields: Any) -> str:
        """An author on Mastodon who has written nothing yet."""
        from social_support.conversations import keys

        handle = handle or f"anna{secrets.token_hex(4)}@example.social"
        author = self.author(handle)
        who = {"handle": handle, "display_name": author.display_name, "url": author.url}
        where = {"network": "mastodon", "external_id": author.external_id}
        key = {"external_key": keys.profile_key("mastodon", author.external_id)}
        row = {"doctype": "Social Profile", **who, **where, **key, **fields}
        profile = frappe.get_doc(row).insert(ignore_permissions=True, set_name=keys.new_name())
        self.cleanup.profile(profile.name)
        return profile.name
