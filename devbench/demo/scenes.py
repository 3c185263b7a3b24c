"""`demo --scene …`: one short scene, played on the running Desk, with what to watch."""

from __future__ import annotations

import itertools
import sys
import time
from collections import Counter
from typing import Any

from devbench.bench import Bench
from devbench.demo import crash, office, people, show, story
from devbench.demo.desk_client import Refused
from devbench.demo.stage import Stage

AT_ONCE = 30
MOST_READINGS = 2  # the scheduler may read once while they write
ANSWER = "Thank you for writing! We look into it at once."


def main(bench: Bench, scene: str) -> int:
    """Play the scene; whoever sits at the terminal may then look around until Ctrl-C."""
    stage = Stage(bench, show.seed(bench))
    held = SCENES[scene](stage)
    show.tell(bench, stage.seeded)
    if held and sys.stdin.isatty():
        bench.say("\nLook around. Ctrl-C ends it.")
        _wait_for_ctrl_c()
    return 0 if held else 1


def outage(stage: Stage) -> bool:
    """Thirty people complain at once."""
    crowd = zip(people.CROWD[:AT_ONCE], itertools.cycle(story.OUTAGE))
    with stage.bench.step(f"{AT_ONCE} people complain at once"):
        posts = stage.write(list(crowd))
    stage.read()
    names = [row["conversation"] for row in stage.interactions(posts)]
    fields = ("priority", "category")
    rows = stage.manager.rows("Social Conversation", fields, ["name", "in", names])
    for (priority, category), count in Counter(map(_sorted_as, rows)).most_common():
        stage.bench.say(f"      {count} conversations: {priority}, {category}")
    told = stage.alerts()
    for subject in told:
        stage.bench.say(f"      {stage.agent.user} is told: {subject}")
    stage.bench.say(
        "\nWatch: one notification for a reading, not thirty, and every complaint Urgent:"
    )
    stage.bench.say(f"{stage.bench.url}/app/social-conversation?status=Open&priority=Urgent")
    return len(rows) == AT_ONCE and 1 <= len(told) <= MOST_READINGS


def same_name(stage: Stage) -> bool:
    """Somebody bears the name of two customers."""
    person = next(who for who in people.CUSTOMERS if who["username"] == "ivan_petrov")
    posts = stage.write([(person, "@shop My sander is broken. It is Ivan.")])
    stage.read()
    profile = stage.interactions(posts)[0]["profile"]
    customer = stage.manager.doc("Social Profile", profile).get("customer")
    conditions = (["profile", "=", profile], ["decision", "=", "Open"])
    possible = stage.manager.rows(
        "Social Link Suggestion", ("customer", "evidence"), *conditions, order="customer"
    )
    stage.bench.say(f"      {person['display_name']} is linked to: {customer or 'nobody'}")
    for row in possible:
        stage.bench.say(f"      possible: {row['customer']}. {row['evidence']}")
    stage.bench.say("\nWatch: a name alone is no link. The agent says Yes or No, on the")
    stage.bench.say(f"conversation or on {stage.link('Customer', office.SAME_NAME[0].docname)}")
    return customer is None and len(possible) == len(office.SAME_NAME)


def listen_only(stage: Stage) -> bool:
    """An answer on a channel that only listens."""
    posts = stage.write([(people.CUSTOMERS[7], "@shop What time do you open?")])
    stage.read()
    row = stage.interactions(posts)[0]
    dialog = stage.agent.call("replies.compose", conversation=row["conversation"])
    stage.manager.change("Social Channel", stage.channel, mode="Listen Only")
    stage.bench.say("      The manager sets the channel to Listen Only; the agent presses Send.")
    try:
        stage.agent.call("replies.send", interaction=dialog["interaction"], text=ANSWER)
    except Refused as reason:
        stage.bench.say(f"      Refused: {reason}")
    else:
        stage.bench.say("      It was sent. That must not be.")
        return False
    stage.bench.say("\nWatch: Send is refused with the reason, and nothing reaches the network.")
    stage.bench.say(stage.link("Social Conversation", row["conversation"]))
    return True


SCENES = {
    "outage": outage,
    "same-name": same_name,
    "crash": crash.play,
    "listen-only": listen_only,
}


def _sorted_as(row: dict[str, Any]) -> tuple[str, str]:
    return row["priority"], row["category"] or "unsorted"


def _wait_for_ctrl_c() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return
