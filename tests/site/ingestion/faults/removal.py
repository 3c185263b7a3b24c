"""Take away thousands of posts at once, with what hangs on them."""

from __future__ import annotations

import frappe

from tests.site.support.cleanup import OF_AN_AUTHOR

BESIDE_AN_INTERACTION = ("Social Interaction Revision", "Social Payload")
OF_A_CHANNEL = ("Social Interaction", "Social Conversation", "Social Sync Log")
ABOUT = {
    "Comment": ("reference_doctype", "reference_name"),
    "Notification Log": ("document_type", "document_name"),
    "ToDo": ("reference_type", "reference_name"),
}


def remove_posts(channel: str, author_prefix: str) -> None:
    """Everything that the channel has read; authors are those whose id begins with the prefix."""
    for doctype in BESIDE_AN_INTERACTION:
        frappe.db.sql(
            f"""DELETE beside FROM `tab{doctype}` beside JOIN `tabSocial Interaction` post
            ON post.name = beside.interaction WHERE post.channel = %s""",
            channel,
        )
    for doctype in OF_A_CHANNEL:
        _remove_what_is_said_about(doctype, channel)
        frappe.db.delete(doctype, {"channel": channel})
    for doctype in OF_AN_AUTHOR:
        frappe.db.sql(
            f"""DELETE said FROM `tab{doctype}` said JOIN `tabSocial Profile` author
            ON author.name = said.profile WHERE author.external_id LIKE %s""",
            f"{author_prefix}%",
        )
    frappe.db.delete("Social Profile", {"external_id": ("like", f"{author_prefix}%")})
    frappe.db.commit()


def _remove_what_is_said_about(doctype: str, channel: str) -> None:
    for about, (type_column, name_column) in ABOUT.items():
        frappe.db.sql(
            f"""DELETE said FROM `tab{about}` said JOIN `tab{doctype}` it
            ON it.name = said.{name_column}
            WHERE said.{type_column} = %s AND it.channel = %s""",
            (doctype, channel),
        )
    frappe.db.sql(
        f"""DELETE said FROM `__global_search` said JOIN `tab{doctype}` it ON it.name = said.name
        WHERE said.doctype = %s AND it.channel = %s""",
        (doctype, channel),
    )
