import pytest

from social_support.ingestion.health_words import Facts, describe, duration

SENTENCES = [
    (
        Facts(is_off=True, stopped=("Mentions",)),
        "off",
        "Switched off: nothing is read and nothing is sent.",
    ),
    (
        Facts(listens=False),
        "warn",
        "This channel listens to nothing. Choose what it reads under Listens To, and save.",
    ),
    (
        Facts(stopped=("Mentions",), error_kind="AuthenticationFailed", scheduler_is_off=True),
        "error",
        "The sign-in has expired. Enter a new access token, save, and press Test Connection.",
    ),
    (
        Facts(stopped=("Direct Messages",), error_kind="PermissionRefused", error="No scope."),
        "error",
        "Reading of Direct Messages has stopped. No scope. Then press Test Connection.",
    ),
    (
        Facts(scheduler_is_off=True, has_worker=False),
        "error",
        "The scheduler is off, so nothing is read. An administrator can switch it on.",
    ),
    (
        Facts(has_worker=False, being_read=True),
        "error",
        "No background worker runs, so nothing is read. Have one started.",
    ),
    (Facts(being_read=True, failing=("Mentions",)), "busy", "Being read right now."),
    (
        Facts(failing=("Mentions", "Keyword"), failures=3, retry_at="14:02", error="It is down."),
        "warn",
        "Waiting until 14:02 after 3 errors with Mentions, Keyword. It is down.",
    ),
    (
        Facts(seconds_since_read=900, seconds_overdue=840),
        "warn",
        "Reading is 14 minutes late: the background workers are busy.",
    ),
    (Facts(), "busy", "Not read yet. Reading begins within a minute."),
    (
        Facts(seconds_since_read=30.4, posts_today=14),
        "ok",
        "Read 30 seconds ago, 14 posts today.",
    ),
    (Facts(seconds_since_read=61, posts_today=1), "ok", "Read 1 minute ago, 1 post today."),
]


@pytest.mark.parametrize(("facts", "level", "sentence"), SENTENCES)
def test_one_sentence_for_each_state(facts, level, sentence):
    found, words = describe(facts)
    assert (found, words.told(str)) == (level, sentence)


def test_a_network_that_writes_braces_breaks_no_sentence():
    facts = Facts(failing=("Mentions",), failures=1, retry_at="14:02", error='It said "{0} {x}".')
    assert describe(facts)[1].told(str).endswith('It said "{0} {x}".')


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (150, "2 minutes"), (7200, "2 hours")],
)
def test_durations_in_their_greatest_unit(seconds, words):
    assert duration(seconds).told(str) == words
