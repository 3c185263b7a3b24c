"""`demo`: the Desk with customers who go on writing, until Ctrl-C."""

from __future__ import annotations

import subprocess
import urllib.parse

from devbench.bench import Bench
from devbench.demo import office, people, postbox, x_story
from devbench.demo.desk_client import Desk
from devbench.errors import DevbenchError
from tests.fakes.x_keys import keys_of


def main(bench: Bench) -> int:
    """Seed, play the opening, say where to look, and let the customers write until Ctrl-C."""
    seeded = seed(bench)
    with bench.step("The first customers write, and are read"):
        _open(bench)
        as_manager(bench).call("channels.read_now", channel=seeded["channel"])
    on_x = _begin_on_x(bench)
    tell(bench, seeded)
    _tell_of_x(bench, on_x)
    bench.say("\nCustomers go on writing, and are read once a minute. Ctrl-C ends it.")
    return _go_on(bench)


def seed(bench: Bench) -> dict[str, str]:
    """The shop as the demonstration begins; {"channel", "handle", "now"}."""
    with bench.step("The shop, its customers and its people are there"):
        return bench.execute("devbench.demo.seed.run", {"mastodon_url": bench.mastodon_url})


def as_manager(bench: Bench) -> Desk:
    return Desk(bench.url, office.MANAGER.email, office.PASSWORD)


def as_agent(bench: Bench) -> Desk:
    return Desk(bench.url, office.AGENT.email, office.PASSWORD)


def tell(bench: Bench, seeded: dict[str, str]) -> None:
    """Where the Desk is, who may log in, and what each should look at."""
    customer = urllib.parse.quote(office.ANGRY.docname)
    bench.say(f"\nThe Desk: {bench.url}    Every password is: {office.PASSWORD}")
    for who, look, path in (
        (
            office.SALES,
            f"Sales. {office.ANGRY.docname} has an overdue invoice and writes angrily: tab Social.",
            f"customer/{customer}",
        ),
        (
            office.AGENT,
            "Support. What needs an answer: reply in public, or convert to an Issue.",
            "social-conversation?status=Open",
        ),
        (
            office.MANAGER,
            "Manager. The channel's health, what it listens to, and whether it may reply.",
            f"social-channel/{seeded['channel']}",
        ),
    ):
        bench.say(f"\n  {who.email}\n    {look}\n    {bench.url}/app/{path}")
    bench.say(f"\nWhat the public sees of @{seeded['handle']}: {bench.public_url}")


def _begin_on_x(bench: Bench) -> dict[str, str]:
    """A second channel, on the fake X; {"channel", "handle"}."""
    with bench.step("Some have written on X too, a fake that runs here, and are read"):
        x_story.tell(bench)
        account = {"x_url": bench.x_url, "keys": keys_of(people.COMPANY["username"])}
        on_x = bench.execute("devbench.demo.seed_x.run", account)
        as_manager(bench).call("channels.read_now", channel=on_x["channel"])
    return on_x


def _tell_of_x(bench: Bench, on_x: dict[str, str]) -> None:
    bench.say(f"\nX is a fake that runs here, at {bench.x_url}: nothing reaches the real one.")
    bench.say("  @clara_weiss did not mention the shop, so X allows no answer through its API;")
    bench.say("  links lead to x.com, where these posts are not.")
    bench.say(f"  {bench.url}/app/social-channel/{on_x['channel']}")


def _open(bench: Bench) -> None:
    """The story's opening; its first letters stand on the network when this returns."""
    if postbox.start(bench, "act", bench.mastodon_url, "--once").wait():
        raise DevbenchError(
            "The customers of the demonstration could not write.",
            hint=f"Read {bench.logs / 'act.log'}.",
        )


def _go_on(bench: Bench) -> int:
    """Let the customers write until Ctrl-C or until they can't any more."""
    customers = postbox.start(bench, "act", bench.mastodon_url, "--going-on")
    try:
        customers.wait()
        raise DevbenchError(
            "The customers stopped writing.", hint="Start again.", log=bench.logs / "act.log"
        )
    except KeyboardInterrupt:
        bench.say()
        return 0
    finally:
        _end(customers)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
