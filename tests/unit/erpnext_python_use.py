"""Finds the ERPNext fields that Python code names: in queries, on documents, in query builders.

Only what the source says literally can be found: a doctype or a field that is computed at run time
is not looked at. A name that is bound once, to a literal, counts as that literal.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.unit.erpnext_facts import FACTS, STANDARD_FIELDS, Names

READS = ("get_all", "get_list", "get_value", "get_values", "get_cached_value", "exists", "count")
WRITES = ("set_value", "delete")
DOCUMENTS = ("get_doc", "new_doc", "get_cached_doc", "get_last_doc", "get_lazy_doc")
COLUMNS = ("fields", "fieldname", "pluck", "order_by", "group_by")
FILTERS = ("filters", "or_filters")
FIELD_METHODS = (
    "get",
    "set",
    "db_set",
    "update",
    "append",
    "get_db_value",
    "has_value_changed",
    "field",
)
RETURNING_SELF = ("insert", "save", "submit", "as_")
DOCUMENT_ATTRIBUTES = STANDARD_FIELDS | {"flags", "meta", "doctype", "star"}
NEW_DOC_OPTIONS = ("parent_doc", "parentfield", "as_dict")

Unknown = tuple[int, str]


def unknown_fields(source: str, names: Names, handlers: dict[str, str] | None = None) -> list[str]:
    """Say "line N: Doctype.field" of each ERPNext field in the source that the facts lack.

    `handlers` names the module's functions that get a document: {"on_issue_update": "Issue"}.
    """
    tree = ast.parse(source)
    reader = _Reader(_constants(tree), names, handlers or {})
    found = sorted(set(reader.module(tree)))
    return [f"line {line}: {field}" for line, field in found]


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Names that the module, or one function of it, binds exactly once."""
    bound = [pair for node in ast.walk(tree) for pair in _bindings(node)]
    times = Counter(name for name, _ in bound)
    return {name: value for name, value in bound if times[name] == 1}


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """(name, value) of an assignment; "a, b = x, y" gives two."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) or node.value is None:
        return
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        targets, values = _items(target), _items(node.value)
        if target is targets[0]:
            values = [node.value]
        for one, value in zip(targets, values, strict=False):
            if isinstance(one, ast.Name):
                yield one.id, value


class _Reader:
    def __init__(self, constants: dict, names: Names, handlers: dict[str, str]) -> None:
        self.constants = constants
        self.names = names
        self.handlers = handlers

    def module(self, tree: ast.Module) -> Iterator[Unknown]:
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        for scope in (tree, *functions):
            yield from self._attributes(scope, self._documents_of(scope))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from self._sql(node)

    # -- queries and documents made in one call

    def _call(self, call: ast.Call) -> Iterator[Unknown]:
        method = _last_name(call.func)
        doctype = self._doctype(call)
        if not doctype:
            return
        if method in ("get_doc", "exists") and call.args and self._dict(call.args[0]):
            yield from self._keys(doctype, call.args[0])
        elif method in READS + WRITES:
            yield from self._query(method, doctype, call)
        elif method == "new_doc":
            given = [kw.arg for kw in call.keywords if kw.arg and kw.arg not in NEW_DOC_OPTIONS]
            yield from self._fields(doctype, given, call)

    def _query(self, method: str, doctype: str, call: ast.Call) -> Iterator[Unknown]:
        for position, argument in enumerate(call.args[1:3]):
            is_filter = position == 0 and method not in ("get_all", "get_list")
            read = self._filter if is_filter else self._columns
            yield from read(doctype, argument)
        for keyword in call.keywords:
            if keyword.arg in COLUMNS:
                yield from self._columns(doctype, keyword.value)
            elif keyword.arg in FILTERS:
                yield from self._filter(doctype, keyword.value)

    def _columns(self, doctype: str, node: ast.expr) -> Iterator[Unknown]:
        node = self._resolved(node)
        if isinstance(node, ast.Dict):
            yield from self._keys(doctype, node)
        for item in _items(node):
            text = self._text(item)
            if text:
                unknown = self.names.unknown_in(doctype, text)
                yield from ((item.lineno, field) for field in unknown)

    def _filter(self, doctype: str, node: ast.expr) -> Iterator[Unknown]:
        node = self._resolved(node)
        if isinstance(node, ast.Dict):
            yield from self._keys(doctype, node)
        elif isinstance(node, ast.List):
            for condition in node.elts:
                yield from self._condition(doctype, self._resolved(condition))

    def _condition(self, doctype: str, node: ast.expr) -> Iterator[Unknown]:
        if not isinstance(node, (ast.List, ast.Tuple)):
            return
        words = [self._text(part) for part in node.elts[:2]]
        if words and words[0] in FACTS and len(node.elts) > 2:
            doctype, words = words[0], words[1:]
        yield from self._fields(doctype, [word for word in words[:1] if word], node)

    def _keys(self, doctype: str, node: ast.expr) -> Iterator[Unknown]:
        yield from self._fields(doctype, list(self._dict(node)), node)

    def _fields(self, doctype: str, fields: list, node: ast.AST) -> Iterator[Unknown]:
        for field in fields:
            if not self.names.knows(doctype, field):
                yield node.lineno, f"{doctype}.{field}"

    def _sql(self, node: ast.Constant) -> Iterator[Unknown]:
        for doctype in FACTS:
            fields = re.findall(rf"`tab{doctype}`\.`?(\w+)", node.value)
            yield from self._fields(doctype, fields, node)

    # -- documents and query tables in variables

    def _documents_of(self, scope: ast.AST) -> dict[str, str]:
        """Variables of the scope that hold a document or a table: {"issue": "Issue"}."""
        found = {}
        if isinstance(scope, ast.FunctionDef) and scope.name in self.handlers and scope.args.args:
            found[scope.args.args[0].arg] = self.handlers[scope.name]
        for node in _own_nodes(scope):
            for name, value in _bindings(node):
                if doctype := self._document(value):
                    found[name] = doctype
        return found

    def _document(self, node: ast.expr | None) -> str | None:
        if not isinstance(node, ast.Call):
            return None
        method = _last_name(node.func)
        if method in (*DOCUMENTS, "DocType"):
            return self._doctype(node)
        chained = isinstance(node.func, ast.Attribute) and method in (
            "insert",
            "save",
            "submit",
            "as_",
        )
        return self._document(node.func.value) if chained else None

    def _attributes(self, scope: ast.AST, documents: dict[str, str]) -> Iterator[Unknown]:
        nodes = list(_own_nodes(scope))
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        for node in nodes:
            if not isinstance(node, ast.Attribute):
                continue
            doctype = self._holder(node.value, documents)
            if doctype and id(node) not in called and node.attr not in DOCUMENT_ATTRIBUTES:
                yield from self._fields(doctype, [node.attr], node)
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                doctype = self._holder(node.func.value, documents)
                if doctype and node.func.attr in FIELD_METHODS and node.args:
                    yield from self._columns(doctype, node.args[0])

    def _holder(self, node: ast.expr, documents: dict[str, str]) -> str | None:
        return documents.get(node.id) if isinstance(node, ast.Name) else self._document(node)

    # -- literals

    def _doctype(self, call: ast.Call) -> str | None:
        first = call.args[0] if call.args else None
        first = first or next((k.value for k in call.keywords if k.arg == "doctype"), None)
        of_dict = self._dict(first).get("doctype") if first else None
        text = self._text(of_dict or first) if first else None
        return text if text in FACTS else None

    def _resolved(self, node: ast.expr) -> ast.expr:
        return self.constants.get(node.id, node) if isinstance(node, ast.Name) else node

    def _text(self, node: ast.expr) -> Any:
        node = self._resolved(node)
        return node.value if isinstance(node, ast.Constant) and type(node.value) is str else None

    def _dict(self, node: ast.expr) -> dict[str, ast.expr]:
        node = self._resolved(node)
        pairs = zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        return {text: value for key, value in pairs if key and (text := self._text(key))}


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk a function or a module without entering the functions within it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
            yield from _own_nodes(child)


def _items(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else [node]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
