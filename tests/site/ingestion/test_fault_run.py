"""Nothing is lost and nothing doubled, whatever the network and the machine do meanwhile.

`--seeds 20` runs twenty seeds, `--seed 7` that one again, `--story-posts 6000` a longer story;
`--fault-networks facebook,x-pushed` the networks of that name, `all` every one. "-pushed": the same
posts come by poll and by push at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import frappe
import pytest

from social_support.ingestion.push import status
from tests.fakes.faulty import FaultyServer
from tests.fakes.faulty_bluesky import FaultyBluesky
from tests.fakes.faulty_facebook import FaultyFacebook
from tests.fakes.faulty_mastodon import FaultyMastodon
from tests.fakes.faulty_x import FaultyX
from tests.fakes.pushing import Pushing, PushingFacebook, PushingX
from tests.site.ingestion.faults.crew import Crew
from tests.site.ingestion.faults.removal import remove_posts
from tests.site.ingestion.faults.run import FaultRun, jobs
from tests.site.support.bench import Bench

POLLED = (FaultyMastodon, FaultyX, FaultyFacebook, FaultyBluesky)
PUSHED = (PushingX, PushingFacebook)
NETWORKS = {one.network: one for one in POLLED} | {f"{one.network}-pushed": one for one in PUSHED}
FIRST_SEED, POSTS = 1, 500
# How many posts, when nobody asks for more.
BY_DEFAULT = {"mastodon": POSTS, "bluesky": 40, "x-pushed": 40, "facebook-pushed": 40}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        one = metafunc.config.getoption("--seed", None)
        many = metafunc.config.getoption("--seeds", 1)
        seeds = [one] if one is not None else range(FIRST_SEED, FIRST_SEED + many)
        metafunc.parametrize("seed", seeds)
    if "network" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--fault-networks", None) or ",".join(BY_DEFAULT)
        names = [*NETWORKS] if asked == "all" else asked.split(",")
        many = metafunc.config.getoption("--story-posts", None)
        short = BY_DEFAULT if names == [*BY_DEFAULT] else {}
        cases = [(NETWORKS[name], many or short.get(name, POSTS)) for name in names]
        metafunc.parametrize(("network", "posts"), cases, ids=names)


@pytest.fixture(scope="module")
def workers(own_bench: Bench, site: str, log_folder: Path) -> Iterator[Crew]:
    crew = Crew(own_bench, log_folder / "crew.log")
    yield crew
    crew.go_home()


@pytest.fixture
def crew(workers: Crew) -> Iterator[Crew]:
    """It works until one seed is over, and goes on with the next one."""
    workers.killed.clear()
    yield workers
    if workers.at_work() or jobs():
        workers.go_home()


@pytest.fixture
def connect(make, cleanup, allow_loopback) -> Callable[[FaultyServer], str]:
    """A channel with a team that reads everything the network offers."""

    def connect(server: FaultyServer) -> str:
        channel = make.channel(
            server,
            network=server.network,
            streams=server.streams,
            team=make.user_group(make.agent()),
            backfill_posts=100_000,
            **server.fields,
        )
        cleanup.call(lambda: remove_posts(channel.name, server.author_prefix))
        return channel.name

    return connect


@pytest.fixture
def address(network, request) -> Iterator[str]:
    """Where the network pushes to, on a real web server; "" where it pushes nothing."""
    if not issubclass(network, Pushing):
        yield ""
        return
    url = request.getfixturevalue("web").url
    yield f"{url}{status.ENDPOINT}?network={network.network}"
    frappe.db.delete("Social Delivery", {"network": network.network})
    frappe.db.commit()


@pytest.mark.slow
def test_database_equals_the_network(network, posts, seed, crew, connect, address, tick):
    def a_minute() -> None:
        tick("schedule.poll_due_channels")
        tick("drain.drain_waiting")

    run = FaultRun(network, seed, posts, crew, connect, a_minute, address)
    run.go()
    print(run.summary())
    assert not run.problems, run.report()
