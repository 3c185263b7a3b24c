"""An answer that was given on the network itself, not from here."""

import frappe
from frappe import _
from frappe.utils import escape_html

from social_support.conversations import actions, clock

from .links import checked_link


def answered_on_network(conversation: str, user: str, link: str | None = None) -> None:
    """Record that `user` answered on the network, now; `link` leads to the answer."""
    link = escape_html(checked_link(link))
    actions.mark_replied(conversation, clock.utc_now(), user, elsewhere=True)
    if link:
        frappe.get_doc("Social Conversation", conversation).add_comment(
            "Info",
            _("gave this answer: {0}").format(f'<a href="{link}" rel="noopener">{link}</a>'),
            comment_email=user,
        )
