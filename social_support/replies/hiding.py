"""Hide what others wrote below our posts, and show it again. It answers nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from social_support.conversations import actions, channels, store
from social_support.networks.contract import PUBLIC, Network
from social_support.networks.errors import NetworkError, Transient
from social_support.networks.registry import get_network_class, labels

from . import posts, words

HOOK = "social_posts_changed"


def in_thread(shown: Iterable[dict[str, Any]], network: str) -> str | None:
    """Say in each post of a thread (`can_hide`) whether the network can hide it; the sentence that
    tells who sees it then all the same, or None where it hides nothing.
    """
    known = _class(network)
    for post in shown:
        post["can_hide"] = _can_hide(post, known)
    return _(known.still_seen) if known.hides else None


def set_hidden(interaction: str, hidden: bool) -> None:
    """Hide the post on its network, or show it again, and keep that. Nothing happens to what is so
    already. Raises frappe.ValidationError with the reason.
    """
    post = posts.load(interaction)
    channel = channels.load(post.channel)
    if reason := _why_not(post, channel):
        frappe.throw(reason)
    if bool(post.hidden_on_network) == hidden:
        return
    network = channels.network_of(channel, may_write=True)
    # Nothing was written yet: no transaction is open while the network is spoken to.
    frappe.db.commit()
    _tell(network, post.external_id, hidden)
    store.lock_channel(channel.name)
    actions.set_hidden(post.conversation, interaction, hidden)
    # A page that was fetched before, and is stored after this, tells how it was.
    for handler in frappe.get_hooks(HOOK):
        frappe.get_attr(handler)(channel.name, [post.external_id])


def _tell(network: Network, external_id: str, hidden: bool) -> None:
    try:
        network.hide(external_id, hidden)
    except NetworkError as error:
        again = _("Try again in a minute: twice does no harm.")
        advice = again if isinstance(error, Transient) else ""
        # The network's own words are no markup.
        frappe.throw(escape_html(f"{words.error_text(error)} {advice}".strip()))
    finally:
        network.http.close()


def _why_not(post: frappe._dict, channel: Document) -> str | None:
    if not _can_hide(post, _class(channel.network)):
        return _("Only what others wrote below your posts can be hidden, as long as it stands.")
    return channels.why_not_sending(channel)


def _class(network: str) -> type[Network]:
    """That of a network whose app is gone can do nothing."""
    return get_network_class(network) if network in labels() else Network


def _can_hide(post: dict[str, Any], network: type[Network]) -> bool:
    theirs = post["direction"] == "Incoming" and post["visibility"] == PUBLIC
    return theirs and not post["deleted"] and post["kind"] in network.hides
