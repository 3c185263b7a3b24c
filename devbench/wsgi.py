"""The web server's application: Frappe's, with the static files that nginx would serve.

Every host name shows the site that DEVBENCH_SITE names. Started by gunicorn in `sites/`.
"""

from __future__ import annotations

import os

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Response

_sites = os.path.abspath(os.environ["SITES_PATH"])
frappe.app._site = os.environ["DEVBENCH_SITE"]
frappe.app._sites_path = _sites


def _without_socketio(environ, start_response):
    """Refuse Socket.IO's attempts at once: no such server runs here."""
    if environ["PATH_INFO"].startswith("/socket.io"):
        return Response(status=404)(environ, start_response)
    return frappe.app.application(environ, start_response)


application = StaticDataMiddleware(
    SharedDataMiddleware(_without_socketio, {"/assets": os.path.join(_sites, "assets")}),
    {"/files": _sites},
)
