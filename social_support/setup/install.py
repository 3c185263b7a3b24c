"""What installing the app adds to a site, beside its doctypes."""

import frappe

from social_support.customers import catch_up
from social_support.setup import categories, custom_fields, indexes, roles


def after_install() -> None:
    """Roles, custom fields, indexes, the default categories, and how long logs are kept."""
    roles.create()
    custom_fields.sync()
    indexes.create()
    categories.create()
    keep_logs_for_a_while()
    catch_up.enqueue()


def after_migrate() -> None:
    """Bring roles, custom fields and indexes in step with this version. Categories are the site's
    own."""
    roles.create()
    custom_fields.sync()
    indexes.create()
    keep_logs_for_a_while()
    catch_up.enqueue()


def keep_logs_for_a_while() -> None:
    """Name our logs in Log Settings, unless they stand there; a site may choose other days.

    Frappe before 15.20 does not read the hook `default_log_clearing_doctypes` by itself.
    """
    settings = frappe.get_single("Log Settings")
    listed = {row.ref_doctype for row in settings.logs_to_clear}
    for doctype, days in log_days().items():
        if doctype not in listed:
            settings.register_doctype(doctype, days)
    settings.save(ignore_permissions=True)


def log_days() -> dict[str, int]:
    """Doctype → days that its rows are kept, as hooks.py says."""
    hook = frappe.get_hooks("default_log_clearing_doctypes", app_name="social_support")
    return {doctype: days[-1] for doctype, days in hook.items()}
