"""Nothing is lost and nothing doubled, whatever the network and the machine do meanwhile.

`--seeds 20` runs twenty seeds, `--seed 7` that one again, `--story-posts 6000` a longer story;
`--fault-networks facebook` another network than Mastodon, `all` every one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.faulty import FaultyServer
from tests.fakes.faulty_facebook import FaultyFacebook
from tests.fakes.faulty_mastodon import FaultyMastodon
from tests.fakes.faulty_x import FaultyX
from tests.site.ingestion.faults.crew import Crew
from tests.site.ingestion.faults.removal import remove_posts
from tests.site.ingestion.faults.run import FaultRun

NETWORKS = {one.network: one for one in (FaultyMastodon, FaultyX, FaultyFacebook)}
FIRST_SEED, POSTS = 1, 1000


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        one = metafunc.config.getoption("--seed", None)
        many = metafunc.config.getoption("--seeds", 1)
        seeds = [one] if one is not None else range(FIRST_SEED, FIRST_SEED + many)
        metafunc.parametrize("seed", seeds)
    if "network" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--fault-networks", FaultyMastodon.network)
        names = [*NETWORKS] if wanted == "all" else wanted.split(",")
        metafunc.parametrize("network", [NETWORKS[name] for name in names], ids=names)


@pytest.fixture
def crew(own_site: str, bench, log_folder: Path) -> Iterator[Crew]:
    crew = Crew(bench, log_folder / "crew.log")
    yield crew
    crew.go_home()


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


@pytest.mark.slow
def test_database_equals_the_network(network, seed, request, crew, connect, tick):
    posts = request.config.getoption("--story-posts", POSTS)
    run = FaultRun(network, seed, posts, crew, connect, lambda: tick("schedule.poll_due_channels"))
    run.go()
    print(run.summary())
    assert not run.problems, run.report()
