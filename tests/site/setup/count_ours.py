"""Prints, as JSON, how many rows of ours each of Frappe's tables holds. Run in sites/ with a site.

It asks the database by itself: what the app believes to have added must not decide the count.
"""

import json
import sys

import frappe

QUERIES = {
    "tables": "information_schema.tables WHERE table_schema = database() "
    "AND (table_name LIKE 'tabSocial %' OR table_name = 'tabCustomer Social Value') "
    "AND table_name NOT IN ('tabSocial Login Key', 'tabSocial Link Settings')",
    "columns": "information_schema.columns WHERE table_schema = database() "
    "AND column_name IN ('social_conversation', 'social_support_html', 'social_support_tab')",
    "indexes": "information_schema.statistics WHERE table_schema = database() "
    "AND index_name LIKE 'social\\_support%'",
    "DocType": "`tabDocType` WHERE module = 'Social Support'",
    "Module Def": "`tabModule Def` WHERE app_name = 'social_support'",
    "DocField": "`tabDocField` WHERE parent IN ({ours})",
    "Custom Field": "`tabCustom Field` WHERE fieldname LIKE 'social\\_%' OR dt IN ({ours})",
    "Property Setter": "`tabProperty Setter` WHERE doc_type IN ({ours}) "
    "OR field_name LIKE 'social\\_%'",
    "DocPerm": "`tabDocPerm` WHERE parent IN ({ours}) OR role IN ({roles})",
    "Custom DocPerm": "`tabCustom DocPerm` WHERE parent IN ({ours}) OR role IN ({roles})",
    "Scheduled Job Type": "`tabScheduled Job Type` WHERE method LIKE 'social\\_support%'",
    "Scheduled Job Log": "`tabScheduled Job Log` WHERE scheduled_job_type IN "
    "('schedule.poll_due_channels', 'actions.wake_held_conversations')",
    "Page": "`tabPage` WHERE module = 'Social Support'",
    "Workspace": "`tabWorkspace` WHERE module = 'Social Support'",
    "Workspace Shortcut": "`tabWorkspace Shortcut` WHERE link_to IN ({ours})",
    "Workspace Link": "`tabWorkspace Link` WHERE link_to IN ({ours})",
    "Role": "`tabRole` WHERE name IN ({roles})",
    "Has Role": "`tabHas Role` WHERE role IN ({roles})",
    "Comment": "`tabComment` WHERE reference_doctype IN ({ours})",
    "Version": "`tabVersion` WHERE ref_doctype IN ({ours})",
    "Tag Link": "`tabTag Link` WHERE document_type IN ({ours})",
    "ToDo": "`tabToDo` WHERE reference_type IN ({ours})",
    "Notification Log": "`tabNotification Log` WHERE document_type IN ({ours})",
    "Communication": "`tabCommunication` WHERE reference_doctype IN ({ours})",
    "Number Card": "`tabNumber Card` WHERE document_type IN ({ours})",
    "Report": "`tabReport` WHERE ref_doctype IN ({ours})",
    "Logs To Clear": "`tabLogs To Clear` WHERE ref_doctype IN ({ours})",
    "DefaultValue": "`tabDefaultValue` WHERE defkey LIKE 'social\\_support%'",
    "Patch Log": "`tabPatch Log` WHERE patch LIKE 'social\\_support%'",
    "Singles": "`tabSingles` WHERE doctype IN ({ours})",
    "__Auth": "`__Auth` WHERE doctype IN ({ours})",
    "__global_search": "`__global_search` WHERE doctype IN ({ours})",
    "__UserSettings": "`__UserSettings` WHERE doctype IN ({ours})",
}
DOCTYPES = (
    "Customer Social Value",
    "Social Catch Up",
    "Social Category",
    "Social Channel",
    "Social Channel Metric",
    "Social Channel Stream",
    "Social Conversation",
    "Social Delivery",
    "Social Interaction",
    "Social Interaction Revision",
    "Social Link Decision",
    "Social Link Suggestion",
    "Social Party Key",
    "Social Payload",
    "Social Privacy Request",
    "Social Profile",
    "Social Profile Key",
    "Social Reply",
    "Social Stream State",
    "Social Support Settings",
    "Social Sync Log",
    "Social Value Change",
)
ROLES = ("Social Agent", "Social Agency", "Social Manager")


def quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def count(query: str) -> int:
    query = query.format(ours=quoted(DOCTYPES), roles=quoted(ROLES))
    return frappe.db.sql(f"SELECT COUNT(*) FROM {query}")[0][0]


if __name__ == "__main__":
    frappe.init(site=sys.argv[1])
    frappe.connect()
    print(json.dumps({name: count(query) for name, query in QUERIES.items()}))
