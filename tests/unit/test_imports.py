"""The house: imports go down in rank, never up and never sideways."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "social_support"
RANKS = {
    "networks": 0,
    "conversations": 1,
    "customers": 2,
    "triage": 2,
    "ingestion": 3,
    "replies": 3,
    "handoff": 3,
    "privacy": 3,
    # Below api/, which shows what setup/ has added and lets it give roles.
    "setup": 3,
    # Each brings what an earlier version stored in step with this one.
    "patches": 4,
    "api": 4,
    "social_support": 4,
}
# Modules outside of all rooms; they may not import any room.
PLAIN = {"__init__", "__version__", "hooks"}
KNOWS_FRAPPE = "social_support/networks/registry.py"
FRAMEWORK = {"frappe", "erpnext"}


def broken_rules(path: str, source: str) -> list[str]:
    """What a module at `path` (from the repository's root) imports and should not, in words."""
    return [
        f"{path}:{line}: {words}"
        for line, imported in _imports(path, source)
        if (words := _objection(path, imported))
    ]


def _objection(path: str, imported: str) -> str | None:
    here, there = _room(path.removesuffix(".py").split("/")), _room(imported.split("."))
    if imported.split(".")[0] in FRAMEWORK and here == "networks" and path != KNOWS_FRAPPE:
        return f"networks/ knows no Frappe, but imports {imported}"
    if there is None or there == here:
        return None
    if here is None:
        return f"is outside of all rooms, but imports {imported}"
    if there not in RANKS:
        return f"imports {imported}, a room without a rank"
    if RANKS[there] >= RANKS[here]:
        return f"{here}/ (rank {RANKS[here]}) imports {there}/ (rank {RANKS[there]})"
    return None


def _room(parts: list[str]) -> str | None:
    """The room of a module's path; None for what is not ours or outside of all rooms."""
    if parts[0] != PACKAGE or len(parts) < 2 or parts[1] in PLAIN:
        return None
    return parts[1]


def _imports(path: str, source: str) -> Iterator[tuple[int, str]]:
    """The line and the full dotted name of everything imported, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(path, node)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _base(path: str, node: ast.ImportFrom) -> str:
    """The package that `from … import` names, with its leading dots resolved."""
    if not node.level:
        return node.module or ""
    package = path.split("/")[: -node.level]
    return ".".join([*package, node.module] if node.module else package)


def _modules() -> list[Path]:
    return sorted((ROOT / PACKAGE).rglob("*.py"))


def test_imports_go_down_in_rank():
    broken = [
        words
        for module in _modules()
        for words in broken_rules(module.relative_to(ROOT).as_posix(), module.read_text())
    ]
    assert not broken, "\n".join(broken)


def test_every_room_has_a_rank():
    found = {module.relative_to(ROOT / PACKAGE).parts[0] for module in _modules()}
    assert {name.removesuffix(".py") for name in found} <= RANKS.keys() | PLAIN
    assert "networks" in found, "the walk sees the rooms"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("networks/http.py", "import frappe"),
        ("networks/mastodon/network.py", "def f():\n    from frappe.utils import now"),
        ("networks/http.py", "from social_support.conversations import store"),
        ("conversations/store.py", "from social_support.triage.assess import assess"),
        ("conversations/store.py", "import social_support.api.channels"),
        ("customers/links.py", "from social_support import triage"),
        ("customers/links.py", "from .. import triage"),
        ("customers/links.py", "from ..triage import assess"),
        ("replies/outbox.py", "from social_support.ingestion import run"),
        ("setup/install.py", "from social_support.api import people"),
        ("api/people.py", "from social_support.social_support.doctype.x.x import X"),
        ("api/people.py", "from social_support.helpers import x"),
        ("hooks.py", "from social_support.networks import registry"),
    ],
)
def test_a_wrong_import_is_found(path: str, source: str):
    assert broken_rules(f"{PACKAGE}/{path}", source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("networks/registry.py", "import frappe"),
        ("networks/http.py", "from social_support import __version__"),
        ("networks/mastodon/network.py", "from ..contract import Network\nfrom . import writing"),
        ("conversations/store.py", "import frappe\nfrom ..networks.contract import Post"),
        ("ingestion/run.py", "from social_support.triage import assess"),
        ("social_support/doctype/x/x.py", "from social_support.conversations import actions"),
    ],
)
def test_a_right_import_passes(path: str, source: str):
    assert not broken_rules(f"{PACKAGE}/{path}", source)
