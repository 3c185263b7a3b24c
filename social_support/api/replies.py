"""Answering posts. Whoever answers needs one of our agents' roles and sight of the conversation."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from social_support.api.guards import require_agent, require_conversation
from social_support.replies import compose as composing
from social_support.replies import elsewhere, hiding, outbox


@frappe.whitelist()
def compose(conversation: str | None = None, interaction: str | None = None) -> dict[str, Any]:
    """What the reply dialog shows (see `replies.compose.compose`)."""
    if not conversation and not interaction:
        frappe.throw(_("Choose the post that you want to answer."))
    _require_answering(conversation or _conversation_of("Social Interaction", interaction))
    if interaction:
        _require_answering(_conversation_of("Social Interaction", interaction))
    return composing.compose(interaction, conversation)


@frappe.whitelist()
def measure(interaction: str, text: str = "", visibility: str | None = None) -> dict[str, Any]:
    """{used, limit, remark} of a reply with this text, as the network counts."""
    _require_answering(_conversation_of("Social Interaction", interaction))
    return composing.measure(interaction, text, visibility)


@frappe.whitelist(methods=["POST"])
def send(
    interaction: str, text: str, in_view_of: str | None = None, visibility: str | None = None
) -> str:
    """Put a reply into the outbox; its name. `in_view_of` is what `compose` gave, `visibility` one
    of the ways that it offered.
    """
    _require_answering(_conversation_of("Social Interaction", interaction))
    return outbox.send(interaction, text, frappe.session.user, in_view_of, visibility)


@frappe.whitelist(methods=["POST"])
def retry(reply: str) -> None:
    """Try a failed or unconfirmed reply again."""
    _require_answering(_conversation_of("Social Reply", reply))
    outbox.retry(reply)


@frappe.whitelist(methods=["POST"])
def cancel(reply: str) -> None:
    """Give up a reply of which nothing was published."""
    _require_answering(_conversation_of("Social Reply", reply))
    outbox.cancel(reply)


@frappe.whitelist(methods=["POST"])
def it_went_out(reply: str, link: str | None = None) -> None:
    """Somebody looked on the network: the unconfirmed reply stands there."""
    _require_answering(_conversation_of("Social Reply", reply))
    outbox.it_went_out(reply, frappe.session.user, link)


@frappe.whitelist(methods=["POST"])
def hide(interaction: str) -> None:
    """Hide what somebody wrote below our post from everybody else on the network."""
    _require_answering(_conversation_of("Social Interaction", interaction))
    hiding.set_hidden(interaction, True)


@frappe.whitelist(methods=["POST"])
def show_again(interaction: str) -> None:
    """Show everybody again what was hidden."""
    _require_answering(_conversation_of("Social Interaction", interaction))
    hiding.set_hidden(interaction, False)


@frappe.whitelist(methods=["POST"])
def answered_on_network(conversation: str, link: str | None = None) -> None:
    """Record an answer that was given on the network itself."""
    _require_answering(conversation)
    elsewhere.answered_on_network(conversation, frappe.session.user, link)


def _require_answering(conversation: str | None) -> None:
    require_agent()
    require_conversation(conversation, "write")


def _conversation_of(doctype: str, name: str) -> str | None:
    return frappe.db.get_value(doctype, name, "conversation")
