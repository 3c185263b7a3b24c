"""Does on the network what it is told, as whoever it is told.

`python -m devbench.demo.letters SERVER` reads a JSON list of tasks from its standard input and
answers a list of what came of each. A task is {"do": "join" | "write" | "edit" | "delete" | "share"
| "answers" | "public_posts", "token": …, …}: the other keys are the arguments of network.Somebody's
functions. Runs in the network's environment.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

from devbench.demo.network import Somebody, join


def main(server: str) -> None:
    tasks = json.load(sys.stdin)
    json.dump([_done(server, task) for task in tasks], sys.stdout)


def _done(server: str, task: dict[str, Any]) -> Any:
    verb, token = task.pop("do"), task.pop("token", None)
    if verb == "join":
        return _join(server, **task)
    somebody = _somebody(server, token)
    return getattr(somebody, verb)(**task)


def _join(server: str, username: str, display_name: str, note: str, fields: list) -> str:
    """Open an account with a profile; its token."""
    token = join(server, username)
    person = {"display_name": display_name, "note": note}
    _somebody(server, token).introduce(person, fields)
    return token


@cache
def _somebody(server: str, token: str) -> Somebody:
    return Somebody(server, token)


if __name__ == "__main__":
    main(*sys.argv[1:])
