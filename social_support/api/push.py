"""Where networks push to, without a user: one address for each network's app.

Whatever the body, a parameter or a header says of the caller counts for nothing: the signature over
the raw bytes alone does. Frappe has read the body by then; what it could not read it has refused.
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from werkzeug.wrappers import Response

from social_support.ingestion.push import arrival


# Frappe would clean each argument as HTML, at a great price, and we use none.
@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET", "POST"])
def receive(**_unused: Any) -> Response:
    """GET is a network that checks the address, POST what it pushes. `network` and `channel` come
    from the address alone.
    """
    request = frappe.request
    network = request.args.get("network", "")
    if request.method == "GET":
        return _response(arrival.challenge(network, request.args))
    return _response(
        arrival.receive(
            network,
            request.args.get("channel", ""),
            request.headers,
            request.content_length,
            request.get_data,
        )
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
