"""What Frappe itself answers about a doctype and a document: the calls of its Desk, and some that
only a program makes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import frappe

from tests.site.api.walk.scene import Scene

# What stands beside our documents, in Frappe's own doctypes
BESIDE = (
    "Comment",
    "Communication",
    "Deleted Document",
    "DocShare",
    "Document Follow",
    "File",
    "Notification Log",
    "Tag Link",
    "ToDo",
    "Version",
    "View Log",
)
TEXTS = ("Data", "Small Text", "Text", "Long Text")
Call = tuple[str, dict[str, Any]]


def lists(doctype: str) -> Iterator[Call]:
    """Rows, counts, exports and searches of a doctype, for nobody's document in particular."""
    fields = json.dumps([f"`tab{doctype}`.`{field}`" for field in readable_fields(doctype)])
    shown = {"doctype": doctype, "fields": fields, "filters": "[]", "page_length": 500}
    yield "frappe.desk.reportview.get", {**shown, "start": 0}
    yield "frappe.desk.reportview.get_list", shown
    export = {"doctype": doctype, "fields": fields, "filters": "[]", "file_format_type": "CSV"}
    yield "frappe.desk.reportview.export_query", {**export, "title": "All"}
    yield (
        "frappe.desk.reportview.get_sidebar_stats",
        {"doctype": doctype, "stats": '["_user_tags"]', "filters": "[]"},
    )
    yield "frappe.client.get_list", {"doctype": doctype, "fields": '["*"]', "limit_page_length": 0}
    for query in ({}, {"ignore_user_permissions": 1}):
        search = {"doctype": doctype, "txt": "", "page_length": 500, **query}
        yield "frappe.desk.search.search_link", search
        yield "frappe.desk.search.search_widget", search
    for field in ("name", "assigned_to"):
        grouped = {"doctype": doctype, "current_filters": "[]", "field": field}
        yield "frappe.desk.listview.get_group_by_count", grouped
    yield (
        "frappe.core.doctype.data_export.exporter.export_data",
        {"doctype": doctype, "with_data": 1, "select_columns": json.dumps({doctype: ["name"]})},
    )


def counts(doctype: str, name: str) -> Iterator[Call]:
    """How often a row is there: 0 for whoever does not see it."""
    named = json.dumps({"name": name})
    yield "frappe.client.get_count", {"doctype": doctype, "filters": named}
    rows = {"doctype": doctype, "filters": json.dumps([[doctype, "name", "=", name]])}
    yield "frappe.desk.reportview.get_count", rows | {"fields": "[]", "distinct": "false"}


def documents(doctype: str, name: str) -> Iterator[Call]:
    """One document and what belongs to it."""
    one = {"doctype": doctype, "name": name}
    yield "frappe.client.get", one
    yield (
        "frappe.client.get_value",
        {
            "doctype": doctype,
            "filters": json.dumps({"name": name}),
            "fieldname": json.dumps(readable_fields(doctype)),
        },
    )
    yield (
        "frappe.client.validate_link",
        {"doctype": doctype, "docname": name, "fields": '["owner"]'},
    )
    yield "frappe.desk.form.load.getdoc", one
    yield "frappe.desk.form.load.get_docinfo", one
    yield "frappe.desk.form.load.get_communications", one
    yield "frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}
    yield (
        "frappe.desk.form.document_follow.get_follow_users",
        {"doctype": doctype, "doc_name": name},
    )
    yield "frappe.desk.notifications.get_open_count", one
    yield "frappe.desk.search.get_link_title", {"doctype": doctype, "docname": name}
    yield "frappe.desk.link_preview.get_preview_data", {"doctype": doctype, "docname": name}
    yield "frappe.www.printview.get_html_and_style", {"doc": doctype, "name": name}
    yield "frappe.realtime.can_subscribe_doc", {"doctype": doctype, "docname": name}


def deeds(doctype: str, name: str) -> Iterator[Call]:
    """What changes a document or what stands beside it."""
    one = {"doctype": doctype, "name": name}
    me = json.dumps(["Administrator"])
    yield "frappe.client.set_value", one | {"fieldname": a_field(doctype), "value": "x"}
    yield "frappe.client.delete", one
    yield "frappe.desk.form.assign_to.add", one | {"assign_to": me, "description": "mine"}
    yield (
        "frappe.desk.form.assign_to.add_multiple",
        {"doctype": doctype, "name": json.dumps([name]), "assign_to": me},
    )
    yield "frappe.desk.form.assign_to.remove", one | {"assign_to": "Administrator"}
    yield "frappe.desk.form.assign_to.add", {"args": {**one, "assign_to": me, "description": "x"}}
    yield "frappe.desk.like.toggle_like", one | {"add": "Yes"}
    yield "frappe.desk.doctype.tag.tag.add_tag", {"tag": "Mine", "dt": doctype, "dn": name}
    # Frappe takes `dt` and `dn`; whoever looks at the others alone lets it through.
    yield (
        "frappe.desk.doctype.tag.tag.add_tag",
        {"tag": "Mine", "dt": doctype, "dn": name, "doctype": "User", "name": "Administrator"},
    )
    yield (
        "frappe.desk.doctype.tag.tag.add_tags",
        {"tags": '["Mine"]', "dt": doctype, "docs": json.dumps([name])},
    )
    yield "frappe.desk.doctype.tag.tag.remove_tag", {"tag": "Mine", "dt": doctype, "dn": name}
    comment = {"content": "Hello", "comment_email": "Guest", "comment_by": "Me"}
    yield (
        "frappe.desk.form.utils.add_comment",
        {"reference_doctype": doctype, "reference_name": name, **comment},
    )
    yield "frappe.share.add", one | {"user": "Administrator", "write": 1}
    followed = {"doctype": doctype, "doc_name": name}
    yield "frappe.desk.form.document_follow.update_follow", followed | {"following": True}
    yield "frappe.desk.form.document_follow.follow_document", followed | {"user": "Administrator"}


def beside(scene: Scene) -> Iterator[Call]:
    """What Frappe shows of all documents at once."""
    for doctype in BESIDE:
        yield (
            "frappe.client.get_list",
            {
                "doctype": doctype,
                "fields": '["*"]',
                "limit_page_length": 0,
            },
        )
    yield "frappe.desk.doctype.tag.tag.get_documents_for_tag", {"tag": f"#{scene.tag}"}
    yield (
        "frappe.desk.doctype.tag.tag.get_tagged_docs",
        {"doctype": "Social Conversation", "tag": f"%{scene.tag}%"},
    )
    for words in (scene.theirs.public, scene.author.handle, scene.stranger_handle):
        yield "frappe.utils.global_search.search", {"text": words}
    card = {
        "document_type": "Social Conversation",
        "function": "Count",
        "name": "All",
        "filters_json": "[]",
    }
    yield (
        "frappe.desk.doctype.number_card.number_card.get_result",
        {"doc": json.dumps(card), "filters": "[]"},
    )


def a_field(doctype: str) -> str:
    return next(f.fieldname for f in frappe.get_meta(doctype).fields if f.fieldtype in TEXTS)


def readable_fields(doctype: str) -> list[str]:
    meta = frappe.get_meta(doctype)
    return ["name", *(f.fieldname for f in meta.fields if f.fieldname in meta.get_valid_columns())]
