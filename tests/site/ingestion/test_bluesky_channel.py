"""Bluesky from end to end: what people write, our answers, and sessions that outlive a job."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
import pytest
from cryptography.fernet import Fernet

from social_support.conversations import channels, sessions
from social_support.networks.errors import Unavailable
from tests.fakes.bluesky import COMPANY, BlueskyServer
from tests.fakes.bluesky_sessions import password_of
from tests.site.ingestion.network import read
from tests.site.support.jobs_side_by_side import side_by_side
from tests.site.support.shop import Shop

ANNA = "anna.bsky.social"
STREAMS = (("Mentions", ""), ("Keyword", "drill"))


@pytest.fixture
def shop(make, allow_loopback) -> Iterator[Shop]:
    with BlueskyServer() as server:
        who = {"account_name": COMPANY, "token": password_of(COMPANY)}
        how = {"network": "bluesky", "mode": "Listen and Reply", "streams": STREAMS}
        channel = make.channel(server, **how, **who)
        frappe.db.commit()
        yield Shop(channels.load(channel.name), server)


def test_what_people_write_is_stored_and_answered(shop: Shop, worker):
    world = shop.server.world
    post = world.write(
        ANNA, f"@{COMPANY} My drill is broken, see https://anna.example/a", langs=("bg",)
    )
    told = world.write("boris.bsky.social", "This drill is noisy")
    shop.read()
    stored = shop.row(post)
    assert (stored.kind, stored.language, stored.direction) == ("Mention", "bg", "Incoming")
    assert shop.row(told).kind == "Post" and channels.load(shop.channel.name).handle == COMPANY
    profile = frappe.db.get_value("Social Profile", stored.profile, ["handle", "external_id"])
    assert profile == (ANNA, world.person(ANNA).did)

    reply = shop.answer(stored.name, "Вж. https://firma.bg/дрелки, @anna.bsky.social 👩‍🔧")
    assert (reply.status, reply.error) == ("Sent", None)
    (answer,) = world.answers_to(post)
    record = world.posts[answer].record
    assert record["reply"]["root"]["uri"] == post and len(record["facets"]) == 2

    own = world.write(COMPANY, "One more thing", reply_to=post)
    before = len(shop.rows())
    shop.read()
    assert len(shop.rows()) == before + 1
    assert shop.row(own).direction == shop.row(answer).direction == "Outgoing"
    assert shop.row(own).conversation == stored.conversation
    changed = {"interaction": ("in", [row.name for row in shop.rows()])}
    assert frappe.db.count("Social Interaction Revision", changed) == 0

    world.delete(told)
    frappe.db.set_value("Social Interaction", shop.row(told).name, "checked_at_utc", None)
    shop.read()
    assert (shop.row(told).deleted, shop.row(told).text) == (1, "")


def test_one_sign_in_serves_many_jobs(shop: Shop):
    shop.server.world.write(ANNA, f"@{COMPANY} Hello")
    for _job in range(3):
        shop.read()
    shop.server.sessions.expire()
    shop.read()
    assert len(shop.server.asked("createSession")) == 1
    assert len(shop.server.asked("refreshSession")) == 1
    assert _tokens_in_clear(shop) == []


def test_another_password_begins_another_session(shop: Shop):
    shop.read()
    shop.server.sessions.add_password(COMPANY, "another-pass-word")
    shop.channel.reload()
    shop.channel.update({"access_token": "another-pass-word"}).save()
    frappe.db.commit()
    shop.read()
    assert len(shop.server.asked("createSession")) == 2


def test_where_the_key_to_the_session_is_lost_another_one_begins(shop: Shop):
    shop.read()
    lost = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()
    frappe.db.sql(
        "update `__Auth` set password = %s where name = %s and fieldname = 'session'",
        (lost, shop.channel.name),
    )
    frappe.db.commit()
    shop.read()
    assert len(shop.server.asked("createSession")) == 2


def test_two_jobs_renew_one_session_once(shop: Shop, bench):
    """A refresh token that was used gives no other one here, as on many networks."""
    shop.read()
    shop.server.sessions.expire()
    shop.server.sessions.grace_seconds, shop.server.sessions.is_slow = -1, 0.5

    def who_we_are() -> str:
        return channels.network_of(channels.load(shop.channel.name)).verify().handle

    assert set(side_by_side(bench, *[who_we_are] * 4)) == {channels.load(shop.channel.name).handle}
    assert len(shop.server.asked("refreshSession")) == 1
    assert len(shop.server.asked("createSession")) == 1
    shop.read()


def test_whoever_can_t_renew_alone_comes_back_later(shop: Shop, bench, monkeypatch):
    monkeypatch.setattr(sessions, "WAIT_SECONDS", 0)
    shop.read()
    shop.server.sessions.expire()

    def who_we_are() -> str:
        return channels.network_of(channels.load(shop.channel.name)).verify().handle

    with channels.network_of(shop.channel).account.session.alone():
        (error,) = side_by_side(bench, who_we_are)
    assert isinstance(error, Unavailable) and "Another job" in str(error)
    assert shop.server.asked("refreshSession") == []
    assert side_by_side(bench, who_we_are) == [channels.load(shop.channel.name).handle]


def test_no_secret_is_shown_where_the_channel_is(shop: Shop):
    shop.read()
    shop.server.sessions.remove_password(password_of(COMPANY))
    shop.server.sessions.expire(refresh=True)
    read(shop.channel.name)
    errors = frappe.get_all("Social Stream State", {"channel": shop.channel.name}, "last_error")
    assert any("app password" in (row.last_error or "") for row in errors)
    assert _tokens_in_clear(shop) == []


def _tokens_in_clear(shop: Shop) -> list[str]:
    """Secrets that stand in anything that the site keeps of the channel."""
    about = {"channel": shop.channel.name}
    kept = [
        frappe.get_doc("Social Channel", shop.channel.name),
        *(frappe.get_all(kind, about, "*") for kind in ("Social Sync Log", "Social Stream State")),
        frappe.get_all("Version", {"docname": shop.channel.name}, "*"),
        frappe.db.sql("select * from `__Auth` where name = %s", shop.channel.name),
        frappe.get_all("Error Log", {"creation": (">", shop.channel.creation)}, "*"),
    ]
    told = frappe.as_json(kept)
    return [secret for secret in shop.server.sessions.secrets() if secret in told]
