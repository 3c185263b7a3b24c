"""The outbox's jobs: one attempt to publish a reply, and asking the network about an unclear one.

A reply is published at most once. Each attempt is on record before a byte leaves, no transaction
is open while the network is spoken to, and when nobody knows how an attempt ended the network is
asked (`Network.find_own`) before another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone

import frappe
from frappe.model.document import Document
from frappe.translate import get_user_lang

from social_support.conversations import actions, channels, clock, jobs, keys, store
from social_support.networks.contract import Network, Published, Target
from social_support.networks.errors import NetworkError

from . import outcome, posts, rows, words
from .outcome import Outcome

PAUSE_LOOKS_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Attempt:
    """Everything that speaking to the network needs, read before the transaction ends."""

    reply: frappe._dict
    channel: Document
    network: Network
    target: Target

    def find(self) -> Published | None:
        """The reply as it already stands on the network, or None."""
        since = clock.site_to_utc(self.reply.queued_on).replace(tzinfo=timezone.utc)
        return self.network.find_own(
            self.reply.idempotency_key, self.reply.text, since, self.target
        )

    def send(self) -> Published:
        """Publish the reply."""
        return self.network.reply(self.target, self.reply.text, self.reply.idempotency_key)

    def left_to_the_key(self) -> Outcome:
        """What to do with a reply that the network does not show."""
        return outcome.of_not_found(
            self.reply.doubt_since_utc, self.network.idempotent_seconds, clock.utc_now()
        )


def publish(reply: str, decided: bool = False) -> None:
    """Make one attempt to publish `reply`; does nothing when it is not due or already attempted.

    `decided`: a person looked on the network and wants an unclear reply sent again.
    """
    row = rows.find(reply)
    if row is None:
        return
    _speak_to(row.author)
    channel = channels.load(row.channel)
    try:
        network = channels.network_of(channel, may_write=True)
    except channels.CopyOfSite:
        rows.hold_back(channel.name, words.held_back())
        return actions.announce_change(row.conversation)
    except channels.SendingRefused as refusal:
        return _refuse(row, channel, str(refusal))
    except NetworkError as error:
        return _refuse(row, channel, words.error_text(error))
    if not rows.claim(reply):
        return
    attempt = Attempt(rows.load(reply), channel, network, posts.target(row))
    # The attempt must be on record before a byte leaves, and no lock be held meanwhile.
    frappe.db.commit()
    _conclude(attempt, _try(attempt, decided))


def ask(reply: str) -> None:
    """Ask the network whether `reply`, whose attempt broke off, went out; go on accordingly."""
    later = clock.utc_now() + outcome.ASK_AGAIN_AFTER
    if not rows.claim_for_asking(reply, later):
        return
    row = rows.load(reply)
    _speak_to(row.author)
    channel = channels.load(row.channel)
    if not channels.is_read(channel):
        return
    attempt = Attempt(row, channel, channels.network_of(channel), posts.target(row))
    # What is known is on record, and no lock is held while the network answers.
    frappe.db.commit()
    _conclude(attempt, _ask(attempt))


def enqueue(step: str, reply: str, attempts: int, **arguments) -> None:
    """Have a worker `publish` or `ask` after the commit, unless that waits in the queue already.

    A job that counts as started may belong to a dead worker, so it stops nothing: the row's own
    claim sees to it that two jobs never do the same.
    """
    job_id = f"social-reply-{step}-{reply}-{attempts}"
    if jobs.waits(job_id):
        return
    frappe.enqueue(
        f"{__name__}.{step}",
        queue="short",
        timeout=outcome.ATTEMPT_SECONDS,
        enqueue_after_commit=True,
        job_id=job_id,
        reply=reply,
        **arguments,
    )


def _try(attempt: Attempt, decided: bool) -> Published | Outcome:
    if attempt.reply.attempts > 1 or attempt.reply.doubt_since_utc:
        earlier = _ask(attempt)
        if not _allows_another_try(earlier, decided):
            return earlier
    try:
        return attempt.send()
    except NetworkError as error:
        return outcome.of_sending(error, attempt.reply.doubt_since_utc, clock.utc_now())


def _allows_another_try(earlier: Published | Outcome, decided: bool) -> bool:
    if isinstance(earlier, Published) or earlier.error:
        return False
    return decided or earlier.status == outcome.SENDING


def _ask(attempt: Attempt) -> Published | Outcome:
    try:
        return attempt.find() or attempt.left_to_the_key()
    except NetworkError as error:
        return outcome.of_asking(error, attempt.reply.doubt_since_utc, clock.utc_now())


def _conclude(attempt: Attempt, result: Published | Outcome) -> None:
    """Write the result down, in one transaction that ends with the job."""
    attempt.network.http.close()
    if isinstance(result, Published):
        result = _record_sent(attempt, result)
    if not result or not rows.conclude(
        attempt.reply, result, words.explain(result, attempt.channel)
    ):
        return
    if result.status == outcome.SENDING and not result.again_at:
        enqueue("publish", attempt.reply.name, attempt.reply.attempts)
    actions.announce_change(attempt.reply.conversation)


def _record_sent(attempt: Attempt, published: Published) -> Outcome | None:
    """Store the answer beside the post, mark the reply Sent and the conversation Replied.

    The poll that reads the answer later finds it stored. Should this fail, the reply keeps its
    attempt, and the scheduler has the network asked. What was found may be another reply with the
    same words: then this one stays unconfirmed, and that is the outcome given back.
    """
    reply, channel = attempt.reply, attempt.channel
    store.lock_channel(channel.name)
    key = keys.post_key(channel.name, published.external_id)
    if rows.known_as_another(reply.name, key):
        return Outcome(outcome.UNCONFIRMED)
    answer = published.post or posts.answer(attempt.target, reply.text, channel, published)
    store.store_posts(channel, [answer])
    sent_at = clock.to_utc(answer.posted_on)
    interaction = frappe.db.get_value("Social Interaction", {"external_key": key})
    if rows.sent(reply.name, published, sent_at, key):
        actions.mark_replied(reply.conversation, sent_at, reply.author, interaction)
    return None


def _refuse(reply: frappe._dict, channel: Document, reason: str) -> None:
    """Nothing may be sent. In a pause the reply waits; where nobody sends at all, it has failed,
    unless an earlier attempt may have published it.
    """
    paused = channel.mode == channels.LISTEN_AND_REPLY
    again_at = clock.utc_now() + PAUSE_LOOKS_AGAIN_AFTER if paused else None
    result = outcome.of_refusal(reply.doubt_since_utc, again_at)
    if rows.refuse(reply.name, result, words.explain_refusal(reason, result)):
        actions.announce_change(reply.conversation)


def _speak_to(user: str) -> None:
    """Reasons are for the person who wrote the reply, so they are said in their language."""
    frappe.local.lang = get_user_lang(user)
