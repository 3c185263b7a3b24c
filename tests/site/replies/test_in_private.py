"""A private message in answer to a public comment: sent once, and shown to those alone who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import frappe
import pytest

from social_support.api import conversations as api
from social_support.conversations import clock, erasure
from social_support.replies import compose, elsewhere, outbox, pending, publishing, rows
from tests.fakes.facebook_world import PAGE_NAME
from tests.site.support.page import open_page
from tests.site.support.shop import Shop

HOUR = timedelta(hours=1)
TEXT = "Which order is it? We look it up."


@pytest.fixture
def page(make, allow_loopback) -> Iterator[Shop]:
    with open_page(make) as page:
        yield page


@pytest.fixture
def write(page: Shop) -> Callable[[bool], frappe._dict]:
    """Have Anna write below a post of ours, under her name or not: the comment as it is stored."""
    world = page.server.world

    def write(named: bool) -> frappe._dict:
        world.unnamed = set() if named else {"anna"}
        post = world.post(PAGE_NAME, "New drills are here", ago=2 * HOUR)
        written = world.comment("anna", post, "My order is late", ago=HOUR)
        page.read()
        return page.row(f"comment:{written}")

    return write


@pytest.fixture
def comment(write) -> frappe._dict:
    return write(True)


def shown(conversation: str, user: str | None = None) -> list[str]:
    """The texts of the conversation that the user is shown."""
    before = frappe.session.user
    frappe.set_user(user or before)
    try:
        thread = api.thread(conversation)
    finally:
        frappe.set_user(before)
    return [one["text"] for one in (*thread["posts"], *thread["replies"])]


def share(conversation: str, user: str) -> None:
    frappe.share.add_docshare(
        "Social Conversation", conversation, user, flags={"ignore_share_permission": True}
    )


def test_it_goes_out_once_and_stays_private(page: Shop, comment, make, worker):
    draft = compose.compose(comment.name)
    assert (draft["visibility"], draft["limit"]) == ("Public", 8000)
    private = draft["private"]
    assert (private["visibility"], private["limit"], private["refusal"]) == ("Private", 2000, None)
    assert private["audience"] != draft["audience"]
    assert compose.measure(comment.name, TEXT, "Private")["limit"] == 2000

    sent = page.answer(comment.name, TEXT, "Private")
    assert (sent.status, sent.visibility) == ("Sent", "Private")
    world = page.server.world
    assert [one.text for one in world.written_in("anna")] == [TEXT]
    assert list(world.below(comment.external_id.removeprefix("comment:"))) == []
    conversation = frappe.get_doc("Social Conversation", comment.conversation)
    assert conversation.status == "Replied" and conversation.first_response_time

    # A second one is refused here, and the choice says why.
    assert "one private answer" in compose.compose(comment.name)["private"]["refusal"]
    with pytest.raises(frappe.ValidationError, match="one private answer"):
        outbox.send(comment.name, "And again", "Administrator", sent.name, "Private")

    # Who reads the customer reads what is public, and who was shown the conversation as well.
    assert shown(comment.conversation, make.agent()) == ["My order is late", TEXT]
    customer = make.customer().name
    frappe.db.set_value("Social Profile", comment.profile, "customer", customer)
    rep, guest = make.sales_rep(), make.user()
    assert shown(comment.conversation, rep) == ["My order is late"]
    share(comment.conversation, guest)
    assert shown(comment.conversation, guest) == ["My order is late"]
    frappe.db.set_value("Customer", customer, "account_manager", rep)
    assert shown(comment.conversation, rep) == ["My order is late", TEXT]

    # A share takes nothing away, and shows no more to those who do not see the channel.
    elsewhere_alone = make.channel().name
    restricted, agency = make.agent(), make.agency(elsewhere_alone)
    make.restrict(restricted, "Social Channel", elsewhere_alone)
    for user in (rep, restricted, agency):
        share(comment.conversation, user)
    assert shown(comment.conversation, rep) == ["My order is late", TEXT]
    assert shown(comment.conversation, restricted) == ["My order is late"]
    assert shown(comment.conversation, agency) == ["My order is late"]

    # Read back it is the same message, and the answer to it makes one private conversation.
    page.read()
    world.message("anna", "Order 5")
    page.read()
    messages = page.rows(visibility="Private")
    assert {row.text for row in messages} == {TEXT, "Order 5"} and len(messages) == 2
    [private] = {row.conversation for row in messages}
    assert private not in (None, comment.conversation)
    assert set(shown(private)) == {TEXT, "Order 5"}
    assert shown(comment.conversation) == ["My order is late", TEXT]


def test_a_retry_that_fails_leaves_the_doubt(page: Shop, comment):
    """Then nobody writes a second one, and a person may say that the first went out."""
    reply = outbox.send(comment.name, TEXT, "Administrator", visibility="Private")
    rows.claim(reply)
    frappe.db.set_value(
        "Social Reply", reply, {"status": "Unconfirmed", "doubt_since_utc": clock.utc_now()}
    )
    outbox.retry(reply)
    frappe.db.after_commit.reset()
    there = page.server.world.find(comment.external_id.removeprefix("comment:"))
    there.answered_privately = True
    publishing.publish(reply, decided=True)
    row = frappe.db.get_value("Social Reply", reply, ["status", "error"], as_dict=True)
    assert row.status == "Unconfirmed"
    assert "one private answer" in row.error and "Nothing was sent" not in row.error
    assert rows.another_in_private(comment.name, None)
    outbox.it_went_out(reply, "Administrator")
    assert frappe.db.get_value("Social Reply", reply, "status") == "Sent"


def test_two_at_once_are_one(page: Shop, comment, make, web):
    """What somebody else sent since this request began to read is seen."""
    failed = outbox.send(comment.name, TEXT, "Administrator", visibility="Private")
    frappe.db.after_commit.reset()
    frappe.db.set_value("Social Reply", failed, "status", "Failed")
    other = web.as_user(make.agent())
    frappe.db.commit()
    compose.compose(comment.name)
    # Past `other.post`, which begins a new transaction here.
    path = f"{other.url}/api/method/social_support.api.replies.send"
    given = {"interaction": comment.name, "text": "Mine", "in_view_of": failed}
    answer = other.http.post(path, json=given | {"visibility": "Private"}, timeout=60)
    sent = answer.json()["message"]
    with pytest.raises(frappe.ValidationError, match="one private answer"):
        outbox.retry(failed)
    with pytest.raises(frappe.ValidationError, match="one private answer"):
        outbox.send(comment.name, TEXT, "Administrator", sent, "Private")
    frappe.db.rollback()
    replies = pending.in_thread(comment.conversation, include_private=True)
    assert [reply.name for reply in replies] == [failed, sent]


def test_the_newest_of_many_are_shown(page: Shop, comment, monkeypatch):
    monkeypatch.setattr(pending, "MOST", 2)
    names = []
    for _ in range(3):
        names.append(outbox.send(comment.name, TEXT, "Administrator", max(names, default=None)))
    frappe.db.after_commit.reset()
    replies = pending.in_thread(comment.conversation, include_private=True)
    assert [reply.name for reply in replies] == names[1:]


def test_when_it_is_refused(page: Shop, comment):
    """Late, where the network takes none, and in public where the post is private."""
    message = page.server.world.message("anna", "Between us", ago=HOUR)
    visitor = page.server.world.post("boris", "Hello", ago=HOUR)
    page.read()
    for external_id, visibility in ((f"message:{message}", "Public"), (visitor, "Private")):
        interaction = page.row(external_id).name
        assert compose.compose(interaction)["private"] is None
        with pytest.raises(frappe.ValidationError, match="who will read"):
            outbox.send(interaction, TEXT, "Administrator", visibility=visibility)
    with pytest.raises(frappe.ValidationError, match="who will read"):
        outbox.send(comment.name, TEXT, "Administrator", visibility="Everybody")
    late = frappe.utils.add_days(comment.posted_on, -7)
    frappe.db.set_value("Social Interaction", comment.name, "posted_on", late)
    assert "within 7 days" in compose.compose(comment.name)["private"]["refusal"]
    with pytest.raises(frappe.ValidationError, match="within 7 days"):
        outbox.send(comment.name, TEXT, "Administrator", visibility="Private")
    assert frappe.db.count("Social Reply", {"channel": page.channel.name}) == 0


@pytest.mark.parametrize("named", [True, False])
def test_its_echo_may_come_before_the_outbox_knows(page: Shop, write, named: bool):
    """Anna waits for another answer in private: this message is none to that."""
    world = page.server.world
    comment = write(named)
    asked = world.message("anna", "And my invoice?", ago=HOUR / 2)
    page.read()
    waiting = page.row(f"message:{asked}").conversation
    reply = outbox.send(comment.name, TEXT, "Administrator", visibility="Private")
    rows.claim(reply)
    frappe.db.commit()
    echo = world.message(PAGE_NAME, TEXT, person="anna")
    page.read()
    elsewhere.on_received([page.row(f"message:{echo}").name])
    frappe.db.commit()
    assert frappe.db.get_value("Social Reply", reply, "status") == "Sent"
    statuses = [
        frappe.db.get_value("Social Conversation", name, "status")
        for name in (comment.conversation, waiting)
    ]
    assert statuses == ["Replied", "Open"]


@pytest.mark.parametrize("named", [True, False])
def test_it_goes_when_its_reader_is_erased(page: Shop, write, named: bool):
    comment = write(named)
    reply = outbox.send(comment.name, TEXT, "Administrator", visibility="Private")
    frappe.db.commit()
    publishing.publish(reply)
    assert erasure.blank_words_to([comment.profile]) == 1
    [message] = page.rows(visibility="Private")
    assert (message.text, message.thread_id) == ("", "")
