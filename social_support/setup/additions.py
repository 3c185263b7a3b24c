"""What the app adds to a site, read from what really does it: the hooks and the custom fields."""

import frappe
from frappe import _

from social_support.setup.custom_fields import CUSTOM_FIELDS
from social_support.setup.indexes import INDEXES
from social_support.setup.install import log_days
from social_support.setup.leftovers import APP, our_doctypes
from social_support.setup.roles import ROLES

# Hooks by which an app puts its own code in place of Frappe's or another app's
OVERRIDES = (
    "override_doctype_class",
    "override_whitelisted_methods",
    "standard_queries",
    "permission_query_conditions",
    "has_permission",
    "override_email_send",
)


def additions() -> list[dict]:
    """[{"label": what kind, "items": [text]}], the kinds of which there are none included."""
    return [
        {"label": _("Custom fields"), "items": fields()},
        {"label": _("Indexes"), "items": indexes()},
        {"label": _("Roles"), "items": [_(role) for role in ROLES]},
        {"label": _("Jobs in the background"), "items": jobs()},
        {"label": _("Reacts to documents of others"), "items": reactions()},
        {"label": _("Shows more on forms of others"), "items": forms()},
        {"label": _("Replaces code of Frappe or ERPNext"), "items": overrides()},
        {"label": _("Logs cleared by Log Settings"), "items": logs()},
    ]


def hooks(name: str) -> dict:
    """The app's own hook, of those that hold a dict."""
    return dict(frappe.get_hooks(name, app_name=APP) or {})


def fields() -> list[str]:
    return [
        f"{_(doctype)}: {field['fieldname']} ({_(str(field['fieldtype']))})"
        for doctype, declared in CUSTOM_FIELDS.items()
        for field in declared
    ]


def indexes() -> list[str]:
    return [f"{_(index.doctype)}: {', '.join(index.columns)}" for index in INDEXES]


def jobs() -> list[str]:
    return [f"{method} ({moment})" for moment, methods in scheduled().items() for method in methods]


def scheduled() -> dict[str, list[str]]:
    """Frequency or cron expression → the paths of the functions called then."""
    events = hooks("scheduler_events")
    cron = events.pop("cron", {})
    return {moment: list(paths) for moment, paths in (events | dict(cron)).items()}


def reactions() -> list[str]:
    return [
        f"{_(doctype)}: {event}"
        for doctype, events in hooks("doc_events").items()
        for event in events
    ]


def forms() -> list[str]:
    touched = hooks("doctype_js") | hooks("additional_timeline_content")
    return [_(doctype) for doctype in touched | hooks("override_doctype_dashboards")]


def overrides() -> list[str]:
    """Of others: what we say of our own doctypes replaces nothing."""
    ours = our_doctypes()
    return [f"{hook}: {on}" for hook in OVERRIDES for on in hooks(hook) if on not in ours]


def logs() -> list[str]:
    return [_("{0}: after {1} days").format(_(d), days) for d, days in log_days().items()]
