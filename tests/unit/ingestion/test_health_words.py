import pytest

from social_support.ingestion.health_words import Facts, describe, duration

SENTENCES = [
    (
        Facts(copy_of="erp.example.com", is_off=True, stopped=("Mentions",), has_worker=False),
        "copy",
        "error",
        "This is a copy of erp.example.com: nothing is read and nothing is sent. If this is the "
        "live site now, press This Is the Live Site.",
    ),
    (
        Facts(is_off=True, stopped=("Mentions",)),
        "off",
        "off",
        "Switched off: nothing is read and nothing is sent.",
    ),
    (
        Facts(listens=False),
        "silent",
        "warn",
        "This channel listens to nothing. Choose what it reads under Listens To, and save.",
    ),
    (
        Facts(stopped=("Mentions",), error_kind="AuthenticationFailed", scheduler_is_off=True),
        "sign_in",
        "error",
        "The sign-in has expired. Enter a new access token and press Test Connection.",
    ),
    (
        Facts(stopped=("Mentions",), error_kind="AuthenticationFailed", connects=True),
        "sign_in",
        "error",
        "The sign-in has expired. Press Connect Again.",
    ),
    (
        Facts(unconnected=True, connects=True, has_worker=False),
        "unconnected",
        "warn",
        "Not connected yet, so nothing is read. Press Connect below.",
    ),
    (
        Facts(ends_on="3 March", connects=True, being_read=True, seconds_overdue=900),
        "ends_soon",
        "warn",
        "The sign-in ends on 3 March. Press Connect Again before that day.",
    ),
    (
        Facts(ends_on="3 March"),
        "ends_soon",
        "warn",
        "The sign-in ends on 3 March. Enter a new access token before that day.",
    ),
    (
        Facts(stopped=("Direct Messages",), error_kind="PermissionRefused", error="No scope."),
        "stopped",
        "error",
        "Reading of Direct Messages has stopped. No scope. Then press Test Connection.",
    ),
    (
        Facts(scheduler_is_off=True, has_worker=False, gap=("then", "later")),
        "scheduler",
        "error",
        "The scheduler is off, so nothing is read. An administrator can switch it on.",
    ),
    (
        Facts(has_worker=False, being_read=True),
        "worker",
        "error",
        "No background worker runs, so nothing is read. Have one started.",
    ),
    (
        Facts(gap=("1 March 10:00", "2 March 12:30"), failing=("Mentions",), budget=("1", "2:00")),
        "gap",
        "warn",
        "Posts between 1 March 10:00 and 2 March 12:30 could not be read: the network does not "
        "give them any more. Look for them on the network itself, then press Understood.",
    ),
    (
        Facts(back=(120, 500, "14 Nov"), being_read=True),
        "reading_back",
        "busy",
        "Reading older posts: 120 of at most 500, back to 14 Nov.",
    ),
    (Facts(being_read=True, failures=2), "busy", "busy", "Being read right now."),
    (
        Facts(failing=("Mentions", "Keyword"), failures=3, retry_at="14:02", error="It is down."),
        "backing_off",
        "warn",
        "Mentions, Keyword could not be read. The next try is at 14:02, after 3 errors. "
        "It is down.",
    ),
    (
        Facts(failures=1, retry_at="14:02", error="It is down.", back=(1, 2, "today")),
        "backing_off",
        "warn",
        "Reading failed. The next try is at 14:02, after 1 error. It is down.",
    ),
    (
        Facts(budget=("1,000", "02:00"), seconds_overdue=900),
        "budget",
        "warn",
        "Today's read budget of 1,000 is spent. Reading goes on at 02:00, or at once with a "
        "greater budget.",
    ),
    (
        Facts(seconds_since_read=900, seconds_overdue=840),
        "late",
        "warn",
        "Reading is 14 minutes late. The background workers are busy. It catches up by itself.",
    ),
    (
        Facts(seconds_since_read=86400, seconds_overdue=86400, is_dormant=True),
        "dormant",
        "warn",
        "Reading is 1 day late. Nobody has logged in for days, so this site runs its jobs once a "
        "day. Log in now and then, or have it kept awake.",
    ),
    (Facts(), "new", "busy", "Not read yet. Reading begins within a minute."),
    (
        Facts(seconds_since_read=30.4, posts_today=14, is_dormant=True),
        "ok",
        "ok",
        "Read 30 seconds ago, 14 posts today.",
    ),
    (Facts(seconds_since_read=61, posts_today=1), "ok", "ok", "Read 1 minute ago, 1 post today."),
    (
        Facts(listens=False, is_pushed_to=True),
        "new",
        "busy",
        "Waits for the first push. Enter the address below where the posts come from.",
    ),
    (
        Facts(listens=False, is_pushed_to=True, seconds_since_push=180, posts_today=4),
        "ok",
        "ok",
        "The last push came 3 minutes ago, 4 posts today.",
    ),
]


@pytest.mark.parametrize(("facts", "state", "level", "sentence"), SENTENCES)
def test_one_sentence_for_each_state(facts, state, level, sentence):
    found = describe(facts)
    assert (found.state, found.level, found.words.told(str)) == (state, level, sentence)


def test_a_network_that_writes_braces_breaks_no_sentence():
    facts = Facts(failing=("Mentions",), failures=1, retry_at="14:02", error='It said "{0} {x}".')
    assert describe(facts).words.told(str).endswith('It said "{0} {x}".')


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (150, "2 minutes"), (7200, "2 hours")],
)
def test_durations_in_their_greatest_unit(seconds, words):
    assert duration(seconds).told(str) == words
