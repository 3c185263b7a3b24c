"""The demonstration's second network: the tests' fake of X, with the same people on it."""

from __future__ import annotations

import importlib

from devbench.bench import Bench


def argv(bench: Bench) -> list[str]:
    """The fake in the bench's environment, which checks its callers' signatures.

    It keeps its posts in a file: a network that forgot them would look to the Desk as if everybody
    had deleted theirs.
    """
    people = importlib.import_module("devbench.demo.people")
    usernames = ",".join(person["username"] for person in (people.COMPANY, *people.CUSTOMERS))
    return [
        *(str(bench.env_python), "-m", "tests.fakes.x", "--users", usernames),
        *("--port", str(bench.ports["x"]), "--state", str(bench.home / "x.json")),
    ]
