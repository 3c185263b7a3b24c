"""Where networks push to, without a user: one address for each network's app.

Whatever the body, a parameter or a header says of the caller counts for nothing: the signature over
the raw bytes alone does. `api.doorstep` keeps the body unread until it was checked.
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from werkzeug.wrappers import Request, Response

from social_support.ingestion.push import arrival


# Frappe would clean each argument as HTML, at a great price, and we use none.
@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
def receive(**_unused: Any) -> Response:
    """GET is a network that checks the address, POST what it pushes. `network` and `channel` come
    from the address alone.
    """
    request = frappe.request
    if request.method == "GET":
        query = request.args
        return _response(arrival.challenge(query.get("network", ""), query))
    # Checked here as well: there are other ways to call a function than its address.
    return refusal(request) or _response(arrival.take_in(_pushed(request)))


def refusal(request: Request) -> Response | None:
    """The answer to what may not come in; None: it bears the network's signature."""
    refused = arrival.refusal(_pushed(request))
    return _response(refused) if refused else None


def _pushed(request: Request) -> arrival.Push:
    return arrival.Push(
        request.args.get("network", ""),
        request.args.get("channel", ""),
        request.headers,
        request.content_length,
        request.get_data,
    )


def _response(reply: arrival.Reply) -> Response:
    """Plain text stays plain: a browser must never take a challenge for a page."""
    is_json = isinstance(reply.data, dict)
    response = Response(
        json.dumps(reply.data) if is_json else reply.data,
        status=reply.status,
        mimetype="application/json" if is_json else "text/plain",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    if reply.wait:
        response.headers["Retry-After"] = str(reply.wait)
    return response
