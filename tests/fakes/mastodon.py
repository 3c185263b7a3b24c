"""A running Mastodon server for tests: PyPI's `mastodon-mock`, and people who write on it.

`SOCIAL_SUPPORT_MASTODON` names its executable (`python3 devbench test` sets it).
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

COMPANY = "company"
CUSTOMERS = ("anna", "boris", "clara", "dimitar")
START_SECONDS = 60


class Person:
    """Somebody with an account on the server. Ids are the server's, statuses its JSON."""

    def __init__(self, server: MastodonServer, username: str):
        self.server = server
        self.username = username
        self.token = token_of(username)
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {self.token}"

    def post(self, text: str, **fields: object) -> dict:
        """Write a status. `fields`: visibility, in_reply_to_id, spoiler_text, language …"""
        return self.call("POST", "/api/v1/statuses", json={"status": text, **fields})

    def edit(self, status_id: str, text: str) -> dict:
        return self.call("PUT", f"/api/v1/statuses/{status_id}", json={"status": text})

    def delete(self, status_id: str) -> dict:
        return self.call("DELETE", f"/api/v1/statuses/{status_id}")

    def status(self, status_id: str) -> dict:
        return self.call("GET", f"/api/v1/statuses/{status_id}")

    def replies_to(self, status_id: str) -> list[dict]:
        return self.call("GET", f"/api/v1/statuses/{status_id}/context")["descendants"]

    def account(self) -> dict:
        return self.call("GET", "/api/v1/accounts/verify_credentials")

    def statuses(self) -> list[dict]:
        """The person's own newest statuses, newest first."""
        return self.call("GET", f"/api/v1/accounts/{self.account()['id']}/statuses?limit=40")

    def notifications(self) -> list[dict]:
        return self.call("GET", "/api/v1/notifications?limit=40")

    def describe(self, **profile: object) -> dict:
        """Change the profile: display_name, note; fields=[(name, value), …]."""
        data = {key: value for key, value in profile.items() if key != "fields"}
        for number, (name, value) in enumerate(profile.get("fields", ())):
            data[f"fields_attributes[{number}][name]"] = name
            data[f"fields_attributes[{number}][value]"] = value
        return self.call("PATCH", "/api/v1/accounts/update_credentials", data=data)

    def call(self, method: str, path: str, **kwargs: object):
        """Any call of Mastodon's API as this person; raises when it is refused."""
        answer = self._session.request(method, self.server.url + path, timeout=20, **kwargs)
        answer.raise_for_status()
        return answer.json()


class MastodonServer:
    """`with MastodonServer() as server:` a fresh server with COMPANY and CUSTOMERS.

    `domain`: what stands behind the @ of its handles, when that is not the address it runs on.
    """

    def __init__(self, usernames: tuple[str, ...] = (COMPANY, *CUSTOMERS), domain: str = ""):
        self.usernames = usernames
        self.domain = domain
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = tempfile.TemporaryDirectory(prefix="mastodon-")
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> MastodonServer:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def start(self) -> None:
        folder = Path(self._folder.name)
        (folder / "accounts.toml").write_text(self._accounts())
        command = [executable(), "serve", "--in-memory", "--config", str(folder / "accounts.toml")]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--domain", self.domain] if self.domain else []
        with open(folder / "log", "w") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        self._wait_until_up(folder / "log")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)
        self._folder.cleanup()

    def reset(self) -> None:
        """Be as fresh as at the start, without the seconds that a start takes; faults are gone."""
        requests.post(f"{self.url}/api/v1/_mock/reset", timeout=20).raise_for_status()

    def act_as(self, username: str) -> Person:
        return Person(self, username)

    @property
    def company(self) -> Person:
        return self.act_as(COMPANY)

    def fault(self, kind: str, path: str = "*", count: int | None = 1, **effect: object) -> None:
        """Let the next `count` calls to `path` fail (None: all).

        `kind`: status, ratelimit, latency, malformed, timeout; `effect`: status, headers, body,
        delay_ms, as mastodon-mock takes them.
        """
        rule = {"match": {"path": path}, "effect": {"type": kind, **effect}, "count": count}
        requests.post(f"{self.url}/api/v1/_mock/faults", json=rule, timeout=20).raise_for_status()

    def heal(self) -> None:
        """Remove all faults."""
        requests.delete(f"{self.url}/api/v1/_mock/faults", timeout=20).raise_for_status()

    def _accounts(self) -> str:
        return "\n".join(
            f'[[seed.accounts]]\nusername = "{name}"\naccess_token = "{token_of(name)}"\n'
            for name in self.usernames
        )

    def _wait_until_up(self, log: Path) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                requests.get(f"{self.url}/api/v1/instance", timeout=5).raise_for_status()
                return
            except requests.RequestException:
                time.sleep(0.1)
        self._fail(log)

    def _fail(self, log: Path) -> None:
        words = log.read_text()[-2000:]
        self.stop()
        raise RuntimeError(f"mastodon-mock did not start on port {self.port}:\n{words}")


def token_of(username: str) -> str:
    """The access token with which this person was set up."""
    return f"{username}_secret_token"


def executable() -> str:
    """The path of mastodon-mock's command."""
    path = os.environ.get("SOCIAL_SUPPORT_MASTODON")
    if not path:
        raise RuntimeError(
            "Set SOCIAL_SUPPORT_MASTODON to the path of the mastodon_mock command "
            "(pip install mastodon-mock==0.6.1 in an environment of its own), "
            "or run the tests with: python3 devbench test"
        )
    return path


@pytest.fixture(scope="session")
def mastodon() -> Iterator[MastodonServer]:
    """One server for the whole run; every test writes its own posts on it."""
    with MastodonServer() as server:
        yield server


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
