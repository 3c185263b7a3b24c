"""Reading a conversation and working on one or many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _

from social_support.api.guards import DOCTYPE, require_conversation, require_sight
from social_support.conversations import actions, sight
from social_support.conversations import thread as threads
from social_support.customers import beside, worth
from social_support.customers.access import may_answer, may_link
from social_support.replies import hiding, pending

MOST_AT_ONCE = 500


@frappe.whitelist()
def thread(conversation: str) -> dict[str, Any]:
    """The conversation to read and work on.

    conversation: its card (see threads.card); posts: oldest first; replies: those that are not
    posts of it; hiding: see hiding.in_thread; author, customer (or None), suggestions; top: see
    worth.of_author; may: what the user may do.
    """
    private = require_sight(conversation)
    user = frappe.session.user
    card = threads.card([conversation])[0]
    posts = threads.posts(conversation)
    answers = may_answer(user) and frappe.has_permission(DOCTYPE, "write", conversation)
    return {
        "conversation": card,
        "hiding": hiding.in_thread(posts, card["network"]) if answers else None,
        "posts": [post for post in posts if private or post["visibility"] == "Public"],
        "replies": pending.in_thread(conversation, private),
        **beside.author_and_customer(card["profile"], user),
        "top": worth.of_author(card["profile"], card["company"], user),
        "may": {
            "answer": bool(answers),
            "link": may_link(user),
            "see_private": private,
            "convert": bool(frappe.has_permission("Issue", "create")),
        },
    }


@frappe.whitelist()
def why_nothing() -> str | None:
    """What the list of conversations says above nothing: see sight.why_nothing."""
    return sight.why_nothing(frappe.session.user)


@frappe.whitelist(methods=["POST"])
def hold(names: str, until: str | None = None, reason: str = "") -> dict[str, list]:
    """Put conversations aside until a time of the site's, or until somebody reopens them."""
    return _each(names, lambda name: actions.hold(name, until, reason))


@frappe.whitelist(methods=["POST"])
def close(names: str, outcome: str) -> dict[str, list]:
    """Close conversations with an outcome."""
    return _each(names, lambda name: actions.close(name, outcome))


@frappe.whitelist(methods=["POST"])
def reopen(names: str) -> dict[str, list]:
    """Take conversations up again."""
    return _each(names, actions.reopen)


@frappe.whitelist(methods=["POST"])
def assign(names: str, user: str, note: str = "") -> dict[str, list]:
    """Give conversations to a user."""
    return _each(names, lambda name: actions.assign(name, user, note))


def _each(names: str, act: Callable[[str], None]) -> dict[str, list]:
    """Do it to every conversation that allows it: {"done": [name], "failed": [{name, reason}]}."""
    done, failed = [], []
    for name in _listed(names):
        frappe.db.savepoint("one_conversation")
        try:
            require_conversation(name, "write")
            act(name)
            done.append(name)
        except (frappe.ValidationError, frappe.PermissionError) as refusal:
            frappe.db.rollback(save_point="one_conversation")
            # Said once, beside the conversation it is about, not as a message box for each.
            frappe.clear_last_message()
            failed.append({"name": name, "reason": str(refusal)})
    return {"done": done, "failed": failed}


def _listed(names: str) -> list[str]:
    """One name, or several as JSON."""
    several = frappe.parse_json(names) if names.startswith("[") else [names]
    if not all(isinstance(name, str) for name in several):
        frappe.throw(_("Choose conversations from the list."))
    if len(several) > MOST_AT_ONCE:
        frappe.throw(_("Choose at most {0} conversations at once.").format(MOST_AT_ONCE))
    return several
