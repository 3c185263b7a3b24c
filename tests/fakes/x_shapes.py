"""The fake X's posts, people and messages as its API shows them, in the old names or the new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from tests.fakes.x_world import NAME, Message, Post, User, World, written_at

LONGEST = 280
OLD_NAMES = {
    "post.fields": "tweet.fields",
    "referenced_posts": "referenced_tweets",
    "edit_history_post_ids": "edit_history_tweet_ids",
    "note_post": "note_tweet",
    "repost_count": "retweet_count",
    "posts": "tweets",
}


class Shapes:
    """Draws the world in one dialect. `counts_as_text`: counts come as text, as X sends some."""

    def __init__(self, world: World, old: bool, counts_as_text: bool = False):
        self.world = world
        self.old = old
        self.counts_as_text = counts_as_text

    def name(self, new: str) -> str:
        """A name of X's in this dialect."""
        return OLD_NAMES.get(new, new) if self.old else new

    def post(self, post: Post, fields: set[str], version: str = "") -> dict:
        """A post, or an earlier version of it, with what was asked for."""
        number, text = next(v for v in post.versions if v[0] == (version or post.id))
        served, entities = self._served(post, text)
        shown = {
            "id": number,
            "text": served if len(served) <= LONGEST else served[: LONGEST - 1] + "…",
            self.name("edit_history_post_ids"): [v[0] for v in post.versions],
        }
        optional = {
            "author_id": self.world.users[post.author].id,
            "conversation_id": post.conversation,
            "created_at": written_at(number),
            "lang": post.lang,
            "entities": entities,
            "public_metrics": self._metrics(post),
            self.name("referenced_posts"): self._references(post),
            "in_reply_to_user_id": self._answered(post),
            self.name("note_post"): (
                {"text": served, "entities": entities} if len(served) > LONGEST else None
            ),
        }
        return shown | {name: v for name, v in optional.items() if name in fields and v}

    def user(self, user: User, fields: set[str]) -> dict:
        short = _short(user.url) if user.url else ""
        optional = {
            "verified": user.verified_type != "none",
            "verified_type": user.verified_type,
            "protected": user.protected,
            "location": _escaped(user.location),
            "url": short,
            "description": _escaped(user.description),
            "entities": {"url": {"urls": [_link(user.url)]}} if short else {},
            "public_metrics": self._counted({"followers_count": user.followers}),
            "profile_image_url": f"https://pbs.twimg.com/profile_images/{user.id}.jpg",
        }
        shown = {"id": user.id, "name": _escaped(user.name), "username": user.username}
        return shown | {name: value for name, value in optional.items() if name in fields}

    def message(self, message: Message) -> dict:
        return {
            "id": message.id,
            "event_type": "MessageCreate",
            "text": _escaped(message.text),
            "created_at": written_at(message.id),
            "dm_conversation_id": message.conversation,
            "sender_id": message.sender,
        }

    def _served(self, post: Post, text: str) -> tuple[str, dict]:
        """The text with X's links and signs, and what X found in it."""
        from twitter_text import extract_urls_with_indices

        above = self.world.find(post.reply_to) if post.reply_to else None
        named = above and above.author.lower() in {n.lower() for n in NAME.findall(text)}
        if above and above.author != post.author and not named:
            text = f"@{above.author} {text}"  # X fills in whom a reply answers
        found = extract_urls_with_indices(text, {"extract_urls_without_protocol": True})
        links = [_link(row["url"]) for row in found]
        for link in links:
            text = text.replace(link["typed"], link["url"], 1)
        if post.quotes:
            quoted = self.world.find(post.quotes)
            address = f"https://x.com/{quoted.author}/status/{quoted.id}"
            links.append(_link(address))
            text += f" {_short(address)}"
        if post.picture:
            address = f"https://x.com/{post.author}/status/{post.first_id}/photo/1"
            links.append(_link(address) | {"media_key": f"3_{post.first_id}"})
            text += f" {_short(address)}"
        mentions = [
            {"username": user.username, "id": user.id}
            for name in NAME.findall(text)
            if (user := self.world.users.get(name.lower()))
        ]
        return _escaped(text), {"urls": links, "mentions": mentions}

    def _metrics(self, post: Post) -> dict:
        others = [other for other in self.world.posts.values() if not other.deleted]
        ids = {version[0] for version in post.versions}
        return self._counted(
            {
                self.name("repost_count"): sum(other.retweets in ids for other in others),
                "reply_count": sum(other.reply_to in ids for other in others),
                "like_count": len(post.likes),
                "quote_count": sum(other.quotes in ids for other in others),
            }
        )

    def _counted(self, counts: dict[str, int]) -> dict:
        return {n: str(v) for n, v in counts.items()} if self.counts_as_text else counts

    def _references(self, post: Post) -> list[dict]:
        kinds = (
            ("replied_to", post.reply_to),
            ("quoted", post.quotes),
            ("retweeted", post.retweets),
        )
        return [{"type": kind, "id": other} for kind, other in kinds if other]

    def _answered(self, post: Post) -> str:
        above = self.world.find(post.reply_to) if post.reply_to else None
        return self.world.users[above.author].id if above else ""


def problem(kind: str, title: str, detail: str, **more: object) -> dict:
    """An error as X words it."""
    return {
        "title": title,
        "detail": detail,
        "type": f"https://api.x.com/2/problems/{kind}",
        **more,
    }


def about_blank(status: int, title: str) -> dict:
    """An error of which X says no more than its status."""
    return {"title": title, "detail": title, "type": "about:blank", "status": status}


def not_shown(post_id: str, world: World, parameter: str) -> dict:
    """Why a post is not shown: deleted or suspended, or for followers alone."""
    post = world.find(post_id)
    protected = bool(post and not post.deleted and world.users[post.author].protected)
    kind = "not-authorized-for-resource" if protected else "resource-not-found"
    title = "Authorization Error" if protected else "Not Found Error"
    about = {"resource_type": "post", "resource_id": post_id, "value": post_id}
    return problem(kind, title, f"Could not find post {post_id}.", parameter=parameter, **about)


def of_fields(query: dict[str, str], names: Iterable[str]) -> set[str]:
    """What a list of fields asks for, under whichever of its names it came."""
    return {field for name in names for field in query.get(name, "").split(",") if field}


def parsed_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _link(typed: str) -> dict:
    whole = typed if "://" in typed else f"http://{typed}"
    bare = whole.partition("://")[2]
    return {"typed": typed, "url": _short(typed), "expanded_url": whole, "display_url": bare}


def _short(address: str) -> str:
    return f"https://t.co/{hashlib.sha1(address.encode()).hexdigest()[:10]}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
