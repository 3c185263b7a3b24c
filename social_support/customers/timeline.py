"""Milestones in the timelines of Customers, Leads and Contacts.

Not every post, and escaped, for Frappe does not.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import escape_html
from pypika import Order

from social_support.customers import conversations_of
from social_support.customers.access import may_answer, may_see_private
from social_support.customers.party import COLUMNS, CONTACT, CUSTOMER, LEAD, Party
from social_support.networks.contract import PRIVATE
from social_support.networks.registry import labels
from social_support.networks.words import _ as _lt

MOST_CONVERSATIONS = 15
MOST_AUTHORS = 10
LINKED_TO = {
    CUSTOMER: _lt("{0} on {1} was linked to this customer"),
    LEAD: _lt("{0} on {1} was linked to this lead"),
    CONTACT: _lt("{0} on {1} was linked to this contact"),
}


def milestones(doctype: str, docname: str) -> list[dict[str, Any]]:
    """What happened with somebody on social networks, as far as the session's user may see it.

    Hook: additional_timeline_content. Authors linked; of the newest conversations: begun, answered
    for the first time, turned into an Issue, closed.
    """
    if doctype not in COLUMNS or not frappe.has_permission(doctype, "read", docname):
        return []
    user, party = frappe.session.user, Party(doctype, docname)
    private = may_see_private(user, docname, doctype)
    conversations = conversations_of.latest(party, private, MOST_CONVERSATIONS)
    issues = _issues(conversations)
    found = list(_linked_authors(party))
    for conversation in conversations:
        found += _of_conversation(conversation, issues, may_answer(user))
    return found


def _linked_authors(party: Party) -> Iterator[dict[str, Any]]:
    profile = DocType("Social Profile")
    query = (
        frappe.qb.from_(profile)
        .select(profile.handle, profile.network, profile.linked_on)
        .where((profile[party.column] == party.name) & profile.linked_on.notnull())
        .orderby(profile.linked_on, order=Order.desc)
        .limit(MOST_AUTHORS)
    )
    for row in query.run(as_dict=True):
        words = _(LINKED_TO[party.doctype])
        yield _entry(row.linked_on, "link-url", words.format(_handle(row), _network(row)))


def _of_conversation(
    conversation: frappe._dict, issues: dict[str, datetime], linked: bool
) -> Iterator[dict[str, Any]]:
    who = _handle(conversation)
    if conversation.first_post_on:
        words = _("New conversation on {0}: {1}")
        if conversation.visibility == PRIVATE:
            words = _("New private conversation on {0}: {1}")
        begun = words.format(_network(conversation), _subject(conversation, linked))
        yield _entry(conversation.first_post_on, "small-message", begun)
    if conversation.first_responded_on:
        words = _("We answered {0} on {1}").format(who, _network(conversation))
        yield _entry(conversation.first_responded_on, "reply", words)
    if conversation.issue in issues:
        words = _("The conversation with {0} became the Issue {1}")
        issue = _anchor("issue", conversation.issue, conversation.issue)
        yield _entry(issues[conversation.issue], "branch", words.format(who, issue))
    if conversation.closed_on:
        words = _("The conversation with {0} was closed: {1}")
        outcome = escape_html(_(conversation.outcome or "Closed"))
        yield _entry(conversation.closed_on, "check", words.format(who, outcome))


def _issues(conversations: list[frappe._dict]) -> dict[str, datetime]:
    """When the conversations' Issues were made; none for those who may not read Issues."""
    names = [row.issue for row in conversations if row.issue]
    if not names or not frappe.has_permission("Issue", "read"):
        return {}
    fields = ["name", "creation"]
    rows = frappe.get_list(
        "Issue", filters={"name": ["in", names]}, fields=fields, limit=len(names)
    )
    return {row.name: row.creation for row in rows}


def _entry(creation: datetime, icon: str, content: str) -> dict[str, Any]:
    return {"creation": creation, "icon": icon, "is_card": False, "content": content}


def _handle(row: frappe._dict) -> str:
    return f"<b>@{escape_html(row.handle or '')}</b>"


def _network(row: frappe._dict) -> str:
    return escape_html(labels().get(row.network, row.network or ""))


def _subject(conversation: frappe._dict, linked: bool) -> str:
    words = conversation.subject or _("(no text)")
    if not linked:
        return escape_html(words)
    return _anchor("social-conversation", conversation.name, words)


def _anchor(route: str, name: str, words: str) -> str:
    return f'<a href="/app/{route}/{escape_html(name)}">{escape_html(words)}</a>'
