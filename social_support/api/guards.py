"""Who may read and change conversations, checked before anything else."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.permissions import get_doc_permissions

from social_support.conversations import permissions, sight
from social_support.customers.access import may_answer, may_see_private
from social_support.customers.party import COLUMNS, Party, check_doctype, parties_of
from social_support.networks import registry
from social_support.networks.contract import Network

DOCTYPE = "Social Conversation"


def require_agent() -> None:
    """Refuse whoever has none of the roles that answer conversations."""
    if not may_answer(frappe.session.user):
        frappe.throw(
            _(
                "You may not answer here. A System Manager can give you the role Social Agent, in "
                "Social Support Settings."
            ),
            frappe.PermissionError,
        )


def require_channel(right: str, channel: str | None = None) -> None:
    """Refuse whoever lacks `right` on the channel, or on channels at all."""
    known = channel is None or frappe.db.exists("Social Channel", channel)
    if not known or not frappe.has_permission("Social Channel", right, doc=channel):
        frappe.throw(
            _("You may not do this with this channel. Ask a Social Manager to do it."),
            frappe.PermissionError,
        )


def require_network(key: str) -> type[Network]:
    """The network of this key. Refuse one that no installed app brings."""
    if key not in registry.labels():
        frappe.throw(_("Choose one of the networks of the list."))
    return registry.get_network_class(key)


def require_conversation(conversation: str | None, right: str) -> None:
    """Refuse whoever lacks `right` ("read", "write") on the conversation, or when there is none."""
    known = conversation and frappe.db.exists(DOCTYPE, conversation)
    if not known or not frappe.has_permission(DOCTYPE, right, conversation):
        _refuse()


def require_sight(conversation: str) -> bool:
    """Refuse whoever may not see the conversation; whether its private posts may be shown.

    Besides those who work on conversations, whoever may read the Customer, Lead or Contact that the
    author is sees the public ones, and who is in charge of it the private ones as well: of the
    channels that a User Permission leaves them. To whom a public conversation was shared, what was
    said in private beside it was not: a share takes nothing from what else they see.
    """
    fields = ["profile", "visibility", "channel"]
    row = frappe.db.get_value(DOCTYPE, conversation, fields, as_dict=True)
    if not row:
        _refuse()
    if _reads_by_role(conversation):
        return True
    secret = row.visibility == "Private"
    shared = bool(frappe.has_permission(DOCTYPE, "read", conversation))
    parties = _readable_parties(row.profile, row.channel)
    private = any(may_see_private(frappe.session.user, each.name, each.doctype) for each in parties)
    if not shared and (not parties or (secret and not private)):
        _refuse()
    return private or (shared and secret)


def _reads_by_role(conversation: str) -> bool:
    """Whether the user reads it without a share, which Frappe falls back to."""
    document = frappe.get_doc(DOCTYPE, conversation)
    return bool(get_doc_permissions(document, ptype="read").get("read"))


def _readable_parties(profile: str, channel: str) -> list[Party]:
    """Who the author is, as far as the user may read that and sees the channel."""
    if not sight.sees(frappe.session.user, channel):
        return []
    author = frappe.db.get_value("Social Profile", profile, [*COLUMNS.values()], as_dict=True)
    return [party for party in parties_of(author or {}) if may_read(party)]


def require_party(doctype: str, name: str) -> None:
    """Refuse whoever may not read this customer, lead or contact."""
    check_doctype(doctype)
    if not may_read(Party(doctype, name)):
        words = _("You may not read the {0} {1}. A System Manager can give access.")
        frappe.throw(words.format(_(doctype), name), frappe.PermissionError)


def may_read(party: Party) -> bool:
    return bool(frappe.has_permission(party.doctype, "read", party.name))


def require_document(doctype: str, name: str | None) -> None:
    """Refuse whoever may not read the document, or when there is none."""
    known = name and frappe.db.exists(doctype, name)
    if not known or not frappe.has_permission(doctype, "read", name):
        frappe.throw(
            _("You may not read this {0}, or it does not exist any more.").format(_(doctype)),
            frappe.PermissionError,
        )


def require_unrestricted(doctype: str, name: str) -> None:
    """Refuse whom User Permissions keep from the document, whatever roles they have."""
    user = frappe.session.user
    if sight.is_restricted(user) and name not in permissions.among(doctype, [name], user):
        _refuse()


def require_all_channels() -> None:
    """Refuse whoever is restricted to channels: what is done to a person concerns all of them."""
    if sight.is_restricted(frappe.session.user):
        frappe.throw(
            _(
                "You see some channels only, and this author may have written to others. Ask a "
                "Social Manager who sees all of them."
            ),
            frappe.PermissionError,
        )


def _refuse() -> None:
    frappe.throw(
        _(
            "You may not do this with this conversation, or it does not exist any more. Ask a "
            "Social Manager for access."
        ),
        frappe.PermissionError,
    )
