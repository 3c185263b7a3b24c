"""The rows of the outbox. A reply changes its status here only, by one conditional UPDATE each.

A row in status Sending with `attempt_at_utc` has an attempt running (or a worker that died in
it); without, it waits for its first attempt, or until `retry_at_utc`.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import now as site_now
from pypika import Table

from social_support.conversations import clock, keys
from social_support.networks.contract import PRIVATE, Published

from .outcome import ABANDONED_AFTER, CANCELLED, FAILED, SENDING, SENT, UNCONFIRMED, Outcome

REPLY = Table("tabSocial Reply")
UNFINISHED_AT_ONCE = 200


def add(post: dict, text: str, user: str, visibility: str) -> str:
    """Write a new reply to the interaction `post` that waits to be published; its name."""
    reply = frappe.new_doc("Social Reply")
    reply.update(
        {
            "name": keys.new_name(),
            "text": text,
            "status": SENDING,
            "visibility": visibility,
            "conversation": post.conversation,
            "in_reply_to": post.name,
            "channel": post.channel,
            "author": user,
            "queued_on": site_now(),
            "attempts": 0,
            "idempotency_key": secrets.token_hex(16),
        }
    )
    reply.set_user_and_timestamp()
    # No role may create replies but through the outbox: insert() would refuse everybody.
    reply.db_insert()
    return reply.name


def find(reply: str) -> frappe._dict | None:
    """All columns of a reply, as they stand for this transaction; None when it was deleted."""
    rows = frappe.qb.from_(REPLY).select("*").where(REPLY.name == reply).run(as_dict=True)
    return rows[0] if rows else None


def load(reply: str) -> frappe._dict:
    """The same where the reply has to exist."""
    row = find(reply)
    if row is None:
        frappe.throw(frappe._("This reply does not exist any more."), frappe.DoesNotExistError)
    return row


def claim(reply: str) -> bool:
    """Put an attempt on record; False when the reply is not due or somebody else attempts it."""
    now = clock.utc_now()
    waiting = (REPLY.status == SENDING) & REPLY.attempt_at_utc.isnull()
    due = REPLY.retry_at_utc.isnull() | (REPLY.retry_at_utc <= now)
    return _change(
        reply,
        waiting & due,
        attempt_at_utc=now,
        attempts=REPLY.attempts + 1,
        retry_at_utc=None,
        error=None,
    )


def claim_for_asking(reply: str, ask_again_at: datetime) -> bool:
    """Note that the outcome of a reply is unknown and that the network is being asked.

    False when nothing is to be asked. Should the asker die, the next one is due at `ask_again_at`.
    """
    now = clock.utc_now()
    abandoned = (REPLY.status == SENDING) & (REPLY.attempt_at_utc <= now - ABANDONED_AFTER)
    unconfirmed = (REPLY.status == UNCONFIRMED) & (REPLY.retry_at_utc <= now)
    return _change(
        reply,
        abandoned | unconfirmed,
        status=UNCONFIRMED,
        doubt_since_utc=Coalesce(REPLY.doubt_since_utc, REPLY.attempt_at_utc),
        retry_at_utc=ask_again_at,
    )


def conclude(reply: frappe._dict, outcome: Outcome, error: str) -> bool:
    """Write down how the attempt in `reply` ended, unless somebody has gone on with it since."""
    same_attempt = (REPLY.attempts == reply.attempts) & REPLY.status.isin([SENDING, UNCONFIRMED])
    values = {"status": outcome.status, "retry_at_utc": outcome.again_at, "error": error or None}
    if outcome.status == SENDING:
        values["attempt_at_utc"] = None
    if outcome.status == UNCONFIRMED:
        values["doubt_since_utc"] = Coalesce(REPLY.doubt_since_utc, REPLY.attempt_at_utc)
    return _change(reply.name, same_attempt, **values)


def refuse(reply: str, outcome: Outcome, reason: str) -> bool:
    """No attempt is made: write down what becomes of the waiting reply."""
    waiting = (REPLY.status == SENDING) & REPLY.attempt_at_utc.isnull()
    return _change(
        reply, waiting, status=outcome.status, error=reason, retry_at_utc=outcome.again_at
    )


def sent(reply: str, published: Published, sent_at: datetime, external_key: str | None) -> bool:
    """The reply stands on the network since `sent_at` (naive UTC); False when that is known."""
    return _change(
        reply,
        REPLY.status.isin([SENDING, UNCONFIRMED, FAILED]),
        status=SENT,
        sent_on=clock.to_site(sent_at),
        permalink=published.permalink or None,
        external_id=published.external_id or None,
        external_key=external_key,
        retry_at_utc=None,
        error=None,
    )


def known_as_another(reply: str, external_key: str) -> bool:
    """Whether this post on the network is the outcome of another reply, with the same words."""
    return bool(
        frappe.db.exists("Social Reply", {"external_key": external_key, "name": ["!=", reply]})
    )


def another_in_private(interaction: str, apart_from: str | None) -> bool:
    """Whether a private reply to this post, another one than this, is out or may be.

    `apart_from` is the asker's own reply, which is there already: what others committed since this
    transaction began is then seen too.
    """
    under_way = {"visibility": PRIVATE, "status": ["in", [SENDING, SENT, UNCONFIRMED]]}
    others = {"in_reply_to": interaction, "name": ["!=", apart_from or ""]}
    # Only a locking read sees that. Before the reply is there, it could lock another's gap.
    lock = apart_from is not None
    return bool(frappe.db.get_value("Social Reply", under_way | others, "name", for_update=lock))


def start_again(reply: str) -> bool:
    """A person wants another try of a reply that failed, or whose outcome nobody knows."""
    return _change(
        reply,
        REPLY.status.isin([FAILED, UNCONFIRMED]),
        status=SENDING,
        attempt_at_utc=None,
        retry_at_utc=None,
    )


def cancel(reply: str) -> bool:
    """Give up a reply of which nothing was published; False when it may have gone out."""
    waiting = (REPLY.status == SENDING) & REPLY.attempt_at_utc.isnull()
    nothing_out = REPLY.doubt_since_utc.isnull() & (waiting | (REPLY.status == FAILED))
    return _change(reply, nothing_out, status=CANCELLED, retry_at_utc=None)


def hold_back(channel: str, reason: str) -> None:
    """Nothing of the channel that waits goes on by itself: another site may have sent it."""
    mine = frappe.qb.update(REPLY).where(REPLY.channel == channel)
    since = Coalesce(REPLY.doubt_since_utc, REPLY.attempt_at_utc, clock.utc_now())
    doubtful = mine.where(REPLY.status == SENDING).set(REPLY.status, UNCONFIRMED)
    doubtful.set(REPLY.doubt_since_utc, since).set(REPLY.error, reason).run()
    mine.where(REPLY.status == UNCONFIRMED).set(REPLY.retry_at_utc, None).run()


def unfinished() -> list[frappe._dict]:
    """Replies that somebody has to go on with some time, the oldest first."""
    rows = (
        frappe.qb.from_(REPLY)
        .select(
            REPLY.name,
            REPLY.status,
            REPLY.attempts,
            REPLY.attempt_at_utc,
            REPLY.retry_at_utc,
            REPLY.queued_on,
        )
        .where(REPLY.status.isin([SENDING, UNCONFIRMED]))
        .where((REPLY.status == SENDING) | REPLY.retry_at_utc.isnotnull())
        .where(REPLY.retry_at_utc.isnull() | (REPLY.retry_at_utc <= clock.utc_now()))
        .orderby(REPLY.name)
        .limit(UNFINISHED_AT_ONCE)
        .run(as_dict=True)
    )
    for row in rows:
        row.queued_at_utc = clock.site_to_utc(row.pop("queued_on"))
    return rows


def _change(reply: str, condition, **values) -> bool:
    query = frappe.qb.update(REPLY).where((REPLY.name == reply) & condition)
    for column, value in {**values, "modified": site_now()}.items():
        query = query.set(REPLY[column], value)
    query.run()
    return frappe.db._cursor.rowcount == 1
