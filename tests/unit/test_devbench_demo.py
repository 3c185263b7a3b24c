"""The demonstration's own rules: what it shows the public, and which texts it compares."""

from __future__ import annotations

import pytest

from devbench.demo import authors, office, people, public_page, story, texts

LINE = "7\t1.5\t{}"


def status(number: int, *, parent: int | None = None, who: str = "anna", **fields: object) -> dict:
    """A status as Mastodon's API serves it, with what the page reads."""
    return {
        "id": str(number),
        "in_reply_to_id": str(parent) if parent else None,
        "account": {"acct": who, "display_name": who.title()},
        "content": f"<p>post {number}</p>",
        "created_at": "2026-01-05T10:20:30.000Z",
        "edited_at": None,
        "reblogs_count": 0,
        **fields,
    }


def nothing_else(_post: str) -> None:
    return None


def test_an_answer_stands_under_its_question():
    newest = [status(3, parent=1, who="shop"), status(2), status(1)]
    threads = public_page.threads_of(newest, nothing_else)
    assert [[post["id"] for post in thread] for thread in threads] == [["1", "3"], ["2"]]
    html = public_page.threads(threads, "shop")
    assert html.index("post 1") < html.index("post 3") < html.index("post 2")
    assert html.count("official answer") == 1


def test_a_question_that_is_no_longer_among_the_newest_is_looked_up():
    above = {"4": status(4)}
    threads = public_page.threads_of([status(9, parent=4)], above.get)
    assert [post["id"] for post in threads[0]] == ["4", "9"]


def test_an_answer_to_a_deleted_or_private_post_stands_alone():
    threads = public_page.threads_of([status(9, parent=4)], nothing_else)
    assert [[post["id"] for post in thread] for thread in threads] == [["9"]]


def test_nothing_that_people_wrote_becomes_html():
    evil = status(
        1,
        content="<p>&lt;script&gt;alert(1)&lt;/script&gt;<img src=x onerror=alert(2)></p>",
        account={"acct": 'a"><b>', "display_name": "<i>Anna</i>"},
    )
    html = public_page.threads([[evil]], "shop")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not any(tag in html for tag in ("<img", "<script", "<i>", '@a"'))
    assert "<script>" not in public_page.trouble("<script>")


def test_a_tweet_is_typed_as_its_author_typed_it():
    line = LINE.format("Tom &amp; Jerry &lt;3 caf\u00e9").encode()
    assert texts.typed(line) == "Tom & Jerry <3 caf\u00e9"
    assert texts.typed(b"7\t1.5\t\xff") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Fine as it is :)", None),
        ("*very* good", texts.MARKUP),
        ("a ~~b~~ c", texts.MARKUP),
        ("`code`", texts.MARKUP),
        (" blank in front", texts.BLANKS),
        ("two\n\nparagraphs", texts.BLANKS),
        ("x" * 500, texts.TOO_LONG),
        ("well said @Shop", texts.NAMES),
        ("well said @shoppers", None),
    ],
)
def test_texts_that_the_network_changes_are_left_out(text, reason):
    assert texts.why_not(text, ["shop", "anna"]) == reason


def test_what_is_left_out_is_counted_by_reason(tmp_path):
    lines = ["plain", "*bold*", "also plain", "@shop hello"]
    content = "\r\n".join(LINE.format(line) for line in lines)
    (tmp_path / texts.FILE).write_text(content, newline="")
    chosen = texts.choose(tmp_path, 10, "seed", ["shop"])
    assert sorted(chosen.texts) == ["also plain", "plain"]
    assert (chosen.of, dict(chosen.left_out)) == (4, {texts.MARKUP: 1, texts.NAMES: 1})
    assert texts.choose(tmp_path, 10, "seed", ["shop"]).texts == chosen.texts


def test_everybody_who_acts_has_an_account_of_their_own():
    names = [person["username"] for person in people.EVERYBODY]
    assert len(names) == len(set(names))
    customers = {person["username"] for person in people.CUSTOMERS}
    acting = {beat.who for beat in (*story.OPENING, *story.GOING_ON)}
    assert acting | set(people.FIELDS) | set(people.LANGUAGE) <= customers
    assert all(author.key not in names for author in authors.ALL)


def test_everybody_is_made_up():
    told = [person["note"] for person in people.EVERYBODY]
    told += [value for fields in people.FIELDS.values() for _name, value in fields]
    told += [buyer.email for buyer in (*office.BUYERS, *office.CHECKED)]
    words = [word for text in told for word in text.split() if "@" in word]
    assert words and all(word.rstrip(".,").endswith(".example") for word in words)
