"""What is kept for some minutes and taken out once: in Redis, encrypted with the site's key, under
a digest of its name.
"""

from __future__ import annotations

import json

import frappe
from frappe.utils.password import decrypt, encrypt
from redis.exceptions import RedisError

from social_support.conversations.keys import digest
from social_support.networks.contract import Tokens

# To read what the network asks, to sign in there, and to find the telephone with the second factor.
SECONDS = 15 * 60


def keep(name: str, facts: Tokens) -> None:
    """Keep `facts`, which JSON can hold, in place of what was kept under this name."""
    frappe.cache.setex(_key(name), SECONDS, encrypt(json.dumps(facts)))


def look(name: str) -> Tokens | None:
    """What is kept, which stays; None if there is nothing, or no more."""
    try:
        return _read(frappe.cache.get(_key(name)))
    except RedisError:
        return None


def take(name: str) -> Tokens | None:
    """The same, and it is gone: of two that ask at once, one gets it."""
    key = _key(name)
    with frappe.cache.pipeline(transaction=True) as calls:
        calls.get(key)
        calls.delete(key)
        try:
            return _read(calls.execute()[0])
        except RedisError:
            return None


def _read(kept: bytes | None) -> Tokens | None:
    return Tokens(json.loads(decrypt(kept.decode()))) if kept else None


def _key(name: str) -> bytes:
    return frappe.cache.make_key(f"social_connect:{digest('connect', name)}")
