"""Tell people what has arrived, and when reading stops: Frappe's Notification Logs.

Safe to repeat: a notification and the removal of the mark that asks for it are one transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.notification_settings.notification_settings import (
    is_notifications_enabled,
)
from frappe.model.document import Document
from frappe.utils import escape_html
from pypika.terms import Parameter

from social_support.conversations import sight
from social_support.conversations.actions import announce_change
from social_support.conversations.patience import patiently
from social_support.conversations.store import begin_page
from social_support.ingestion import streams
from social_support.ingestion.after_save import tell_others
from social_support.ingestion.notices import NewPost, notice
from social_support.ingestion.words import Words

PRIORITIES = ("Urgent", "High", "Medium", "Low")


def announce(
    channel: str,
    keep_going: Callable[[], None] = lambda: None,
    is_over: Callable[[], bool] = bool,
) -> bool:
    """Tell whom it concerns of the channel's posts that nobody was told of yet, and commit. Whether
    that was all: what `is_over` leaves no time for keeps its mark.

    First what others registered for stored rows, which gets to run `keep_going` now and then; then
    people: the channel's team, the conversation's assignees and the customer's account manager hear
    of a whole reading in one notification each.
    """
    # A snapshot from before would hide the marks that others made meanwhile.
    frappe.db.commit()
    names = streams.unannounced(channel)
    told = tell_others(channel, names, keep_going, is_over)
    if told:
        # The announcement's own step: notifications and marks stand or fall together.
        patiently(lambda: _tell_people(channel, told))
    return len(told) == len(names)


def _tell_people(channel: str, names: list[str]) -> None:
    begin_page(channel)
    told, loud = streams.take_unannounced(channel, set(names))
    if told:
        rows = _new_posts(loud)
        for user, about in _by_reader(channel, rows).items():
            posts = [_as_new_post(row) for row in about]
            _notify(user, notice(posts), *_where_to_look(user, about))
        # Nobody has a conversation open whose only post this is.
        for conversation in {row.conversation for row in rows if row.inbound_count > 1}:
            announce_change(conversation)


def tell_stopped(channel: Document, message: str) -> None:
    """Tell the channel's team and the Social Managers that reading stopped. The caller commits."""
    tell(channel, Words("{0}: {1}", (channel.channel_name, message)))


def tell(channel: Document, words: Words) -> None:
    """Notify the channel's team and the Social Managers of what concerns the channel. The caller
    commits.
    """
    people = sight.those_who_see(_team(channel.user_group) | _social_managers(), channel.name)
    for user in sorted(_reachable(people)):
        _notify(user, words, "Social Channel", channel.name)


def _new_posts(names: list[str]) -> list[dict[str, Any]]:
    """The posts with what is needed to tell of them, the most pressing first, in one query."""
    rows = frappe.db.sql(_new_posts_query(), {"names": tuple(names or [""])}, as_dict=True)
    rows = [row for row in rows if not row.deleted and row.outcome != "Spam"]
    return sorted(rows, key=lambda row: PRIORITIES.index(row.priority or "Medium"))


@cache
def _new_posts_query() -> str:
    """Written out once: with hundreds of names in it, that takes longer than its answer."""
    interaction = frappe.qb.DocType("Social Interaction")
    conversation = frappe.qb.DocType("Social Conversation")
    profile = frappe.qb.DocType("Social Profile")
    channel = frappe.qb.DocType("Social Channel")
    customer = frappe.qb.DocType("Customer")
    return (
        frappe.qb.from_(interaction)
        .join(conversation)
        .on(conversation.name == interaction.conversation)
        .join(profile)
        .on(profile.name == interaction.profile)
        .join(channel)
        .on(channel.name == interaction.channel)
        .left_join(customer)
        .on(customer.name == profile.customer)
        .select(
            interaction.conversation,
            interaction.visibility,
            interaction.text,
            interaction.deleted,
            conversation.priority,
            conversation.outcome,
            conversation.inbound_count,
            conversation._assign,
            conversation.user_group,
            profile.handle,
            profile.display_name,
            channel.channel_name,
            channel.user_group.as_("channel_team"),
            profile.customer,
            customer.account_manager,
        )
        .where(interaction.name.isin(Parameter("%(names)s")))
        .where(interaction.direction == "Incoming")
        .orderby(interaction.posted_at_utc)
        .get_sql()
    )


def _as_new_post(row: dict[str, Any]) -> NewPost:
    private = row.visibility == "Private"
    return NewPost(
        author=f"@{row.handle}" if row.handle else row.display_name or _("Somebody"),
        channel=row.channel_name,
        conversation=row.conversation,
        private=private,
        text="" if private else row.text or "",
    )


def _by_reader(channel: str, rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Who is told of which of the channel's posts: {user: rows}."""
    teams: dict[str | None, set[str]] = {}
    readers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        group = row.user_group or row.channel_team
        if group not in teams:
            teams[group] = _team(group)
        people = teams[group] | set(frappe.parse_json(row._assign) or [])
        for user in people | {row.account_manager}:
            readers[user].append(row)
    reachable = _reachable(sight.those_who_see(readers, channel))
    return {user: readers[user] for user in sorted(reachable)}


def _where_to_look(user: str, rows: list[dict[str, Any]]) -> tuple[str, str]:
    """What the notification opens: the most pressing conversation, or where the reader may not
    read it, the customer whose account manager they are."""
    conversation = rows[0].conversation
    if not frappe.has_permission("Social Conversation", "read", conversation, user=user):
        for row in rows:
            if row.account_manager == user:
                return "Customer", row.customer
    return "Social Conversation", conversation


def _team(user_group: str | None) -> set[str]:
    if not user_group:
        return set()
    members = frappe.get_all("User Group Member", filters={"parent": user_group}, pluck="user")
    return set(members)


def _social_managers() -> set[str]:
    filters = {"role": "Social Manager", "parenttype": "User"}
    return set(frappe.get_all("Has Role", filters=filters, pluck="parent"))


def _reachable(users: Iterable[str | None]) -> set[str]:
    """Those of `users` who can log in and did not switch notifications off."""
    names = [user for user in users if user]
    enabled = frappe.get_all("User", filters={"name": ("in", names), "enabled": 1}, pluck="name")
    return {user for user in enabled if is_notifications_enabled(user)}


def _notify(user: str, words: Words, doctype: str, name: str) -> None:
    language = frappe.db.get_value("User", user, "language")
    subject = words.told(partial(_, lang=language))
    frappe.get_doc(
        doctype="Notification Log",
        type="Alert",
        for_user=user,
        from_user="Administrator",
        document_type=doctype,
        document_name=name,
        # The Desk shows a subject as HTML, and this one quotes what people wrote.
        subject=escape_html(subject),
    ).insert(ignore_permissions=True)
