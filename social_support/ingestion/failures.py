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

from social_support.conversations import channels
from social_support.conversations.patience import BUSY
from social_support.conversations.store import lock_channel
from social_support.ingestion import streams, sync_log
from social_support.ingestion.announce import tell_stopped
from social_support.ingestion.backoff import (
    concerns_the_account,
    wait_seconds,
    waits_for_a_person,
)
from social_support.ingestion.lease import LeaseLost
from social_support.networks.errors import NetworkError

EXPECTED = (NetworkError, *BUSY)


@dataclass
class Outcome:
    """Whether what failed would fail for the channel's other streams too; why it failed, in words,
    "" where it did not, and what was raised.
    """

    ends_the_run: bool = False
    why: str = ""
    error: Exception | None = None


@contextmanager
def recorded(channel: Document, states: Sequence[dict]) -> Iterator[Outcome]:
    """Note an error on `states`, or on all streams of the channel if it concerns the account, and
    go on.
    """
    outcome = Outcome()
    try:
        yield outcome
    except LeaseLost:
        raise
    except Exception as error:
        # The half page that failed is undone before anything is written about it.
        frappe.db.rollback()
        outcome.ends_the_run = concerns_the_account(error)
        record(channel, error, states)
        # A step of its own: the failure is known whatever becomes of the rest of the run.
        frappe.db.commit()


@contextmanager
def logged(channel: Document) -> Iterator[Outcome]:
    """Log an error that concerns no stream, without secrets, and go on. A network in trouble is
    none for the Error Log: `Outcome.why` says it to whoever has a place for it.
    """
    outcome = Outcome()
    try:
        yield outcome
    except LeaseLost:
        raise
    except Exception as error:
        frappe.db.rollback()
        outcome.why, outcome.error = sync_log.masked(channel, in_words(error)), error
        if not isinstance(error, NetworkError):
            log(channel)
        # A step of its own, as above.
        frappe.db.commit()


def in_words(error: Exception) -> str:
    """The error as a sentence in the reader's language, with the network's own words."""
    if isinstance(error, NetworkError):
        sentence = _(error.message).format(*error.values)
        return f'{sentence} "{error.said}"' if error.said else sentence
    if isinstance(error, BUSY):
        return _("The database was busy. The same posts are read again in a moment.")
    if isinstance(error, frappe.ValidationError):
        return str(error)
    return _("Something unexpected happened. The Error Log has the details; reading goes on.")


def record(channel: Document, error: Exception, states: Sequence[dict] = ()) -> None:
    """Let `states`, rows of `streams`, wait for what `error` asks for, and tell people if it is one
    of them. An error that concerns the account lets all streams wait that are not stopped. The
    caller commits.
    """
    lock_channel(channel.name)
    if not isinstance(error, EXPECTED):
        log(channel)
    message = sync_log.masked(channel, in_words(error))
    before = streams.of_channel(channel.name)
    if concerns_the_account(error):
        states = [state for state in before if state.next_run_utc]
    failures = 1 + max((state.failures for state in states), default=0)
    wait = _wait(error, failures)
    for state in states:
        streams.failed(state.name, type(error).__name__, message, failures, wait)
    if states:
        sync_log.failed(channel, states[0].stream, message)
    if waits_for_a_person(error) and not _was_told(error, message, before, states):
        _tell_unless_off(channel, message)


def _tell_unless_off(channel: Document, message: str) -> None:
    """Who has just switched it off, and with it what a run was still doing, knows."""
    if frappe.db.get_value("Social Channel", channel.name, "mode") != channels.OFF:
        tell_stopped(channel, message)


def _was_told(
    error: Exception, message: str, before: Sequence[dict], states: Sequence[dict]
) -> bool:
    """Whether people know already: one failure that stops many streams is told once."""
    alike = [s for s in before if s.failures and s.error_kind == type(error).__name__]
    if concerns_the_account(error):
        return bool(alike)
    now = {state.name for state in states}
    return any(state.name in now or state.last_error == message for state in alike)


def _wait(error: Exception, failures: int) -> float | None:
    if waits_for_a_person(error):
        return None
    return wait_seconds(error, failures, datetime.now(timezone.utc), random.random())


def log(channel: Document) -> None:
    """Put the error that is being handled into the Error Log, without secrets."""
    # Frappe's own traceback would show local variables, and a token may be among them.
    traceback = sync_log.masked(channel, frappe.get_traceback())
    frappe.log_error(
        title=_("Reading {0} failed").format(channel.channel_name),
        message=traceback,
        reference_doctype="Social Channel",
        reference_name=channel.name,
    )
