"""A post that can't be stored is set aside alone; when every post fails, it is not the post."""

import frappe
import pytest
from pymysql.err import DataError, IntegrityError

from social_support.ingestion import page
from tests.site.ingestion.network import log, read, state, texts


@pytest.fixture
def curse(monkeypatch):
    """Storing a page with a post that says "cursed" fails with the given error."""

    def curse(error: Exception) -> None:
        store = page.store_posts

        def fail(doc, posts, **how):
            stored = store(doc, posts, **how)
            if any("cursed" in post.text for post in posts):
                raise error
            return stored

        monkeypatch.setattr(page, "store_posts", fail)

    return curse


@pytest.mark.parametrize(
    "error, words",
    [
        (DataError(1406, "Data too long"), "Data too long"),
        (IntegrityError(1048, "may not be null"), "may not be null"),
        (ZeroDivisionError("division by zero"), "Error Log"),
    ],
    ids=["does not fit", "may not be empty", "a fault of ours"],
)
def test_one_bad_post_does_not_stop_a_page(network, channel, curse, cleanup, error, words):
    cleanup.call(lambda: frappe.db.delete("Error Log", {"reference_name": channel.name}))
    curse(error)
    for text in ("one", "cursed", "three"):
        network.write(text)
    read(channel.name)
    assert texts(channel.name) == ["one", "three"]
    (entry,) = log(channel.name, "Set Aside")
    assert "cursed" in entry.payload and words in entry.message
    assert state(channel.name).cursor_value == "1002"
    assert not frappe.db.exists("Social Profile", {"handle": "cursed@example.social"})


def test_a_page_whose_every_post_fails_is_read_again_before_it_is_set_aside(
    network, channel, curse, monkeypatch, cleanup
):
    cleanup.call(lambda: frappe.db.delete("Error Log", {"reference_name": channel.name}))
    network.write("one")
    read(channel.name)
    curse(ZeroDivisionError("division by zero"))
    network.write("cursed")
    for failures in (1, 2, 3):
        read(channel.name)
        assert where(channel) == ("1000", failures)
        assert not log(channel.name, "Set Aside")
    read(channel.name)
    assert where(channel) == ("1001", 0)
    (entry,) = log(channel.name, "Set Aside")
    assert "cursed" in entry.payload


def where(channel) -> tuple[str, int]:
    """The cursor, and how often reading has failed there."""
    now = state(channel.name)
    return now.cursor_value, now.failures
