"""What stands below the report Sync Health: what its figures mean, and what does not run on posts
that are read. HTML, with what people named escaped.
"""

from __future__ import annotations

from collections.abc import Iterable

from frappe import _
from frappe.utils import escape_html

from social_support.ingestion import site_health
from social_support.ingestion.measures import NEWEST
from social_support.ingestion.registered import Registration, everybody


def notes() -> str:
    """All of them."""
    registered = everybody()
    run = [each for each in registered if each.runs]
    skipped = [each for each in registered if not each.runs]
    return "".join(
        (
            _section(_("The figures"), _figures()),
            _section(_("When nobody logs in"), _sleep()),
            _section(
                _("What does not run on posts that are read"),
                _not_run(),
                _registrations(
                    _("Registered, and run right after a page is stored:"),
                    _("Nobody has registered anything that runs after a page is stored."),
                    run,
                ),
                _registrations(
                    _("Registered, and not run on what is read:"),
                    _("Nobody has registered anything that would be missed."),
                    skipped,
                ),
            ),
        )
    )


def _figures() -> str:
    return _(
        "Posts an hour and errors count the last 24 hours. The time until a post is stored is told "
        "by the newest {0} of these posts: those that were written before the channel began to "
        "listen, and those added by hand, do not count. Each figure opens what it counts."
    ).format(NEWEST)


def _sleep() -> str:
    words = _(
        "Some hosts put a site to sleep when nobody has logged in for days, and run its jobs once "
        "a day. Channels are read once a day then too."
    )
    if site_health.scheduler() == site_health.DORMANT:
        return f"{words} <b>{_('This site is asleep now.')}</b>"
    return words


def _not_run() -> str:
    return _(
        "Posts, authors and conversations that are read are stored many at a time. What would run "
        "before a document is saved does not run for them: validate, Before Insert, naming rules "
        "and ERPNext's service level agreements. What runs after a save runs for each of them, "
        "where somebody registered it."
    )


def _registrations(title: str, none: str, found: Iterable[Registration]) -> str:
    items = "".join(f"<li>{_in_words(each)}</li>" for each in found)
    return f"<p>{title}</p><ul>{items}</ul>" if items else f"<p>{none}</p>"


def _in_words(each: Registration) -> str:
    name, event = escape_html(each.name), escape_html(each.event)
    told = f"{_(each.doctype)}: {_(each.kind)} <b>{name}</b> ({event})"
    return f"{told} <code>{escape_html(each.path)}</code>" if each.path else told


def _section(title: str, words: str, *more: str) -> str:
    return f"<h5>{title}</h5><p>{words}</p>{''.join(more)}"
