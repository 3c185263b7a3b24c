"""How urgent a conversation is, and why, in words.

The category's own priority comes first. A negative post lifts it to High at most; a voice that
carries, a post that spreads, a customer marked as VIP and one who brings more than nearly all
others lift it by one step in all. Who is linked to no customer is worth neither much nor little.
"""

from dataclasses import dataclass

from social_support.networks.words import _

LEVELS = ("Low", "Medium", "High", "Urgent")
LOUD_FOLLOWERS = 10_000
SPREADING_SHARES = 10
# An author among few is soon one of the loudest: below this many followers that says nothing.
LEAST_FOLLOWERS = 1000
# Percentiles: of 100 authors, or customers of the company, so many are heard, or bring, less.
LOUD, VALUABLE = 95, 95


@dataclass(frozen=True)
class Facts:
    """What priority is made from; `category_priority` is one of LEVELS, or empty if unsorted.

    influence, value: percentiles of the author's voice and of what the customer brings.
    """

    category: str = ""
    category_priority: str = ""
    sentiment: str = "Not Rated"
    followers: int = 0
    shares: int = 0
    vip: bool = False
    influence: int = 0
    value: int = 0


@dataclass(frozen=True)
class Reason:
    """A sentence with {0} for its value, to be translated by whoever shows it."""

    text: str
    value: str | int = ""


def priority(facts: Facts) -> tuple[str, list[Reason]]:
    """(one of LEVELS, what led to it). Of value there is no reason: what is stored beside a
    conversation is read by people who may not see money."""
    level = LEVELS.index(facts.category_priority or "Medium")
    reasons = [Reason(_("category {0}"), facts.category)] if facts.category else []
    if facts.sentiment == "Negative":
        reasons.append(Reason(_("negative")))
        if level < LEVELS.index("High"):
            level += 1
    heard = _who_hears(facts)
    if heard or facts.value >= VALUABLE:
        level = min(level + 1, len(LEVELS) - 1)
    return LEVELS[level], reasons + heard


def _who_hears(facts: Facts) -> list[Reason]:
    heard = []
    if facts.followers >= LOUD_FOLLOWERS:
        heard.append(Reason(_("{0} followers"), facts.followers))
    elif facts.influence >= LOUD and facts.followers >= LEAST_FOLLOWERS:
        heard.append(Reason(_("among the {0} % who are heard most"), 100 - LOUD))
    if facts.shares >= SPREADING_SHARES:
        heard.append(Reason(_("{0} shares"), facts.shares))
    if facts.vip:
        heard.append(Reason(_("VIP")))
    return heard
