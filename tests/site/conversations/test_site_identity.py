"""Invariant 6: a copy of the site makes no network call at all until a person confirms it."""

import frappe
import pytest

from social_support.conversations import channels, site_identity
from social_support.ingestion import connection, read_now, streams
from social_support.patches import settle_channels
from social_support.replies import compose, outbox, publishing
from tests.fakes.http_server import FakeServer
from tests.site.replies.conftest import state

ELSEWHERE = {"host_name": "https://erp-test.example.com"}
OTHER_ID = {site_identity.SITE_ID: "what another site has"}


@pytest.fixture
def server():
    with FakeServer() as fake:
        yield fake


@pytest.fixture
def channel(make, server, allow_loopback):
    made = make.channel(server, mode="Listen and Reply")
    made.db_set({"handle": "shop@example.social", "account_external_id": "https://e.x/@shop"})
    return channels.load(made.name)


@pytest.fixture(params=[ELSEWHERE, OTHER_ID], ids=["another URL", "another identity"])
def copied(request, channel, monkeypatch):
    """The site's own configuration is another one, as where its backup was restored."""
    for key, value in request.param.items():
        monkeypatch.setitem(frappe.conf, key, value)
    return channel


def due() -> list[str]:
    return [row.channel for row in streams.due_channels()]


def test_a_channel_knows_where_it_was_switched_on(channel):
    assert (channel.home_url, channel.home_id) == site_identity.here()
    assert not site_identity.is_copy(channel)
    assert channel.name in due()


@pytest.mark.parametrize("host", ["http://ERP.example.com/", "https://erp.example.com"])
def test_a_certificate_makes_no_other_site_of_it(monkeypatch, host):
    monkeypatch.setitem(frappe.conf, "host_name", host)
    assert site_identity.here().url == "erp.example.com"


def test_no_request_tells_where_we_are(channel, web, make):
    client = web.as_user(make.manager())
    answer = client.http.get(
        f"{web.url}/api/method/social_support.api.channels.health",
        params={"channel": channel.name},
        headers={"X-Forwarded-Host": "elsewhere.example"},
    )
    frappe.db.commit()
    assert "copy" not in answer.text
    assert not site_identity.is_copy(channels.load(channel.name))


def test_nothing_is_asked_of_the_network(copied, server):
    for may_write in (False, True):
        with pytest.raises(channels.CopyOfSite, match="a copy of that site reads nothing"):
            channels.network_of(copied, may_write=may_write)
    with pytest.raises(channels.CopyOfSite):
        connection.test_connection(copied.name)
    assert not read_now.read_now(copied.name)["ok"]
    assert copied.name not in due()
    assert server.seen == []


def test_an_answer_is_refused_with_the_reason(make, copied, server):
    interaction = make.stored(copied, make.post()).inbound_new[0]
    assert "copy of that site" in compose.compose(interaction)["refusal"]
    with pytest.raises(frappe.ValidationError, match="copy of that site"):
        outbox.send(interaction, "Soon.", "Administrator")
    assert server.seen == []


@pytest.mark.parametrize("tried_on_the_copy", [True, False])
def test_what_waited_before_goes_out_by_a_persons_word_only(
    make, channel, server, monkeypatch, tried_on_the_copy
):
    interaction = make.stored(channel, make.post()).inbound_new[0]
    reply = outbox.send(interaction, "Soon.", "Administrator")
    monkeypatch.setitem(frappe.conf, "host_name", ELSEWHERE["host_name"])
    if tried_on_the_copy:
        publishing.publish(reply)
    confirm(channel.name)
    publishing.publish(reply)
    outbox.resume_unfinished_replies()
    publishing.ask(reply)
    assert server.seen == []
    assert state(reply).status == "Unconfirmed"
    assert "The other site may have sent it" in state(reply).error
    server.answer("/api/v2/instance", b"{}", 503)
    outbox.retry(reply)
    publishing.publish(reply, decided=True)
    # Not even then before the network was asked whether the reply is there already.
    assert server.seen
    assert {seen.method for seen in server.seen} == {"GET"}


def test_a_person_confirms_and_it_reads(copied):
    confirm(copied.name)
    assert not site_identity.is_copy(channels.load(copied.name))
    assert copied.name in due()
    assert frappe.db.exists(
        "Comment", {"reference_name": copied.name, "content": ("like", "%is the live site%")}
    )


def test_switching_it_on_is_a_word_too(copied):
    copied.mode = "Off"
    copied.save()
    assert site_identity.is_copy(copied)
    copied.mode = "Listen Only"
    copied.save()
    assert not site_identity.is_copy(channels.load(copied.name))


def test_no_form_and_no_import_changes_the_home(channel, copied):
    copied.update(dict(zip(("home_url", "home_id"), site_identity.here(), strict=True)))
    copied.save()
    assert site_identity.is_copy(copied)


def test_channels_of_the_first_version_are_at_home(channel):
    channel.db_set({"home_url": None, "home_id": None})
    assert site_identity.is_copy(channel)
    settle_channels.execute()
    assert not site_identity.is_copy(channels.load(channel.name))


def confirm(channel: str) -> None:
    outbox.hold_back(channel)
    site_identity.confirm(channel)
