"""How the fake Facebook shows what stands on it, and how Meta words an error."""

from __future__ import annotations

import re
from datetime import datetime

from tests.fakes.facebook_world import PAGE, PAGE_NAME, Comment, Message, Post, Review, World

SITE = "https://www.facebook.com"
PAGE_FIELDS = {"id", "name", "username", "link", "category"}
POST_FIELDS = {
    "id",
    "message",
    "from",
    "created_time",
    "updated_time",
    "permalink_url",
    "parent_id",
}
POST_FIELDS |= {"attachments", "message_tags", "shares", "status_type", "comments"}
COMMENT_FIELDS = {"id", "message", "from", "created_time", "parent", "permalink_url", "object"}
COMMENT_FIELDS |= {"comment_count", "like_count", "is_hidden", "can_comment", "attachment"}
COMMENT_FIELDS |= {"can_reply_privately"}
CONVERSATION_FIELDS = {"id", "updated_time", "participants", "snippet", "unread_count", "can_reply"}
MESSAGE_FIELDS = {"id", "message", "from", "to", "created_time"}
REVIEW_FIELDS = {"recommendation_type", "review_text", "rating", "reviewer", "created_time"}
NESTED = re.compile(r"comments((?:\.\w+\(\w+\))*)\{([\w,]+)\}")


class Refusal(Exception):
    """An error of Meta's: the status and the JSON."""

    def __init__(self, status: int, body: dict) -> None:
        self.status, self.body = status, body
        super().__init__(status, body)


def refusal(
    code: int, words: str, *, subcode: int = 0, kind: str = "OAuthException", status: int = 400
) -> Refusal:
    """An error as Meta words it."""
    error = {"message": words, "type": kind, "code": code, "fbtrace_id": "AbCdEf"}
    return Refusal(status, {"error": error | ({"error_subcode": subcode} if subcode else {})})


def checked_fields(query: dict, known: set[str], node: str) -> set[str]:
    """The fields that are asked for. Raises Refusal for one that there is none of."""
    asked = NESTED.sub("comments", query.get("fields", "id"))
    fields = {name for name in asked.split(",") if name} | {"id"}
    if unknown := sorted(fields - known - {"id"}):
        words = f"(#100) Tried accessing nonexisting field ({unknown[0]}) on node type ({node})"
        raise refusal(100, words)
    return fields


class Shapes:
    """JSON as Meta sends it; fields that are empty are left out."""

    def __init__(self, world: World) -> None:
        self.world = world

    def post(self, post: Post, fields: set[str]) -> dict:
        newest = [one for one in self.world.below(post.id) if not one.deleted][-1:]
        dated = [{"id": one.id, "created_time": written(one.at)} for one in newest]
        shown = {
            "id": post.id,
            "message": post.text,
            "from": self._from(post.author),
            "created_time": written(post.at),
            "updated_time": written(self.world.last_written_below(post)),
            "permalink_url": f"{SITE}/{PAGE}/posts/{post.id}",
            "status_type": "wall_post",
            "comments": {"data": dated} if dated else None,
        }
        return _only(shown, fields)

    def comment(self, comment: Comment, fields: set[str]) -> dict:
        below = [one for one in self.world.below(comment.id) if not one.deleted]
        shown = {
            "id": comment.id,
            "message": comment.text,
            "from": self._from(comment.author),
            "created_time": written(comment.at),
            "parent": {"id": comment.above} if comment.above else None,
            "object": {"id": comment.post},
            "permalink_url": f"{SITE}/{comment.post}?comment_id={comment.id}",
            "comment_count": len(below),
            "like_count": 0,
            "is_hidden": comment.hidden,
            "can_comment": not comment.closed,
            "can_reply_privately": not comment.answered_privately,
        }
        return _only(shown, fields)

    def conversation(self, newest: Message, fields: set[str]) -> dict:
        shown = {
            "id": f"t_{newest.person}",
            "updated_time": written(newest.at),
            "participants": {"data": [self._named(newest.person), self._named(PAGE_NAME)]},
            "can_reply": True,
        }
        return _only(shown, fields)

    def message(self, message: Message, fields: set[str]) -> dict:
        other = message.person if message.sender == PAGE_NAME else PAGE_NAME
        shown = {
            "id": message.id,
            "message": message.text,
            "from": self._named(message.sender),
            "to": {"data": [self._named(other)]},
            "created_time": written(message.at),
        }
        return _only(shown, fields)

    def review(self, review: Review, fields: set[str]) -> dict:
        shown = {
            "recommendation_type": "positive" if review.positive else "negative",
            "review_text": review.text,
            "reviewer": self._from(review.author),
            "created_time": written(review.at),
        }
        return _only(shown, fields)

    def _from(self, name: str) -> dict | None:
        """Who wrote, where Meta tells it."""
        return None if name in self.world.unnamed else self._named(name)

    def _named(self, name: str) -> dict:
        shown = name if name == PAGE_NAME else f"{name.title()} Petrova"
        return {"name": shown, "id": self.world.id_of(name)}


def page_facts(page_id: str, name: str) -> dict[str, str]:
    """What a Page tells of itself."""
    username = "borova" if page_id == PAGE else f"page{page_id}"
    facts = {"id": page_id, "name": name, "username": username, "category": "Tools"}
    return facts | {"link": f"{SITE}/{page_id}"}


def written(moment: datetime) -> str:
    """A time as Meta writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


def _only(shown: dict, fields: set[str]) -> dict:
    return {n: v for n, v in shown.items() if n in fields and v not in (None, "")}
