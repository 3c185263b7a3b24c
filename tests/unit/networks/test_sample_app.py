"""The network that the sample app brings passes the same tests as our own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from setuptools import find_packages
from setuptools.config.pyprojecttoml import read_configuration

from social_support.networks.contract import PUBLIC, Account, Network, Stream
from social_support.networks.http import Http
from tests.contract.network_contract import NetworkContract, Provider, Shown
from tests.sample_app.guestbook_server import SHOP, TOKEN, GuestbookServer

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE_APP = REPOSITORY / "tests" / "sample_app"
if str(SAMPLE_APP) not in sys.path:
    sys.path.append(str(SAMPLE_APP))

from sample_network import hooks  # noqa: E402
from sample_network.guestbook import Guestbook  # noqa: E402


class GuestbookProvider(Provider):
    has_content_warnings = False

    def __init__(self, server: GuestbookServer):
        self.server = server

    def connect(self, *, token: str | None = None, may_write: bool = True) -> Network:
        url = self.server.url
        account = Account(url, token or TOKEN, f"{url}/people/{SHOP}", SHOP)
        return Guestbook(account, Http(may_write=may_write, allow_private_addresses=True))

    def secret(self) -> str:
        return TOKEN

    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        return self.server.write(text)["id"]

    def delete(self, external_id: str) -> None:
        self.server.remove(external_id)

    def show(self, external_id: str) -> Shown:
        entry = next(entry for entry in self.server.entries if entry["id"] == external_id)
        return Shown(entry["text"], PUBLIC, "", entry["answers"])

    def answers_to(self, external_id: str) -> list[str]:
        return [e["id"] for e in self.server.entries if e["answers"] == external_id]


class TestGuestbook(NetworkContract):
    @pytest.fixture
    def provider(self) -> Iterator[GuestbookProvider]:
        with GuestbookServer() as server:
            yield GuestbookProvider(server)

    def test_many_pages_are_read_without_a_gap(self, provider: GuestbookProvider):
        network, stream = provider.connect(), Stream("Mentions")
        provider.write("The first")
        cursor = provider.server.entries[-1]["id"]
        written = [provider.write(f"Number {n}") for n in range(50)]
        pages = list(network.fetch(stream, cursor))
        assert [post.external_id for page in pages for post in page.posts] == written
        assert len(pages) == 3


def test_its_hook_names_the_class():
    path = f"{Guestbook.__module__}.{Guestbook.__qualname__}"
    assert hooks.social_support_networks == {Guestbook.key: path}


def test_the_sample_app_is_no_part_of_the_package():
    configured = read_configuration(REPOSITORY / "pyproject.toml", expand=False)
    found = configured["tool"]["setuptools"]["packages"]["find"]
    shipped = find_packages(str(REPOSITORY), include=found["include"])
    assert "social_support.networks" in shipped
    assert all(name.split(".")[0] == "social_support" for name in shipped)
