"""Another app brings a network through the hook: installed, its channels are made and read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample_app.guestbook_server import GuestbookServer
from tests.site.support.bench import Bench
from tests.site.support.clone import REPOSITORY, Clone, cloned

APP = "sample_network"


@pytest.fixture
def clone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clone]:
    """A site on whose bench the sample app is."""
    bench = Bench.from_environment()
    if not bench.is_ours:
        pytest.skip("Done only on a bench that was made for the tests.")
    path = [str(REPOSITORY / "tests" / "sample_app"), *os.environ.get("PYTHONPATH", "").split(":")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
    with cloned(bench, APP, social_support_allow_private_networks=1) as clone:
        yield clone


@pytest.mark.slow
@pytest.mark.elsewhere
def test_an_installed_app_brings_its_network(clone: Clone) -> None:
    clone.run("install-app", APP)
    with GuestbookServer() as server:
        for number in range(25):
            server.write(f"Entry {number}")
        script = Path(__file__).with_name("read_guestbook.py")
        came = clone.script(script, server.url)
        answers = [entry for entry in server.entries if entry["answers"]]
    assert {"guestbook", "mastodon"} <= set(came["networks"])
    assert came["streams"] == ["Mentions"]
    assert came["handle"] == "shop"
    assert sorted(came["texts"]) == sorted(f"Entry {number}" for number in range(25))
    assert came["conversations"] == 25
    assert [answer["text"] for answer in answers] == ["Thank you!"]
    assert came["answer"] == answers[0]["id"]
