"""A post that the database does not take is set aside alone."""

import frappe
import pytest
from pymysql.err import DataError, IntegrityError

from social_support.ingestion import page
from tests.site.ingestion.network import log, read, state, texts


@pytest.mark.parametrize(
    "refusal",
    [DataError(1406, "Data too long"), IntegrityError(1048, "may not be null")],
    ids=["does not fit", "may not be empty"],
)
def test_one_bad_post_does_not_stop_a_page(network, channel, monkeypatch, refusal):
    store = page.store_posts

    def refuse(doc, posts, **how):
        stored = store(doc, posts, **how)
        if any("cursed" in post.text for post in posts):
            raise refusal
        return stored

    monkeypatch.setattr(page, "store_posts", refuse)
    for text in ("one", "cursed", "three"):
        network.write(text)
    read(channel.name)
    assert texts(channel.name) == ["one", "three"]
    (entry,) = log(channel.name, "Set Aside")
    assert "cursed" in entry.payload and refusal.args[1] in entry.message
    assert state(channel.name).cursor_value == "1002"
    assert not frappe.db.exists("Social Profile", {"handle": "cursed@example.social"})
