from datetime import datetime, timedelta, timezone

import pytest

from social_support.ingestion.backoff import (
    concerns_the_account,
    wait_seconds,
    waits_for_a_person,
)
from social_support.networks.errors import (
    AuthenticationFailed,
    NotFound,
    PermissionRefused,
    RateLimited,
    Terminal,
    Unavailable,
    UnexpectedPayload,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def test_waits_twice_as_long_each_time_up_to_an_hour():
    waits = [wait_seconds(Unavailable("down"), n, NOW, 0.5) for n in range(1, 10)]
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 60), (0.5, 120), (1.0, 180)])
def test_jitter_spreads_over_half_to_one_and_a_half(jitter, seconds):
    assert wait_seconds(Unavailable("down"), 3, NOW, jitter) == seconds


def test_a_thousand_failures_still_wait_an_hour():
    assert wait_seconds(Unavailable("down"), 1000, NOW, 1.0) == 3600


def test_what_the_network_says_comes_first():
    later = RateLimited("slower", retry_at=NOW + timedelta(hours=5))
    assert wait_seconds(later, 1, NOW, 0.0) == 5 * 3600


def test_a_moment_that_has_passed_is_now():
    earlier = RateLimited("slower", retry_at=NOW - timedelta(minutes=5))
    assert wait_seconds(earlier, 9, NOW, 0.25) == 0.25


def test_an_unexpected_error_of_ours_backs_off_too():
    assert wait_seconds(ValueError("bug"), 2, NOW, 0.5) == 60


def test_a_strange_answer_is_looked_at_again_in_an_hour():
    assert wait_seconds(UnexpectedPayload("a web page"), 1, NOW, 0.5) == 3600


@pytest.mark.parametrize(
    ("error", "waits", "all_streams"),
    [
        (AuthenticationFailed("no"), True, True),
        (PermissionRefused("no"), True, False),
        (Terminal("cannot be read"), True, False),
        (UnexpectedPayload("html"), False, True),
        (NotFound("gone"), False, False),
        (Unavailable("down"), False, True),
        (RateLimited("slower", retry_at=NOW), False, True),
        (ValueError("bug"), False, False),
    ],
)
def test_which_errors_wait_for_a_person_and_which_concern_all_streams(error, waits, all_streams):
    assert waits_for_a_person(error) is waits
    assert concerns_the_account(error) is all_streams
