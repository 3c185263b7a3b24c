"""What the app adds to a site is there, and stays when it is added once more.

Migrating changes tables, and MariaDB commits then: what such a test changes is put back by name.
"""

import frappe

from social_support.hooks import override_whitelisted_methods
from social_support.setup import categories, custom_fields, install, roles
from social_support.setup.additions import additions
from tests.site.support.cleanup import Cleanup
from tests.site.support.make import Make


def test_roles_open_the_desk() -> None:
    for role in roles.ROLES:
        assert frappe.db.get_value("Role", role, "desk_access") == 1


def test_custom_fields_stand_where_they_should() -> None:
    customer = [field.fieldname for field in frappe.get_meta("Customer").fields]
    tab = customer.index("social_support_tab")
    assert customer[tab - 1] == "customer_details"
    assert customer[tab + 1] == "social_support_html"
    contact = [field.fieldname for field in frappe.get_meta("Contact").fields]
    assert contact[-2:] == ["social_support_tab", "social_support_html"]
    assert frappe.get_meta("Issue").get_field("social_conversation").read_only


def test_a_changed_custom_field_is_put_right_by_migrate(cleanup: Cleanup) -> None:
    name = "Customer-social_support_tab"
    version = {"ref_doctype": "Custom Field", "docname": name}
    cleanup.call(lambda: frappe.db.delete("Version", version))
    frappe.db.set_value("Custom Field", name, "label", "Something else")
    install.after_migrate()
    assert frappe.db.get_value("Custom Field", name, "label") == "Social"


def test_migrate_leaves_the_categories_to_the_site(cleanup: Cleanup) -> None:
    cleanup.call(categories.create)
    frappe.db.delete("Social Category", {"name": "Praise"})
    install.after_migrate()
    assert not frappe.db.exists("Social Category", "Praise")


def test_default_categories_have_words_in_both_languages() -> None:
    for default in categories.DEFAULTS:
        words = frappe.db.get_value("Social Category", default.category_name, "words")
        assert any("a" <= letter <= "z" for letter in words.casefold())
        assert any("а" <= letter <= "я" for letter in words.casefold())


def test_a_default_word_belongs_to_one_category() -> None:
    words = [word for default in categories.DEFAULTS for word in default.words.split(", ")]
    assert sorted(words) == sorted(set(words))


def test_settings_start_with_their_defaults() -> None:
    settings = frappe.get_single("Social Support Settings")
    assert (settings.goal_urgent, settings.goal_high) == (15, 60)
    assert settings.link_automatically == 1
    assert settings.pause_sending == 0


def test_logs_are_kept_for_the_days_that_the_site_chose(cleanup: Cleanup) -> None:
    rows = {row.ref_doctype: row for row in frappe.get_single("Log Settings").logs_to_clear}
    assert set(install.log_days()) <= set(rows)
    row = rows["Social Sync Log"]
    cleanup.call(lambda days=row.days: row.db_set("days", days))
    row.db_set("days", 7)
    install.after_migrate()
    assert frappe.db.get_value("Logs To Clear", row.name, "days") == 7


def test_additions_are_what_stands_in_the_database() -> None:
    kinds = {kind["label"]: kind["items"] for kind in additions()}
    ours = frappe.get_all("Custom Field", {"module": "Social Support"}, ["dt", "fieldname"])
    assert len(kinds["Custom fields"]) == len(ours)
    for field in ours:
        assert any(f"{field.dt}: {field.fieldname}" in item for item in kinds["Custom fields"])
    jobs = frappe.get_all("Scheduled Job Type", {"method": ("like", "social_support.%")})
    assert len(kinds["Jobs in the background"]) == len(jobs)
    replaced = {f"override_whitelisted_methods: {cmd}" for cmd in override_whitelisted_methods}
    restricted = {"permission_query_conditions: File", "permission_query_conditions: Tag Link"}
    expected = replaced | restricted | {"has_permission: Tag Link"}
    assert set(kinds["Replaces code of Frappe or ERPNext"]) == expected


def test_custom_fields_are_declared_with_fields_that_the_site_has() -> None:
    for doctype, fields in custom_fields.CUSTOM_FIELDS.items():
        for field in fields:
            assert frappe.get_meta(doctype).has_field(str(field["insert_after"]))


def test_workspace_leads_only_to_what_is_there(make: Make) -> None:
    workspace = frappe.get_doc("Workspace", "Social Support")
    assert workspace.public
    for row in workspace.shortcuts:
        assert frappe.db.exists("DocType", row.link_to)
    for link in workspace.links:
        assert not link.link_to or frappe.db.exists(link.link_type, link.link_to)
    with make.as_user(make.agent()):
        for row in workspace.shortcuts:
            filters = frappe.parse_json(row.stats_filter or "{}")
            frappe.get_list(row.link_to, filters=filters, limit=1)
