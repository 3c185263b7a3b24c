"""What a day of reading costs on a network that bills it: said before a channel is saved."""

from __future__ import annotations

from collections.abc import Sequence

from social_support.ingestion import run
from social_support.ingestion.words import Words
from social_support.networks.contract import Network
from social_support.networks.words import _

MINUTES_A_DAY = 24 * 60
# What one call brings at most on the networks that bill.
POSTS_A_CALL = 100


def of_reading(
    network: type[Network],
    streams: Sequence[str],
    read_budget: int,
    poll_interval: int,
    posts_a_day: float | None,
) -> Words:
    """What reading `streams` costs a day, in a few sentences with US dollars.

    read_budget: reads a day, 0 for none; poll_interval: minutes; posts_a_day: what was read lately,
    None for a channel that has not read yet. Where reading is free, that.
    """
    if not network.price_per_read:
        return Words(_("Reading this network is free."))
    prices = [network.price_per_read.get(stream, 0) for stream in streams]
    if not prices:
        return Words(_("Choose what the channel reads, and see here what it costs."))
    parts = [Words(_("100 posts cost {0}."), (_per_hundred(prices),))]
    if posts_a_day is not None:
        usual = posts_a_day * sum(prices) / len(prices)
        parts.append(Words(_("What was read lately costs about {0} a day."), (dollars(usual),)))
    parts.append(_at_most(prices, read_budget, poll_interval))
    return Words(" ".join(f"{{{number}}}" for number in range(len(parts))), tuple(parts))


def _per_hundred(prices: Sequence[float]) -> str:
    lowest, highest = min(prices) * 100, max(prices) * 100
    return dollars(highest) if lowest == highest else f"{dollars(lowest)} – {dollars(highest)}"


def _at_most(prices: Sequence[float], read_budget: int, poll_interval: int) -> Words:
    if read_budget:
        # The page on which the limit is reached is read to its end.
        most = (read_budget + POSTS_A_CALL) * max(prices)
        return Words(
            _("With a budget of {0} reads it is at most {1} a day."), (read_budget, dollars(most))
        )
    polls = MINUTES_A_DAY / max(poll_interval, 1)
    most = polls * run.MAX_PAGES * POSTS_A_CALL * sum(prices)
    return Words(
        _("Without a budget there is no limit: polling this often can fetch up to {0} a day."),
        (dollars(most),),
    )


def dollars(amount: float) -> str:
    """An amount in the currency that networks bill in, whatever that of the site is."""
    return f"${amount:,.2f}"
