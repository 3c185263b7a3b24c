"""Percentiles: how many of 100 have less, and what is said of it."""

import pytest

from social_support.customers.percentiles import Scale, top


@pytest.mark.parametrize(
    ("percentile", "said"),
    [(99, 1), (98, 5), (95, 5), (94, 10), (90, 10), (80, 20), (79, None), (0, None), (None, None)],
)
def test_the_top_is_said_in_few_words(percentile, said):
    assert top(percentile) == said


def test_an_empty_table_has_no_percentiles():
    assert Scale((), ()).as_sql("voice") == "0"


def test_the_expression_names_each_step_once():
    said = Scale((0, 50), (1.0, 2.5)).as_sql("voice")
    assert said == "IFNULL(ELT(INTERVAL(`voice`, 1.0, 2.5), 0, 50), 0)"
