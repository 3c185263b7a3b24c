"""What the machine knows of each stream of a channel: Social Stream State.

Never kept in the channel's own rows: a form that was open meanwhile would put an old cursor back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import frappe
from frappe.model.document import Document

from social_support.conversations import sessions
from social_support.conversations.clock import site_to_utc, to_utc, utc_now
from social_support.conversations.site_identity import here
from social_support.conversations.store import lock_channel
from social_support.ingestion.lease import LEASE_STREAM, state_key
from social_support.networks.contract import OWN_POSTS, Gap
from social_support.networks.registry import connecting, get_network_class

BY_HAND = LEASE_STREAM
CHANGES = "Changes"
# What nobody chooses and every channel reads: our own posts, then what changed of stored ones.
PUSHED = "Pushed"
HIDDEN = (OWN_POSTS, CHANGES)
# Rows that are never due.
NEVER_READ = (BY_HAND, PUSHED)
# A network that has pushed within so long is taken to go on with it.
PUSHES_FOR = timedelta(hours=24)
DOCTYPE = "Social Stream State"
FIELDS = (
    "name",
    "creation",
    "channel",
    "stream",
    "term",
    "cursor_value",
    "failures",
    "error_kind",
)
QUIET = "~"
HEALTHY = {"failures": 0, "error_kind": "", "last_error": ""}


class Unannounced(NamedTuple):
    """Stored posts that nobody was told of: all of them, and those that people are notified of."""

    names: list[str]
    loud: list[str]


def sync_states(channel: Document) -> None:
    """Let the rows follow what the channel listens to.

    What is listened to no more keeps its row and cursor: chosen again, it goes on from there.
    Beside the chosen streams each channel has By Hand, Pushed where the network does that (neither
    is ever due) and, where the network shows them, Changes (edits, deletions) and Own Posts.
    """
    lock_channel(channel.name)
    wanted = {(row.stream, (row.term or "").strip()) for row in channel.listens_to}
    network = get_network_class(channel.network)
    if wanted:
        wanted |= {(CHANGES, "")} if network.shows_single_posts else set()
        wanted |= {(OWN_POSTS, "")} if network.own_posts else set()
    wanted |= {(BY_HAND, ""), *({(PUSHED, "")} if network.pushed else ())}
    present = {
        (row.stream, row.term or ""): row
        for row in frappe.get_all(
            DOCTYPE, filters={"channel": channel.name}, fields=["name", "stream", "term", "active"]
        )
    }
    for stream, term in sorted(wanted - present.keys()):
        _add(channel.name, stream, term)
    for key, row in present.items():
        if bool(row.active) != (key in wanted):
            _change(row.name, active=int(key in wanted), next_run_utc=_first_run(key[0]))


def _add(channel: str, stream: str, term: str) -> None:
    frappe.get_doc(
        doctype=DOCTYPE,
        channel=channel,
        stream=stream,
        term=term,
        state_key=state_key(channel, stream, term),
        active=1,
        next_run_utc=_first_run(stream),
    ).insert(ignore_permissions=True)


def _first_run(stream: str) -> datetime | None:
    return None if stream in NEVER_READ else _at_once()


def due_channels() -> list[dict[str, Any]]:
    """The channels that have something to read and that nobody reads, in one query; none that waits
    for somebody to connect it.

    Each as {channel, lease_token}, the token being that of a run which never ended, or None.
    """
    return frappe.db.sql(
        f"""SELECT DISTINCT due.channel, lease.lease_token
        FROM `tab{DOCTYPE}` due
        JOIN `tab{DOCTYPE}` lease ON lease.channel = due.channel AND lease.stream = %s
        JOIN `tabSocial Channel` channel ON channel.name = due.channel AND channel.mode != 'Off'
            AND channel.home_url = %s AND channel.home_id = %s
            AND (channel.network NOT IN %s OR channel.access_token != '' OR EXISTS (
                SELECT 1 FROM `__Auth` kept WHERE kept.doctype = %s AND kept.name = channel.name
                AND kept.fieldname = %s))
        WHERE due.active = 1 AND due.next_run_utc <= UTC_TIMESTAMP(6)
            AND (lease.lease_until_utc IS NULL OR lease.lease_until_utc < UTC_TIMESTAMP(6))""",
        (BY_HAND, *here(), tuple(connecting()) or ("",), *sessions.KEPT_AS),
        as_dict=True,
    )


def due(channel: str) -> list[dict[str, Any]]:
    """The streams of the channel that are to be read now: the chosen, Own Posts, Changes."""
    rows = frappe.db.sql(
        f"""SELECT {", ".join(FIELDS)} FROM `tab{DOCTYPE}`
        WHERE channel = %s AND active = 1 AND next_run_utc <= UTC_TIMESTAMP(6) ORDER BY name""",
        channel,
        as_dict=True,
    )
    return sorted(rows, key=in_order)


def in_order(state: dict[str, Any]) -> int:
    """What people chose is read first."""
    return HIDDEN.index(state.stream) + 1 if state.stream in HIDDEN else 0


def of_channel(channel: str) -> list[dict[str, Any]]:
    """What the channel listens to, with how it went: no row for what is switched off."""
    return frappe.get_all(
        DOCTYPE,
        filters={"channel": channel, "active": 1, "stream": ("not in", NEVER_READ)},
        fields=[
            "name",
            "stream",
            "term",
            "failures",
            "error_kind",
            "last_error",
            "next_run_utc",
            "last_success_utc",
            "gap_since_utc",
            "gap_until_utc",
        ],
    )


def errors_since(channel: str, moment: datetime) -> list[str]:
    """What failed since `moment` (naive UTC) and was not read since, in words."""
    return frappe.get_all(
        DOCTYPE,
        filters={"channel": channel, "failures": (">", 0), "last_error_utc": (">=", moment)},
        pluck="last_error",
    )


def began(state: dict[str, Any]) -> datetime:
    """Since when the channel listens to this stream, UTC and aware.

    The first reading counts its days back from here and not from now: until there is a first post
    there is no cursor, and what came between two readings would be missed.
    """
    return aware(site_to_utc(state["creation"]))


def aware(utc: datetime) -> datetime:
    """Naive UTC, as our rows have it, as an aware time, as networks want it."""
    return utc.replace(tzinfo=timezone.utc)


def make_due(channel: str) -> None:
    """Let every stream of the channel be read at the next chance, also those that stopped."""
    _schedule(channel, next_run_utc=_at_once())


def go_on(channel: str) -> None:
    """Forget the errors of the channel: a person has corrected it. Cursors stay."""
    _schedule(channel, next_run_utc=_at_once(), **HEALTHY)


def end_wait(channel: str, error_kind: str) -> None:
    """Let the streams that wait for this reason be read at the next chance."""
    lock_channel(channel)
    filters = {"channel": channel, "active": 1, "error_kind": error_kind}
    values = {"next_run_utc": _at_once(), **HEALTHY}
    frappe.db.set_value(DOCTYPE, filters, values, update_modified=False)


def changes_are_due(channel: str) -> None:
    """Let changes be read at the next chance, unless they wait after an error. The caller has the
    channel's lock and commits.
    """
    filters = {"channel": channel, "stream": CHANGES, "active": 1, "failures": 0}
    frappe.db.set_value(DOCTYPE, filters, "next_run_utc", _at_once(), update_modified=False)


def _schedule(channel: str, **values: Any) -> None:
    lock_channel(channel)
    filters = {"channel": channel, "active": 1, "stream": ("not in", NEVER_READ)}
    frappe.db.set_value(DOCTYPE, filters, values, update_modified=False)


def start_over(channel: str) -> None:
    """Forget the cursors too: they belong to a server that the channel no longer reads."""
    lock_channel(channel)
    forgotten = {"cursor_value": None, "back_place": None, "back_since_utc": None}
    frappe.db.set_value(DOCTYPE, {"channel": channel}, forgotten, update_modified=False)


def advance(state: str, cursor: str | None) -> None:
    """Move the stream's cursor, in the transaction that stores what it covers."""
    if cursor:
        _change(state, cursor_value=cursor)


def note_gap(state: str, gap: Gap) -> None:
    """Remember the span of posts that the network does not show any more.

    It joins the one that is known where they touch; else the later one stands here, and the sync
    log has both.
    """
    since, until = to_utc(gap.since), to_utc(gap.until)
    known = frappe.db.get_value(DOCTYPE, state, ["gap_since_utc", "gap_until_utc"])
    if known and known[0] and since <= known[1] and known[0] <= until:
        since, until = min(since, known[0]), max(until, known[1])
    _change(state, gap_since_utc=since, gap_until_utc=until)


def forget_gap(channel: str) -> None:
    """A person has seen what is missing."""
    lock_channel(channel)
    none = {"gap_since_utc": None, "gap_until_utc": None}
    frappe.db.set_value(DOCTYPE, {"channel": channel}, none, update_modified=False)


def mark_unannounced(state: str, interactions: Sequence[str], *, quiet: bool = False) -> None:
    """Remember, in the transaction that stores them, that nobody was told of these posts yet.

    quiet: they were written before the channel began to listen, and alert nobody one by one.
    """
    if interactions:
        marks = [QUIET + name if quiet else name for name in interactions]
        frappe.db.sql(
            f"""UPDATE `tab{DOCTYPE}` SET unannounced =
                JSON_MERGE_PRESERVE(COALESCE(NULLIF(unannounced, ''), '[]'), %s) WHERE name = %s""",
            (frappe.as_json(marks, indent=None), state),
        )


def unannounced(channel: str) -> list[str]:
    """The posts that nobody was told of yet."""
    marks = _marks(channel).values()
    return [mark.removeprefix(QUIET) for each in marks for mark in each]


def take_unannounced(channel: str, told: Collection[str]) -> Unannounced:
    """Those of them that are among `told`; their marks are cleared. Caller has the lock."""
    taken: list[str] = []
    for state, marks in _marks(channel).items():
        mine = [mark for mark in marks if mark.removeprefix(QUIET) in told]
        left = [mark for mark in marks if mark.removeprefix(QUIET) not in told]
        _change(state, unannounced=frappe.as_json(left, indent=None) if left else None)
        taken += mine
    return Unannounced(
        [mark.removeprefix(QUIET) for mark in taken],
        [mark for mark in taken if not mark.startswith(QUIET)],
    )


def _marks(channel: str) -> dict[str, list[str]]:
    """The marks of each of the channel's streams: names of posts, QUIET before some of them."""
    rows = frappe.get_all(
        DOCTYPE,
        filters={"channel": channel, "unannounced": ("is", "set")},
        fields=["name", "unannounced"],
    )
    return {row.name: frappe.parse_json(row.unannounced) or [] for row in rows}


def succeeded(state: str, seconds: float) -> None:
    """The stream was read to its end for now; the next run is in `seconds`."""
    _change(state, last_success_utc=utc_now(), next_run_utc=_in(seconds), **HEALTHY)


def failed(state: str, kind: str, message: str, failures: int, seconds: float | None) -> None:
    """The stream failed for the `failures`th time in a row; None seconds: it waits for a person."""
    _change(
        state,
        failures=failures,
        error_kind=kind,
        last_error=message,
        last_error_utc=utc_now(),
        next_run_utc=None if seconds is None else _in(seconds),
    )


def by_hand(channel: str) -> str:
    """The name of the row that stands for posts added by hand."""
    return frappe.db.get_value(DOCTYPE, {"state_key": state_key(channel, BY_HAND)})


def of_pushes(channel: str) -> dict[str, Any]:
    """The row that stands for what is pushed, as `due` answers the others."""
    key = {"state_key": state_key(channel, PUSHED)}
    return frappe.db.get_value(DOCTYPE, key, FIELDS, as_dict=True)


def pushed(state: str) -> None:
    """A push was stored, in its transaction."""
    _change(state, last_success_utc=utc_now())


def last_push(channel: str) -> datetime | None:
    """When a push was last stored (naive UTC)."""
    key = {"state_key": state_key(channel, PUSHED)}
    return frappe.db.get_value(DOCTYPE, key, "last_success_utc")


def is_pushed(channel: str) -> bool:
    """Whether the network pushes what is new, so that reading is only the net below."""
    last = last_push(channel)
    return last is not None and utc_now() - last < PUSHES_FOR


def forget(channel: str) -> None:
    """Remove the rows of a channel that is being deleted."""
    frappe.db.delete(DOCTYPE, {"channel": channel})


def _in(seconds: float) -> datetime:
    return utc_now() + timedelta(seconds=seconds)


def _at_once() -> datetime:
    # What is due is told by the database's clock, which may be a little behind ours.
    return _in(-60)


def _change(state: str, **values: Any) -> None:
    # By hand: `set_value` empties caches, page after page, that know nothing of these rows.
    columns = ", ".join(f"`{column}` = %({column})s" for column in values)
    frappe.db.sql(
        f"UPDATE `tab{DOCTYPE}` SET {columns} WHERE name = %(state)s", values | {"state": state}
    )
