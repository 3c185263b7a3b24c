"""The web server's application: Frappe's, with the static files that nginx would serve.

Every host name shows the site that DEVBENCH_SITE names. Started by gunicorn in `sites/`.
"""

from __future__ import annotations

import os

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

_sites = os.path.abspath(os.environ["SITES_PATH"])
frappe.app._site = os.environ["DEVBENCH_SITE"]
frappe.app._sites_path = _sites

application = StaticDataMiddleware(
    SharedDataMiddleware(frappe.app.application, {"/assets": os.path.join(_sites, "assets")}),
    {"/files": _sites},
)
