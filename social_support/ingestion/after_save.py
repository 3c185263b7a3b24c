"""What the framework runs after a save, run for rows that were stored in bulk, and our own hook.

Nothing of it happens by itself when a page is stored in a few statements. So after the page is
committed each row is shown to whoever registered for its doctype (`registered`), each in a
transaction of its own: foreign code may roll back or commit, and one that fails is named and stops
nothing. What runs before a save (validate, Before Insert, naming) can't be made up for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.notification.notification import evaluate_alert
from frappe.integrations.doctype.webhook import run_webhooks
from frappe.model.document import Document
from frappe.model.workflow import get_workflow
from frappe.query_builder.functions import Min
from frappe.utils import create_batch
from frappe.utils.global_search import update_global_search
from rq.timeouts import JobTimeoutException

from social_support.conversations import channels
from social_support.conversations.patience import patiently
from social_support.ingestion import registered, sync_log
from social_support.ingestion.registered import Registration

HOOK = "social_interactions_received"
AT_ONCE = 100
ALERTS = {"after_insert": "New", "on_update": "Save"}
# The column of a post that names the row, and the doctype of that row.
BESIDE_A_POST = {"profile": "Social Profile", "conversation": "Social Conversation"}


def tell_others(
    channel: str,
    interactions: Sequence[str],
    keep_going: Callable[[], None],
    is_over: Callable[[], bool] = bool,
) -> list[str]:
    """Run what others registered for these stored posts, their authors and conversations; answers
    the posts for which there was time: at least a hundred, and no more once `is_over`.

    `keep_going` is called now and then, with nothing pending. Safe to repeat as far as what is run
    is: a run that was killed is repeated as a whole. Commits.
    """
    failed: dict[str, str] = {}
    told: list[str] = []
    wanted = list(_wanted())
    for some in create_batch(interactions, AT_ONCE):
        _tell_of(some, wanted, keep_going, failed)
        told += some
        if is_over():
            break
    _note(channel, failed)
    return told


def _tell_of(
    interactions: Sequence[str],
    wanted: Sequence[tuple[str, list[Registration]]],
    keep_going: Callable[[], None],
    failed: dict[str, str],
) -> None:
    for doctype, registrations in wanted:
        for document in _documents(doctype, interactions):
            for registration in registrations:
                _run(registration, document, failed)
            keep_going()
    for path in frappe.get_hooks(HOOK):
        _alone(path, lambda path=path: frappe.get_attr(path)(list(interactions)), failed)
        keep_going()


def _wanted() -> Iterator[tuple[str, list[Registration]]]:
    for doctype in registered.DOCTYPES:
        if registrations := registered.to_run(doctype):
            yield doctype, registrations


def _documents(doctype: str, interactions: Sequence[str]) -> Iterator[Document]:
    """The rows of `doctype` that these posts made, and the conversations that they moved."""
    for row, is_new in _rows(doctype, interactions):
        if is_new or doctype == registered.MOVED:
            document = frappe.get_doc(row | {"doctype": doctype})
            document.flags.in_insert = is_new
            yield document


def _rows(doctype: str, interactions: Sequence[str]) -> list[tuple[dict[str, Any], bool]]:
    """Each row with whether it was made for one of these posts; three queries."""
    if doctype not in BESIDE_A_POST.values():
        found = frappe.get_all(doctype, {"name": ("in", interactions)}, ["*"], order_by="name")
        return [(row, True) for row in found]
    column = next(key for key, value in BESIDE_A_POST.items() if value == doctype)
    first = _first_posts(column, interactions)
    found = frappe.get_all(doctype, {"name": ("in", [*first])}, ["*"], order_by="name")
    told = set(interactions)
    return [(row, first[row.name] in told) for row in found]


def _first_posts(column: str, interactions: Sequence[str]) -> dict[str, str]:
    """The rows that `column` of these posts names, each with the first post that was stored of it.

    Names are in the order of their making: when two channels store posts of a new author at the
    same moment, one of them finds the author new, whichever tells of it first.
    """
    filters = {"name": ("in", interactions), column: ("is", "set")}
    named = frappe.get_all("Social Interaction", filters, pluck=column, distinct=True)
    post = frappe.qb.DocType("Social Interaction")
    query = frappe.qb.from_(post).select(post[column], Min(post.name))
    return dict(query.where(post[column].isin(named or [""])).groupby(post[column]).run())


def _run(registration: Registration, document: Document, failed: dict[str, str]) -> None:
    """One who registered, on one row."""
    if registration.event == "after_insert" and not document.flags.in_insert:
        return
    label = f"{registration.label} · {document.doctype} {document.name}"
    # The framework's search only takes note, in Redis: there is nothing to commit.
    writes = registration.kind != registered.SEARCH
    _alone(registration.label, lambda: _act(registration, document), failed, label, writes=writes)


def _act(registration: Registration, document: Document) -> None:
    event, kind = registration.event, registration.kind
    if registration.path:
        frappe.get_attr(registration.path)(document, event)
    elif kind == registered.HANDLER:
        frappe.get_attr(registration.name)(document, event)
    elif kind == registered.CLASS:
        getattr(document, event)()
    elif kind == registered.NOTIFICATION:
        evaluate_alert(document, registration.name, ALERTS.get(event, "Method"))
    elif kind == registered.WEBHOOK:
        run_webhooks(document, event)
    elif kind == registered.SERVER_SCRIPT:
        frappe.get_doc("Server Script", registration.name).execute_doc(document)
    elif kind == registered.WORKFLOW:
        _enter_workflow(document)
    elif kind == registered.SEARCH:
        update_global_search(document)


def _enter_workflow(document: Document) -> None:
    """A new document is in the first state of its workflow."""
    workflow = get_workflow(document.doctype)
    if not document.get(workflow.workflow_state_field):
        first = workflow.states[0].state
        document.db_set(workflow.workflow_state_field, first, update_modified=False)


def _alone(
    name: str,
    act: Callable[[], None],
    failed: dict[str, str],
    label: str | None = None,
    *,
    writes: bool = True,
) -> None:
    """Run foreign code in a transaction of its own, again where the database was busy; the first
    failure of each is logged.
    """
    try:
        # Foreign code's own step: neither what ran before nor what comes after depends on it.
        patiently(act) if writes else act()
    except JobTimeoutException:
        # It is the job's time that is over, and no other alarm would end what comes next.
        raise
    except Exception:
        frappe.db.rollback()
        frappe.clear_messages()
        if name not in failed:
            failed[name] = label or name
            frappe.log_error(
                title=_("{0} failed").format(name)[:140],
                message=f"{label or name}\n\n{frappe.get_traceback()}",
            )
            # The Error Log's own step: what comes next may roll back.
            frappe.db.commit()


def _note(channel: str, failed: dict[str, str]) -> None:
    if failed:
        document = channels.load(channel)
        for name in failed:
            words = _("{0} failed after posts were stored. The Error Log has the details.")
            sync_log.notice(document, "", words.format(name))
        # A step of its own: the announcing that follows begins with a transaction of its own.
        frappe.db.commit()
