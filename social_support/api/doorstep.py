"""Who pushes is looked at on the doorstep, before Frappe reads what was brought.

Frappe reads and decodes the body of every request, and makes its sender a session, before it looks
whom it is for; no hook comes earlier. Ten megabytes that nobody signed cost as much as some twenty
other answers then, half a JSON ends in an error with a traceback, and a "cmd" in it calls another
function. So the one function that reads bodies asks us about those that are sent to our address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
import frappe.app
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from social_support.api import push
from social_support.ingestion.push.arrival import MOST_BYTES

ADDRESS = "/api/method/social_support.api.push.receive"
Reader = Callable[[Request], None]


def watch() -> None:
    """From its next request on, this process asks us before it reads what is pushed.

    Called after each request, however it ended: one that is refused for its body comes to no
    earlier hook. Where Frappe has no such function any more it reads first: refusing is dearer
    then, and as sure.
    """
    theirs = getattr(frappe.app, "make_form_dict", None)
    if theirs and not hasattr(theirs, "asks_us"):
        frappe.app.make_form_dict = _asking_us(theirs)


def _asking_us(theirs: Reader) -> Reader:
    @wraps(theirs)
    def make_form_dict(request: Request) -> None:
        if request.path == ADDRESS:
            _let_in(request)
        else:
            theirs(request)

    make_form_dict.asks_us = True
    return make_form_dict


def _let_in(request: Request) -> None:
    """Let the request go on, its body for us alone. Raises HTTPException with our refusal."""
    # Nobody has a session so early.
    frappe.session.user = "Guest"
    frappe.local.form_dict = frappe._dict()
    # A body that does not say how long it is ends here.
    request.max_content_length = MOST_BYTES
    if request.method == "POST" and (refusal := push.refusal(request)):
        raise Refused(response=refusal)


class Refused(HTTPException):
    """Our answer, and the connection ends with it."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        # gunicorn would read the rest of the body, to come to the sender's next request. It sends
        # no "Connection: close" of an application's, so it has to be told.
        server = getattr(start_response, "__self__", None)
        if hasattr(server, "force_close"):
            server.force_close()
        return super().__call__(environ, start_response)
