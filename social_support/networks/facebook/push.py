"""What Meta sends by itself. https://developers.facebook.com/docs/graph-api/webhooks

How each event carries its post is not confirmed in all cases: what is not understood, and what does
not say who wrote it, is passed over, and the next reading brings it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone

from ..contract import Account, Post
from ..errors import WebhookRefused
from ..values import as_dict, objects
from ..words import _
from .parse import COMMENT

SIGNATURE = "x-hub-signature-256"
# With what to subscribe the Page: POST /{page}/subscribed_apps.
SUBSCRIBED = ("feed", "mention", "messages", "message_echoes")
HIDDEN = {"hide": True, "unhide": False}
WRITTEN, GONE = ("add", "edit", "edited", *HIDDEN), ("remove",)
POSTS = ("post", "status", "photo", "video", "link", "share", "note", "album")


def verify_token(account: Account) -> str:
    """What to enter as Verify Token in Meta's portal: only who has the App Secret can know it."""
    return _digest(b"verify token", account)[:32]


def challenge(query: Mapping[str, str], account: Account) -> str | None:
    """The answer to Meta's check of our address; None where Meta does not ask for it."""
    if query.get("hub.mode") != "subscribe":
        return None
    if not hmac.compare_digest(
        query.get("hub.verify_token", "").encode(), verify_token(account).encode()
    ):
        raise WebhookRefused(_("The Verify Token is not the one that this channel shows."))
    return query.get("hub.challenge", "")


def check(headers: Mapping[str, str], raw_body: bytes, account: Account) -> None:
    """Raise WebhookRefused unless Meta signed the body with the app's secret."""
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
    if not hmac.compare_digest(given.encode(), f"sha256={_digest(raw_body, account)}".encode()):
        raise WebhookRefused(_("What came in was not signed by Meta."))


def events(raw_body: bytes, account: Account) -> Iterator[dict | Post]:
    """What a body that was checked tells of this Page: `raw` of a post as `parse` reads it, or a
    post that is gone.
    """
    try:
        body = as_dict(json.loads(raw_body))
    except (ValueError, RecursionError) as error:
        raise WebhookRefused(_("What Meta sent can't be read.")) from error
    for entry in objects(body.get("entry")):
        if entry.get("id") != account.external_id:
            continue
        for change in objects(entry.get("changes")):
            yield from _change(change)
        for event in objects(entry.get("messaging")):
            yield from _message(event)


def _change(change: dict) -> Iterator[dict | Post]:
    value = as_dict(change.get("value"))
    is_comment, verb = value.get("item") == "comment", value.get("verb")
    external_id = value.get("comment_id" if is_comment else "post_id")
    if not isinstance(external_id, str) or not (is_comment or value.get("item") in POSTS):
        return
    if verb in GONE:
        yield Post.gone(f"{COMMENT}{external_id}" if is_comment else external_id)
    elif verb in WRITTEN and as_dict(value.get("from")).get("id") and "message" in value:
        raw = _comment(value) if is_comment else _post(value)
        # Below other people's posts the Page may answer, and nothing else.
        yield raw | {"tagged": True} if change.get("field") == "mention" else raw


def _post(value: dict) -> dict:
    return {"post": {"id": value["post_id"], **_written(value)}}


def _comment(value: dict) -> dict:
    row = {"id": value["comment_id"], **_written(value)}
    if value.get("parent_id") != value.get("post_id"):
        row["parent"] = {"id": value.get("parent_id")}
    if value.get("verb") in HIDDEN:
        row["is_hidden"] = HIDDEN[value["verb"]]
    return {"comment": row, "under": value.get("post_id")}


def _written(value: dict) -> dict:
    link = value.get("permalink_url") or as_dict(value.get("post")).get("permalink_url")
    facts = {"message": value["message"], "from": value["from"], "permalink_url": link}
    return facts | {"created_time": _iso(value.get("created_time"))}


def _message(event: dict) -> Iterator[dict]:
    sent = as_dict(event.get("message"))
    sender, recipient = as_dict(event.get("sender")), as_dict(event.get("recipient"))
    if not (sent.get("mid") and sender.get("id")):
        return
    at = event.get("timestamp")
    seconds = at / 1000 if isinstance(at, int) else None
    row = {
        "id": sent["mid"],
        "message": sent.get("text"),
        "from": sender,
        "created_time": _iso(seconds),
    }
    yield {"message": row | {"to": {"data": [recipient]}}, "conversation": {}}


def _iso(seconds: object) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _digest(message: bytes, account: Account) -> str:
    if not account.app_secret.strip():
        raise WebhookRefused(_("The channel has no App Secret to check with. Enter it."))
    return hmac.new(account.app_secret.strip().encode(), message, hashlib.sha256).hexdigest()
