"""Take the app out of a site: offer an export, then leave nothing of ours behind.

Frappe's `uninstall-app` asks whether it may, makes a backup, calls `before_uninstall`, and then
deletes the module with its doctypes. It leaves roles, scheduled jobs, comments, versions, secrets
and more: they go here.
"""

import sys

import click
import frappe
from frappe.installer import update_site_config

from social_support.conversations.site_identity import SITE_ID
from social_support.setup import custom_fields, indexes, leftovers
from social_support.setup.export import export


def before_uninstall() -> None:
    """Frappe calls this also for `uninstall-app --dry-run`, which must change nothing."""
    asked_for = command_options()
    if asked_for.get("dry_run"):
        return
    offer_export(may_ask=not asked_for.get("yes") and sys.stdin.isatty())
    remove_everything()


def command_options() -> dict[str, bool]:
    """The options that the bench command was called with, if one was."""
    context = click.get_current_context(silent=True)
    return context.params if context else {}


def offer_export(*, may_ask: bool) -> None:
    """Let somebody at a terminal keep what people wrote; tell anybody else how it is done."""
    if not may_ask:
        click.echo(
            "To keep what people wrote, run this before uninstalling: "
            f"bench --site {frappe.local.site} execute social_support.setup.export.export"
        )
    elif click.confirm("Write all posts, conversations and authors to a file first?", default=True):
        click.echo(f"Written to {export()}")


def remove_everything() -> None:
    custom_fields.remove()
    leftovers.remove()
    custom_fields.drop_columns()
    indexes.remove()
    forget_the_site()
    frappe.clear_cache()


def forget_the_site() -> None:
    """Take the id by which channels know their site out of site_config.json."""
    if frappe.conf.get(SITE_ID):
        update_site_config(SITE_ID, "None")  # Frappe's word for: remove it
