"""Who may do what with our doctypes, and the sets of roles that people get."""

import frappe
import pytest

from social_support.api.channels import MAY_ADD
from social_support.api.privacy import MAY_DECIDE
from social_support.customers.access import may_answer, may_link, may_see_money
from social_support.setup import roles
from social_support.setup.leftovers import our_doctypes
from social_support.setup.who_can import COLUMNS, DEEDS, rights, shown_doctypes, who_can
from tests.site.support.make import Make
from tests.site.support.web import Web

WRITES = ("write", "create", "delete", "submit", "cancel", "amend", "import")
KINDS = ("agent", "agency", "manager")
# doctype → what each of KINDS may do with it
MATRIX = {
    "Customer Social Value": ("read", "", "read"),
    "Social Catch Up": ("", "", ""),
    "Social Category": ("read", "read", "read write create delete"),
    "Social Channel": ("read", "read", "read write create delete"),
    "Social Channel Metric": ("", "", "read"),
    "Social Conversation": ("read write", "read write", "read write"),
    "Social Delivery": ("", "", ""),
    "Social Interaction": ("read", "read", "read"),
    "Social Interaction Revision": ("read", "", "read"),
    "Social Link Decision": ("", "", "read"),
    "Social Link Suggestion": ("read", "", "read"),
    "Social Party Key": ("", "", ""),
    "Social Payload": ("", "", "read"),
    "Social Privacy Request": ("", "", "read"),
    "Social Profile": ("read", "", "read"),
    "Social Profile Key": ("", "", ""),
    "Social Reply": ("read", "read", "read"),
    "Social Stream State": ("", "", "read"),
    "Social Support Settings": ("", "", "read write"),
    "Social Sync Log": ("read", "", "read"),
    "Social Value Change": ("", "", ""),
}


def may(user: str, doctype: str) -> set[str]:
    rights = ("read", "write", "create", "delete")
    return {r for r in rights if frappe.has_permission(doctype, r, user=user)}


def test_the_matrix_speaks_of_every_doctype() -> None:
    assert sorted(MATRIX) == shown_doctypes()


@pytest.mark.parametrize("kind", KINDS)
def test_permissions_are_those_of_the_matrix(make: Make, kind: str) -> None:
    user = getattr(make, kind)()
    for doctype, cells in MATRIX.items():
        assert may(user, doctype) == set(cells[KINDS.index(kind)].split()), doctype


def test_guests_strangers_and_customers_reach_nothing(make: Make) -> None:
    rep = make.sales_rep()
    for user in ("Guest", make.nobody(), make.website_user(), rep):
        for doctype in our_doctypes():
            # Who reads the customers knows what they are worth.
            allowed = {"read"} if (user, doctype) == (rep, "Customer Social Value") else set()
            assert may(user, doctype) == allowed, f"{user}: {doctype}"


@pytest.mark.parametrize("role", [*roles.ROLES, "System Manager", "All", "Guest"])
def test_no_role_writes_what_people_wrote(role: str) -> None:
    for doctype in ("Social Interaction", "Social Interaction Revision", "Social Reply"):
        for permission in frappe.get_meta(doctype).permissions:
            if permission.role == role:
                assert not any(permission.get(right) for right in WRITES), doctype


def test_an_agent_can_read_customers_and_create_issues(make: Make) -> None:
    agent = make.agent()
    assert frappe.has_permission("Customer", "read", user=agent)
    assert frappe.has_permission("Issue", "create", user=agent)


def test_an_agency_reaches_nothing_of_erpnext(make: Make) -> None:
    agency = make.agency()
    for doctype in ("Customer", "Issue", "Sales Invoice", "Company"):
        assert not may(agency, doctype), doctype


def test_give_adds_what_is_missing_and_says_what_it_added(make: Make) -> None:
    user = make.user("Support Team")
    assert roles.give([user], "agent") == {user: ["Social Agent", "Sales User"]}
    assert roles.give([user], "agent") == {user: []}
    assert set(roles.ROLE_SETS["agent"].roles) <= set(frappe.get_roles(user))


@pytest.mark.parametrize("wrong", ["Guest", "Administrator", "nobody-at-all@example.com"])
def test_nobody_gets_roles_when_one_of_the_users_is_wrong(make: Make, wrong: str) -> None:
    user = make.sales_rep()
    with pytest.raises(frappe.ValidationError, match=wrong):
        roles.give([user, wrong], "agent")
    assert "Social Agent" not in frappe.get_roles(user)


def test_roles_of_a_role_profile_are_left_to_it(make: Make) -> None:
    profile = make._insert("Role Profile", role_profile=make.unique("Clerk"))
    user = make.sales_rep()
    frappe.db.set_value("User", user, "role_profile_name", profile.name)
    with pytest.raises(frappe.ValidationError, match="Role Profile"):
        roles.give([user], "agent")


def test_the_table_has_the_permissions_of_this_site(make: Make) -> None:
    assert rights("Social Channel", "Social Manager") == [
        "read",
        "write",
        "create",
        "delete",
        "export",
    ]
    assert rights("Social Profile", "Social Agency") == []
    custom = {"parent": "Social Profile", "role": "Social Agency", "read": 1, "export": 0}
    frappe.get_doc({"doctype": "Custom DocPerm", **custom}).insert()
    frappe.clear_cache(doctype="Social Profile")
    try:
        assert rights("Social Profile", "Social Agency") == ["read"]
    finally:
        frappe.db.rollback()
        frappe.clear_cache(doctype="Social Profile")


def test_the_table_has_a_cell_for_each_column() -> None:
    table = who_can()
    assert len(table["columns"]) == len(COLUMNS)
    assert all(len(row["cells"]) == len(COLUMNS) for row in table["rows"])
    creators = next(row for row in table["rows"] if row["label"] == "Convert to Issue")
    assert "Support Team" in creators["cells"][0]


def test_what_the_table_says_of_deeds_is_what_the_rooms_permit(make: Make) -> None:
    company = make.company()
    permitted = {
        "Reply, hold, close, reopen, assign": may_answer,
        "Link an author, decide on a match, undo that": may_link,
        "See what customers bring and owe": lambda user: may_see_money(user, company),
        "Connect a channel, test it, read it now": lambda user: frappe.has_permission(
            "Social Channel", "write", user=user
        ),
        "Read private messages": lambda user: frappe.has_permission(
            "Social Conversation", "read", user=user
        ),
        "Add a post by hand": lambda user: not set(MAY_ADD).isdisjoint(frappe.get_roles(user)),
        "Mark an author as VIP": may_link,
        "Block an author, export or erase what is stored of one": lambda user: (
            not set(MAY_DECIDE).isdisjoint(frappe.get_roles(user))
        ),
    }
    deeds = {deed.words: deed for deed in DEEDS}
    for role in roles.ROLES:
        user = make.user(role)
        for words, permits in permitted.items():
            assert bool(permits(user)) == (role in deeds[words].who), f"{role}: {words}"


def test_only_a_system_manager_gives_roles(make: Make, web: Web) -> None:
    someone, admin = make.sales_rep(), make.user("System Manager", first_name="Simona")
    ask = {"users": [someone], "role_set": "agent"}
    for client in (web.guest, web.as_user(make.manager()), web.as_user(make.agent())):
        assert client.post("people.give_roles", **ask).status == 403
        assert client.post("people.export").status == 403
    answer = web.as_user(admin).post("people.give_roles", **ask)
    assert answer.message == {someone: ["Social Agent", "Support Team"]}
    assert "Social Agent" in frappe.get_roles(someone)


def test_roles_are_not_given_by_following_a_link(make: Make, web: Web) -> None:
    admin = web.as_user(make.user("System Manager", first_name="Simona"))
    answer = admin.get("people.give_roles", users=f'["{make.sales_rep()}"]', role_set="agent")
    assert not answer.ok


def test_the_table_is_for_those_who_read_the_settings(make: Make, web: Web) -> None:
    for method in ("people.who_can", "people.additions", "people.role_sets"):
        assert web.as_user(make.manager()).get(method).message
        assert web.as_user(make.agent()).get(method).status == 403
        assert web.guest.get(method).status == 403
