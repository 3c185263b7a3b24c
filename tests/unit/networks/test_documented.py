"""Each network that we bring has its page, its contract test and its line in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from devbench import network_table
from social_support.networks.contract import Network

HERE = Path(__file__).parent
SPOKEN_OF = ("Connecting", "limit", "cost", "rule", "can't|can be answered")

each_network = pytest.mark.parametrize(
    "network", network_table.networks(), ids=lambda network: network.key
)


@each_network
def test_it_has_a_page_that_says_what_one_has_to_know(network: type[Network]):
    page = network_table.page_of(network)
    assert page.is_file(), f"Write {page.relative_to(network_table.REPOSITORY)}."
    text = page.read_text()
    missing = [word for word in SPOKEN_OF if not re.search(word, text, re.IGNORECASE)]
    assert not missing, f"{page.name} does not speak of: {', '.join(missing)}"


@each_network
def test_it_passes_the_contract(network: type[Network]):
    files = HERE.glob(f"test_{network.key}*.py")
    assert any("(NetworkContract)" in file.read_text() for file in files), (
        f"No test_{network.key}….py inherits NetworkContract."
    )


def test_the_table_of_the_readme_is_made_from_the_code():
    readme = network_table.README.read_text()
    assert network_table.written(readme) == readme, "Run `python3 devbench readme`."
