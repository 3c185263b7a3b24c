"""A post that a person saw and no stream brings: the same pipeline, begun by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.conversations.clock import site_to_utc, utc_now
from social_support.conversations.keys import post_key
from social_support.conversations.store import begin_page
from social_support.conversations.store.adopt import link_key
from social_support.ingestion import streams
from social_support.ingestion.announce import announce
from social_support.ingestion.page import take_in
from social_support.networks.contract import PRIVATE, PUBLIC, Author, Network, Page, Post
from social_support.networks.errors import NetworkError
from social_support.networks.links import one_spelling
from social_support.networks.registry import get_network_class

LINKS_ARE_KNOWN_FOR = timedelta(days=90)


def add_post(
    channel: str,
    link: str,
    text: str,
    author_handle: str,
    posted_on: datetime | None = None,
    visibility: str = "Public",
) -> str:
    """Store the post behind `link` and answer its conversation; one that is stored already stays.

    posted_on: site time, now if None. The post bears the id that its network gave it, so that a
    later poll adds no second; where the network shows it, its words and author count, not those
    typed in. Raises frappe.ValidationError with a sentence.
    """
    doc = channels.load(channel)
    typed = _typed(doc, link.strip(), text, author_handle, posted_on, visibility)
    network = channels.network_of(doc)
    external_id = network.external_id_from_link(typed.permalink)
    post = replace(typed, external_id=external_id, thread_id=external_id) if external_id else typed
    if external_id and doc.mode != channels.OFF:
        # No transaction stays open while we ask the network.
        frappe.db.commit()
        post = _as_shown(network, post)
    conversation = _store(doc, post)
    announce(channel)
    return conversation


def _typed(
    channel: Document,
    link: str,
    text: str,
    handle: str,
    posted_on: datetime | None,
    visibility: str,
) -> Post:
    """The post as the person entered it, under its link as long as nobody knows its id."""
    if urlsplit(link).scheme not in ("http", "https"):
        frappe.throw(_("Copy the link to the post from your browser; it begins with https://."))
    if not text.strip():
        frappe.throw(_("Enter what the post says."))
    if visibility not in (PUBLIC, PRIVATE):
        frappe.throw(_("Choose whether the post is Public or Private."))
    now = datetime.now(timezone.utc)
    posted = site_to_utc(posted_on).replace(tzinfo=timezone.utc) if posted_on else now
    return Post(
        external_id=link,
        thread_id=link,
        author=_author(channel.network, handle.strip().lstrip("@")),
        posted_on=min(posted, now),
        kind="Direct Message" if visibility == PRIVATE else "Post",
        visibility=visibility,
        text=text.strip(),
        permalink=link,
        global_id=one_spelling(link),
        can_reply=False,
        cannot_reply_reason=_("This post was added by hand. Answer it on the network itself."),
    )


def _author(network: str, handle: str) -> Author:
    if not handle:
        frappe.throw(_("Enter the handle of the author, for example @anna."))
    return author_named(network, handle)


def author_named(network: str, handle: str) -> Author:
    """The author of this name (without @), the one we know if there is one."""
    known = _account_of_ours(network, handle)
    # Where a name stands in place of a handle, somebody else may bear it too.
    if not known and get_network_class(network).has_handles:
        known = _known_author(network, handle)
    return Author(handle=handle, **known) if known else Author(f"@{handle}", handle, handle)


def _known_author(network: str, handle: str) -> dict[str, str] | None:
    """The database calls handles the same that differ in accents, and networks do not."""
    fields = ["handle", "external_id", "display_name", "url"]
    filters = {"network": network, "handle": handle}
    rows = frappe.get_all("Social Profile", filters=filters, fields=fields)
    same = [row for row in rows if row.handle.lower() == handle.lower()]
    best = sorted(same, key=lambda row: row.handle != handle)
    return {field: best[0][field] for field in fields[1:]} if best else None


def _account_of_ours(network: str, handle: str) -> dict[str, str] | None:
    return frappe.db.get_value(
        "Social Channel",
        {"network": network, "handle": handle, "account_external_id": ("is", "set")},
        ["account_external_id as external_id", "handle as display_name", "account_url as url"],
        as_dict=True,
    )


def _as_shown(network: Network, typed: Post) -> Post:
    try:
        shown = network.refresh([typed.external_id])[0]
    except NetworkError:
        # What was typed is all there is. Nobody told us that it may be answered in public.
        return typed
    return typed if shown.deleted else shown


def _store(channel: Document, post: Post) -> str:
    """Store `post` and commit; answers its conversation."""
    # A transaction of its own, which sees what the last holder of the lock stored.
    frappe.db.commit()
    begin_page(channel.name)
    known = _stored_under(channel, post)
    if known is None:
        page = Page((post,), None)
        stored = take_in(channel, page, streams.by_hand(channel.name), by_hand=True)
        if stored.set_aside:
            frappe.throw(_(stored.set_aside[0][1]))
        if stored.blocked:
            frappe.throw(_("Its author is blocked, so the post is not stored."))
        known = _stored_under(channel, post)
    # The post stands before anybody is told of it.
    frappe.db.commit()
    if not known:
        frappe.throw(_("This post is the company's own. It is kept, and opens no conversation."))
    return known


def _stored_under(channel: Document, post: Post) -> str | None:
    """The conversation of the stored post, "" if it has none, None if it is not stored.

    A post is known by its id, or by its link: ids can't be read from every link.
    """
    fields = ["conversation", "permalink"]
    for key in (
        {"external_key": post_key(channel.name, post.external_id)},
        {"channel": channel.name, "same_post_key": link_key(channel.network, post.permalink)},
    ):
        if row := frappe.db.get_value("Social Interaction", key, fields, as_dict=True):
            return row.conversation or ""
    link = one_spelling(post.permalink)
    recent = {
        "channel": channel.name,
        "posted_at_utc": (">=", utc_now() - LINKS_ARE_KNOWN_FOR),
        "permalink": ("in", [post.permalink, link]),
    }
    # The database calls links the same that differ in case alone.
    for row in frappe.get_all("Social Interaction", filters=recent, fields=fields):
        if one_spelling(row.permalink) == link:
            return row.conversation or ""
    return None
