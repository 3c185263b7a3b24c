"""What people wrote is text in print and PDF too."""

import frappe
import pytest

HOSTILE = "<img src=x onerror=alert(1)>\nsecond line"
DOCTYPES = (
    "Social Conversation",
    "Social Interaction",
    "Social Interaction Revision",
    "Social Link Suggestion",
    "Social Payload",
    "Social Profile",
    "Social Reply",
    "Social Stream State",
    "Social Sync Log",
)


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_texts_are_formatted_as_text(doctype):
    doc = frappe.new_doc(doctype)
    kinds = ("in", ("Data", "Small Text", "Text", "Long Text"))
    fields = [field.fieldname for field in doc.meta.get("fields", {"fieldtype": kinds})]
    assert fields
    for fieldname in fields:
        doc.set(fieldname, HOSTILE)
        shown = "&lt;img src=x onerror=alert(1)&gt;<br>second line"
        assert doc.get_formatted(fieldname, doc, translated=False) == shown


def test_a_hostile_post_is_printed_as_text(make):
    stored = make.stored(make.channel(), make.post(HOSTILE))
    page = frappe.get_print("Social Interaction", stored.inbound_new[0])
    assert "<img src=x" not in page and "&lt;img src=x" in page
