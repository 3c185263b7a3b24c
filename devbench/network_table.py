"""The README's table of networks, made from the classes that hooks.py names.

`python3 devbench readme` writes it; a test says when that was forgotten. Run with the bench's
Python: `python -m devbench.network_table`.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from social_support import hooks
from social_support.networks.contract import Network

REPOSITORY = Path(__file__).parents[1]
README = REPOSITORY / "README.md"
DOCS = "docs/networks"
BEGIN, END = "<!-- networks: made by `python3 devbench readme` -->", "<!-- /networks -->"
HEADING = ("Network", "Reads", "Is pushed", "Answers", "Costs")
NOTHING = "–"


def networks() -> list[type[Network]]:
    """In the order of hooks.py."""
    return [_class(path) for path in hooks.social_support_networks.values()]


def table() -> str:
    """The lines between the marks, without a line end at the last."""
    rows = [HEADING, ("---",) * len(HEADING), *(_row(network) for network in networks())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def page_of(network: type[Network]) -> Path:
    """Its page under docs/."""
    return REPOSITORY / DOCS / f"{network.key}.md"


def written(readme: str) -> str:
    """`readme` with the table as it is to be. Raises ValueError where it has no place for it."""
    before, begin, rest = readme.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _row(network: type[Network]) -> tuple[str, ...]:
    return (
        f"[{network.label}]({DOCS}/{network.key}.md)",
        _listed(network.streams),
        _listed(network.pushed),
        _answers(network),
        "billed by the network" if network.price_per_read else "free",
    )


def _answers(network: type[Network]) -> str:
    ways = ["in public"] * network.can_reply_publicly + ["privately"] * network.can_reply_privately
    return " and ".join(ways) or NOTHING


def _listed(streams: tuple[str, ...]) -> str:
    return ", ".join(streams).lower() or NOTHING


def _class(path: str) -> type[Network]:
    module, _dot, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
