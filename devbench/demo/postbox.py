"""What the demonstration does on the network, from the bench's side."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from devbench.bench import Bench
from devbench.errors import CommandFailed


@dataclass(frozen=True)
class Postbox:
    """Hands tasks (see letters.py) to the network's environment."""

    bench: Bench

    def do(self, tasks: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Do the tasks one after the other; what came of each. Raises CommandFailed."""
        done = subprocess.run(
            script(self.bench, "letters", self.bench.mastodon_url),
            input=json.dumps(list(tasks)),
            capture_output=True,
            text=True,
            cwd=self.bench.repo,
            check=False,
        )
        if done.returncode:
            raise CommandFailed(
                f"The network refused what a customer did: {_last_line(done.stderr)}",
                hint="See the network's log.",
                log=self.bench.services.log("mastodon"),
            )
        return json.loads(done.stdout)

    def write(self, person: Mapping[str, str], text: str, **how: Any) -> dict[str, str]:
        """Post as somebody; {"id", "url"} of the post."""
        return self.do([written(person, text, **how)])[0]


def written(person: Mapping[str, str], text: str, **how: Any) -> dict[str, Any]:
    """The task of writing `text` as `person`."""
    return {"do": "write", "token": person["token"], "text": text, **how}


def script(bench: Bench, name: str, *arguments: str) -> list[str]:
    """The command line of a module of devbench.demo in the network's environment."""
    return [str(bench.network_python), "-m", f"devbench.demo.{name}", *arguments]


def start(bench: Bench, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a module of devbench.demo in the network's environment, its output in a log."""
    bench.logs.mkdir(parents=True, exist_ok=True)
    with (bench.logs / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            script(bench, name, *arguments),
            cwd=bench.repo,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
