"""Who works with the app: shown to whoever reads its settings, changed by System Managers."""

import json

import frappe
from frappe import _

from social_support.setup import export as exporting
from social_support.setup import roles
from social_support.setup.additions import additions as all_additions
from social_support.setup.who_can import who_can as who_can_table

SETTINGS = "Social Support Settings"
EXPORT_SECONDS = 3600


def may_read_settings() -> None:
    """Refuse anybody who can't open the form that shows this."""
    if not frappe.has_permission(SETTINGS, "read"):
        frappe.throw(
            _("You may not read {0}. Ask a Social Manager.").format(_(SETTINGS)),
            frappe.PermissionError,
        )


@frappe.whitelist()
def who_can() -> dict:
    """Who can see and do what: see setup.who_can."""
    may_read_settings()
    return who_can_table()


@frappe.whitelist()
def additions() -> list[dict]:
    """What the app adds to this site: see setup.additions."""
    may_read_settings()
    return all_additions()


@frappe.whitelist()
def role_sets() -> list[dict]:
    """[{"value", "label", "why", "roles"}], for the form's dialog."""
    may_read_settings()
    return [
        {
            "value": key,
            "label": _(each.label),
            "why": _(each.why),
            "roles": each.roles,
        }
        for key, each in roles.ROLE_SETS.items()
    ]


@frappe.whitelist(methods=["POST"])
def give_roles(
    users: str | list[str], role_set: str, channels: str | list[str] = ""
) -> dict[str, list[str]]:
    """Give the set's roles to the users (a list, or one as JSON), and User Permissions for the
    channels (the same); returns what each got anew."""
    frappe.only_for("System Manager", message=True)
    return roles.give(_listed(users), role_set, _listed(channels or []))


def _listed(names: str | list[str]) -> list[str]:
    return json.loads(names) if isinstance(names, str) else names


@frappe.whitelist(methods=["POST"])
def export() -> dict[str, str]:
    """Start the export in the background; returns where its file will lie."""
    frappe.only_for("System Manager", message=True)
    path = exporting.new_path()
    frappe.enqueue(exporting.write, queue="long", timeout=EXPORT_SECONDS, path=path)
    return {"path": path}
