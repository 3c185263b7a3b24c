"""A Mastodon server whose every status is a pure function of its number: nothing is kept.

People write more than once, answer each other, have real texts and the JSON that a server sends
(https://docs.joinmastodon.org/entities/Status/).
"""

from __future__ import annotations

import html
import json
import os
import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

TEXTS = "SOCIAL_SUPPORT_REAL_TEXTS"
DOMAIN = "bench.example"
OURS = f"https://{DOMAIN}/@shop"
PAGE_SIZE = 80
FIRST_ID = 113_000_000_000
NOW = datetime.now(timezone.utc).replace(microsecond=0)
LANGUAGES = ("en", "en", "en", "en", "de", "bg", "es", "")
BIOS = (
    "I fix old bicycles and sometimes new ones. Opinions are mine.",
    "Mother of two, reader of many. She/her. Plovdiv and everywhere the train goes.",
    "Photographer. Write to {name}@studio-{name}.example for prints.",
    "Weekend carpenter 🪚 — the drill is never where I left it.",
    "",
)


@dataclass(frozen=True)
class Crowd:
    """The people who write.

    Of the authors one in `known_share` is among the `known` that the site has stored already; the
    others belong to `name` alone, about one for two posts, the loud ones writing more.
    """

    name: str
    known: int = 0
    known_share: float = 0.4
    strangers: int = 1000

    def author(self, chance: random.Random) -> str:
        if self.known and chance.random() < self.known_share:
            return known_author(chance.randrange(self.known))
        return f"{self.name}{int(self.strangers * chance.random() ** 1.5)}"


@dataclass(frozen=True)
class RecordedServer:
    """Statuses 0 … `posts` - 1 that mention our account, a minute apart, the last one now."""

    crowd: Crowd
    posts: int
    first_id: int = FIRST_ID

    def page_behind(self, cursor: str) -> bytes:
        """The body of the answer to `min_id`: the next page, newest first."""
        begin = int(cursor) - self.first_id + 1
        return self._body(begin, min(begin + PAGE_SIZE, self.posts))

    def page_before(self, place: str | None) -> bytes:
        """The body of the answer to `max_id`; None: the newest page."""
        end = self.posts if place is None else int(place) - self.first_id
        return self._body(max(end - PAGE_SIZE, 0), end)

    def cursors(self) -> list[str]:
        """The cursor in front of each page, oldest first, and the last one behind them all."""
        starts = [*range(0, self.posts, PAGE_SIZE), self.posts]
        return [str(self.first_id + start - 1) for start in starts]

    def status(self, number: int) -> dict:
        chance = random.Random(f"{self.crowd.name} {number}")
        author = self.crowd.author(chance)
        parent = number - chance.randint(1, 60) if chance.random() < 0.25 else None
        written = NOW - timedelta(minutes=self.posts - number)
        name, post_id = author.partition("@")[0], str(self.first_id + number)
        return {
            "id": post_id,
            "created_at": written.isoformat(timespec="milliseconds"),
            "in_reply_to_id": str(self.first_id + parent) if parent and parent > 0 else None,
            "in_reply_to_account_id": None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": chance.choice(("public", "public", "public", "unlisted")),
            "language": chance.choice(LANGUAGES),
            "uri": f"https://{DOMAIN}/users/{name}/statuses/{post_id}",
            "url": f"https://{DOMAIN}/@{name}/{post_id}",
            "replies_count": chance.choice((0, 0, 0, 1, 4)),
            "reblogs_count": chance.choice((0, 0, 0, 0, 2, 15)),
            "favourites_count": chance.choice((0, 0, 1, 3, 21)),
            "edited_at": None,
            "content": _content(chance),
            "reblog": None,
            "application": {"name": "Web", "website": None},
            "account": account(author),
            "media_attachments": [],
            "mentions": [{"id": "1", "username": "shop", "url": OURS, "acct": "shop"}],
            "tags": [],
            "emojis": [],
            "card": None,
            "poll": None,
        }

    def _body(self, begin: int, end: int) -> bytes:
        entries = [self._notification(number) for number in range(begin, end)]
        return json.dumps(entries[::-1], ensure_ascii=False).encode()

    def _notification(self, number: int) -> dict:
        status = self.status(number)
        return {
            "id": status["id"],
            "type": "mention",
            "created_at": status["created_at"],
            "account": status["account"],
            "status": status,
        }


def known_author(number: int) -> str:
    """The name of an author whom the site has stored before anything is measured."""
    return f"citizen{number}"


@lru_cache(maxsize=4096)
def account(name: str) -> dict:
    """https://docs.joinmastodon.org/entities/Account/"""
    chance = random.Random(name)
    fields = [
        {"name": "Website", "value": f"https://{name}.example/about", "verified_at": None},
        {"name": "Pronouns", "value": "she/her", "verified_at": None},
    ]
    picture = f"https://files.{DOMAIN}/accounts/avatars/{chance.getrandbits(64):016x}.png"
    header = f"https://files.{DOMAIN}/accounts/headers/{chance.getrandbits(64):016x}.png"
    return {
        "id": str(109_000_000_000 + chance.getrandbits(30)),
        "username": name,
        "acct": name,
        "display_name": name.title(),
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": False,
        "group": False,
        "created_at": "2022-11-05T00:00:00.000Z",
        "note": f"<p>{chance.choice(BIOS).format(name=name)}</p>",
        "url": f"https://{DOMAIN}/@{name}",
        "uri": f"https://{DOMAIN}/users/{name}",
        "avatar": picture,
        "avatar_static": picture,
        "header": header,
        "header_static": header,
        "followers_count": int(10 ** chance.uniform(0, 4.5)),
        "following_count": chance.randrange(800),
        "statuses_count": chance.randrange(9000),
        "last_status_at": "2026-01-01",
        "hide_collections": False,
        "emojis": [],
        "roles": [],
        "fields": fields if chance.random() < 0.25 else [],
    }


@lru_cache(maxsize=1)
def texts() -> tuple[str, ...]:
    """Tweets as people wrote them; environment variable SOCIAL_SUPPORT_REAL_TEXTS: where."""
    lines = (Path(os.environ[TEXTS]) / "tweets_GroundTruth.txt").read_bytes().splitlines()
    decoded = (line.decode("utf-8", "replace").split("\t", 2)[2] for line in lines)
    return tuple(html.unescape(text) for text in decoded)


def _content(chance: random.Random) -> str:
    mention = f'<span class="h-card"><a href="{OURS}" class="u-url mention">@<span>shop</span></a>'
    return f"<p>{mention}</span> {html.escape(chance.choice(texts()))}</p>"
