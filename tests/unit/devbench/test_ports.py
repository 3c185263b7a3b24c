"""Ports are kept; one that somebody else has taken is exchanged."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from devbench import ports


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run" / "ports.json"


@pytest.fixture
def occupied(file: Path) -> Iterator[int]:
    """The bench's own web port, on which another program listens."""
    port = ports.load(file, ours=nobody)["web"]
    with socket.create_server(("127.0.0.1", port)):
        yield port


def nobody(_service: str) -> bool:
    return False


def test_every_service_has_a_port_of_its_own(file):
    chosen = ports.load(file, ours=nobody)
    assert set(chosen) == set(ports.NAMES)
    assert len(set(chosen.values())) == len(ports.NAMES)


def test_ports_are_kept(file):
    assert ports.load(file, ours=nobody) == ports.load(file, ours=nobody)


def test_a_port_that_another_program_took_is_exchanged_and_the_others_stay(file, occupied):
    before = {**ports.load(file, ours=lambda service: service == "web")}
    after = ports.load(file, ours=nobody)
    assert before.pop("web") == occupied
    assert after.pop("web") != occupied
    assert after == before


def test_the_port_of_our_running_service_stays(file, occupied):
    assert ports.load(file, ours=lambda service: service == "web")["web"] == occupied


def test_a_service_that_came_later_gets_a_port(file):
    before = ports.load(file, ours=nobody)
    file.write_text(file.read_text().replace('"public"', '"gone"'))
    after = ports.load(file, ours=nobody)
    assert "gone" not in after and "public" in after
    assert after["web"] == before["web"]
