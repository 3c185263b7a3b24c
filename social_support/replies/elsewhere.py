"""An answer that was given on the network itself, not from here: told, or read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

import frappe
from frappe import _
from frappe.utils import escape_html
from pypika.terms import Parameter

from social_support.conversations import actions, clock
from social_support.conversations.store import begin_page
from social_support.networks.contract import PRIVATE, UNNAMED, Published
from social_support.networks.times import CLOCK_SKEW

from . import rows
from .links import checked_link
from .outcome import SENDING, SENT, UNCONFIRMED

# Networks show their own time, which may be a little behind ours.
LONGEST_NAME = 140
LEADING_MENTIONS = re.compile(r"^(?:@[\w@.-]+\s+)+")
# What some networks turn into bold and italics, and the beginning of an address that others hide.
NOT_SHOWN = re.compile(r"[*_`~]|https?://", re.IGNORECASE)


def answered_on_network(conversation: str, user: str, link: str | None = None) -> None:
    """Record that `user` answered on the network, now; `link` leads to the answer."""
    link = escape_html(checked_link(link))
    actions.mark_replied(conversation, clock.utc_now(), user, elsewhere=True)
    if link:
        frappe.get_doc("Social Conversation", conversation).add_comment(
            "Info",
            _("gave this answer: {0}").format(f'<a href="{link}" rel="noopener">{link}</a>'),
            comment_email=user,
        )


def on_received(names: Sequence[str]) -> None:
    """Handler of `social_interactions_received`: what we wrote answers the conversation it is in.

    A post that a reply of ours made is that reply's outcome, should the outbox not know it yet; any
    other was written on the network itself. Safe to repeat, and beside the outbox. One query where
    none of the posts is ours. The caller commits.
    """
    ours = _unexplained(names)
    for number, channel in enumerate(sorted({post.channel for post in ours})):
        if number:
            # What was found out of one channel stands before the lock of the next is awaited.
            frappe.db.commit()
        begin_page(channel)
        # Under the channel's lock, which the outbox takes too, each post is somebody's outcome now
        # or waits for this.
        posts = [post for post in _unexplained(names) if post.channel == channel]
        replies = _on_their_way(channel, posts)
        for post in posts:
            if not (_is_outcome(post, replies) or _may_be_being_sent(post, replies)):
                _answered_elsewhere(post)


def same_words(sent: str, shown: str) -> bool:
    """Whether a network may show the text `sent` as `shown`."""
    return _essence(sent) == _essence(shown)


def _essence(text: str) -> str:
    words = NOT_SHOWN.sub("", LEADING_MENTIONS.sub("", text.strip())).split()
    return " ".join(word.rstrip("/") for word in words)


def _unexplained(names: Collection[str]) -> list[frappe._dict]:
    """Those of these posts that we wrote in a conversation and that are no reply's outcome yet.

    The oldest first; `known_parent` is the key of the post that is answered, if we have that. What
    was deleted meanwhile was an answer all the same.
    """
    return frappe.db.sql(_unexplained_query(), {"names": tuple(names) or ("",)}, as_dict=True)


@cache
def _unexplained_query() -> str:
    """Written out once: with a page's names in it, that takes longer than its answer."""
    post, parent = frappe.qb.DocType("Social Interaction"), frappe.qb.DocType("Social Interaction")
    parent = parent.as_("parent")
    reply, author = frappe.qb.DocType("Social Reply"), frappe.qb.DocType("Social Profile")
    conversation = frappe.qb.DocType("Social Conversation")
    return (
        frappe.qb.from_(post)
        .left_join(reply)
        .on(reply.external_key == post.external_key)
        .left_join(parent)
        .on(parent.external_key == post.parent_key)
        .left_join(author)
        .on(author.name == post.profile)
        .left_join(conversation)
        .on(conversation.name == post.conversation)
        .select(
            post.name,
            post.channel,
            post.conversation,
            post.visibility,
            conversation.profile.as_("person"),
            post.text,
            post.posted_at_utc,
            post.permalink,
            post.external_id,
            post.external_key,
            parent.external_key.as_("known_parent"),
            author.handle,
        )
        .where(post.name.isin(Parameter("%(names)s")))
        .where((post.direction == "Outgoing") & (post.kind != "Share"))
        .where(post.conversation.isnotnull() & reply.name.isnull())
        .orderby(post.posted_at_utc, post.name)
        .get_sql()
    )


def _on_their_way(channel: str, posts: Sequence[frappe._dict]) -> list[frappe._dict]:
    """The replies of which nobody knows yet whether they are out, the oldest first: those in the
    conversations of these posts, and private ones to public posts by the same people, or by whom
    the network did not name there: in a message it does.
    """
    conversations = {post.conversation for post in posts} or {""}
    people = {post.person for post in posts if post.visibility == PRIVATE} or {""}
    reply, answered = frappe.qb.DocType("Social Reply"), frappe.qb.DocType("Social Interaction")
    person = frappe.qb.DocType("Social Profile")
    unnamed = person.external_id.like(f"{UNNAMED}%")
    attempted = (reply.status == UNCONFIRMED) | reply.attempt_at_utc.isnotnull()
    return (
        frappe.qb.from_(reply)
        .left_join(answered)
        .on(answered.name == reply.in_reply_to)
        .left_join(person)
        .on(person.name == answered.profile)
        .select(
            reply.name,
            reply.status,
            reply.author,
            reply.conversation,
            reply.visibility,
            reply.text,
            reply.queued_on,
            answered.external_key.as_("answers"),
            answered.profile.as_("person"),
            unnamed.as_("unnamed"),
        )
        .where(reply.channel == channel)
        .where(
            reply.conversation.isin(conversations)
            | ((reply.visibility == PRIVATE) & (answered.profile.isin(people) | unnamed))
        )
        .where(reply.status.isin([SENDING, UNCONFIRMED]) & attempted)
        .orderby(reply.name)
        .run(as_dict=True)
    )


def _is_outcome(post: frappe._dict, replies: list[frappe._dict]) -> bool:
    """Whether one of `replies` made the post; then that is Sent, and its author has answered."""
    for reply in replies:
        if reply.status != SENT and _made(reply, post):
            reply.status = SENT
            published = Published(post.external_id, post.permalink or "")
            if rows.sent(reply.name, published, post.posted_at_utc, post.external_key):
                actions.mark_replied(
                    reply.conversation, post.posted_at_utc, reply.author, post.name
                )
            return True
    return False


def _may_be_being_sent(post: frappe._dict, replies: list[frappe._dict]) -> bool:
    """Whether the outbox, which alone knows the ids, is about to tell what the post is: a network
    may show other words than were sent.
    """
    return any(
        reply.status == SENDING and _can_have_made(reply, post) and _answers_the_same(reply, post)
        for reply in replies
    )


def _made(reply: frappe._dict, post: frappe._dict) -> bool:
    """Who was not named in public bears another id in private: there the words have to do."""
    to_anybody = reply.unnamed and post.visibility == PRIVATE
    return (
        _can_have_made(reply, post)
        and (to_anybody or _answers_the_same(reply, post))
        and same_words(reply.text, post.text or "")
    )


def _can_have_made(reply: frappe._dict, post: frappe._dict) -> bool:
    return (
        reply.visibility == post.visibility
        and post.known_parent in (None, reply.answers)
        and post.posted_at_utc >= clock.site_to_utc(reply.queued_on) - CLOCK_SKEW
    )


def _answers_the_same(reply: frappe._dict, post: frappe._dict) -> bool:
    """Where the network does not tell what the post answers, the conversation has to do; a private
    answer to a public post is none of its conversation, and goes by the person: people bear one id
    in public and in private.
    """
    privately = post.visibility == PRIVATE and reply.person == post.person
    return reply.conversation == post.conversation or privately


def _answered_elsewhere(post: frappe._dict) -> None:
    """Somebody wrote it on the network: it answers what has waited since before.

    Once: then that waits no more.
    """
    waiting_since = frappe.db.get_value(
        "Social Conversation", post.conversation, "waiting_since_utc", for_update=True
    )
    if waiting_since and post.posted_at_utc > waiting_since:
        actions.mark_replied(
            post.conversation,
            post.posted_at_utc,
            escape_html(f"@{post.handle}")[:LONGEST_NAME] if post.handle else None,
            post.name,
            elsewhere=True,
        )
