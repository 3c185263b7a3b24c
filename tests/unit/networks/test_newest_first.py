"""The walk over a network that only shows the newest first."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from social_support.networks import newest_first
from social_support.networks.newest_first import Entry, PlaceLost, Slice, cursor_at, seen_of

BEGAN = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


class Shelf:
    """A network that shows its posts newest first, `size` at a time; a token is the id of the last
    post shown.
    """

    def __init__(self, count: int = 0, size: int = 3):
        self.posts: list[Entry] = []
        self.size = size
        self.calls: list[str | None] = []
        for _post in range(count):
            self.write()

    def write(self, at: datetime | None = None) -> str:
        number = len(self.posts)
        entry = Entry(f"p{number}", at or BEGAN + timedelta(minutes=number), f"post {number}")
        self.posts.insert(0, entry)
        return entry.id

    def delete(self, external_id: str) -> None:
        # What is deleted keeps its place, as the order of a network's ids does.
        self.posts = [None if post and post.id == external_id else post for post in self.posts]

    def ask(self, walk) -> Slice:
        self.calls.append(walk.next)
        start = 0 if walk.next is None else int(walk.next)
        # Tokens count from the end, so that what is written meanwhile moves nothing.
        rows = self.posts if walk.next is None else self.posts[len(self.posts) - start :]
        shown = rows[: self.size]
        left = len(rows) - len(shown)
        return Slice([post for post in shown if post], str(left) if left else None)

    def read(self, cursor: str, **how) -> tuple[list[str], str]:
        """All that is new, in the order in which the pages come, and the cursor behind it."""
        found: list[str] = []
        for step in newest_first.forward(self.ask, cursor, **how):
            found += [entry.id for entry in step.entries]
            cursor = step.cursor
        return found, cursor


def ids(*numbers: int) -> list[str]:
    return [f"p{number}" for number in numbers]


def at(number: int) -> str:
    return cursor_at(f"p{number}", BEGAN + timedelta(minutes=number))


def test_what_is_new_comes_page_by_page_each_oldest_first():
    shelf = Shelf(9)
    assert shelf.read(at(2))[0] == ids(6, 7, 8, 3, 4, 5)


def test_nothing_new_is_no_step():
    shelf = Shelf(4)
    assert list(newest_first.forward(shelf.ask, at(3))) == []
    assert list(newest_first.forward(Shelf().ask, at(3))) == []


def test_the_cursor_behind_a_walk_is_the_newest_post():
    shelf = Shelf(9)
    _found, cursor = shelf.read(at(2))
    assert cursor == at(8)
    assert shelf.read(cursor) == ([], cursor)


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_a_walk_goes_on_behind_any_page(pages):
    shelf, found, cursor = Shelf(12), [], at(1)
    for number, step in enumerate(newest_first.forward(shelf.ask, cursor), 1):
        found += [entry.id for entry in step.entries]
        cursor = step.cursor
        if number == pages:
            break
    rest, cursor = shelf.read(cursor)
    assert sorted(found + rest) == sorted(ids(*range(2, 12)))
    assert len(found + rest) == 10
    assert cursor == at(11)


def test_what_arrives_during_a_walk_is_the_next_walk_s():
    shelf = Shelf(9)
    walk = newest_first.forward(shelf.ask, at(0))
    first = next(walk)
    new = shelf.write()
    rest, cursor = shelf.read(first.cursor)
    assert new not in rest
    assert cursor == at(8)
    assert shelf.read(cursor)[0] == [new]


def test_a_deleted_end_is_known_by_its_time():
    shelf = Shelf(30)
    shelf.delete("p20")
    found, cursor = shelf.read(at(20), overlap=timedelta(minutes=2))
    assert set(ids(*range(21, 30))) <= set(found)
    # Two minutes earlier, at most, and not to the beginning.
    assert "p17" not in found
    assert cursor == at(29)


def test_posts_deleted_between_two_pages_hide_none():
    shelf = Shelf(9)
    walk = newest_first.forward(shelf.ask, at(1))
    found = [entry.id for entry in next(walk).entries]
    shelf.delete("p4")
    for step in walk:
        found += [entry.id for entry in step.entries]
    assert found == ids(6, 7, 8, 3, 5, 2)


def test_a_page_that_holds_nothing_is_walked_through():
    shelf = Shelf(9)
    for external_id in ids(3, 4, 5):
        shelf.delete(external_id)
    assert shelf.read(at(0))[0] == ids(6, 7, 8, 1, 2)


def test_a_page_that_begins_with_what_was_seen_still_ends_the_walk():
    shelf = Shelf(6)
    found, cursor = shelf.read(at(2))
    assert (found, cursor) == (ids(3, 4, 5), at(5))


def test_a_network_that_repeats_a_page_for_ever_ends_the_walk_with_a_gap():
    shelf = Shelf(6)
    page = shelf.ask(seen_of(at(0)))
    steps = list(newest_first.forward(lambda walk: page, at(0)))
    assert len(steps) == 2
    assert steps[-1].gap == (BEGAN, BEGAN + timedelta(minutes=3))


def test_the_end_of_what_is_shown_is_a_gap_with_its_span():
    shelf = Shelf(9)
    shelf.posts = shelf.posts[:4]
    ask = shelf.ask

    def cut(walk):
        part = ask(walk)
        return part._replace(cut=part.older is None)

    *_steps, last = newest_first.forward(cut, at(1))
    assert last.gap == (BEGAN + timedelta(minutes=1), BEGAN + timedelta(minutes=5))
    assert last.cursor == at(8)


def test_the_end_of_all_there_is_is_no_gap():
    shelf = Shelf(3)
    steps = list(newest_first.forward(shelf.ask, cursor_at("gone", BEGAN - timedelta(days=1))))
    assert [step.gap for step in steps] == [None]


def test_a_lost_place_begins_the_walk_again():
    shelf = Shelf(9)
    first = next(newest_first.forward(shelf.ask, at(0)))
    new = shelf.write()

    def forgetful(walk):
        if walk.next == seen_of(first.cursor).next:
            raise PlaceLost
        return shelf.ask(walk)

    found, cursor = [], first.cursor
    for step in newest_first.forward(forgetful, cursor):
        found += [entry.id for entry in step.entries]
        cursor = step.cursor
    assert new in found and set(ids(*range(1, 6))) <= set(found)
    assert seen_of(cursor).seen == new


def test_looking_again_finds_what_an_index_took_in_late():
    shelf = Shelf(4)
    late = Entry("late", BEGAN + timedelta(minutes=2, seconds=30), "")
    shelf.posts.insert(1, late)
    assert shelf.read(at(3))[0] == []
    found, cursor = shelf.read(at(3), look_again=timedelta(minutes=2))
    assert "late" in found and "p0" not in found
    assert cursor == at(3)


def test_a_single_early_date_hides_nothing_behind_it():
    shelf = Shelf(2)
    odd = shelf.write(BEGAN - timedelta(days=900))
    shelf.write()
    found, _cursor = shelf.read(at(0))
    assert odd in found and "p1" in found


def test_a_date_in_the_future_does_not_end_later_walks():
    shelf = Shelf(2)
    shelf.write(datetime.now(timezone.utc) + timedelta(days=900))
    _found, cursor = shelf.read(at(1))
    assert seen_of(cursor).seen_at <= datetime.now(timezone.utc)


def test_a_plain_id_of_an_older_version_is_one_that_was_seen():
    assert seen_of("12345").seen == "12345"
    assert seen_of("AkZxQ9b").seen == "AkZxQ9b"
    assert Shelf(5).read("p2")[0] == ids(3, 4)


def test_ids_are_only_compared_for_equality():
    shelf = Shelf()
    for number, external_id in enumerate(("10", "9", "b", "B", "a ", "a")):
        shelf.posts.insert(0, Entry(external_id, BEGAN + timedelta(minutes=number), ""))
    found, _cursor = shelf.read(cursor_at("B", BEGAN + timedelta(minutes=3)))
    assert found == ["a ", "a"]


def test_an_entry_without_an_id_is_carried_along_and_is_no_end():
    shelf = Shelf(3)
    shelf.posts.insert(0, Entry("", None, "unreadable"))
    found, cursor = shelf.read(at(1))
    assert found == ["p2", ""]
    assert seen_of(cursor).seen == "p2"


def back(shelf: Shelf, place=None, since=BEGAN - timedelta(days=1)):
    return list(newest_first.backward(shelf.ask, place, since))


def test_looking_back_comes_newest_page_first_and_says_where_to_go_on():
    steps = back(Shelf(7))
    assert [[e.id for e in step.entries] for step in steps] == [
        ids(4, 5, 6),
        ids(1, 2, 3),
        ids(0),
    ]
    assert [step.starts_at for step in steps] == [at(6), None, None]
    assert [bool(step.cursor) for step in steps] == [True, True, False]


def test_looking_back_goes_on_at_a_place():
    shelf = Shelf(7)
    first = back(shelf)[0]
    shelf.write()
    assert [entry.id for step in back(shelf, first.cursor) for entry in step.entries] == [
        *ids(1, 2, 3),
        *ids(0),
    ]


def test_looking_back_ends_where_it_should():
    steps = back(Shelf(9), since=BEGAN + timedelta(minutes=4))
    assert [entry.id for step in steps for entry in step.entries] == ids(6, 7, 8, 4, 5)
    assert steps[-1].cursor is None


@pytest.mark.parametrize("count", [1, 2, 5])
def test_looking_back_to_the_end_of_what_there_is_leaves_no_gap(count: int):
    assert [step.gap for step in back(Shelf(count))] == [None] * ((count + 2) // 3)


def test_when_all_is_too_old_reading_still_has_a_place_to_begin():
    (step,) = back(Shelf(5), since=BEGAN + timedelta(days=1))
    assert (step.entries, step.cursor, step.starts_at) == ((), None, at(4))


def test_nothing_there_is_no_step():
    assert back(Shelf()) == []
