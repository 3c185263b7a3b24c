"""Which strings of the app a person can read, found by reading its sources."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

JS_STRING = r"""(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`)"""
JS_CALL = re.compile(rf"""(?<![\w.])__\(\s*{JS_STRING}(?:\s*,\s*null\s*,\s*"([^"]*)")?""")
JSON_TEXTS = ("label", "description", "title", "placeholder", "link_to_label", "subtitle")
JSON_NAMES = ("DocType", "Workspace", "Report", "Page", "Module Def", "Number Card", "Role")


@dataclass(frozen=True, order=True)
class Text:
    """One string, with the context that tells it from its likes, and where it stands."""

    source: str
    context: str = ""
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.context


def texts_of(package: Path) -> Iterator[Text]:
    """Every string of the package that is shown to people, once for each place."""
    for path in sorted(package.rglob("*")):
        where = str(path.relative_to(package))
        if path.suffix == ".py":
            yield from python_texts(path.read_text(), where)
            if where == "setup/categories.py":
                yield from category_texts(path.read_text(), where)
        elif path.suffix == ".js":
            yield from javascript_texts(path.read_text(), where)
        elif path.suffix == ".json":
            yield from json_texts(json.loads(path.read_text()), where)
    for role in roles_of(package):
        yield Text(role, where="permissions")


def python_texts(code: str, where: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name in ("_", "_lt") and isinstance(node.args[0], ast.Constant):
            contexts = [word.value for word in node.keywords if word.arg == "context"]
            context = contexts[0].value if contexts else ""  # type: ignore[attr-defined]
            yield Text(str(node.args[0].value), context, f"{where}:{node.lineno}")


def category_texts(code: str, where: str) -> Iterator[Text]:
    """Names and guidelines of the categories that a new site starts with: Default(…) calls."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Default":
            name, _priority, _handling, guideline, _words = node.args
            for each in (name, guideline):
                yield Text(ast.literal_eval(each), where=f"{where}:{each.lineno}")


def javascript_texts(code: str, where: str) -> Iterator[Text]:
    for call in JS_CALL.finditer(code):
        raw = next(part for part in call.groups()[:3] if part is not None)
        text = re.sub(r"\\(.)", r"\1", raw)
        line = code.count("\n", 0, call.start()) + 1
        yield Text(text, call.group(4) or "", f"{where}:{line}")


def json_texts(document: object, where: str) -> Iterator[Text]:
    """Labels, options and descriptions of a document and of what it contains."""
    if isinstance(document, list):
        for each in document:
            yield from json_texts(each, where)
    if not isinstance(document, dict):
        return
    if document.get("doctype") in JSON_NAMES and document.get("name"):
        yield Text(document["name"], where=where)
    for field in JSON_TEXTS:
        if isinstance(document.get(field), str) and document[field].strip():
            yield Text(document[field], where=where)
    if document.get("fieldtype") == "Select":
        for option in filter(None, (document.get("options") or "").split("\n")):
            yield Text(option, where=where)
    for each in document.values():
        if isinstance(each, list | dict):
            yield from json_texts(each, where)


def roles_of(package: Path) -> set[str]:
    """The roles that the app brings: those its doctypes name and Frappe does not have."""
    documents = (json.loads(path.read_text()) for path in package.rglob("doctype/*/*.json"))
    rows = (row for document in documents for row in document.get("permissions", []))
    return {row["role"] for row in rows if row["role"].startswith("Social ")}


def translations(path: Path) -> dict[tuple[str, str], str]:
    """The translations of a CSV of Frappe: source, translation, context."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row]
    return {(row[0], row[2] if len(row) > 2 else ""): row[1] for row in rows}
