"""What people decided on how an author is heard: as a VIP, or not at all until a day."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import escape_html, format_datetime, get_datetime, get_fullname, now_datetime

from social_support.conversations.removal import CONVERSATION, INTERACTION, PROFILE
from social_support.triage.assess import assess

# What somebody who is marked today has open: more than this waits for its next post.
MOST_CONVERSATIONS = 200


def mark_vip(profile: str, vip: bool, reason: str = "") -> None:
    """Mark the author as VIP, or no more; what is open gets its priority anew."""
    row = _locked(profile)
    if bool(row.vip) == vip:
        return
    frappe.db.set_value(PROFILE, profile, "vip", int(vip))
    words = _("{0} marked this author as VIP. {1}") if vip else _("{0} took the VIP mark away. {1}")
    _note(profile, words, reason)
    _look_again(profile)


def block(profile: str, until: datetime | str, reason: str = "") -> None:
    """Drop what the author writes until then (site time), unread; it is counted in the sync log."""
    _locked(profile)
    end = get_datetime(until)
    if not end or end <= now_datetime():
        frappe.throw(_("Choose a time in the future: {0} has passed.").format(until))
    frappe.db.set_value(PROFILE, profile, "blocked_until", end)
    words = _("{0} blocked this author until {2}. {1}")
    _note(profile, words, reason, format_datetime(end))


def unblock(profile: str, reason: str = "") -> None:
    """Hear the author again from now on. What was dropped does not come back by itself."""
    if _locked(profile).blocked_until:
        frappe.db.set_value(PROFILE, profile, "blocked_until", None)
        _note(profile, _("{0} unblocked this author. {1}"), reason)


def _locked(profile: str) -> frappe._dict:
    fields = ["vip", "blocked_until", "erased"]
    row = frappe.db.get_value(PROFILE, profile, fields, as_dict=True, for_update=True)
    if not row:
        frappe.throw(_("This author does not exist any more."), frappe.DoesNotExistError)
    if row.erased:
        frappe.throw(_("This author was erased. Nothing they write is stored any more."))
    return row


def _look_again(profile: str) -> None:
    open_ones = {"profile": profile, "status": ("!=", "Closed")}
    conversations = frappe.get_all(
        CONVERSATION, open_ones, pluck="name", order_by="name desc", limit=MOST_CONVERSATIONS
    )
    if not conversations:
        return
    posts = {"conversation": ("in", conversations), "direction": "Incoming"}
    assess(conversations, frappe.get_all(INTERACTION, posts, pluck="name"))


def _note(profile: str, words: str, reason: str, *values: str) -> None:
    """A line in the author's timeline."""
    text = words.format(*map(escape_html, (get_fullname(frappe.session.user), reason, *values)))
    frappe.get_doc("Social Profile", profile).add_comment("Info", text.strip())
