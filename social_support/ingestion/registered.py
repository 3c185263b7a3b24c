"""Who wants to hear of posts, authors and conversations being saved: other apps, and what people
set up in the Desk.

Pages are stored in bulk, so nothing of that happens by itself. What comes *after* a save is run
afterwards (`after_save`); what comes *before* one (validate, Before Insert, naming, ERPNext's
service levels) can't be, and is listed as not running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import frappe
from frappe.cache_manager import get_doctype_map
from frappe.core.doctype.server_script.server_script_utils import EVENT_MAP, get_server_script_map
from frappe.core.doctype.user_type.user_type import get_non_standard_user_types
from frappe.desk.notifications import get_notification_config
from frappe.model.base_document import get_controller
from frappe.model.workflow import get_workflow_name

DOCTYPES = ("Social Profile", "Social Conversation", "Social Interaction")
MOVED = "Social Conversation"
BEFORE = (
    "before_insert",
    "before_naming",
    "autoname",
    "before_validate",
    "validate",
    "before_save",
)
AFTER = ("after_insert", "on_update", "on_change")

HANDLER, CLASS = "Document Event", "Document Class"
NOTIFICATION, WEBHOOK, SERVER_SCRIPT = "Notification", "Webhook", "Server Script"
WORKFLOW, SEARCH = "Workflow", "Global Search"


class Registration(NamedTuple):
    """Somebody who registered for a doctype. `name` is a record or a dotted path, `path` the
    handler that acts for a record, where the framework has one. `runs`: for ingested rows too.
    """

    doctype: str
    kind: str
    name: str
    event: str
    runs: bool = True
    path: str = ""

    @property
    def label(self) -> str:
        """How it is called where it fails."""
        return self.name if self.kind in (HANDLER, CLASS) else f"{self.kind} {self.name}"


def to_run(doctype: str) -> list[Registration]:
    """Who is to hear of stored rows of this doctype, in the order in which a save would tell them.

    Cached look-ups only, all of them the framework's own.
    """
    found: list[Registration] = list(_workflow(doctype))
    for event in AFTER:
        found += _own_class(doctype, event)
        found += _handlers(doctype, event)
        found += (alert for alert in _notifications(doctype) if alert.event == event)
        found += (hook for hook in _webhooks(doctype) if hook.event == event)
        found += _server_scripts(doctype, event)
        found += _search(doctype) if event == "on_update" else ()
    return [registration for registration in found if registration.runs]


def everybody() -> list[Registration]:
    """The same for all three doctypes, with those that do not run for ingested rows."""
    found: list[Registration] = []
    for doctype in DOCTYPES:
        found += to_run(doctype)
        for event in BEFORE:
            found += (r._replace(runs=False) for r in _own_class(doctype, event))
            found += (r._replace(runs=False) for r in _handlers(doctype, event))
            found += (r._replace(runs=False) for r in _server_scripts(doctype, event))
        found += (r for r in (*_notifications(doctype), *_webhooks(doctype)) if not r.runs)
        found += _naming_rules(doctype)
    return found


def _own_class(doctype: str, event: str) -> Iterator[Registration]:
    """Another app's class for the doctype (hook `override_doctype_class`)."""
    # A list where no app has the hook.
    if doctype in frappe.get_hooks("override_doctype_class"):
        found = get_controller(doctype)
        if callable(getattr(found, event, None)):
            yield Registration(doctype, CLASS, f"{found.__module__}.{found.__name__}", event)


def _handlers(doctype: str, event: str) -> Iterator[Registration]:
    """Of the hook `doc_events`, for this doctype and for all."""
    hooks = frappe.get_doc_hooks()
    for path in hooks.get(doctype, {}).get(event, ()):
        yield Registration(doctype, HANDLER, path, event)
    for path in hooks.get("*", {}).get(event, ()):
        if path not in OF_THE_FRAMEWORK:
            yield Registration(doctype, HANDLER, path, event)
            continue
        kind, records = OF_THE_FRAMEWORK[path]
        if names := ", ".join(records(doctype)):
            yield Registration(doctype, kind, names, event, path=path)


def _notifications(doctype: str) -> Iterator[Registration]:
    events = {"New": "after_insert", "Save": "on_update"}
    for alert in notifications(doctype):
        if alert.event == "Method":
            yield Registration(
                doctype, NOTIFICATION, alert.name, alert.method, runs=alert.method in AFTER
            )
        elif alert.event in events:
            yield Registration(doctype, NOTIFICATION, alert.name, events[alert.event])
        elif alert.event == "Value Change":
            # What a value was before a page was stored is not known any more.
            yield Registration(doctype, NOTIFICATION, alert.name, alert.event, runs=False)


def notifications(doctype: str) -> list[dict[str, str]]:
    """The doctype's Notifications as the framework keeps them: [{name, event, method}]."""
    document = frappe.get_doc({"doctype": doctype})
    # An event that nothing listens to: all it does is to look them up in the framework's cache.
    document.run_notifications("-")
    return document.flags.notifications or []


def _webhooks(doctype: str) -> Iterator[Registration]:
    known = frappe.cache.get_value("webhooks")
    if known is None:
        # The framework fills its cache with the first document that is saved on the site.
        filters = {"enabled": 1, "webhook_doctype": doctype}
        known = {doctype: frappe.get_all("Webhook", filters, ["name", "webhook_docevent"])}
    for webhook in known.get(doctype, ()):
        event = webhook["webhook_docevent"]
        # The framework itself takes no new document for a changed one.
        runs = event in AFTER and (event != "on_change" or doctype == MOVED)
        yield Registration(doctype, WEBHOOK, webhook["name"], event, runs=runs)


def _server_scripts(doctype: str, event: str) -> Iterator[Registration]:
    scripts = get_server_script_map().get(doctype, {})
    for name in scripts.get(EVENT_MAP.get(event), ()):
        yield Registration(doctype, SERVER_SCRIPT, name, event)


def _workflow(doctype: str) -> Iterator[Registration]:
    if name := get_workflow_name(doctype):
        yield Registration(doctype, WORKFLOW, name, "after_insert")


def _search(doctype: str) -> Iterator[Registration]:
    fields = frappe.get_meta(doctype).get_global_search_fields()
    if fields and not frappe.conf.disable_global_search:
        yield Registration(doctype, SEARCH, ", ".join(f.fieldname for f in fields), "on_update")


def _naming_rules(doctype: str) -> Iterator[Registration]:
    filters = {"document_type": doctype, "disabled": 0}
    for name in frappe.get_all("Document Naming Rule", filters, pluck="name"):
        yield Registration(doctype, "Document Naming Rule", name, "autoname", runs=False)


def _assignment_rules(doctype: str) -> list[str]:
    filters = {"document_type": doctype, "disabled": 0}
    return _names(get_doctype_map("Assignment Rule", doctype, filters, "priority desc"))


def _due_date_rules(doctype: str) -> list[str]:
    filters = {"due_date_based_on": ["is", "set"], "document_type": doctype, "disabled": 0}
    return _names(get_doctype_map("Assignment Rule", f"due_date_rules_for_{doctype}", filters))


def _milestone_trackers(doctype: str) -> list[str]:
    filters = {"document_type": doctype, "disabled": 0}
    return _names(get_doctype_map("Milestone Tracker", doctype, filters))


def _energy_point_rules(doctype: str) -> list[str]:
    filters = {"reference_doctype": doctype, "enabled": 1}
    return _names(get_doctype_map("Energy Point Rule", doctype, filters))


def _workflows(doctype: str) -> list[str]:
    return [name] if (name := get_workflow_name(doctype)) else []


def _user_types(doctype: str) -> list[str]:
    known = frappe.cache.get_value("non_standard_user_types", get_non_standard_user_types)
    return [name for name, (applies_to, _user) in (known or {}).items() if applies_to == doctype]


def _attachments(doctype: str) -> list[str]:
    fields = frappe.get_meta(doctype).get(
        "fields", {"fieldtype": ["in", ["Attach", "Attach Image"]]}
    )
    return [field.fieldname for field in fields]


def _counted(doctype: str) -> list[str]:
    return [doctype] if doctype in get_notification_config().get("for_doctype", {}) else []


def _service_levels(doctype: str) -> list[str]:
    filters = {"document_type": doctype, "enabled": 1}
    return frappe.get_all("Service Level Agreement", filters, pluck="name")


def _nobody(_doctype: str) -> list[str]:
    return []


def _names(records: Iterable[dict[str, str]] | None) -> list[str]:
    return [record["name"] for record in records or ()]


# The handlers that Frappe and ERPNext register for every doctype, each with the kind of record that
# makes it act on one. Where there is no such record there is nothing to run. One that is not listed
# here counts as registered for every row.
OF_THE_FRAMEWORK: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "frappe.desk.notifications.clear_doctype_notifications": ("Notification Count", _counted),
    "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions": (
        WORKFLOW,
        _workflows,
    ),
    "frappe.automation.doctype.assignment_rule.assignment_rule.apply": (
        "Assignment Rule",
        _assignment_rules,
    ),
    "frappe.automation.doctype.assignment_rule.assignment_rule.update_due_date": (
        "Assignment Rule",
        _due_date_rules,
    ),
    "frappe.core.doctype.file.utils.attach_files_to_document": ("Attach Field", _attachments),
    "frappe.core.doctype.user_type.user_type.apply_permissions_for_non_standard_user_type": (
        "User Type",
        _user_types,
    ),
    "frappe.social.doctype.energy_point_rule.energy_point_rule.process_energy_points": (
        "Energy Point Rule",
        _energy_point_rules,
    ),
    "frappe.automation.doctype.milestone_tracker.milestone_tracker.evaluate_milestone": (
        "Milestone Tracker",
        _milestone_trackers,
    ),
    "erpnext.support.doctype.service_level_agreement.service_level_agreement.apply": (
        "Service Level Agreement",
        _service_levels,
    ),
    # Stops saves while a company's transactions are being deleted, of which ours are none.
    "erpnext.setup.doctype.transaction_deletion_record.transaction_deletion_record"
    ".check_for_running_deletion_job": ("Transaction Deletion Record", _nobody),
}
