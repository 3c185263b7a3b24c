"""What reading costs a day, before anybody pays it."""

import pytest

from social_support.ingestion.cost import of_reading


class Free:
    price_per_read = {}


class Billed:
    price_per_read = {"Mentions": 0.015, "Direct Messages": 0.02, "Own Posts": 0.001, "": 0.005}


def told(*args):
    return of_reading(*args).told(lambda words: words)


def test_a_free_network_is_free():
    assert told(Free, ["Mentions"], 0, 1, None) == "Reading this network is free."


def test_a_budget_is_a_limit_with_the_last_page_on_top():
    words = told(Billed, ["Mentions"], 1000, 1, None)
    assert words == (
        "100 posts cost $1.50. With a budget of 1000 reads it is at most $16.50 a day."
    )


def test_what_was_read_lately_is_what_it_usually_costs():
    assert "lately costs about $3.00 a day" in told(Billed, ["Mentions"], 1000, 1, 200)
    assert "lately" not in told(Billed, ["Mentions"], 1000, 1, None)


# A poll brings ten pages of a hundred posts at the most.
@pytest.mark.parametrize(
    ("minutes", "most"), [(1, "$21,600.00"), (60, "$360.00"), (0, "$21,600.00")]
)
def test_without_a_budget_the_most_that_polling_can_fetch_is_said(minutes, most):
    assert f"up to {most} a day" in told(Billed, ["Mentions"], 0, minutes, None)


def test_streams_of_different_prices_are_said_as_a_span():
    assert "$1.50 – $2.00" in told(Billed, ["Mentions", "Direct Messages"], 1000, 1, None)


def test_nothing_chosen_costs_nothing_yet():
    assert told(Billed, [], 1000, 1, None).startswith("Choose what the channel reads")
