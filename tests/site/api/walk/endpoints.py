"""All functions of the app that can be called over HTTP, and what a test gives them."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import frappe
import pytest

import social_support
from social_support import hooks
from tests.site.api.walk.scene import Scene, Side

# The name of a parameter → what a test gives for it, of one side. What is called the same in every
# endpoint means the same in every endpoint.
ARGUMENTS: dict[str, Callable[[Scene, Side], Any]] = {
    "account": lambda scene, side: "an-account-of-nobody",
    "all_channels": lambda scene, side: 1,
    "author": lambda scene, side: scene.author.handle,
    "basis": lambda scene, side: "Agreed",
    "channel": lambda scene, side: side.channel.name,
    "conversation": lambda scene, side: side.names["Social Conversation"],
    "customer": lambda scene, side: scene.customer.name,
    "decision": lambda scene, side: scene.theirs.names["Social Link Decision"],
    "doctype": lambda scene, side: "Customer",
    "file": lambda scene, side: side.file,
    "handle": lambda scene, side: scene.author.handle,
    "interaction": lambda scene, side: side.names["Social Interaction"],
    "link": lambda scene, side: "https://example.social/@anna/1",
    "log": lambda scene, side: side.names["Social Sync Log"],
    "mapping": lambda scene, side: json.dumps({"text": 0}),
    "name": lambda scene, side: side.channel.channel_name,
    "names": lambda scene, side: json.dumps([side.names["Social Conversation"]]),
    "network": lambda scene, side: "mastodon",
    "note": lambda scene, side: "Please look",
    "outcome": lambda scene, side: "Solved",
    "party": lambda scene, side: scene.customer.name,
    "profile": lambda scene, side: scene.profile,
    "reason": lambda scene, side: "The Person Asked",
    "reply": lambda scene, side: side.names["Social Reply"],
    "request": lambda scene, side: scene.request,
    "role_set": lambda scene, side: "agent",
    "streams": lambda scene, side: json.dumps(["Mentions"]),
    "suggestion": lambda scene, side: scene.theirs.names["Social Link Suggestion"],
    "skipped": lambda scene, side: 0,
    "text": lambda scene, side: "Hello",
    "token": lambda scene, side: "an-import-of-nobody",
    "until": lambda scene, side: "2099-01-01 00:00:00",
    "user": lambda scene, side: "Administrator",
    "users": lambda scene, side: json.dumps(["Administrator"]),
    "vip": lambda scene, side: 1,
    "values": lambda scene, side: json.dumps({"first_name": "Anna"}),
}
# Where a name means something else in one endpoint: "module.function" → {name: what to give}
EXCEPT: dict[str, dict[str, Callable[[Scene, Side], Any]]] = {
    "search.authors_for_link": {
        "doctype": lambda scene, side: "Social Profile",
        "txt": lambda scene, side: scene.stranger_handle[:4],
        "searchfield": lambda scene, side: "name",
        "start": lambda scene, side: 0,
        "page_len": lambda scene, side: 20,
        "_options": lambda scene, side: {},
    },
    "search.authors": {"text": lambda scene, side: scene.stranger_handle[:4]},
    "customers.create_party": {"doctype": lambda scene, side: "Contact"},
    "customers.new_party": {"doctype": lambda scene, side: "Contact"},
    "customers.last_post": {
        "doctype": lambda scene, side: "Issue",
        "name": lambda scene, side: scene.issue.name,
    },
    "channels.glance": {"names": lambda scene, side: json.dumps([side.channel.name])},
}


def endpoints(package: ModuleType = social_support) -> list[str]:
    """The dotted path of each whitelisted function and method below the package."""
    replaced = set(hooks.override_whitelisted_methods.values())
    return sorted({path for path in _paths(package) if path not in replaced})


def arguments(path: str, scene: Scene, side: Side) -> dict[str, Any]:
    """What the endpoint is called with; the test fails where that is not known."""
    known = ARGUMENTS | EXCEPT.get(".".join(path.split(".")[-2:]), {})
    parameters = inspect.signature(frappe.get_attr(path)).parameters.values()
    unknown = [
        p.name
        for p in parameters
        if p.name not in known and p.default is p.empty and p.kind is not p.VAR_KEYWORD
    ]
    if unknown:
        pytest.fail(
            f"{path} takes {', '.join(unknown)}: say in ARGUMENTS of {__file__} what a test gives "
            "for it, so that this endpoint is walked as well."
        )
    return {p.name: known[p.name](scene, side) for p in parameters if p.name in known}


def acts(path: str) -> bool:
    """Whether the endpoint changes something: those are called by POST alone."""
    allowed = frappe.allowed_http_methods_for_whitelisted_func[frappe.get_attr(path)]
    return "GET" not in allowed


def _paths(package: ModuleType) -> Iterator[str]:
    for module in _modules(package):
        for holder in [module, *_classes(module)]:
            for name, value in vars(holder).items():
                if callable(value) and value in frappe.whitelisted and _is_from(value, module):
                    yield f"{module.__name__}.{_within(holder, module)}{name}"


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _classes(module: ModuleType) -> list[type]:
    own = [value for value in vars(module).values() if inspect.isclass(value)]
    return [each for each in own if each.__module__ == module.__name__]


def _is_from(value: Any, module: ModuleType) -> bool:
    return getattr(value, "__module__", None) == module.__name__


def _within(holder: Any, module: ModuleType) -> str:
    return "" if holder is module else f"{holder.__name__}."
