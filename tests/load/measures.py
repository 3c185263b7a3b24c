"""What is measured side by side: rounds, medians, ratios."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def say(line: str) -> None:
    """Print a line at once, into a pipe too."""
    print(line, flush=True)


@dataclass
class Rates:
    """Posts a second of each way, round by round."""

    rounds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, way: str, posts: int, seconds: float) -> None:
        self.rounds[way].append(posts / seconds)

    def of(self, way: str) -> float:
        """The median."""
        return statistics.median(self.rounds[way])

    def ratio(self, way: str, to: str) -> float:
        """The median of what the ratio was in each round: a busy minute hits both ways."""
        pairs = zip(self.rounds[way], self.rounds[to], strict=True)
        return statistics.median(one / other for one, other in pairs)


@dataclass
class Report:
    """Lines for a person, and the figures that a machine compares.

    say: what each line is handed to as soon as it is known.
    """

    say: Callable[[str], None] = say
    figures: dict[str, float] = field(default_factory=dict)

    def title(self, words: str) -> None:
        self.say(f"\n{words}")

    def row(self, what: str, value: str, *, beside: str = "") -> None:
        self.say(f"  {what:<58} {value:>16}  {beside}".rstrip())

    def rates(self, rates: Rates, words: Mapping[str, str], of: str = "posts/s") -> None:
        """The median rate of each way, with the rounds' span behind."""
        for way, what in words.items():
            found = rates.rounds[way]
            self.row(
                what,
                f"{rates.of(way):,.0f} {of}",
                beside=f"{min(found):,.0f} … {max(found):,.0f}",
            )

    def figure(self, key: str, value: float, what: str, *, wanted: str) -> None:
        """A ratio that has a goal."""
        self.figures[key] = round(value, 3)
        self.row(what, f"{value:.2f}", beside=f"wanted: {wanted}")
