"""Somebody on the network, through Mastodon.py. Runs in the network's environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mastodon import Mastodon

from devbench.demo.html_text import text_of

PUBLIC, DIRECT = "public", "direct"


class Somebody:
    """One account: writes, changes and reads posts. Ids are the server's, as text."""

    def __init__(self, server: str, token: str | None = None) -> None:
        self.client = Mastodon(
            api_base_url=server,
            access_token=token,
            version_check_mode="none",
            ratelimit_method="throw",
            request_timeout=20,
        )

    def introduce(self, person: Mapping[str, str], fields: Sequence[tuple[str, str]] = ()) -> None:
        """Put name, bio and fields on the profile."""
        known = {"display_name": person["display_name"], "note": person["note"]}
        self.client.account_update_credentials(**known, fields=[tuple(row) for row in fields])

    def write(
        self,
        text: str,
        *,
        visibility: str = PUBLIC,
        reply_to: str | None = None,
        language: str = "en",
    ) -> dict[str, str]:
        """Post `text`; {"id", "url"} of the post."""
        post = self.client.status_post(
            text, in_reply_to_id=reply_to, visibility=visibility, language=language
        )
        return {"id": str(post["id"]), "url": post["url"]}

    def edit(self, post: str, text: str) -> None:
        self.client.status_update(post, text)

    def delete(self, post: str) -> None:
        self.client.status_delete(post)

    def share(self, post: str) -> None:
        self.client.status_reblog(post)

    def answers(self, post: str) -> list[dict[str, Any]]:
        """What stands under a post: [{id, author, text, visibility}]."""
        return [_read(status) for status in self.client.status_context(post)["descendants"]]

    def public_posts(self) -> list[dict[str, Any]]:
        """The newest 40 posts that everybody can read: as `answers`."""
        return [_read(status) for status in self.client.timeline_public(limit=40)]


def join(server: str, username: str) -> str:
    """Open a new account on the server; its access token."""
    name = "Social Support demonstration"
    client_id, secret = Mastodon.create_app(name, api_base_url=server)
    app = Mastodon(client_id, secret, api_base_url=server, version_check_mode="none")
    mail = f"{username}@people.example"
    return app.create_account(username, "a-Password-of-the-demo-1", mail, agreement=True)


def _read(status: Any) -> dict[str, Any]:
    return {
        "id": str(status["id"]),
        "author": status["account"]["acct"],
        "text": text_of(status["content"]),
        "visibility": status["visibility"],
    }
