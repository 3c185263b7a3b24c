import pytest

from social_support.triage.category import Category, category_of
from social_support.triage.priority import Facts, priority
from social_support.triage.sentiment import sentiment

OUTAGE = Category("Outage", "Urgent", None, "down\nне работи")
PRAISE = Category("Praise", "Low", None, "thank you\nthanks\nблагодаря")


@pytest.mark.parametrize(
    "text, name",
    [
        ("Your shop is DOWN again", "Outage"),
        ("thanks, but it is down", "Outage"),
        ("Сайтът не работи!", "Outage"),
        ("Благодаря ви!", "Praise"),
        ("Thank you.", "Praise"),
        ("download finished", None),
        ("", None),
    ],
)
def test_the_most_severe_category_with_a_whole_word_in_the_text(text, name):
    found = category_of(text, [PRAISE, OUTAGE])
    assert (found.name if found else None) == name


def test_a_category_without_words_tells_nothing():
    assert category_of("anything", [Category("Other", "Low", None, " \n")]) is None


@pytest.mark.parametrize(
    "text, language, mood",
    [
        ("This is the worst drill I ever had, I hate it", "en", "Negative"),
        ("I love my new drill, great service", "en-GB", "Positive"),
        ("The drill is on the table", "en", "Neutral"),
        ("Ужасно обслужване, никога повече", "bg", "Not Rated"),
        ("Ужасно обслужване, никога повече", "en", "Not Rated"),
        ("I love my new drill", "", "Not Rated"),
        ("😡😡😡", "en", "Not Rated"),
        ("", "en", "Not Rated"),
    ],
)
def test_what_cannot_be_told_is_not_rated_and_never_neutral(text, language, mood):
    assert sentiment(text, language) == mood


@pytest.mark.parametrize(
    "facts, level",
    [
        (Facts(), "Medium"),
        (Facts(sentiment="Negative"), "High"),
        (Facts("Praise", "Low", "Positive"), "Low"),
        (Facts("Praise", "Low", "Negative"), "Medium"),
        (Facts("Outage", "Urgent", "Negative"), "Urgent"),
        (Facts("Complaint", "High", "Negative"), "High"),
        (Facts("Complaint", "High", followers=10_000), "Urgent"),
        (Facts(followers=9_999), "Medium"),
        (Facts(shares=10), "High"),
        (Facts(followers=50_000, shares=50, vip=True), "High"),
    ],
)
def test_priority(facts, level):
    assert priority(facts)[0] == level


def test_priority_says_why():
    _level, reasons = priority(Facts("Outage", "Urgent", "Negative", 12_400, 34, True))
    words = [reason.text.format(reason.value) for reason in reasons]
    assert words == ["category Outage", "negative", "12400 followers", "34 shares", "VIP"]


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (Facts(value=95), "High"),
        (Facts(value=94), "Medium"),
        (Facts(value=0), "Medium"),
        (Facts(influence=99, followers=1000), "High"),
        (Facts(influence=99, followers=999), "Medium"),
        (Facts(value=99, influence=99, followers=20_000, vip=True), "High"),
    ],
)
def test_voice_and_value_lift_by_one_step_in_all(facts, level):
    assert priority(facts)[0] == level


def test_value_lifts_without_a_word():
    assert priority(Facts(value=99))[1] == []
    assert [reason.value for reason in priority(Facts(influence=99, followers=2000))[1]] == [5]
