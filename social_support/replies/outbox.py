"""The outbox: what people do with replies, and the scheduler's look at the unfinished ones.

Sending → Sent | Failed | Unconfirmed; Cancelled before anything was sent. `publishing` holds the
jobs behind it.
"""

from __future__ import annotations

import frappe
from frappe import _

from social_support.conversations import actions, channels, clock
from social_support.networks.contract import Network, Published

from . import compose, outcome, posts, rows, seen, ways, words
from .links import checked_link
from .publishing import ask, enqueue, publish

__all__ = [
    "AnsweredMeanwhile",
    "ask",
    "cancel",
    "hold_back",
    "it_went_out",
    "publish",
    "resume_unfinished_replies",
    "retry",
    "send",
]


class AnsweredMeanwhile(frappe.ValidationError):
    """Somebody answered since the person looked at the thread; the message says who and when."""


def send(
    interaction: str,
    text: str,
    user: str,
    in_view_of: str | None = None,
    visibility: str | None = None,
) -> str:
    """Put `user`'s reply to `interaction` into the outbox; its name. A worker publishes it.

    `visibility`: who may read it; without it whoever reads the post. `in_view_of` is what `compose`
    gave: the newest name that the person has seen (without it, the answered post). Raises
    AnsweredMeanwhile when an answer was made since, and frappe.ValidationError with the reason when
    the post or the text can't be sent.
    """
    post = posts.load(interaction)
    visibility = visibility or post.visibility
    _wait_for_others(post.conversation)
    network = _refuse_the_impossible(post, text, visibility)
    frappe.db.savepoint("before_reply")
    reply = rows.add(post, text.strip(), user, visibility)
    if answered := seen.answered_since(post.conversation, in_view_of or post.name, reply):
        frappe.db.rollback(save_point="before_reply")
        frappe.throw(answered["words"], AnsweredMeanwhile)
    if reason := ways.why_not(post, visibility, network, reply):
        frappe.db.rollback(save_point="before_reply")
        frappe.throw(reason)
    enqueue("publish", reply, 0)
    actions.announce_change(post.conversation)
    return reply


def retry(reply: str) -> None:
    """Try a Failed or Unconfirmed reply again. The job asks the network first whether it is out."""
    row = rows.load(reply)
    post = posts.load(row.in_reply_to)
    _wait_for_others(row.conversation)
    _refuse_the_impossible(post, row.text, row.visibility, reply)
    if not rows.start_again(reply):
        _refuse_state(reply, _("Only a reply that failed or is unconfirmed can be sent again."))
    enqueue("publish", reply, row.attempts, decided=True)
    actions.announce_change(row.conversation)


def cancel(reply: str) -> None:
    """Give up a reply of which nothing was published: one that waits, or has failed."""
    row = rows.load(reply)
    if not rows.cancel(reply):
        _refuse_state(reply, _("A reply that may have gone out can't be cancelled."))
    actions.announce_change(row.conversation)


def it_went_out(reply: str, user: str, link: str | None = None) -> None:
    """`user` looked: the Unconfirmed reply stands on the network, maybe under `link`."""
    link = checked_link(link)
    row = rows.load(reply)
    if row.status != outcome.UNCONFIRMED:
        _refuse_state(reply, _("Only an unconfirmed reply can be marked as sent."))
    sent_at = row.attempt_at_utc or row.doubt_since_utc
    if rows.sent(reply, Published("", link), sent_at, None):
        actions.mark_replied(row.conversation, sent_at, row.author)


def hold_back(channel: str) -> None:
    """The channel goes on at another site than before: what waits is sent by a person's word only.

    That site may have sent it, or still do so.
    """
    rows.hold_back(channel, words.held_back())


def resume_unfinished_replies() -> None:
    """The scheduler's entry, each minute: go on with replies whose time has come.

    That is a reply whose worker died in the middle of it, whose job was lost, that waits for the
    network's limit or a pause to pass, or that nobody knows about.
    """
    now = clock.utc_now()
    for row in rows.unfinished():
        if step := outcome.next_step(row, now):
            enqueue(step, row.name, row.attempts)


def _wait_for_others(conversation: str) -> None:
    """Two clicks wait for each other here, so that the second one sees what the first one wrote."""
    frappe.db.get_value("Social Conversation", conversation, "name", for_update=True)


def _refuse_the_impossible(
    post: frappe._dict, text: str, visibility: str, reply: str | None = None
) -> Network:
    channel = channels.load(post.channel)
    network = compose.open_network(channel)
    reason = (
        compose.why_not(post, channel, network)
        or ways.why_not(post, visibility, network, reply)
        or compose.why_not_this_text(post, text, visibility, network)
    )
    if reason:
        frappe.throw(reason)
    return network


def _refuse_state(reply: str, rule: str) -> None:
    status = frappe.db.get_value("Social Reply", reply, "status")
    frappe.throw(_("{0} This one is {1}.").format(rule, _(status)))
