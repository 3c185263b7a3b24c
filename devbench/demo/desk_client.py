"""Somebody's session at the Desk, over HTTP and without a browser."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from http.cookiejar import CookieJar
from typing import Any

from devbench.errors import DevbenchError

PATIENCE = 60  # seconds that one request may take
OURS = "social_support.api"


class Refused(DevbenchError):
    """The Desk said no; the reason is what a person would read."""


class Desk:
    """A person who logged in. Raises Refused when the Desk does not let them."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self.user = user
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self._ask("POST", "/api/method/login", {"usr": user, "pwd": password})

    def call(self, function: str, **arguments: Any) -> Any:
        """What a whitelisted function of ours ("replies.send") answers."""
        return self.post(f"{OURS}.{function}", **arguments)

    def post(self, method: str, **arguments: Any) -> Any:
        """What a whitelisted function, named by its whole path, answers."""
        return self._ask("POST", f"/api/method/{method}", arguments).get("message")

    def rows(
        self, doctype: str, fields: Sequence[str], *conditions: Sequence[Any], order: str = "name"
    ) -> list[dict[str, Any]]:
        """All rows that the person may see; a condition is [field, operator, value]."""
        return self.post(
            "frappe.client.get_list",
            doctype=doctype,
            fields=list(fields),
            filters=[list(condition) for condition in conditions],
            order_by=order,
            limit_page_length=0,
        )

    def doc(self, doctype: str, name: str) -> dict[str, Any]:
        """A document; fields without a value may be missing."""
        return self._ask("GET", _resource(doctype, name))["data"]

    def change(self, doctype: str, name: str, **values: Any) -> None:
        """Save a form with other values."""
        self._ask("PUT", _resource(doctype, name), values)

    def _ask(self, verb: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            self.url + path,
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(_words(error)) from error
        except OSError as error:
            raise DevbenchError(
                f"The Desk at {self.url} does not answer: {error}", hint="Read the log of `web`."
            ) from error


def _resource(doctype: str, name: str) -> str:
    return f"/api/resource/{urllib.parse.quote(doctype)}/{urllib.parse.quote(name, safe='')}"


def _words(error: urllib.error.HTTPError) -> str:
    """What the Desk would show of an error."""
    try:
        body = json.load(error)
        shown = [json.loads(message) for message in json.loads(body.get("_server_messages", "[]"))]
    except ValueError:
        return f"HTTP {error.code}"
    words = " ".join(message["message"] for message in shown)
    return words or body.get("exc_type") or f"HTTP {error.code}"
