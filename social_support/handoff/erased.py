"""What an Issue copied from a thread goes, when the author is erased."""

from __future__ import annotations

from collections.abc import Sequence

import frappe

from social_support.conversations import thread
from social_support.conversations.store.subject import ERASED
from social_support.handoff import transcript
from social_support.networks.registry import labels

COPIED_TO = "Communication"


def on_author_erased(conversations: Sequence[str]) -> None:
    """Handler of `social_author_erased`: the Issues tell the thread as it stands now, blanked.

    What a person added to an Issue's description goes with it: nobody can tell the two apart.
    Mails of the Issue stay. The caller commits.
    """
    for issue in frappe.get_all(
        "Issue",
        {"social_conversation": ("in", conversations)},
        ["name", "description", "social_conversation"],
    ):
        _retell(issue)


def _retell(issue: frappe._dict) -> None:
    network = frappe.db.get_value("Social Conversation", issue.social_conversation, "network")
    posts = thread.posts(issue.social_conversation)
    for post in posts:
        if post["direction"] == "Incoming":
            # The author's row is emptied last.
            post["author"]["handle"] = ERASED
    told = transcript.description(posts, include_private=False)
    values = {
        "subject": transcript.subject(posts, labels().get(network, network), False),
        "description": told,
    }
    frappe.db.set_value("Issue", issue.name, values, update_modified=False)
    about = {"reference_doctype": "Issue", "reference_name": issue.name}
    # ERPNext puts the description into a Communication of its own.
    for copy in frappe.get_all(COPIED_TO, about, ["name", "content"]):
        if copy.content == issue.description:
            values = {"content": told, "text_content": None, "subject": values["subject"]}
            frappe.db.set_value(COPIED_TO, copy.name, values, update_modified=False)
