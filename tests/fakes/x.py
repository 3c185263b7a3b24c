"""A stateful fake of X that refuses what X refuses, for tests and the demonstration.

`with XServer() as server:` listens on a free loopback port, with COMPANY and CUSTOMERS on it.
`python -m tests.fakes.x --port P --state FILE` runs it as a process that keeps its state. Another
process acts as the customers over POST /_control/NAME: write, edit, delete, retweet, like, message,
describe, join, show, answers_to; and on who connects an account: see `Doors.controls`.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.oauth2 import Refused
from tests.fakes.oauth2_server import OAuthServer
from tests.fakes.x_api import Refusal, XApi
from tests.fakes.x_connect import XDoors, needs
from tests.fakes.x_shapes import about_blank, problem
from tests.fakes.x_world import COMPANY, CUSTOMERS, World

PEOPLE = ("write", "edit", "delete", "retweet", "like", "message", "describe", "join")
CONTROLS = (*PEOPLE, "show", "answers_to", "size")
WINDOW = 15 * 60
LIMITS = (("mentions", 300), ("search", 300), ("dm_events", 15), ("dm_conversations", 15))
DEFAULT_LIMIT = 900


class XServer(OAuthServer):
    """The server and those who act on it. Ids are X's; messages' ids bear no mark here.

    `limited`: whether calls are counted against X's limits, as X does: 15 readings of messages in
    15 minutes are too few for a test run.
    """

    def __init__(
        self,
        usernames: tuple[str, ...] = (COMPANY, *CUSTOMERS),
        port: int = 0,
        state: Path | None = None,
        limited: bool = False,
    ):
        super().__init__(port)
        self.world = World(usernames)
        self.api = XApi(self.world)
        self.limited = limited
        self._state = state
        if state and state.exists():
            self.world.load(state)
        self.doors = XDoors(self.world.users, usernames[0], self.url)
        self._calls: Counter[str] = Counter()
        self._unsaved = threading.Event()
        self.world.changed = self._unsaved.set

    def __exit__(self, *exc_info: object) -> None:
        super().__exit__(*exc_info)
        self.save()

    def save(self) -> None:
        """Write down what changed since the last time."""
        if self._state and self._unsaved.is_set():
            self._unsaved.clear()
            self.world.save(self._state)

    # People. A username stands for a person.

    def write(self, username: str, text: str, **how: object) -> str:
        """Post: reply_to, quotes, picture, lang, days_ago. The post's id."""
        return self.world.write(username, text, **how)

    def edit(self, post_id: str, text: str) -> str:
        return self.world.edit(post_id, text)

    def delete(self, post_id: str) -> None:
        self.world.delete(post_id)

    def retweet(self, username: str, post_id: str) -> str:
        return self.world.retweet(username, post_id)

    def like(self, username: str, post_id: str) -> None:
        self.world.like(username, post_id)

    def message(self, username: str, to: str, text: str) -> str:
        return self.world.message(username, to, text)

    def join(self, username: str, **profile: object) -> str:
        return self.world.join(username, **profile)

    def describe(self, username: str, **profile: object) -> None:
        self.world.describe(username, **profile)

    def show(self, number: str) -> dict | None:
        """A post or message as they read it: {id, author, text, reply_to, private}; gone: None."""
        message = self.world.messages.get(number)
        if message:
            author = self.world.user_by_id(message.sender).username
            return {"id": number, "author": author, "text": message.text, "private": True}
        post = self.world.find(number)
        if post is None or not self.world.is_shown(post):
            return None
        shown = {"id": post.first_id, "author": post.author, "text": post.text}
        return shown | {"reply_to": post.reply_to, "private": False}

    def answers_to(self, post_id: str) -> list[str]:
        return self.world.answers_to(post_id)

    def size(self) -> int:
        """How many posts and messages were ever written."""
        return len(self.world.posts) + len(self.world.messages)

    # Faults

    def heal(self) -> None:
        super().heal()
        self._calls.clear()

    # Answering

    def controls(self) -> dict[str, Callable]:
        return super().controls() | {name: getattr(self, name) for name in CONTROLS}

    def respond(self, method: str, address: str, headers: dict, body: bytes) -> tuple:
        """(status, headers, JSON or text) of a call."""
        if answer := self.doors.answer(method, address, headers, body):
            return answer
        try:
            user = self._caller(method, address, headers)
        except Refusal as refusal:
            return refusal.status, {}, refusal.body
        return self._counted(user, method, address, body)

    def _caller(self, method: str, address: str, headers: dict) -> str:
        """Who calls, by a token of OAuth 2 or by a signature. Raises Refusal."""
        kind, _, token = headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            return self._holder(method, urlsplit(address).path, token)
        user = self.doors.legs.signatures.user_of(self.url + address, method, headers)
        if user is None:
            raise Refusal(401, about_blank(401, "Unauthorized"))
        return user

    def _holder(self, method: str, path: str, token: str) -> str:
        try:
            grant = self.doors.provider.holder(token)
        except Refused as refused:
            raise Refusal(401, about_blank(401, "Unauthorized")) from refused
        if not needs(method, path) <= set(grant.scopes):
            raise Refusal(403, about_blank(403, "Forbidden"))
        return grant.username

    def _counted(self, user: str, method: str, address: str, body: bytes) -> tuple:
        path, query = urlsplit(address).path, dict(parse_qsl(urlsplit(address).query))
        left, headers = self._limit(f"{method} {path}")
        if left < 0:
            words = problem("rate-limit-exceeded", "Too Many Requests", "Too Many Requests")
            return 429, headers, words
        try:
            sent = json.loads(body or b"{}")
            answer = self.api.answer(self.world.users[user], method, path, query, sent)
            return (201 if method == "POST" else 200), headers, answer
        except Refusal as refusal:
            return refusal.status, headers, refusal.body

    def _limit(self, call: str) -> tuple[int, dict]:
        """How many calls are left in this quarter of an hour, and what X says of it."""
        most = next((limit for name, limit in LIMITS if name in call), DEFAULT_LIMIT)
        window = int(time.time() // WINDOW)
        key = f"{window} {re.sub(r'[0-9]+', '#', call)}"
        self._calls[key] += 1
        left = most - self._calls[key] if self.limited else most
        reset = {"x-rate-limit-limit": most, "x-rate-limit-reset": (window + 1) * WINDOW}
        return left, reset | {"x-rate-limit-remaining": max(left, 0)}

    def run(self) -> None:
        """Serve until SIGTERM, and keep the state."""
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: ended.set())
        with self:
            while not ended.wait(1):
                self.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--users", default=",".join((COMPANY, *CUSTOMERS)))
    options = parser.parse_args()
    server = XServer(tuple(options.users.split(",")), options.port, options.state)
    print(server.url, flush=True)
    server.run()


if __name__ == "__main__":
    main()
