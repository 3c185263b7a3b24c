"""Where a scene is played: the seeded Desk, its people, and the network."""

from __future__ import annotations

import html
import json
import urllib.parse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from devbench.bench import Bench
from devbench.demo import show
from devbench.demo.desk_client import Desk
from devbench.demo.postbox import Postbox, written


@dataclass
class Stage:
    """Where a scene is played."""

    bench: Bench
    seeded: dict[str, str]
    agent: Desk = field(init=False)
    manager: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.agent, self.manager = show.as_agent(self.bench), show.as_manager(self.bench)

    @property
    def channel(self) -> str:
        return self.seeded["channel"]

    def read(self) -> None:
        """Press Read Now, as a person who doesn't want to wait for the next minute."""
        with self.bench.step("The manager presses Read Now"):
            answer = self.manager.call("channels.read_now", channel=self.channel)
        self.bench.say(f"      {answer['message']}")

    def write(self, letters: Sequence[tuple[Mapping[str, str], str]]) -> list[str]:
        """Let people write; the ids of their posts."""
        tasks = [written(person, text) for person, text in letters]
        return [answer["id"] for answer in Postbox(self.bench).do(tasks)]

    def interactions(self, posts: list[str]) -> list[dict[str, Any]]:
        """What the Desk has of these posts of the network."""
        fields = ("external_id", "conversation", "profile")
        conditions = (["channel", "=", self.channel], ["external_id", "in", posts])
        return self.manager.rows("Social Interaction", fields, *conditions)

    def close(self, conversations: Collection[str]) -> None:
        """Close what nobody needs to look at any more."""
        names = json.dumps(sorted(conversations))
        self.manager.call("conversations.close", names=names, outcome="No Answer Needed")

    def link(self, doctype: str, name: str) -> str:
        place = doctype.lower().replace(" ", "-")
        return f"{self.bench.url}/app/{place}/{urllib.parse.quote(name)}"

    def alerts(self) -> list[str]:
        """What the agent was notified of since the scene began."""
        since = ["creation", ">=", self.seeded["now"]]
        mine = ["for_user", "=", self.agent.user]
        rows = self.agent.rows("Notification Log", ("subject",), since, mine, order="creation")
        return [html.unescape(row["subject"]) for row in rows]
