"""What happened while reading, for people. A run in which nothing happened leaves no row."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from social_support.conversations.store import Stored

READ, NOTICE, FAILED, SET_ASIDE = "Read", "Notice", "Failed", "Set Aside"
LONGEST_PAYLOAD = 100_000
MASK = "***"


@dataclass
class Summary:
    """What one run did with one stream."""

    channel: Document
    stream: str
    started_on: object = field(default_factory=now_datetime)
    began: float = field(default_factory=time.monotonic)
    counts: Counter = field(default_factory=Counter)

    def add(self, stored: Stored, rejected: int) -> None:
        """Count a page that was stored."""
        self.counts["stored"] += len(stored.new)
        self.counts["changed"] += len(stored.changed)
        self.counts["known"] += stored.known
        self.counts["set_aside"] += len(stored.set_aside) + rejected
        self.counts["blocked"] += stored.blocked

    @property
    def worth_a_row(self) -> bool:
        return any(self.counts[name] for name in ("stored", "changed", "set_aside", "blocked"))

    def write(self) -> None:
        """Add the row of this run, if anything happened. The caller commits."""
        if self.worth_a_row:
            _insert(
                self.channel.name,
                self.stream,
                READ,
                _("{0} new, {1} changed.").format(self.counts["stored"], self.counts["changed"]),
                started_on=self.started_on,
                seconds=round(time.monotonic() - self.began, 3),
                posts_read=self.counts.total(),
                **{f"posts_{name}": count for name, count in self.counts.items()},
            )


def notice(channel: Document, stream: str, message: str) -> None:
    """Note something that a person should know."""
    _insert(channel.name, stream, NOTICE, masked(channel, message))


def failed(channel: Document, stream: str, message: str) -> None:
    """Note why a stream could not be read."""
    _insert(channel.name, stream, FAILED, masked(channel, message))


def set_aside(channel: Document, stream: str, raw: object, reason: str) -> None:
    """Keep what could not be stored, with its payload, so that nothing is lost."""
    payload = masked(channel, frappe.as_json(raw))[:LONGEST_PAYLOAD]
    _insert(channel.name, stream, SET_ASIDE, masked(channel, reason), payload=payload)


def masked(channel: Document, text: str) -> str:
    """`text` with every secret of the channel as ***."""
    for secret in secrets_of(channel):
        text = text.replace(secret, MASK)
    return text


def secrets_of(channel: Document) -> list[str]:
    """What stands in the channel's Password fields."""
    fields = channel.meta.get("fields", {"fieldtype": "Password"})
    values = (channel.get_password(df.fieldname, raise_exception=False) for df in fields)
    return [value for value in values if value]


def _insert(channel: str, stream: str, status: str, message: str, **facts: object) -> None:
    facts.setdefault("started_on", now_datetime())
    frappe.get_doc(
        doctype="Social Sync Log",
        channel=channel,
        stream=stream,
        status=status,
        message=message,
        **facts,
    ).insert(ignore_permissions=True)
