"""A real web server of the bench, and people who speak to it over HTTP."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frappe
import pytest
import requests
from frappe.utils.password import update_password

from tests.site.support.bench import Bench, free_port

PATIENCE = 60  # seconds that a request, or the server's start, may take


@dataclass(frozen=True)
class Answer:
    """What came back: status, the JSON's "message", and what the user would read."""

    status: int
    body: dict[str, Any]
    text: str = ""

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def message(self) -> Any:
        return self.body.get("message")

    @property
    def error(self) -> str:
        """The messages that the Desk would show, else the exception's type; empty when ok."""
        if self.ok:
            return ""
        shown = [json.loads(m) for m in json.loads(self.body.get("_server_messages") or "[]")]
        return " ".join(m["message"] for m in shown) or self.body.get("exc_type") or self.text[:500]


class Client:
    """One person's browser session, without the browser."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.headers["Accept"] = "application/json"

    def log_in(self, user: str, password: str) -> Client:
        answer = self.post("/api/method/login", usr=user, pwd=password)
        assert answer.ok, f"{user} can't log in: {answer.error}"
        return self

    def post(self, method: str, **args: Any) -> Answer:
        return self._ask("POST", method, json=args)

    def get(self, method: str, **args: Any) -> Answer:
        return self._ask("GET", method, params=args)

    def _ask(self, verb: str, method: str, **how: Any) -> Answer:
        """Publish what the test wrote, ask, and let the test see what the server wrote."""
        frappe.db.commit()
        response = self.http.request(verb, self.url + path_of(method), timeout=PATIENCE, **how)
        frappe.db.commit()
        try:
            body = response.json()
        except ValueError:
            body = {}
        return Answer(response.status_code, body if isinstance(body, dict) else {}, response.text)


def path_of(method: str) -> str:
    """ "replies.send" is short for the whitelisted function in social_support.api."""
    if method.startswith("/"):
        return method
    if method.count(".") == 1:
        method = f"social_support.api.{method}"
    return f"/api/method/{method}"


@dataclass
class Web:
    """A web server on a free port of this machine that serves the tests' site."""

    bench: Bench
    log: Path
    password: str
    port: int = field(default_factory=free_port)
    clients: dict[str, Client] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def guest(self) -> Client:
        return Client(self.url)

    def as_user(self, user: str) -> Client:
        """A client logged in as a user of `make.user`."""
        if user not in self.clients:
            update_password(user, self.password)
            self.clients[user] = Client(self.url).log_in(user, self.password)
        return self.clients[user]

    def start(self) -> None:
        with self.log.open("ab") as log:
            words = ("serve", "--port", str(self.port), "--noreload")
            self.process = self.bench.start(*words, log=log)
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The web server does not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            return self.guest.get("/api/method/ping").message == "pong"
        except requests.ConnectionError:
            return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
