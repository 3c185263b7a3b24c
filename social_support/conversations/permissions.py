"""Frappe's permission hooks for our doctypes: `sight` as SQL for lists, as a word for a document.

They only take away: what a role may not read at all, they do not give. Every condition names its
table in full, and each has an index to go by.
"""

from collections.abc import Callable, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from social_support.conversations import sight
from social_support.networks.contract import PRIVATE

# Our doctype → the field that says of which channel, post or author a row is
BY_CHANNEL = {
    "Social Channel": "name",
    "Social Channel Metric": "channel",
    "Social Conversation": "channel",
    "Social Interaction": "channel",
    "Social Reply": "channel",
    "Social Stream State": "channel",
    "Social Sync Log": "channel",
}
BY_POST = ("Social Interaction Revision", "Social Payload")
AUTHOR = "Social Profile"
# What is told of an author who may be somebody → the field that says on what basis
BY_AUTHOR = {"Social Link Suggestion": "basis", "Social Link Decision": "link_basis"}
OURS = (*BY_CHANNEL, *BY_POST, *BY_AUTHOR, AUTHOR)
NOTHING = "1 = 0"
TOLD_US = "Told Us"


def channels(user: str | None = None) -> str:
    return condition("Social Channel", user)


def metrics(user: str | None = None) -> str:
    return condition("Social Channel Metric", user)


def conversations(user: str | None = None) -> str:
    return condition("Social Conversation", user)


def interactions(user: str | None = None) -> str:
    return condition("Social Interaction", user)


def replies(user: str | None = None) -> str:
    return condition("Social Reply", user)


def stream_states(user: str | None = None) -> str:
    return condition("Social Stream State", user)


def sync_logs(user: str | None = None) -> str:
    return condition("Social Sync Log", user)


def revisions(user: str | None = None) -> str:
    return condition("Social Interaction Revision", user)


def payloads(user: str | None = None) -> str:
    return condition("Social Payload", user)


def authors(user: str | None = None) -> str:
    return condition(AUTHOR, user)


def suggestions(user: str | None = None) -> str:
    return condition("Social Link Suggestion", user)


def decisions(user: str | None = None) -> str:
    return condition("Social Link Decision", user)


def tag_links(user: str | None = None) -> str:
    """Frappe shows every user what bears a tag, with its title."""
    return _beside("Tag Link", "document_type", "document_name", user)


def files(user: str | None = None) -> str:
    """Frappe shows every user how attachments are called, and to what they are attached."""
    return _beside("File", "attached_to_doctype", "attached_to_name", user)


def condition(doctype: str, user: str | None = None) -> str:
    """SQL for the rows of one of OURS that `user` (else the session's) sees; empty: all of them."""
    user = user or frappe.session.user
    seen = sight.channels_of(user)
    if seen is None:
        return ""
    if doctype in BY_CHANNEL:
        return _in(f"`tab{doctype}`.`{BY_CHANNEL[doctype]}`", seen)
    if doctype in BY_POST:
        return _of_a_post(doctype, seen)
    return _of_an_author(doctype, user, seen)


def among(doctype: str, names: Sequence[str], user: str) -> set[str]:
    """Those of the names of one of OURS that the user's restrictions leave; roles are asked for
    elsewhere."""
    where = condition(doctype, user) or "1 = 1"
    query = f"select name from `tab{doctype}` where name in %(names)s and {where}"
    return set(frappe.db.sql(query, {"names": tuple(names) or ("",)}, pluck=True))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
    """False where the user's restrictions take the document away, else None: roles decide."""
    user = user or frappe.session.user
    if not sight.is_restricted(user):
        return None
    return None if _tests(doc.doctype)(doc, user) else False


def may_name(doctype: str, name: str) -> bool:
    """Whether the session's user may be told what a document of ours is called: an agency is told
    the handles of the authors that it meets, whose documents it does not open."""
    user = frappe.session.user
    if doctype == AUTHOR and sight.is_outside(user):
        return _is_among(frappe._dict(doctype=doctype, name=name), user)
    known = frappe.db.exists(doctype, name)
    return bool(known and frappe.has_permission(doctype, "read", name, user=user))


def tag_link_has_permission(
    doc: Document, ptype: str | None = None, user: str | None = None
) -> bool | None:
    """The same for a tag on one of our documents: it shows that document's title."""
    if doc.document_type not in OURS or ptype == "create":
        return None
    name = doc.document_name
    if not name or not frappe.db.exists(doc.document_type, name):
        return None
    return None if frappe.has_permission(doc.document_type, "read", name, user=user) else False


def _beside(table: str, kind: str, name: str, user: str | None) -> str:
    """SQL for what is about other doctypes, or about documents of ours that the user may read."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    kind, name = f"`tab{table}`.`{kind}`", f"`tab{table}`.`{name}`"
    ours = ", ".join(frappe.db.escape(doctype) for doctype in OURS)
    readable = [f"ifnull({kind}, '') not in ({ours})"]
    for doctype in OURS:
        if frappe.has_permission(doctype, "read", user=user):
            rows = f"select name from `tab{doctype}` where {condition(doctype, user) or '1 = 1'}"
            readable.append(f"{kind} = {frappe.db.escape(doctype)} and {name} in ({rows})")
    return f"({' or '.join(f'({each})' for each in readable)})"


def _tests(doctype: str) -> Callable[[Any, str], bool]:
    if doctype == "Social Channel":
        return lambda doc, user: sight.sees_channel_with(user, doc.name, doc.company)
    if doctype in BY_CHANNEL:
        return lambda doc, user: sight.sees(user, doc.get(BY_CHANNEL[doctype]))
    if doctype in BY_POST:
        return _sees_post
    return _is_among


def _sees_post(doc: Document, user: str) -> bool:
    return sight.sees(user, frappe.db.get_value("Social Interaction", doc.interaction, "channel"))


def _is_among(doc: Document, user: str) -> bool:
    """Whether the user's restrictions leave the document."""
    return doc.name in among(doc.doctype, [doc.name], user)


def _of_a_post(doctype: str, seen: list[str]) -> str:
    return (
        f"exists (select 1 from `tabSocial Interaction` seen_post where seen_post.name ="
        f" `tab{doctype}`.`interaction` and {_in('seen_post.channel', seen)})"
    )


def _of_an_author(doctype: str, user: str, seen: list[str]) -> str:
    """People of the house see all authors, for these cross channels; an agency those it meets.

    A possible match and a decision quote what an author told us: they are shown to whom all private
    conversations of the author are open. They are none of an agency's business.
    """
    if doctype == AUTHOR:
        return _met("`tabSocial Profile`.`name`", seen) if sight.is_outside(user) else ""
    if sight.is_outside(user):
        return NOTHING
    author = f"`tab{doctype}`.`profile`"
    elsewhere = (
        f"exists (select 1 from `tabSocial Conversation` hidden where hidden.profile = {author}"
        f" and hidden.visibility = {frappe.db.escape(PRIVATE)}"
        f" and not {_in('hidden.channel', seen)})"
    )
    told = f"ifnull(`tab{doctype}`.`{BY_AUTHOR[doctype]}`, '') = {frappe.db.escape(TOLD_US)}"
    return f"({_met(author, seen)} and not ({told} and {elsewhere}))"


def _met(author: str, seen: list[str]) -> str:
    return (
        f"exists (select 1 from `tabSocial Conversation` met where met.profile = {author}"
        f" and {_in('met.channel', seen)})"
    )


def _in(column: str, names: list[str]) -> str:
    if not names:
        return NOTHING
    return f"{column} in ({', '.join(frappe.db.escape(name) for name in names)})"
