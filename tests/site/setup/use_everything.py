"""Uses the app so that each of Frappe's tables holds rows of ours; prints how many, as JSON."""

import json
import sys

import frappe
from count_ours import QUERIES, count
from frappe.desk.form.assign_to import add as assign
from frappe.model.document import Document

from tests.site.support.cleanup import Cleanup
from tests.site.support.make import Make
from tests.site.support.make_people import quietly

CONVERSATION = "Social Conversation"


def add(doctype: str, **fields: object) -> Document:
    return frappe.get_doc({"doctype": doctype, **fields}).insert(
        ignore_permissions=True, ignore_links=True, ignore_mandatory=True
    )


def use_the_app(make: Make) -> None:
    channel = make.channel(mode="Off")
    agent = make.agent()
    conversation = frappe.get_doc(CONVERSATION, make.conversation(channel))
    conversation.add_comment("Comment", "Look at this")
    conversation.add_tag("urgent")
    with quietly():
        assign({"doctype": CONVERSATION, "name": conversation.name, "assign_to": [agent]})
    profile = make.profile()
    issue = make.issue()
    issue.db_set("social_conversation", conversation.name)
    save_with_a_version()
    in_tables_of_frappe(conversation.name, agent)
    frappe.db.sql(
        "insert into `__global_search` (doctype, name, content) values (%s, %s, %s)",
        ("Social Profile", profile, "anna"),
    )
    frappe.get_doc("Scheduled Job Type", "schedule.poll_due_channels").execute()


def save_with_a_version() -> None:
    settings = frappe.get_single("Social Support Settings")
    settings.goal_low = 2000
    settings.save()


def in_tables_of_frappe(conversation: str, user: str) -> None:
    """What people and other code put into Frappe's tables about ours."""
    about = {"reference_doctype": CONVERSATION, "reference_name": conversation}
    add("Communication", subject="Your drill", content="It is on its way", **about)
    named = {"document_type": CONVERSATION, "document_name": conversation}
    add("Notification Log", for_user=user, subject="A new post", **named)
    add(
        "Number Card",
        label="Open",
        type="Document Type",
        function="Count",
        document_type=CONVERSATION,
    )
    report = {"report_type": "Report Builder", "ref_doctype": CONVERSATION, "is_standard": "No"}
    add("Report", report_name="Open Posts", **report)
    add("Custom DocPerm", parent=CONVERSATION, role="Social Agency", read=1)
    add("Custom DocPerm", parent="ToDo", role="Social Agent", read=1)
    rule = {"property": "hidden", "value": "1", "doctype_or_field": "DocField"}
    add("Property Setter", doc_type="Issue", field_name="social_conversation", **rule)
    add("Patch Log", patch="social_support.patches.an_old_one")
    frappe.defaults.set_user_default("social_support_channel", "one")
    frappe.db.sql(
        "insert into `__UserSettings` (user, doctype, data) values (%s, %s, '{}')",
        (user, CONVERSATION),
    )
    support = frappe.get_doc("Workspace", "Support")
    support.append("shortcuts", {"type": "DocType", "label": "Posts", "link_to": CONVERSATION})
    support.save(ignore_permissions=True)


if __name__ == "__main__":
    frappe.init(site=sys.argv[1])
    frappe.connect()
    use_the_app(Make(Cleanup()))
    frappe.db.commit()
    print(json.dumps({name: count(query) for name, query in QUERIES.items()}))
