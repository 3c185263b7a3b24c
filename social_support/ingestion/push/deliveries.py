"""Verified deliveries as rows: waiting, stored, or set aside with the reason.

What is stored as posts leaves only its digest here, by which a second delivery of the same is
known; Log Settings clear the rows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from pypika.functions import Length
from pypika.queries import QueryBuilder

from social_support.conversations.clock import utc_now
from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import insert_rows

DOCTYPE = "Social Delivery"
BLANK = {"body": None, "headers": None, "reason": None}
WAITING, STORED, SET_ASIDE = "Waiting", "Stored", "Set Aside"
FIELDS = ("name", "network", "channel", "headers", "body", "is_base64", "attempts")
# What is held in memory at once: so many, and a little more than so many characters.
BATCH, BATCH_LENGTH = 200, 16_000_000


@dataclass(frozen=True)
class Delivery:
    """A verified delivery that waits: the headers that sign it, and its bytes as they came, which
    no error report shows.
    """

    name: str
    channel: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    attempts: int


def keep(network: str, channel: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Write a verified delivery down and commit; False if it came before."""
    digest = _digest(network, channel, body)
    if frappe.db.exists(DOCTYPE, {"digest": digest}):
        return False
    text, is_base64 = _as_text(body)
    row = {
        "name": new_name(),
        "network": network,
        "channel": channel or None,
        "status": WAITING,
        "attempts": 0,
        "received_at_utc": utc_now(),
        "digest": digest,
        "headers": json.dumps(_signatures(headers)),
        "body": text,
        "is_base64": is_base64,
    }
    try:
        insert_rows(DOCTYPE, [row])
    except frappe.DuplicateEntryError:
        # The same, at the same moment.
        frappe.db.rollback()
        return False
    # The network forgets it as soon as we answer.
    frappe.db.commit()
    return True


def due(network: str, behind: str = "") -> list[Delivery]:
    """The oldest ones that are to be stored now, as many as fit into a batch; `behind`: the name of
    the last one that is left out.
    """
    table = frappe.qb.DocType(DOCTYPE)
    found = _due(network).where(table.name > behind).orderby(table.name).limit(BATCH)
    names, length = [], 0
    for name, characters in found.select(table.name, Length(table.body)).run():
        names, length = [*names, name], length + (characters or 0)
        if length > BATCH_LENGTH:
            break
    chosen = {"name": ("in", [*names, ""])}
    rows = frappe.get_all(DOCTYPE, chosen, list(FIELDS), order_by="name")
    return [_delivery(row) for row in rows]


def any_waits(network: str, besides: Collection[str] = ()) -> bool:
    """Whether deliveries of the network are to be stored now, other than those of these names."""
    table = frappe.qb.DocType(DOCTYPE)
    others = _due(network).where(table.name.notin([*besides, ""]))
    return bool(others.select(table.name).limit(1).run())


def _due(network: str) -> QueryBuilder:
    table = frappe.qb.DocType(DOCTYPE)
    query = frappe.qb.from_(table).where(table.status == WAITING).where(table.network == network)
    return query.where(table.next_try_utc.isnull() | (table.next_try_utc <= utc_now()))


def networks_that_wait() -> list[str]:
    """The networks of which deliveries wait, also for a later try."""
    return frappe.get_all(DOCTYPE, {"status": WAITING}, pluck="network", distinct=True)


def stored(names: Sequence[str]) -> None:
    """Their posts are stored. The caller commits."""
    _change(names, status=STORED, **BLANK)


def set_aside(name: str, reason: str, channel: str) -> None:
    """Keep what can't be stored, with the reason, as the channel's. The caller commits."""
    _change([name], status=SET_ASIDE, reason=reason, channel=channel)


def try_again(name: str, reason: str, seconds: float) -> None:
    """Something was in the way; the next try is in `seconds`. The caller commits."""
    table = frappe.qb.DocType(DOCTYPE)
    query = frappe.qb.update(table).set(table.attempts, table.attempts + 1)
    query = query.set(table.next_try_utc, utc_now() + timedelta(seconds=seconds))
    query.set(table.reason, reason).where(table.name == name).run()


def wait_again(name: str) -> str | None:
    """Let one that was set aside wait as if it had just come, and say of which network it is; None
    where it is not set aside any more. The caller commits.
    """
    aside = {"name": name, "status": SET_ASIDE}
    network = frappe.db.get_value(DOCTYPE, aside, "network", for_update=True)
    if network:
        _change([name], status=WAITING, attempts=0, next_try_utc=None)
    return network


def count_since(network: str, channel: str | None, moment: datetime) -> int:
    """How many came since `moment` (naive UTC)."""
    mine = {"channel": channel} if channel else {}
    return frappe.db.count(DOCTYPE, {"network": network, "received_at_utc": (">=", moment), **mine})


def forget(channel: str) -> None:
    """Delete what was pushed to a channel whose data goes. The caller commits."""
    frappe.db.delete(DOCTYPE, {"channel": channel})


def blank_shared(network: str, account: str | None) -> None:
    """Keep nothing but the digest of what was pushed to all channels of the network and names this
    account, or of all of it where that is None. The caller commits.
    """
    filters = {"network": network, "channel": ("is", "not set"), "status": ("!=", STORED)}
    if account is not None:
        # What is kept as Base64 nobody could read: whom it names is not known.
        filters["body"] = ("like", f"%{account}%")
    _change(frappe.get_all(DOCTYPE, filters, pluck="name"), status=STORED, **BLANK)


def _change(names: Sequence[str], **values: Any) -> None:
    frappe.db.set_value(DOCTYPE, {"name": ("in", list(names))}, values, update_modified=False)


def _delivery(row: dict[str, Any]) -> Delivery:
    body = base64.b64decode(row.body) if row.is_base64 else (row.body or "").encode()
    return Delivery(row.name, row.channel or "", json.loads(row.headers), body, row.attempts)


def _digest(network: str, channel: str, body: bytes) -> str:
    return hashlib.sha256(f"{network}\n{channel}\n".encode() + body).hexdigest()


def _as_text(body: bytes) -> tuple[str, int]:
    try:
        return body.decode(), 0
    except UnicodeDecodeError:
        return binascii.b2a_base64(body, newline=False).decode(), 1


def _signatures(headers: Mapping[str, str]) -> dict[str, str]:
    """All that is needed to check it once more, by the channel that it is for."""
    return {name: value for name, value in headers.items() if "signature" in name.lower()}
