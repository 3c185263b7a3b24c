import pytest

from social_support.conversations import keys


def test_names_have_19_lower_case_characters_and_come_in_order(monkeypatch):
    moment = 1_790_000_000_000_000_000
    names = []
    for milliseconds in range(50):
        monkeypatch.setattr(keys.time, "time_ns", lambda at=milliseconds: moment + at * 1_000_000)
        names.append(keys.new_name())
    assert names == sorted(names)
    assert all(len(name) == 19 and name == name.lower() and name.isalnum() for name in names)


def test_names_of_one_millisecond_differ(monkeypatch):
    monkeypatch.setattr(keys.time, "time_ns", lambda: 1_790_000_000_000_000_000)
    assert len({keys.new_name() for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "one, other",
    [
        ("AkZxQ9b", "AkZxq9b"),
        ("resume", "résumé"),
        ("42", "42 "),
        ("x" * 140 + "a", "x" * 140 + "b"),
        ("", " "),
    ],
)
def test_ids_that_a_collation_or_a_column_would_mix_up_are_different_posts(one, other):
    assert keys.post_key("channel", one) != keys.post_key("channel", other)


def test_parts_do_not_run_into_each_other():
    assert keys.digest("ab", "c") != keys.digest("a", "bc")
    assert keys.post_key("a", "1") != keys.post_key("b", "1")
    assert keys.post_key("a", "1") != keys.profile_key("a", "1")
