"""Finds the ERPNext fields that Desk code and our doctypes' JSON name."""

import re
from collections.abc import Iterator

from tests.unit.erpnext_facts import FACTS, Names

LINKS = ("Link", "Table", "Table MultiSelect")
FORM_FIELD = re.compile(
    r"frm\.doc\.(\w+)(?!\w*\()"
    r"|frm\.fields_dict\.(\w+)"
    r"|frm\.fields_dict\[\s*\"(\w+)\""
    r"|frm\.(?:set_value|get_field|set_df_property|toggle_\w+|add_child)\(\s*\"(\w+)\""
)
FORM_EXTRAS = ("__islocal", "__onload", "__unsaved", "doctype")
QUERY = re.compile(
    r"(?:frappe\.db\.(?:get_value|get_list|exists|count|set_value)\(\s*|frappe\.new_doc\(\s*|"
    r"frappe\.set_route\(\s*\"List\",\s*)\"([\w ]+)\""
)
NAMED_FIELDS = (
    re.compile(r"[{,]\s*\"?(\w+)\"?\s*:"),  # keys of filters and of new values
    re.compile(r",\s*\"(\w+)\"\s*$"),  # get_value("Customer", name, "field")
)
FIELD_LISTS = (re.compile(r"fields:\s*\[([^\]]*)\]"), re.compile(r",\s*\[([^\]]*)\]\s*$"))
OPTIONS = ("fields", "filters", "limit", "order_by", "doctype", "or_filters", "group_by")


def unknown_in_client_code(source: str, names: Names) -> list[str]:
    """Say "Doctype.field" of each ERPNext field that the JavaScript names and the facts lack."""
    return sorted({*_on_forms(source, names), *_in_queries(source, names)})


def _on_forms(source: str, names: Names) -> Iterator[str]:
    """A file with handlers for one ERPNext form: every `frm` in it is that form."""
    forms = set(re.findall(r"frappe\.ui\.form\.on\(\s*\"([\w ]+)\"", source))
    if len(forms) != 1 or not forms <= set(FACTS):
        return
    doctype = forms.pop()
    for match in FORM_FIELD.finditer(source):
        field = next(filter(None, match.groups()))
        if field not in FORM_EXTRAS and not names.knows(doctype, field):
            yield f"{doctype}.{field}"


def _in_queries(source: str, names: Names) -> Iterator[str]:
    for match in QUERY.finditer(source):
        doctype, arguments = match[1], _rest_of_call(source[match.end() :])
        for field in _fields_named(arguments) if doctype in FACTS else ():
            if field not in OPTIONS and not names.knows(doctype, field):
                yield f"{doctype}.{field}"


def _rest_of_call(text: str) -> str:
    depth = 1
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[:position]
    return text


def _fields_named(arguments: str) -> Iterator[str]:
    for pattern in NAMED_FIELDS:
        yield from pattern.findall(arguments)
    for pattern in FIELD_LISTS:
        for fields in pattern.findall(arguments):
            yield from re.findall(r"\"(\w+)\"", fields)


def unknown_in_doctype(doctype: dict, known_doctypes: frozenset[str], names: Names) -> list[str]:
    """Say which links of our doctype lead nowhere and which fetched fields ERPNext lacks."""
    fields = {field["fieldname"]: field for field in doctype["fields"]}
    return [*_broken_links(fields, known_doctypes), *_broken_fetches(fields, names)]


def _broken_links(fields: dict[str, dict], known_doctypes: frozenset[str]) -> Iterator[str]:
    for name, field in fields.items():
        if field["fieldtype"] in LINKS and field["options"] not in known_doctypes:
            yield f"{name} links to {field['options']}"


def _broken_fetches(fields: dict[str, dict], names: Names) -> Iterator[str]:
    for name, field in fields.items():
        link, _, fetched = (field.get("fetch_from") or "").partition(".")
        doctype = fields.get(link, {}).get("options")
        if doctype in FACTS and not names.knows(doctype, fetched):
            yield f"{name} fetches {doctype}.{fetched}"
