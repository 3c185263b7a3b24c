"""A labelled set with traps: nobody is linked to the wrong one, and whoever can be known is."""

from tests.load.labelled.cases import ALL
from tests.load.labelled.measure import measure


def test_no_link_is_wrong(channel, capsys):
    outcome = measure(channel, seed=3, times=24)
    with capsys.disabled():
        print(f"\n{outcome.figures}, of the open matches {outcome.worklist_right} are right")
    assert outcome.wrong == []
    assert outcome.figures["automatic_precision"] == 1.0
    assert not outcome.missed, "these can be known for sure"
    assert outcome.links >= 300
    # The work that is left to people: a few guesses, and for whom nothing speaks, none.
    assert outcome.figures["automatic_recall"] > 0.6
    assert outcome.figures["matches_per_profile"] < 1


def test_the_traps_are_many():
    assert len(ALL) == len(set(ALL)) > 30
