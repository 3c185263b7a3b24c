"""How urgent a conversation is, and why, in words.

The category's own priority comes first. A negative post lifts it to High at most; a voice that
carries, a post that spreads and a customer marked as VIP lift it by one step in all.
"""

from dataclasses import dataclass

from social_support.networks.words import _

LEVELS = ("Low", "Medium", "High", "Urgent")
LOUD_FOLLOWERS = 10_000
SPREADING_SHARES = 10


@dataclass(frozen=True)
class Facts:
    """What priority is made from; `category_priority` is one of LEVELS, or empty if unsorted."""

    category: str = ""
    category_priority: str = ""
    sentiment: str = "Not Rated"
    followers: int = 0
    shares: int = 0
    vip: bool = False


@dataclass(frozen=True)
class Reason:
    """A sentence with {0} for its value, to be translated by whoever shows it."""

    text: str
    value: str | int = ""


def priority(facts: Facts) -> tuple[str, list[Reason]]:
    """(one of LEVELS, what led to it)."""
    level = LEVELS.index(facts.category_priority or "Medium")
    reasons = [Reason(_("category {0}"), facts.category)] if facts.category else []
    if facts.sentiment == "Negative":
        reasons.append(Reason(_("negative")))
        if level < LEVELS.index("High"):
            level += 1
    heard = _who_hears(facts)
    if heard:
        level = min(level + 1, len(LEVELS) - 1)
    return LEVELS[level], reasons + heard


def _who_hears(facts: Facts) -> list[Reason]:
    heard = []
    if facts.followers >= LOUD_FOLLOWERS:
        heard.append(Reason(_("{0} followers"), facts.followers))
    if facts.shares >= SPREADING_SHARES:
        heard.append(Reason(_("{0} shares"), facts.shares))
    if facts.vip:
        heard.append(Reason(_("VIP")))
    return heard
