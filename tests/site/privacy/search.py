"""Look for words in every table of the database, every file of the site, and in Redis."""

from __future__ import annotations

import base64
import email
import email.policy
import gzip
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import frappe
from frappe.utils.background_jobs import get_redis_conn

from tests.site.support.leftovers import tables

BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{60,}\n?)+[A-Za-z0-9+/=]*")


def places_of(words: Iterable[str]) -> dict[str, int]:
    """Where any of the words stands, in any spelling: {table or file or key: rows}."""
    spellings = [word.lower() for word in words_as_stored(words)]

    def tells(text: str) -> bool:
        lower = text.lower()
        return any(word in lower for word in spellings)

    places: dict[str, int] = {}
    for where, text in (*rows(), *files(), *keys()):
        if tells(text):
            places[where] = places.get(where, 0) + 1
    return places


def words_as_stored(words: Iterable[str]) -> set[str]:
    return {
        spelling for word in words for spelling in (word, html.escape(word), json.dumps(word)[1:-1])
    }


def rows() -> Iterator[tuple[str, str]]:
    for table in tables():
        for row in frappe.db.sql(f"SELECT * FROM `{table}`"):
            text = "\n".join(map(str, filter(None, row)))
            yield table, "\n".join([text, *decoded_mail(text)])


def decoded_mail(text: str) -> Iterator[str]:
    if "MIME-Version" in text:
        begin = text.index("Content-Type")
        for part in email.message_from_string(text[begin:], policy=email.policy.default).walk():
            if part.get_content_maintype() == "text":
                yield str(part.get_content())
    for encoded in BASE64.findall(text):
        try:
            yield base64.b64decode(encoded).decode("utf-8", "replace")
        except ValueError:
            continue


def files() -> Iterator[tuple[str, str]]:
    site = Path(frappe.get_site_path()).resolve()
    for path in site.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if content[:2] == b"\x1f\x8b":
                content = gzip.decompress(content)
            yield (
                f"file {path.relative_to(site)}",
                f"{path.name}\n{content.decode('utf-8', 'replace')}",
            )


def keys() -> Iterator[tuple[str, str]]:
    for name, redis in (("cache", frappe.cache), ("queue", get_redis_conn())):
        for key in redis.execute_command("KEYS", "*"):
            yield f"redis {name} {key.decode()}", f"{key!r} {content_of(redis, key)}"


def content_of(redis, key: bytes) -> str:
    kind = redis.execute_command("TYPE", key)
    command = {b"string": ["GET", key], b"hash": ["HGETALL", key], b"set": ["SMEMBERS", key]}
    command |= {b"list": ["LRANGE", key, 0, -1], b"zset": ["ZRANGE", key, 0, -1]}
    if kind not in command:
        return ""
    found = redis.execute_command(*command[kind])
    parts = [*found, *found.values()] if isinstance(found, dict) else found
    parts = parts if isinstance(parts, (list, set)) else [parts]
    return " ".join(readable(part) for part in parts if isinstance(part, bytes))


def readable(part: bytes) -> str:
    """RQ compresses what it keeps of a job."""
    with suppress(zlib.error):
        part = zlib.decompress(part)
    return part.decode("utf-8", "replace")
