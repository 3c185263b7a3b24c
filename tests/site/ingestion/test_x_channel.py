"""X from end to end: what people write there, what may be answered, and our answers."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
import pytest

from social_support.conversations import channels
from social_support.replies import compose
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import APP_KEY, keys_of, token_of, token_secret_of
from tests.site.ingestion.network import read
from tests.site.support.shop import Shop

STREAMS = (("Mentions", ""), ("Direct Messages", ""), ("Keyword", "drill"))


@pytest.fixture
def shop(make, allow_loopback) -> Iterator[Shop]:
    with XServer() as server:
        where = {"network": "x", "mode": "Listen and Reply", "streams": STREAMS}
        channel = make.channel(server, **where, **keys_of(COMPANY))
        frappe.db.commit()
        yield Shop(channels.load(channel.name), server)


def test_what_people_write_on_x_is_stored(shop: Shop):
    anna = shop.server.write("anna", f"@{COMPANY} My drill is broken &amp; loud")
    boris = shop.server.write("boris", "This drill is noisy")
    message = shop.server.message("clara", COMPANY, "Order 5, please")
    shared = shop.server.retweet("dimitar", anna)
    shop.read()
    newest = shop.server.edit(anna, f"@{COMPANY} My drill is broken")
    shop.read()
    stored = shop.row(anna)
    assert stored.permalink == f"https://x.com/anna/status/{newest}"
    assert (stored.text, stored.visibility) == (f"@{COMPANY} My drill is broken", "Public")
    assert stored.can_reply and stored.edited_on
    assert shop.row(boris).can_reply == 0 and "by hand" in shop.row(boris).cannot_reply_reason
    private = shop.row(f"dm:{message}")
    assert (private.visibility, private.text) == ("Private", "Order 5, please")
    assert stored.share_count == 1
    assert [row.conversation for row in shop.rows(external_id=shared) if row.conversation] == []
    assert channels.load(shop.channel.name).handle == COMPANY


def test_a_mention_is_answered_in_public_and_a_message_privately(shop: Shop, worker):
    post = shop.server.write("anna", f"@{COMPANY} My drill is broken")
    message = shop.server.message("clara", COMPANY, "Order 5, please")
    shop.read()
    public = shop.answer(shop.row(post).name, "We send a new one")
    private = shop.answer(shop.row(f"dm:{message}").name, "It is on its way")
    assert (public.status, private.status) == ("Sent", "Sent"), (public.error, private.error)
    (answer,) = shop.server.answers_to(post)
    assert shop.server.show(answer)["text"] == "We send a new one"
    (sent,) = (m for m in shop.server.world.messages.values() if m.id != message)
    assert (sent.text, sent.receiver) == ("It is on its way", shop.server.world.users["clara"].id)
    before = len(shop.rows())
    shop.read()
    assert len(shop.rows()) == before
    assert frappe.db.count("Social Interaction Revision", {"interaction": ("in", names(shop))}) == 0


def test_who_did_not_ask_for_it_is_not_answered_from_here(shop: Shop):
    post = shop.server.write("boris", "This drill is noisy")
    shop.read()
    shown = compose.compose(shop.row(post).name)
    assert "by hand" in shown["refusal"]
    assert shown["post"]["permalink"] == f"https://x.com/boris/status/{post}"


def test_what_the_company_wrote_elsewhere_opens_no_work(shop: Shop):
    post = shop.server.write("anna", f"@{COMPANY} My drill is broken")
    shop.read()
    own = shop.server.write(COMPANY, "We send a new one", reply_to=post)
    shop.read()
    assert shop.row(own).direction == "Outgoing"
    assert shop.row(own).conversation == shop.row(post).conversation


def test_what_x_removed_is_gone_here(shop: Shop):
    post = shop.server.write("anna", f"@{COMPANY} My drill is broken")
    shop.read()
    shop.server.describe("anna", suspended=True)
    frappe.db.set_value("Social Interaction", shop.row(post).name, "checked_at_utc", "2020-01-01")
    shop.read()
    assert (shop.row(post).deleted, shop.row(post).text) == (1, "")


def test_messages_are_not_looked_at_again(shop: Shop):
    """X allows too few such calls; one more refusal would keep the posts from being checked."""
    post = shop.server.write("anna", f"@{COMPANY} My drill is broken")
    for number in range(20):
        shop.server.message("clara", COMPANY, f"Number {number}")
    shop.read()
    shop.server.limited = True
    names = [row.name for row in shop.rows()]
    frappe.db.set_value("Social Interaction", {"name": ("in", names)}, "checked_at_utc", None)
    shop.server.seen.clear()
    shop.read()
    assert [path for _method, path in shop.server.seen if "dm_events/" in path] == []
    assert shop.row(post).checked_at_utc


def test_no_secret_is_shown_where_the_channel_is(shop: Shop):
    shop.channel.update({"app_secret": "another-app-secret"}).save()
    frappe.db.commit()
    shop.server.seen.clear()
    read(shop.channel.name)
    errors = frappe.get_all("Social Stream State", {"channel": shop.channel.name}, "last_error")
    assert any("keys" in (row.last_error or "") for row in errors)
    logs = frappe.get_all("Social Sync Log", {"channel": shop.channel.name}, "*")
    told = frappe.as_json([errors, logs, frappe.get_doc("Social Channel", shop.channel.name)])
    secrets = ("another-app-secret", APP_KEY, token_of(COMPANY), token_secret_of(COMPANY))
    assert not [secret for secret in secrets if secret in told]


def names(shop: Shop) -> list[str]:
    return [row.name for row in shop.rows()]
