"""The app names no field that ERPNext 15 lacks, and the search for such names finds them."""

import ast
import json
from pathlib import Path

import pytest

from tests.unit.erpnext_client_use import unknown_in_client_code, unknown_in_doctype
from tests.unit.erpnext_facts import FACTS, REPOSITORY, Names, own_fields
from tests.unit.erpnext_python_use import unknown_fields

APP = REPOSITORY / "social_support"
CUSTOM_FIELDS = APP / "setup/custom_fields.py"
FRAPPE_DOCTYPES = frozenset(
    {
        *("Address", "Assignment Rule", "Comment", "Contact", "Country", "Currency", "DocType"),
        *("Email Account", "File", "Language", "Module Def", "Notification Log", "Role", "User"),
        *("User Group", "User Group Member"),
    }
)


def source_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def app_names() -> Names:
    return Names(own_fields(source_of(CUSTOM_FIELDS)))


def app_files(pattern: str) -> list[Path]:
    return sorted(path for path in APP.rglob(pattern) if "node_modules" not in path.parts)


def app_doctypes() -> dict[str, dict]:
    found = [json.loads(source_of(path)) for path in APP.glob("*/doctype/*/*.json")]
    return {doctype["name"]: doctype for doctype in found}


def literal_dict(path: Path, name: str) -> dict:
    """The literal that a module binds to a name, or {} when it binds none."""
    for node in ast.parse(source_of(path)).body:
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == [name]:
            return ast.literal_eval(node.value)
    return {}


def handlers_of(path: Path) -> dict[str, str]:
    """Functions of the module that Frappe calls with an ERPNext document, and its doctype."""
    module = ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
    events = literal_dict(APP / "hooks.py", "doc_events")
    return {
        handler.rpartition(".")[2]: doctype
        for doctype, of_doctype in events.items()
        for given in of_doctype.values()
        for handler in ([given] if isinstance(given, str) else given)
        if doctype in FACTS and handler.rpartition(".")[0] == module
    }


def test_python_code_names_only_fields_that_erpnext_has() -> None:
    names = app_names()
    found = [
        f"{path.relative_to(REPOSITORY)}, {unknown}"
        for path in app_files("*.py")
        for unknown in unknown_fields(source_of(path), names, handlers_of(path))
    ]
    assert found == []


def test_desk_code_names_only_fields_that_erpnext_has() -> None:
    names = app_names()
    found = [
        f"{path.relative_to(REPOSITORY)}: {unknown}"
        for path in app_files("*.js")
        for unknown in unknown_in_client_code(source_of(path), names)
    ]
    assert found == []


def test_our_doctypes_link_to_and_fetch_what_exists() -> None:
    doctypes = app_doctypes()
    known = FRAPPE_DOCTYPES | set(FACTS) | set(doctypes)
    found = [
        f"{name}: {problem}"
        for name, doctype in doctypes.items()
        for problem in unknown_in_doctype(doctype, known, app_names())
    ]
    assert doctypes
    assert found == []


def places_of_custom_fields(source: str) -> list[tuple[str, str]]:
    """(doctype, field after which it stands) of each custom field that the source declares."""
    return [
        (key.value, value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        for key, fields in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(fields, ast.List)
        for field in fields.elts
        if isinstance(field, ast.Dict)
        for name, value in zip(field.keys, field.values, strict=True)
        if isinstance(name, ast.Constant) and name.value == "insert_after"
    ]


def test_custom_fields_stand_after_a_field_that_erpnext_has() -> None:
    places = places_of_custom_fields(source_of(CUSTOM_FIELDS))
    names = app_names()
    on_erpnext = [(doctype, field) for doctype, field in places if doctype in FACTS]
    assert on_erpnext
    assert [place for place in on_erpnext if not names.knows(*place)] == []


BAD_PYTHON = {
    'frappe.get_all("Customer", fields=["name", "loyalty"])': "Customer.loyalty",
    'frappe.get_all("Customer", filters={"twitter": "x"})': "Customer.twitter",
    'frappe.get_all("Customer", filters=[["twitter", "=", "x"]])': "Customer.twitter",
    'frappe.get_list("Sales Invoice", filters=[["Sales Invoice Item", "sku", "=", 1]])': (
        "Sales Invoice Item.sku"
    ),
    'frappe.get_all("Sales Invoice", fields=["sum(base_total_x) as total"])': (
        "Sales Invoice.base_total_x"
    ),
    'frappe.get_all("Sales Invoice", fields=["items.sku"])': "Sales Invoice Item.sku",
    'frappe.get_all("Sales Invoice", fields=["customer.rank"])': "Customer.rank",
    'frappe.get_all("Issue", order_by="opened_on desc")': "Issue.opened_on",
    'frappe.get_all("Issue", pluck="requester")': "Issue.requester",
    'frappe.db.get_value("Issue", name, "requester")': "Issue.requester",
    'frappe.db.get_value("Issue", {"requester": 1}, "name")': "Issue.requester",
    'frappe.db.set_value("Issue", name, {"requester": 1})': "Issue.requester",
    'frappe.db.exists("Lead", {"handle": 1})': "Lead.handle",
    'frappe.db.exists({"doctype": "Lead", "handle": 1})': "Lead.handle",
    'frappe.get_doc({"doctype": "Issue", "requester": "x"})': "Issue.requester",
    'frappe.new_doc("Issue", requester="x")': "Issue.requester",
    'frappe.get_doc("Issue", name).requester': "Issue.requester",
    'issue = frappe.new_doc("Issue")\nissue.requester = "x"': "Issue.requester",
    'issue = frappe.get_doc("Issue", name)\nprint(issue.requester)': "Issue.requester",
    'issue = frappe.new_doc("Issue")\nissue.update({"requester": "x"})': "Issue.requester",
    'issue = frappe.new_doc("Issue")\nissue.db_set("requester", "x")': "Issue.requester",
    'table = frappe.qb.DocType("Customer")\nquery = table.twitter == 1': "Customer.twitter",
    'ISSUE = "Issue"\nFIELDS = ("requester",)\nfrappe.get_all(ISSUE, fields=FIELDS)': (
        "Issue.requester"
    ),
    'fields = ["name", "requester"]\nfrappe.get_all("Issue", fields=fields)': "Issue.requester",
    'a, b = frappe.qb.DocType("Issue"), frappe.qb.DocType("User")\nb.x == a.requester': (
        "Issue.requester"
    ),
    'frappe.db.sql("select `tabCustomer`.`twitter` from `tabCustomer`")': "Customer.twitter",
    "def on_update(doc, method):\n    doc.requester = 1": "Issue.requester",
}


@pytest.mark.parametrize("source", BAD_PYTHON)
def test_an_unknown_field_in_python_is_found(source: str) -> None:
    found = unknown_fields(f"import frappe\n{source}\n", Names(), {"on_update": "Issue"})
    assert [line.partition(": ")[2] for line in found] == [BAD_PYTHON[source]]


GOOD_PYTHON = """
import frappe

def convert(conversation, on_us):
    issue = frappe.new_doc("Issue")
    issue.update({"subject": "s", "customer": "c"})
    issue.social_conversation = conversation
    issue.flags.from_social = True
    issue.insert()
    issue.add_comment("Info", issue.name)
    invoices = frappe.get_all(
        "Sales Invoice",
        filters={"customer": "c", "docstatus": 1, "status": ("in", ("Unpaid", "Overdue"))},
        fields=["sum(outstanding_amount) as owed", "items.item_code", "customer.customer_group"],
        order_by="due_date desc, modified asc",
    )
    profile = frappe.get_all("Social Profile", fields=["handle"], filters={"reach": 1})
    customer = frappe.qb.DocType("Customer").as_("c")
    rows = frappe.qb.from_(customer).select(customer.name, customer.customer_name.as_("n"))
    return invoices, profile, rows, frappe.db.get_value("Customer", "c", ["website", "name"])
"""


def test_known_fields_and_our_own_are_no_findings() -> None:
    own = own_fields('{"Issue": [{"fieldname": "social_conversation"}]}')
    assert unknown_fields(GOOD_PYTHON, Names(own)) == []
    assert unknown_fields(GOOD_PYTHON, Names()) == ["line 7: Issue.social_conversation"]


BAD_CLIENT = {
    'frappe.ui.form.on("Customer", { refresh(frm) { frm.doc.twitter; } });': "Customer.twitter",
    'frappe.ui.form.on("Issue", { refresh(frm) { frm.set_value("who", 1); } });': "Issue.who",
    'frappe.ui.form.on("Issue", { refresh(frm) { frm.fields_dict.who; } });': "Issue.who",
    'frappe.db.get_value("Issue", name, "who").then((r) => r);': "Issue.who",
    'frappe.db.get_value("Issue", name, ["status", "who"]);': "Issue.who",
    'frappe.db.get_list("Issue", { filters: { who: 1 } });': "Issue.who",
    'frappe.db.get_list("Issue", { fields: ["name", "who"] });': "Issue.who",
    'frappe.set_route("List", "Issue", { who: 1 });': "Issue.who",
    'frappe.new_doc("Lead", { handle: 1 });': "Lead.handle",
}


@pytest.mark.parametrize("source", BAD_CLIENT)
def test_an_unknown_field_in_desk_code_is_found(source: str) -> None:
    assert unknown_in_client_code(source, Names()) == [BAD_CLIENT[source]]


def test_known_fields_in_desk_code_are_no_findings() -> None:
    source = """
        frappe.ui.form.on("Customer", {
            refresh(frm) { if (frm.doc.__islocal || !frm.doc.customer_name.trim()) return; },
        });
        frappe.db.get_list("Issue", { filters: { status: ["!=", "Closed"] }, limit: 5 });
        frappe.db.get_value("Issue", frm.doc.name, "customer").then((r) => r.message.anything);
    """
    assert unknown_in_client_code(source, Names()) == []


def test_a_broken_link_and_a_broken_fetch_are_found() -> None:
    doctype = {
        "fields": [
            {"fieldname": "customer", "fieldtype": "Link", "options": "Customer"},
            {"fieldname": "plan", "fieldtype": "Link", "options": "Service Plan"},
            {"fieldname": "rank", "fieldtype": "Data", "fetch_from": "customer.rank"},
            {"fieldname": "group", "fieldtype": "Data", "fetch_from": "customer.customer_group"},
        ]
    }
    assert unknown_in_doctype(doctype, frozenset(FACTS), Names()) == [
        "plan links to Service Plan",
        "rank fetches Customer.rank",
    ]


def test_a_custom_field_after_an_unknown_field_is_found() -> None:
    source = '{"Customer": [{"fieldname": "social_x", "insert_after": "twitter"}]}'
    assert places_of_custom_fields(source) == [("Customer", "twitter")]
    assert not Names(own_fields(source)).knows("Customer", "twitter")
