"""What becomes of a reply after an attempt: the whole table."""

from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks import errors
from social_support.replies import outcome
from social_support.replies.outcome import FAILED, SENDING, UNCONFIRMED

NOW = datetime(2026, 11, 22, 12, 0)
LATER = datetime(2026, 11, 22, 12, 7, tzinfo=timezone.utc)
DEFINITE = (
    errors.Unavailable("down"),
    errors.AuthenticationFailed("token"),
    errors.PermissionRefused("scope"),
    errors.PostRejected("too long"),
    errors.NotFound("gone"),
    errors.UnexpectedPayload("a web page"),
    errors.WritingNotAllowed("read only"),
    errors.AddressNotAllowed("private"),
    errors.UnknownNetwork("unheard of"),
)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize("error", DEFINITE, ids=lambda error: type(error).__name__)
def test_what_certainly_published_nothing_has_failed(error):
    assert outcome.of_sending(error, None, NOW) == outcome.Outcome(FAILED, error)


@pytest.mark.parametrize("error", DEFINITE, ids=lambda error: type(error).__name__)
def test_a_doubt_stays_when_a_later_attempt_published_nothing(error):
    result = outcome.of_sending(error, NOW - minutes(3), NOW)
    assert result == outcome.Outcome(UNCONFIRMED, error)


def test_what_may_not_be_sent_waits_has_failed_or_stays_in_doubt():
    doubt = NOW - minutes(3)
    assert outcome.of_refusal(doubt, NOW) == outcome.Outcome(SENDING, again_at=NOW)
    assert outcome.of_refusal(doubt, None) == outcome.Outcome(UNCONFIRMED)
    assert outcome.of_refusal(None, None) == outcome.Outcome(FAILED)


@pytest.mark.parametrize("kind", [errors.Unavailable, errors.Transient, errors.PostRejected])
def test_what_may_have_published_is_unconfirmed_and_asked_about(kind):
    error = kind("broke off", maybe_done=True)
    result = outcome.of_sending(error, None, NOW)
    assert result == outcome.Outcome(UNCONFIRMED, error, NOW + outcome.ASK_AFTER)


def test_a_rate_limit_waits_for_the_networks_own_time():
    error = errors.RateLimited("slower", retry_at=LATER)
    for doubt in (None, NOW - minutes(3)):
        result = outcome.of_sending(error, doubt, NOW)
        assert result == outcome.Outcome(SENDING, error, NOW + minutes(7))


def test_a_rate_limit_that_may_have_published_is_unconfirmed():
    error = errors.RateLimited("slower", retry_at=LATER, maybe_done=True)
    assert outcome.of_sending(error, None, NOW).status == UNCONFIRMED


@pytest.mark.parametrize(
    ("error", "again_at"),
    [
        (errors.Unavailable("down"), NOW + outcome.ASK_AGAIN_AFTER),
        (errors.RateLimited("slower", retry_at=LATER), NOW + minutes(7)),
        (errors.AuthenticationFailed("token"), None),
    ],
    ids=["network down", "rate limit", "a person has to act"],
)
def test_a_doubt_stays_while_the_network_cannot_be_asked(error, again_at):
    result = outcome.of_asking(error, NOW - minutes(3), NOW)
    assert result == outcome.Outcome(UNCONFIRMED, error, again_at)


def test_without_a_doubt_failing_to_ask_is_a_failure():
    error = errors.AuthenticationFailed("token")
    assert outcome.of_asking(error, None, NOW).status == FAILED


@pytest.mark.parametrize(
    ("doubt", "seconds", "status"),
    [
        (None, 0, SENDING),
        (NOW - minutes(3), 0, UNCONFIRMED),
        (NOW - minutes(3), 3600, SENDING),
        (NOW - minutes(58), 3600, SENDING),
        (NOW - minutes(59), 3600, UNCONFIRMED),
        (NOW - minutes(61), 3600, UNCONFIRMED),
    ],
    ids=["no doubt", "no key", "key covers", "just covers", "too near the end", "key is over"],
)
def test_only_a_key_that_still_counts_allows_another_try(doubt, seconds, status):
    assert outcome.of_not_found(doubt, seconds, NOW) == outcome.Outcome(status)


@pytest.mark.parametrize(
    ("row", "step"),
    [
        ({}, None),
        ({"queued_at_utc": NOW - minutes(1)}, "publish"),
        ({"retry_at_utc": NOW + minutes(1), "queued_at_utc": NOW - minutes(9)}, None),
        ({"retry_at_utc": NOW}, "publish"),
        ({"attempt_at_utc": NOW - minutes(1.9)}, None),
        ({"attempt_at_utc": NOW - minutes(2)}, "ask"),
        ({"status": UNCONFIRMED, "attempt_at_utc": NOW - minutes(9)}, None),
        ({"status": UNCONFIRMED, "retry_at_utc": NOW + minutes(1)}, None),
        ({"status": UNCONFIRMED, "retry_at_utc": NOW}, "ask"),
    ],
    ids=[
        "its job is on the way",
        "its job was lost",
        "waits for the limit",
        "the limit has passed",
        "being attempted",
        "the worker died",
        "waits for a person",
        "asked a moment ago",
        "to be asked",
    ],
)
def test_what_the_scheduler_does_with_an_unfinished_reply(row, step):
    known = {
        "status": SENDING,
        "attempt_at_utc": None,
        "retry_at_utc": None,
        "queued_at_utc": NOW - minutes(0.5),
    }
    assert outcome.next_step(known | row, NOW) == step


def test_an_attempt_is_over_before_it_counts_as_abandoned():
    assert timedelta(seconds=outcome.ATTEMPT_SECONDS) < outcome.ABANDONED_AFTER
