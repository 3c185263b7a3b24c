"""When a conversation leaves the network."""

from __future__ import annotations

from typing import Any

import frappe

from social_support.api.guards import require_conversation
from social_support.handoff import issue


@frappe.whitelist(methods=["POST"])
def convert_to_issue(conversation: str, subject: str | None = None) -> dict[str, Any]:
    """{"issue": name, "created": bool}: the conversation's Issue, made by the first call."""
    require_conversation(conversation, "write")
    return issue.convert_to_issue(conversation, frappe.session.user, subject)
