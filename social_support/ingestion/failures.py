"""What becomes of an error while reading: the stream waits, people are told, the run goes on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.ingestion import streams, sync_log
from social_support.ingestion.announce import tell_stopped
from social_support.ingestion.backoff import (
    concerns_the_account,
    wait_seconds,
    waits_for_a_person,
)
from social_support.ingestion.lease import LeaseLost
from social_support.networks.errors import NetworkError

DATABASE_BUSY = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
EXPECTED = (NetworkError, *DATABASE_BUSY)


@dataclass
class Outcome:
    """Whether what failed would fail for the channel's other streams too."""

    ends_the_run: bool = False


@contextmanager
def recorded(
    channel: Document, states: Sequence[dict], not_read: Sequence[dict] = ()
) -> Iterator[Outcome]:
    """Note an error on `states`, and on `not_read` if it concerns them too, and go on."""
    outcome = Outcome()
    try:
        yield outcome
    except LeaseLost:
        raise
    except Exception as error:
        # The half page that failed is undone before anything is written about it.
        frappe.db.rollback()
        outcome.ends_the_run = concerns_the_account(error)
        _record(channel, error, [*states, *(not_read if outcome.ends_the_run else ())])
        # A step of its own: the failure is known whatever becomes of the rest of the run.
        frappe.db.commit()


@contextmanager
def logged(channel: Document) -> Iterator[None]:
    """Log an error that concerns no stream, without secrets, and go on."""
    try:
        yield
    except Exception:
        frappe.db.rollback()
        _log(channel)
        # A step of its own, as above.
        frappe.db.commit()


def in_words(error: Exception) -> str:
    """The error as a sentence in the reader's language, with the network's own words."""
    if isinstance(error, NetworkError):
        sentence = _(error.message).format(*error.values)
        return f'{sentence} "{error.said}"' if error.said else sentence
    if isinstance(error, DATABASE_BUSY):
        return _("The database was busy. The same posts are read again in a moment.")
    if isinstance(error, frappe.ValidationError):
        return str(error)
    return _("Something unexpected happened. The Error Log has the details; reading goes on.")


def _record(channel: Document, error: Exception, states: Sequence[dict]) -> None:
    if not isinstance(error, EXPECTED):
        _log(channel)
    message = sync_log.masked(channel, in_words(error))
    kind = type(error).__name__
    for state in states:
        streams.failed(state.name, kind, message, state.failures + 1, _wait(error, state))
    if states:
        sync_log.failed(channel, states[0].stream, message)
    if waits_for_a_person(error) and any(state.error_kind != kind for state in states):
        tell_stopped(channel, message)


def _wait(error: Exception, state: dict) -> float | None:
    if waits_for_a_person(error):
        return None
    now = datetime.now(timezone.utc)
    return wait_seconds(error, state.failures + 1, now, random.random())


def _log(channel: Document) -> None:
    # Frappe's own traceback would show local variables, and a token may be among them.
    traceback = sync_log.masked(channel, frappe.get_traceback())
    frappe.log_error(
        title=_("Reading {0} failed").format(channel.channel_name),
        message=traceback,
        reference_doctype="Social Channel",
        reference_name=channel.name,
    )
