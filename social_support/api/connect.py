"""Connecting a channel's account by consent at the network."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.website.serve import get_response
from werkzeug.wrappers import Response

from social_support.api.guards import require_channel, require_network
from social_support.ingestion.connect import asking, granting
from social_support.ingestion.connect import standing as of_form
from social_support.networks.contract import Tokens


@frappe.whitelist()
def standing(network: str, channel: str | None = None) -> dict[str, Any] | None:
    """What the form shows: see `ingestion.connect.standing.of`. No channel: it is not saved yet."""
    require_channel("write", channel)
    require_network(network)
    return of_form.of(network, channel)


@frappe.whitelist(methods=["POST"])
def begin(channel: str) -> str:
    """The address at the network to send the browser to."""
    require_channel("write", channel)
    return asking.begin(channel)


# A person whose session has ended meanwhile gets words of ours, and not Frappe's refusal.
@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["GET"])
def back(**_unused: Any) -> Response | None:
    """Where the network sends the browser back to; on to the channel, whose form says the rest."""
    told = Tokens(frappe.request.args.to_dict())
    try:
        channel = granting.come_back(told)
    except asking.NotAsked as error:
        return _refusal(str(error))
    # Facebook adds a fragment to the address, which would outlive the redirect without this one.
    frappe.local.response.update(type="redirect", location=f"/app/social-channel/{channel}#")
    return None


@frappe.whitelist(methods=["POST"])
def choose(channel: str, account: str) -> str:
    """Connect one of the accounts that were granted: see `granting.choose`."""
    require_channel("write", channel)
    return granting.choose(channel, account)


@frappe.whitelist(methods=["POST"])
def disconnect(channel: str) -> str:
    """Give the tokens back, and switch the channel off: see `granting.disconnect`."""
    require_channel("write", channel)
    return granting.disconnect(channel)


def _refusal(words: str) -> Response:
    frappe.respond_as_web_page(
        _("Not Connected"),
        words,
        indicator_color="red",
        primary_action="/app/social-channel",
        primary_label=_("Social Channels"),
    )
    page = get_response("message")
    # Frappe answers 200 with whatever page.
    page.status_code = 403
    return page
