"""What other apps and people register for our doctypes, for as long as a test lasts."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import frappe
import pytest

from social_support.conversations.keys import new_name
from social_support.ingestion import after_save
from tests.site.support.cleanup import Cleanup
from tests.site.support.make import Make

DOCTYPE = "Social Interaction"
# Handlers are looked up in the modules of installed apps.
MODULE = "social_support.handlers_of_a_test"
UNIQUE = ("name", "external_key", "same_post_key", "external_id", "modified", "creation", "idx")
CACHED = [
    "notifications",
    "webhooks",
    "server_script_map",
    "workflow",
    "assignment_rule_map",
    "milestone_tracker_map",
]


class Registering:
    """Register, store a post, and compare with a document of the same values."""

    def __init__(self, make: Make, cleanup: Cleanup, patch: pytest.MonkeyPatch) -> None:
        self.make, self.cleanup, self.patch = make, cleanup, patch
        self.channel = make.channel()
        self.handlers = ModuleType(MODULE)
        patch.setitem(sys.modules, MODULE, self.handlers)
        cleanup.call(lambda: frappe.db.delete("Error Log", {"method": ("like", f"%{MODULE}%")}))

    def handler(self, event: str, act: Callable, doctype: str = DOCTYPE) -> str:
        """Let `act(doc, method)` be called for the doctype's event, as another app's hook; its
        path.
        """
        name = f"{act.__name__}_{len(vars(self.handlers))}"
        setattr(self.handlers, name, act)
        events = copy.deepcopy(dict(frappe.get_doc_hooks()))
        events.setdefault(doctype, {}).setdefault(event, []).append(f"{MODULE}.{name}")
        self.patch.setattr(frappe.local, "doc_events_hooks", events)
        return f"{MODULE}.{name}"

    def record(self, doctype: str, **values: Any) -> str:
        """A record as a person makes it in the Desk; its name."""
        document = frappe.get_doc({"doctype": doctype, **values})
        document.insert(ignore_permissions=True)
        self.cleanup.call(self._forget_what_is_cached)
        self.cleanup.doc(doctype, document.name)
        frappe.db.commit()
        self._forget_what_is_cached()
        return document.name

    def removed(self, doctype: str, **filters: Any) -> None:
        """Remove what the effects left, at the end."""
        self.cleanup.call(lambda: frappe.db.delete(doctype, filters))

    def ingested(self, posts: int = 1) -> list[str]:
        """Posts that came in through a page and were told of; their names."""
        stored = self.stored(posts)
        after_save.tell_others(self.channel.name, stored, lambda: None)
        return stored

    def stored(self, posts: int = 1) -> list[str]:
        """Posts that came in through a page of which nobody heard yet."""
        stored = self.make.stored(self.channel, *(self.make.post() for _post in range(posts)))
        frappe.db.commit()
        return stored.new

    def inserted_like(self, name: str) -> str:
        """A document with the same values, inserted the plain way; its name."""
        row = frappe.get_doc(DOCTYPE, name).as_dict(no_nulls=True)
        values = {field: value for field, value in row.items() if field not in UNIQUE}
        values |= {"external_id": frappe.generate_hash(), "external_key": frappe.generate_hash()}
        document = frappe.get_doc(values)
        document.insert(ignore_permissions=True, set_name=new_name())
        frappe.db.commit()
        return document.name

    def _forget_what_is_cached(self) -> None:
        # Not all that is cached of these records goes with them.
        frappe.cache.delete_value(CACHED)
        frappe.clear_document_cache("Workflow")
        frappe.clear_cache(doctype=DOCTYPE)
        frappe.flags.webhooks = None
