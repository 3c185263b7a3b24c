"""X's Activity API: what X sends by itself. https://docs.x.com/x-api/activity/introduction

How each event carries its post is not confirmed: what is not understood is passed over, and the
next reading brings it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping

from ..contract import Account, Post
from ..errors import WebhookRefused
from ..words import _
from .api import as_dict, objects
from .authors import id_of
from .parse import gathered

SIGNATURE = "x-twitter-webhooks-signature"
POSTS = ("post.mention.create", "post.reply.create", "post.quote.create", "dm.received")
DELETED = "post.delete"


def challenge(query: Mapping[str, str], account: Account) -> dict[str, str] | None:
    """The answer to X's check of our address; None where X does not ask for it."""
    token = query.get("crc_token")
    return {"response_token": _signature(token.encode(), account)} if token else None


def check(headers: Mapping[str, str], raw_body: bytes, account: Account) -> None:
    """Raise WebhookRefused unless X signed the body with the app's secret."""
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
    if not hmac.compare_digest(given.encode(), _signature(raw_body, account).encode()):
        raise WebhookRefused(_("What came in was not signed by X."))


def events(raw_body: bytes) -> Iterator[dict | Post]:
    """What a body that was checked tells: `raw` of a post as `parse` reads it, or a post that is
    gone.
    """
    try:
        body = as_dict(json.loads(raw_body))
    except (ValueError, RecursionError) as error:
        raise WebhookRefused(_("What X sent can't be read.")) from error
    data = body.get("data")
    for event in [data] if isinstance(data, dict) else objects(data):
        payload = as_dict(event.get("payload"))
        if event.get("event_type") in POSTS:
            includes = event.get("includes") or payload.get("includes")
            post = as_dict(payload.get("data")) or payload
            yield from gathered({"data": post, "includes": includes})
        elif event.get("event_type") == DELETED:
            yield from _gone(payload)


def _gone(payload: dict) -> Iterator[Post]:
    external_id = id_of(payload.get("id")) or id_of(as_dict(payload.get("data")).get("id"))
    if external_id:
        yield Post.gone(external_id)


def _signature(message: bytes, account: Account) -> str:
    if not account.app_secret.strip():
        raise WebhookRefused(_("The channel has no API Key Secret to check with. Enter it."))
    digest = hmac.new(account.app_secret.strip().encode(), message, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"
