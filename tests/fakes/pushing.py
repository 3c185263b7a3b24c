"""Faulty networks that also send what happens by themselves, signed, to one address of ours."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from abc import abstractmethod
from collections.abc import Sequence

from tests.fakes.facebook import signature as of_meta
from tests.fakes.faulty import FaultyServer
from tests.fakes.faulty_facebook import PAGE, FaultyFacebook, own_id, person_id, person_of
from tests.fakes.faulty_x import FaultyX, as_json, message, user, user_id
from tests.fakes.faulty_x import own_id as own_number
from tests.fakes.town import DELETED, EDITED, OURS, WRITTEN, TownPost
from tests.fakes.x_keys import APP_SECRET

VERBS = {WRITTEN: "add", EDITED: "edited", DELETED: "remove"}


class Pushing(FaultyServer):
    """`at_once`: how many events one delivery may hold."""

    at_once = 1

    @abstractmethod
    def event(self, what: str, post: TownPost) -> dict | None:
        """What is told of a post that was "written", "edited" or "deleted", as it stands now; None
        where the network sends nothing of it.
        """

    @abstractmethod
    def delivery(self, events: Sequence[dict], number: int) -> bytes:
        """The body that brings the events; its bytes are others for each number."""

    @abstractmethod
    def signature(self, body: bytes) -> dict[str, str]:
        """The header that signs it."""


class PushingX(Pushing, FaultyX):
    """X sends mentions, answers and messages, and nothing of what is only searched for.
    https://docs.x.com/x-api/activity/introduction
    """

    def event(self, what: str, post: TownPost) -> dict | None:
        if post.is_ours or not (post.names_us and post.reaches_us) or what == EDITED:
            return None
        told = {"filter": {"user_id": user_id(OURS)}}
        if what == DELETED:
            return told | {"event_type": "post.delete", "payload": {"id": own_number(post)}}
        public = "post.reply.create" if post.parent else "post.mention.create"
        kind, show = ("dm.received", message) if post.private else (public, as_json)
        people = {"includes": {"users": [user(post)]}}
        return told | {"event_type": kind, "payload": show(post)} | people

    def delivery(self, events: Sequence[dict], number: int) -> bytes:
        (event,) = events
        return json.dumps({"data": event | {"tag": f"subscription {number}"}}).encode()

    def signature(self, body: bytes) -> dict[str, str]:
        digest = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).digest()
        return {"x-twitter-webhooks-signature": f"sha256={base64.b64encode(digest).decode()}"}


class PushingFacebook(Pushing, FaultyFacebook):
    """Meta sends all that is on a Page, ours too.
    https://developers.facebook.com/docs/graph-api/webhooks/reference/page
    """

    at_once = 3

    def event(self, what: str, post: TownPost) -> dict | None:
        if not post.reaches_us:
            return None
        if post.private:
            return {"messaging": [_message(post)]} if what == WRITTEN else None
        value = {"verb": VERBS[what], "post_id": own_id(post.root)}
        if post.parent:
            value |= {"item": "comment", "comment_id": own_id(post)}
            value |= {"parent_id": own_id(post.parent)}
        else:
            value |= {"item": "status"}
        if what != DELETED:
            value |= {"from": _person(post), "message": post.text}
            value |= {"created_time": post.posted_on.timestamp()}
        is_feed = post.parent or post.is_ours
        return {"changes": [{"field": "feed" if is_feed else "mention", "value": value}]}

    def delivery(self, events: Sequence[dict], number: int) -> bytes:
        entries = [{"id": PAGE, "time": number, **event} for event in events]
        return json.dumps({"object": "page", "entry": entries}).encode()

    def signature(self, body: bytes) -> dict[str, str]:
        return {"X-Hub-Signature-256": of_meta(body)}


def _person(post: TownPost) -> dict:
    name = "The Shop" if post.is_ours else post.author
    return {"id": person_id(post), "name": name * 300 if post.too_big else name}


def _message(post: TownPost) -> dict:
    """Who wrote it has no name here."""
    sender, recipient = (PAGE, person_of(post)) if post.is_ours else (person_id(post), PAGE)
    words = {"mid": own_id(post), "text": post.text}
    return {
        "sender": {"id": sender},
        "recipient": {"id": recipient},
        "timestamp": round(post.posted_on.timestamp() * 1000),
        "message": words | ({"is_echo": True} if post.is_ours else {}),
    }
