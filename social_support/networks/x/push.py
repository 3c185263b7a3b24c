"""X's Activity API: what X sends by itself. https://docs.x.com/x-api/activity/introduction

How each event carries its post is not confirmed: what is not understood is passed over, and the
next reading brings it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping

from ..contract import Account, Post
from ..errors import WebhookRefused
from ..values import as_dict, objects, text_of
from ..words import _
from .authors import id_of
from .parse import gathered

SIGNATURE = "x-twitter-webhooks-signature"
MESSAGE = "dm.received"
POSTS = ("post.mention.create", "post.reply.create", "post.quote.create", MESSAGE)
DELETED = "post.delete"
TOKEN = re.compile(r"[\w+/=.-]{1,200}", re.ASCII)


def challenge(query: Mapping[str, str], account: Account) -> dict[str, str] | None:
    """The answer to X's check of our address; None where X does not ask for it.

    X signs what it pushes in the very way in which we sign the token: who could have any text
    signed here could push posts of their own making. A token has no character that JSON needs.
    """
    token = query.get("crc_token") or ""
    if not TOKEN.fullmatch(token):
        return None
    return {"response_token": _signature(token.encode(), account)}


def check(headers: Mapping[str, str], raw_body: bytes, account: Account) -> None:
    """Raise WebhookRefused unless X signed the body with the app's secret: a body that is a token
    may have been signed by us, for anybody, and no event is.
    """
    is_token = TOKEN.fullmatch(raw_body.decode("ascii", "replace"))
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
    known = _signature(raw_body, account)
    if is_token or not hmac.compare_digest(given.encode(), known.encode()):
        raise WebhookRefused(_("What came in was not signed by X."))


def events(raw_body: bytes, user_id: str) -> Iterator[dict | Post]:
    """What a body that was checked tells the account `user_id`: `raw` of a post as `parse` reads
    it, or a post that is gone. X pushes what concerns all accounts of an app to one address.
    """
    try:
        body = as_dict(json.loads(raw_body))
    except (ValueError, RecursionError) as error:
        raise WebhookRefused(_("What X sent can't be read.")) from error
    data = body.get("data")
    for event in [data] if isinstance(data, dict) else objects(data):
        payload = as_dict(event.get("payload"))
        if not _is_for(user_id, event, payload):
            continue
        if event.get("event_type") in POSTS:
            includes = event.get("includes") or payload.get("includes")
            post = as_dict(payload.get("data")) or payload
            yield from gathered({"data": post, "includes": includes})
        elif event.get("event_type") == DELETED:
            yield from _gone(payload)


def _is_for(user_id: str, event: dict, payload: dict) -> bool:
    """By the account that the event names. A message that names none is for the two whose ids name
    its conversation: no other account of the app may read it, and a group's is read by polling.
    """
    named = id_of(as_dict(event.get("filter")).get("user_id"))
    if named or event.get("event_type") != MESSAGE:
        return named in (None, "", user_id)
    message = as_dict(payload.get("data")) or payload
    return bool(user_id) and user_id in text_of(message.get("dm_conversation_id")).split("-")


def _gone(payload: dict) -> Iterator[Post]:
    external_id = id_of(payload.get("id")) or id_of(as_dict(payload.get("data")).get("id"))
    if external_id:
        yield Post.gone(external_id)


def _signature(message: bytes, account: Account) -> str:
    if not account.app_secret.strip():
        raise WebhookRefused(_("The channel has no API Key Secret to check with. Enter it."))
    digest = hmac.new(account.app_secret.strip().encode(), message, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"
