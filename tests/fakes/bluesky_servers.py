"""Bluesky's own servers, and people who write on them.

`SOCIAL_SUPPORT_BLUESKY` names the address that `devbench/assets/bluesky/network.mjs` listens on;
`python3 devbench test --bluesky` starts it and sets that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from uuid import uuid4

import pytest
import requests

ADDRESS = "SOCIAL_SUPPORT_BLUESKY"
POSTS = "app.bsky.feed.post"
NAME = re.compile(rb"@([a-z0-9.-]+\.test)")


def only_when_asked() -> None:
    """Skip the test file that calls this, unless the servers run."""
    if not os.environ.get(ADDRESS):
        words = "Bluesky's own servers run with: python3 devbench test --bluesky"
        pytest.skip(words, allow_module_level=True)


class Servers:
    """The network. `settle` waits until all that was written has arrived everywhere."""

    def __init__(self, address: str):
        self._address = address
        self.url = requests.get(address, timeout=20).json()["server"]

    def settle(self) -> None:
        requests.post(f"{self._address}/settle", timeout=60).raise_for_status()

    def join(self, name: str) -> Person:
        """Somebody new, whose handle begins with `name`."""
        return Person(self, f"{name}{uuid4().hex[:8]}.test")


class Person:
    """Somebody with an account, signed in with its password. Posts are named by their uri."""

    def __init__(self, servers: Servers, handle: str):
        self.servers = servers
        self.handle = handle
        about = {"handle": handle, "email": f"{handle}@example.com", "password": uuid4().hex}
        self._session = requests.Session()
        given = self.call("POST", "com.atproto.server.createAccount", json=about)
        self._session.headers["Authorization"] = f"Bearer {given['accessJwt']}"
        self.did = given["did"]
        self.describe("")

    def describe(self, description: str) -> None:
        """Tell about oneself, in the profile."""
        profile = {"displayName": self.handle.partition(".")[0].title()}
        record = {"record": profile | {"description": description}}
        where = {"repo": self.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        self.call("POST", "com.atproto.repo.putRecord", json=where | record)
        self.servers.settle()

    def app_password(self) -> str:
        name = {"name": uuid4().hex[:12]}
        return self.call("POST", "com.atproto.server.createAppPassword", json=name)["password"]

    def write(self, text: str, reply_to: str = "") -> str:
        """Post, and wait until it has arrived everywhere; its uri."""
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        record = {"text": text, "createdAt": now, "facets": list(self._names(text.encode()))}
        if reply_to:
            (above,) = self.posts([reply_to])
            parent = {"uri": above["uri"], "cid": above["cid"]}
            root = above["record"].get("reply", {}).get("root", parent)
            record["reply"] = {"root": root, "parent": parent}
        return self.create(POSTS, record)

    def create(self, collection: str, record: dict) -> str:
        """A record of any kind; its uri."""
        body = {"repo": self.did, "collection": collection, "record": record}
        uri = self.call("POST", "com.atproto.repo.createRecord", json=body)["uri"]
        self.servers.settle()
        return uri

    def delete(self, uri: str) -> None:
        collection, key = uri.split("/")[-2:]
        where = {"repo": self.did, "collection": collection, "rkey": key}
        self.call("POST", "com.atproto.repo.deleteRecord", json=where)
        self.servers.settle()

    def posts(self, uris: list[str]) -> list[dict]:
        self.servers.settle()
        return self.call("GET", "app.bsky.feed.getPosts", params={"uris": uris})["posts"]

    def answers_to(self, uri: str) -> list[str]:
        """The posts below this one, as people see them."""
        self.servers.settle()
        query = {"uri": uri, "depth": 1}
        thread = self.call("GET", "app.bsky.feed.getPostThread", params=query)["thread"]
        return [row["post"]["uri"] for row in thread.get("replies", [])]

    def call(self, verb: str, method: str, **kwargs: object) -> dict:
        """Any call as this person; raises when it is refused."""
        url = f"{self.servers.url}/xrpc/{method}"
        answer = self._session.request(verb, url, timeout=20, **kwargs)
        if not answer.ok:
            raise RuntimeError(f"{method}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else {}

    def _names(self, data: bytes) -> Iterator[dict]:
        for found in NAME.finditer(data):
            query = {"handle": found[1].decode()}
            did = self.call("GET", "com.atproto.identity.resolveHandle", params=query)["did"]
            index = {"byteStart": found.start(), "byteEnd": found.end()}
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
            yield {"index": index, "features": [feature]}


@pytest.fixture(scope="session")
def bluesky_servers() -> Servers:
    """One network for the whole run; every test brings its own people."""
    return Servers(os.environ[ADDRESS])
