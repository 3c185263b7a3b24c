"""The stand-in's doctypes are ERPNext's: same fields, types, options, naming and roles."""

import json
from pathlib import Path

import pytest

from tests.unit.erpnext_facts import FACTS, REPOSITORY

STAND_IN = REPOSITORY / "devbench/erpnext/erpnext"
DOCTYPES = {
    doctype["name"]: doctype
    for path in STAND_IN.glob("*/doctype/*/*.json")
    for doctype in [json.loads(path.read_text(encoding="utf-8"))]
}
LAYOUT = ("Tab Break", "Section Break", "Column Break", "HTML")
LINKS = ("Link", "Table", "Table MultiSelect")
RIGHTS = {"read": "r", "write": "w", "create": "c", "delete": "d", "submit": "s"}

FRAPPE_DOCTYPES = {
    *("Address", "Auto Repeat", "Contact", "Country", "Currency", "DocType", "Email Account"),
    *("Gender", "Language", "Letter Head", "Print Heading", "Role", "Salutation", "User"),
}
LEFT_OUT = {
    "there is no ledger: nothing is posted to an account": {
        *("Account", "Bank Account", "Cost Center", "Finance Book", "Party Account"),
        *("Payment Schedule", "Payment Terms Template", "Sales Invoice Advance"),
        *("Sales Invoice Payment", "Asset", "Asset Category", "Subscription", "POS Profile"),
        *("POS Invoice", "Customer Credit Limit"),
    },
    "there are no taxes: totals are quantities times rates": {
        *("Item Tax", "Item Tax Template", "Sales Taxes and Charges", "Tax Category"),
        *("Sales Taxes and Charges Template", "Tax Withholding Category"),
    },
    "there are no price lists, units or promotions: a row says its own rate": {
        *("Price List", "Pricing Rule Detail", "UOM", "UOM Conversion Detail", "Coupon Code"),
        *("Loyalty Program", "Blanket Order"),
    },
    "there is no stock: nothing lies in a warehouse or is shipped": {
        *("Warehouse", "Batch", "Serial and Batch Bundle", "Packed Item", "Delivery Note"),
        *("Shipping Rule", "Incoterm", "Item Default", "Item Reorder", "Item Barcode"),
        *("Location", "Quality Inspection", "Quality Inspection Template"),
        *("Customs Tariff Number", "Material Request"),
    },
    "nothing is bought or made": {
        *("Purchase Invoice", "Purchase Order", "Supplier", "Item Supplier", "BOM"),
        *("Manufacturer", "Work Order", "Brand", "Item Variant Attribute"),
        *("Item Customer Detail",),
    },
    "sales planning and lead sources are not looked at": {
        *("Campaign Email Schedule", "Competitor Detail", "CRM Note", "Industry Type"),
        *("Lead Source", "Market Segment", "Opportunity Item", "Opportunity Type", "Prospect"),
        *("Opportunity Lost Reason Detail", "Quotation", "Sales Stage"),
        *("Sales Partner", "Sales Person", "Sales Team", "Target Detail"),
    },
    "projects, employees, service levels and the portal are other parts of ERPNext": {
        *("Project", "Employee", "Sales Invoice Timesheet", "Service Level Agreement"),
        *("Portal User", "Allowed To Transact With", "Terms and Conditions"),
    },
}
MISSING_DOCTYPES = set().union(*LEFT_OUT.values())


def fields_in_facts(doctype: str) -> dict[str, dict]:
    """The fields that the stand-in must have: all but those leading to what is left out."""
    fields = FACTS[doctype]["fields"]
    return {name: field for name, field in fields.items() if not leads_nowhere(field)}


def leads_nowhere(field: dict) -> bool:
    return field["fieldtype"] in LINKS and field["options"] in MISSING_DOCTYPES


def data_fields(doctype: str) -> dict[str, dict]:
    fields = DOCTYPES[doctype]["fields"]
    return {field["fieldname"]: field for field in fields if field["fieldtype"] not in LAYOUT}


def test_stand_in_has_the_doctypes_of_the_facts() -> None:
    assert set(DOCTYPES) == set(FACTS)


@pytest.mark.parametrize("doctype", sorted(FACTS))
def test_fields_are_those_of_erpnext(doctype: str) -> None:
    properties = ("fieldtype", "options", "reqd", "default", "read_only", "unique", "permlevel")
    ours = {
        name: {key: field[key] for key in properties if field.get(key)}
        for name, field in data_fields(doctype).items()
    }
    theirs = {
        name: {key: field[key] for key in properties if field.get(key)}
        for name, field in fields_in_facts(doctype).items()
    }
    assert ours == theirs


@pytest.mark.parametrize("doctype", sorted(FACTS))
def test_naming_and_kind_are_those_of_erpnext(doctype: str) -> None:
    ours = DOCTYPES[doctype]
    for key in ("module", "autoname", "title_field"):
        assert ours.get(key) == FACTS[doctype][key], key
    for key in ("is_submittable", "istable", "is_tree"):
        assert ours.get(key, 0) == FACTS[doctype][key], key


@pytest.mark.parametrize("doctype", sorted(FACTS))
def test_roles_have_the_rights_of_erpnext(doctype: str) -> None:
    ours = {
        permission["role"]: "".join(
            letter for right, letter in RIGHTS.items() if permission.get(right)
        )
        for permission in DOCTYPES[doctype]["permissions"]
    }
    assert ours == FACTS[doctype]["roles"]


@pytest.mark.parametrize("doctype", sorted(FACTS))
def test_form_is_complete_and_every_link_has_a_target(doctype: str) -> None:
    ours = DOCTYPES[doctype]
    assert ours["field_order"] == [field["fieldname"] for field in ours["fields"]]
    assert len(set(ours["field_order"])) == len(ours["field_order"])
    targets = {f["options"] for f in ours["fields"] if f["fieldtype"] in LINKS}
    assert targets <= set(DOCTYPES) | FRAPPE_DOCTYPES


def test_nothing_is_left_out_without_need() -> None:
    wanted = {
        field["options"]
        for doctype in FACTS.values()
        for field in doctype["fields"].values()
        if field["fieldtype"] in LINKS
    }
    assert wanted - set(DOCTYPES) - FRAPPE_DOCTYPES == MISSING_DOCTYPES
    assert sum(map(len, LEFT_OUT.values())) == len(MISSING_DOCTYPES)


def test_every_doctype_stands_where_frappe_looks_for_it() -> None:
    modules = (STAND_IN / "modules.txt").read_text(encoding="utf-8").split("\n")
    for name, doctype in DOCTYPES.items():
        folder = STAND_IN / scrub(doctype["module"]) / "doctype" / scrub(name)
        assert doctype["module"] in modules
        assert_files(folder, "__init__.py", f"{scrub(name)}.py", f"{scrub(name)}.json")


def assert_files(folder: Path, *names: str) -> None:
    assert [name for name in names if not (folder / name).is_file()] == [], folder


def scrub(name: str) -> str:
    return name.lower().replace(" ", "_")
