"""What stands on the fake X when the demonstration begins: one of each kind.

Nobody writes there later: what goes on is told on Mastodon.
"""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from devbench.bench import Bench
from devbench.demo import people
from devbench.errors import DevbenchError

WORD = "drillco"  # what the channel searches X for
PATIENCE = 20  # seconds that the fake may take


def tell(bench: Bench) -> None:
    """Let the customers write, unless they did so before."""
    x = _Control(bench)
    if x.do("size"):
        return
    shown = (people.COMPANY, *people.CUSTOMERS)
    for person in shown:
        about = {"name": person["display_name"], "description": person["note"]}
        x.do("describe", username=person["username"], **about)
    ours = x.do("write", username="shop", text="The new catalogue is out: drill.example/catalogue")
    asked = x.do(
        "write", username="george_m", text="@shop My S-45 stops after a minute. Is that normal?"
    )
    x.do("retweet", username="julia_novak", post_id=asked)
    x.do("write", username="clara_weiss", text="Never again drillco. Two weeks for a battery!")
    x.do("write", username="boris_builds", text="And the prices?", quotes=ours)
    changed = x.do("write", username="milo_chen", text="@shop Do you ship to Vienn?", lang="en")
    x.do("edit", post_id=changed, text="@shop Do you ship to Vienna?")
    x.do("message", username="dimitar_g", to="shop", text="Здравейте, кога е готов ремонтът ми?")


class _Control:
    """What makes people act on the fake."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def do(self, act: str, /, **arguments: Any) -> Any:
        """What came of one act. Raises DevbenchError."""
        request = urllib.request.Request(
            f"{self._bench.x_url}/_control/{act}", data=json.dumps(arguments).encode()
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["answer"]
        except OSError as error:
            raise DevbenchError(
                f"The fake X did not do what a customer wanted: {error}",
                hint="Start again.",
                log=self._bench.services.log("x"),
            ) from error
