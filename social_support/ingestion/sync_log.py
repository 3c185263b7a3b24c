"""What happened while reading, for people. A run in which nothing happened leaves no row."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from social_support.conversations import payload
from social_support.conversations.store import Stored

READ, NOTICE, FAILED, SET_ASIDE = "Read", "Notice", "Failed", "Set Aside"
STORED_LATER = "Stored Later"
LONGEST_PAYLOAD = 100_000
# Where a row keeps less than the network's whole answer, it keeps what the network calls the post.
EXTERNAL_ID = "external_id_of_the_post"
# A row about what was pushed names the delivery, which holds what was pushed to all channels.
DELIVERY = "social_delivery"
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


def set_aside(
    channel: Document, stream: str, raw: object, reason: str, external_id: str = ""
) -> None:
    """Keep what could not be stored, with its payload, so that nothing is lost.

    What is too long, or no JSON, is kept in part, under the post's `external_id`, by which the
    network can be asked for it again.
    """
    text = masked(channel, frappe.as_json(raw))
    if not raw or payload.is_part(raw):
        text = masked(channel, frappe.as_json({EXTERNAL_ID: external_id, "kept": raw}))
    if len(text) > LONGEST_PAYLOAD:
        facts = {EXTERNAL_ID: external_id, "cut_after": LONGEST_PAYLOAD, "of": len(text)}
        text = frappe.as_json({**facts, "beginning": text[:LONGEST_PAYLOAD]})
    _insert(channel.name, stream, SET_ASIDE, masked(channel, reason), payload=text)


def masked(channel: Document, text: str) -> str:
    """`text` with every secret of the channel as ***."""
    for secret in secrets_of(channel):
        text = text.replace(secret, MASK)
    return text


def secrets_of(channel: Document) -> list[str]:
    """What stands in the channel's Password fields."""
    fields = channel.meta.get("fields", {"fieldtype": "Password"})
    values = (_secret(channel, df.fieldname) for df in fields)
    # Sent without the spaces that came along when it was copied.
    return [secret for value in values if (secret := (value or "").strip())]


def _secret(channel: Document, fieldname: str) -> str | None:
    try:
        return channel.get_password(fieldname, raise_exception=False)
    except frappe.ValidationError:
        # What this site has lost the key to, it can't show either.
        return None


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
