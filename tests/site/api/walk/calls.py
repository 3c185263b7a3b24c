"""Call what Frappe would call for a request, as somebody, and take back what that changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import handler
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

LONG_WORD = re.compile(r"\w{8,}")


@dataclass(frozen=True)
class Reply:
    """What came of a call: everything that the person could read, and the exception if one came."""

    cmd: str
    args: dict[str, Any]
    told: str
    error: BaseException | None = None
    seen: Any = None
    answer: Any = None

    @property
    def refused(self) -> bool:
        """Whether permission was missing: an exception, or told in the answer of a bulk action."""
        if isinstance(self.error, frappe.PermissionError | frappe.DoesNotExistError):
            return True
        return "You may not" in self.told and '"done": []' in self.told

    @property
    def own_words(self) -> str:
        """What was told, without what the caller had said."""
        told = self.told
        for said in LONG_WORD.findall(readable(self.args)):
            told = told.replace(said, "")
        return told


def call(
    user: str, cmd: str, args: dict[str, Any], look: Callable[[], Any] = lambda: None
) -> Reply:
    """Call `cmd` by POST as `user`, with Frappe's check of who may, and undo its writes; `look`
    tells what stands there before they are undone, unless an exception has undone them.

    The user stays who it is: changing it empties all that Frappe has at hand.
    """
    frappe.db.savepoint("one_call")
    as_requested_by(user, cmd, args)
    answer, error = None, None
    try:
        answer = handler.execute_cmd(cmd)
    except Exception as raised:  # whatever is raised is what the user would be told
        error = raised
    told = readable([answer, frappe.local.response, frappe.local.message_log, str(error or "")])
    del frappe.local.request
    frappe.flags.in_test = False
    # A request that ends with an exception is rolled back by Frappe.
    seen = None if error else look()
    undo(cmd)
    return Reply(cmd, args, told, error, seen, answer)


def undo(cmd: str) -> None:
    try:
        frappe.db.rollback(save_point="one_call")
    except frappe.db.OperationalError as gone:
        raise AssertionError(f"{cmd} commits, or rolls back, in the middle") from gone


def as_requested_by(user: str, cmd: str, args: dict[str, Any]) -> None:
    if frappe.session.user != user:
        frappe.set_user(user)
    frappe.local.form_dict = frappe._dict(args, cmd=cmd)
    frappe.local.request = Request(EnvironBuilder(method="POST").get_environ())
    frappe.local.response = frappe._dict(docs=[])
    frappe.local.message_log = []
    # Else Frappe commits its Access Log in the middle of an export. It asks for no role then.
    frappe.flags.in_test = "export" in cmd and cmd.startswith("frappe.")


def readable(value: Any) -> str:
    return json.dumps(value, default=as_text, ensure_ascii=False)


def as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.as_dict() if hasattr(value, "as_dict") else str(value)
