"""Once more with a post that could not be stored: the same pipeline, begun from the sync log."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.conversations.keys import post_key
from social_support.conversations.patience import BUSY
from social_support.conversations.store import Stored, begin_page
from social_support.conversations.store.adopt import adopt_by_hand
from social_support.ingestion import failures, streams, sync_log
from social_support.ingestion.announce import announce
from social_support.ingestion.page import OF_THE_MACHINE, REFUSALS, take_in, why_not_stored
from social_support.ingestion.push import deliveries, waiting
from social_support.ingestion.threads import with_roots
from social_support.networks.contract import Network, Page, Post
from social_support.networks.errors import NetworkError
from social_support.networks.values import as_dict

DOCTYPE = "Social Sync Log"


class Refused(Exception):
    """The post is still not stored; the message is a sentence for people."""


def retry(log: str) -> dict[str, Any]:
    """Store the post that this row of the sync log keeps: {ok, message, conversation}. Commits.

    What came of it stays in the row. Safe to repeat: no post is stored twice, and none is lost.
    """
    row = frappe.db.get_value(DOCTYPE, log, ["channel", "status", "payload"], as_dict=True)
    if not row or row.status != sync_log.SET_ASIDE:
        return _answer(False, _("This post does not wait here any more. Refresh the page."))
    try:
        channel = _channel(row.channel)
        if delivery := _delivery(row.payload):
            return _push_again(log, delivery)
        post = _post(channel, row.payload)
        conversation, message = _store(channel, post, log)
    except Exception as error:
        if isinstance(error, OF_THE_MACHINE) and not isinstance(error, BUSY):
            raise
        frappe.db.rollback()
        frappe.clear_messages()
        return _answer(False, _note(row.channel, log, _in_words(error, row.channel)))
    announce(row.channel)
    return _answer(True, message, conversation)


def _channel(name: str) -> Document:
    if not name or not frappe.db.exists("Social Channel", name):
        raise Refused(_("The channel of this post does not exist any more."))
    channel = channels.load(name)
    if channel.mode == channels.OFF:
        words = _("{0} is switched off. Switch it on, then try again.")
        raise Refused(words.format(channel.channel_name))
    return channel


def _delivery(payload: str | None) -> str:
    """The name of the delivery that this row is about; "" where it is about a post."""
    kept = _kept(payload)
    return as_dict(kept).get(sync_log.DELIVERY) or ""


def _push_again(log: str, delivery: str) -> dict[str, Any]:
    """Let the job that stores what is pushed have the delivery once more."""
    network = deliveries.wait_again(delivery)
    if not network:
        raise Refused(_("This delivery does not wait here any more, or is not kept any more."))
    message = _("The delivery is being stored. What still fails in it is listed here anew.")
    _change(log, status=sync_log.STORED_LATER, retry_result=message)
    # The job has to find it.
    frappe.db.commit()
    waiting.enqueue(network)
    return _answer(True, message)


def _post(channel: Document, payload: str | None) -> Post:
    """The post as the row keeps it, or, where it keeps too little, as the network shows it."""
    network = channels.network_of(channel)
    # No transaction stays open while we ask the network.
    frappe.db.commit()
    raw = _kept(payload)
    post = network.read_raw(raw) if raw is not None else _as_shown(network, payload)
    [post] = with_roots(channel, network, Page((post,), None)).posts
    return post


def _kept(payload: str | None) -> object | None:
    """The network's answer; None where the row keeps only a part of it, or none."""
    try:
        raw = json.loads(payload or "")
    except ValueError:
        return None
    whole = raw and not (isinstance(raw, dict) and sync_log.EXTERNAL_ID in raw)
    return raw if whole else None


def _as_shown(network: Network, payload: str | None) -> Post:
    try:
        external_id = json.loads(payload or "")[sync_log.EXTERNAL_ID]
    except (ValueError, TypeError, KeyError):
        external_id = ""
    if not external_id:
        raise Refused(
            _(
                "The log keeps too little of this post to store it. Open the post on the network, "
                "and add it with Add Post on the channel."
            )
        )
    [post] = network.refresh([external_id])
    if post.deleted:
        raise Refused(_("The network does not show this post any more."))
    return post


def _store(channel: Document, post: Post, log: str) -> tuple[str | None, str]:
    """Store the post and say so in the row, in one transaction: (conversation, what happened)."""
    begin_page(channel.name)
    key = {"external_key": post_key(channel.name, post.external_id)}
    message = _("This post was stored before.")
    if not frappe.db.exists("Social Interaction", key):
        page = Page((post,), None)
        adopt_by_hand(channel, page.posts)
        stored = take_in(channel, page, streams.by_hand(channel.name))
        if not frappe.db.exists("Social Interaction", key):
            raise Refused(_why_not(stored))
        message = _("The post is stored.")
    _change(log, status=sync_log.STORED_LATER, retry_result=message)
    # The post's own step: it stands before anybody is told of it.
    frappe.db.commit()
    return frappe.db.get_value("Social Interaction", key, "conversation"), message


def _why_not(stored: Stored) -> str:
    if stored.set_aside:
        return _(stored.set_aside[0][1])
    if stored.blocked:
        return _("Its author is blocked, so the post is not stored.")
    return _("The network does not show this post any more.")


def _in_words(error: Exception, channel: str) -> str:
    if isinstance(error, BUSY):
        return _("The database was busy. Try again in a moment.")
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, (NetworkError, frappe.ValidationError)):
        return failures.in_words(error)
    if not isinstance(error, REFUSALS):
        failures.log(channels.load(channel))
    return why_not_stored(error)


def _note(channel: str, log: str, words: str) -> str:
    if channel and frappe.db.exists("Social Channel", channel):
        words = sync_log.masked(channels.load(channel), words)
    _change(log, retry_result=words)
    # What came of it is known, though nothing was stored.
    frappe.db.commit()
    return words


def _change(log: str, **values: str) -> None:
    """Where somebody else had it stored meanwhile, that stands."""
    table = frappe.qb.DocType(DOCTYPE)
    query = frappe.qb.update(table).where(table.name == log)
    query = query.where(table.status == sync_log.SET_ASIDE)
    for column, value in {**values, "modified": frappe.utils.now()}.items():
        query = query.set(table[column], value)
    query.run()


def _answer(ok: bool, message: str, conversation: str | None = None) -> dict[str, Any]:
    return {"ok": ok, "message": message, "conversation": conversation}
