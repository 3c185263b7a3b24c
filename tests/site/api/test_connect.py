"""Connecting by consent: a browser goes to the network and comes back, to the real web server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import frappe
import pytest
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.conversations.sessions import KeptSession
from social_support.ingestion import probe, streams
from social_support.ingestion.connect import granting, once
from social_support.networks.contract import Tokens
from social_support.networks.errors import AuthenticationFailed
from tests.fakes import consent
from tests.fakes.facebook import APP_ID as PAGE_APP
from tests.fakes.facebook import APP_SECRET as PAGE_APP_SECRET
from tests.fakes.facebook import FacebookServer
from tests.fakes.facebook_accounts import PERSON
from tests.fakes.facebook_world import PAGE_NAME
from tests.fakes.mastodon import COMPANY as SHOP
from tests.fakes.mastodon import MastodonServer
from tests.fakes.mastodon_oauth import MastodonLogin
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import APP_KEY, APP_SECRET, CLIENT_ID, CLIENT_SECRET
from tests.site.ingestion.network import read
from tests.site.support.bench import Bench
from tests.site.support.jobs_side_by_side import side_by_side
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for
from tests.site.support.web import Answer, Client, Web

BACK = "/api/method/social_support.api.connect.back"
WITH_OAUTH2 = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
WITH_PAGE_APP = {"app_key": PAGE_APP, "app_secret": PAGE_APP_SECRET}


@dataclass
class Browser:
    """A manager who connects a channel. `told`: what the network sent the browser back with."""

    client: Client
    server: Any
    channel: Document

    def begin(self) -> str:
        """The address at the network."""
        answer = self.client.post("connect.begin", channel=self.channel.name)
        assert answer.ok, answer.error
        return answer.message

    def consented(self, decision: str = consent.ALLOW) -> dict[str, str]:
        """What the browser would bring back."""
        return dict(parse_qsl(urlsplit(consent.decide(self.begin(), decision)).query))

    def bring(self, told: dict[str, str], client: Client | None = None):
        """Open the address to come back to; where the site sends the browser then."""
        frappe.db.commit()
        url = f"{(client or self.client).url}{BACK}?{urlencode(told)}"
        answer = (client or self.client).http.get(url, allow_redirects=False, timeout=60)
        frappe.db.commit()
        return answer

    def connect(self, decision: str = consent.ALLOW) -> dict[str, Any]:
        """{ok, message} that the form shows afterwards."""
        answer = self.bring(self.consented(decision))
        assert (answer.status_code, answer.headers["Location"]) == (302, self.form)
        return self.news()

    def news(self) -> dict[str, Any]:
        return self.standing()["news"]

    def standing(self) -> dict[str, Any]:
        network, channel = self.channel.network, self.channel.name
        answer = self.client.get("connect.standing", network=network, channel=channel)
        assert answer.ok, answer.error
        return answer.message

    def choose(self, account: str) -> Answer:
        return self.client.post("connect.choose", channel=self.channel.name, account=account)

    @property
    def form(self) -> str:
        return f"/app/social-channel/{self.channel.name}#"

    @property
    def tokens(self) -> Tokens:
        frappe.db.commit()
        channel = channels.load(self.channel.name)
        return KeptSession(channel.name, channels.account_of(channel)).read()

    def errors(self) -> list[str]:
        frappe.db.commit()
        found = frappe.get_all("Social Stream State", {"channel": self.channel.name}, "last_error")
        return [row.last_error for row in found if row.last_error]


def browser_of(make: Make, web: Web, server: Any, network: str, **values: str) -> Browser:
    channel = make.channel(server, network=network, token="", **values)
    browser = Browser(web.as_user(make.manager()), server, channel)
    server.controls()["register"](f"{web.url}{BACK}")
    return browser


@pytest.fixture
def x(make: Make, web: Web, allow_loopback: None) -> Iterator[Browser]:
    with XServer() as server:
        yield browser_of(make, web, server, "x", **WITH_OAUTH2)


@pytest.fixture
def x_with_api_key(make: Make, web: Web, allow_loopback: None) -> Iterator[Browser]:
    with XServer() as server:
        yield browser_of(make, web, server, "x", app_key=APP_KEY, app_secret=APP_SECRET)


@pytest.fixture
def toot(make: Make, web: Web, allow_loopback: None) -> Iterator[Browser]:
    with MastodonServer() as behind, MastodonLogin(behind, SHOP) as server:
        yield browser_of(make, web, server, "mastodon")


@pytest.fixture
def facebook(make: Make, web: Web, allow_loopback: None) -> Iterator[Browser]:
    with FacebookServer() as server:
        yield browser_of(make, web, server, "facebook", **WITH_PAGE_APP)


def test_an_account_is_connected_and_read(x: Browser):
    before = x.standing()
    assert not before["connected"] and before["callback"] == f"{x.client.url}{BACK}"
    assert any("developer account" in sentence for sentence in before["before"])
    assert health_of(x)["state"] == "unconnected"
    read(x.channel.name)
    assert x.errors() == [] and x.server.seen == []
    told = x.connect()
    assert told["ok"] and f"@{COMPANY}" in told["message"]
    assert x.standing()["connected"] and x.standing()["news"] is None
    assert channels.load(x.channel.name).handle == COMPANY
    post = x.server.write("anna", f"@{COMPANY} My drill is broken")
    read(x.channel.name)
    assert frappe.db.exists("Social Interaction", {"external_id": post})
    assert x.errors() == []


@pytest.mark.parametrize("way", ["x_with_api_key", "toot", "facebook"])
def test_other_ways_of_connecting(way: str, request: pytest.FixtureRequest):
    browser: Browser = request.getfixturevalue(way)
    told = browser.connect()
    assert told["ok"] and "Connected as @" in told["message"]
    read(browser.channel.name)
    assert browser.errors() == []
    answer = browser.client.post("connect.disconnect", channel=browser.channel.name)
    assert answer.ok and not browser.standing()["connected"]
    assert "could not be told" not in answer.message


def test_a_forged_or_repeated_answer_of_the_network_is_refused(x: Browser):
    told = x.consented()
    forged = x.bring(told | {"state": "forged"})
    assert forged.status_code == 403 and "was not begun here" in forged.text
    assert x.bring({"code": told["code"]}).status_code == 403
    assert x.bring(told).status_code == 302 and x.news()["ok"]
    kept = x.tokens
    again = x.bring(told)
    assert again.status_code == 403 and "used already" in again.text
    assert x.tokens == kept and happened(x, "exchanges") == 1
    # With a state of its own, the code is refused by the network, which ends what it gave for it.
    told_anew = x.consented()
    x.bring(told_anew | {"code": told["code"]})
    news = x.news()
    assert not news["ok"] and "Press Connect" in news["message"]
    assert x.tokens == kept


def test_nobody_else_can_use_what_a_browser_brings_back(x: Browser, make: Make, web: Web):
    thief = web.as_user(make.manager())
    told = x.consented()
    stolen = x.bring(told, thief)
    assert stolen.status_code == 403 and "begun by somebody else" in stolen.text
    assert x.bring(told).status_code == 403
    assert happened(x, "exchanges") == 0 and not x.tokens
    guest = x.bring(x.consented(), web.guest)
    assert guest.status_code == 403 and happened(x, "exchanges") == 0


def test_who_has_lost_the_right_meanwhile_connects_nothing(x: Browser, make: Make):
    told = x.consented()
    user = x.client.get("/api/method/frappe.auth.get_logged_user").message
    managers = ("in", ["Social Manager", "System Manager"])
    frappe.db.delete("Has Role", {"parent": user, "role": managers})
    frappe.clear_cache(user=user)
    refused = x.bring(told)
    assert refused.status_code == 403 and "You may not do this" in refused.text
    assert not x.tokens and happened(x, "exchanges") == 0


def test_declining_changes_nothing(x: Browser):
    assert x.connect()["ok"]
    kept = x.tokens
    news = x.connect(consent.CANCEL)
    assert not news["ok"] and "declined at X" in news["message"]
    assert x.tokens == kept


def test_a_scope_that_is_needed_is_named_and_another_one_told_of(x: Browser):
    x.server.controls()["grant_only"](["users.read", "offline.access"])
    news = x.connect()
    assert not news["ok"] and "tweet.read" in news["message"] and not x.tokens
    x.server.controls()["grant_only"](["users.read", "tweet.read", "offline.access"])
    news = x.connect()
    assert news["ok"] and "tweet.write, dm.read, dm.write" in news["message"]


def test_another_account_is_refused_once_there_are_posts(x: Browser):
    x.connect()
    x.server.write("anna", f"@{COMPANY} My drill is broken")
    read(x.channel.name)
    kept = x.tokens
    x.server.controls()["sign_in"]("boris")
    news = x.connect()
    assert not news["ok"] and "belongs to @boris" in news["message"]
    assert x.tokens == kept and channels.load(x.channel.name).handle == COMPANY


def test_values_that_changed_meanwhile_are_not_connected(x: Browser):
    told = x.consented()
    frappe.db.set_value("Social Channel", x.channel.name, "server_url", "https://elsewhere.example")
    x.bring(told)
    assert "has changed since" in x.news()["message"] and happened(x, "exchanges") == 0


def test_tokens_are_renewed_by_one_job_at_a_time_and_kept(x: Browser, bench: Bench):
    x.connect()
    x.server.controls()["expire"]()
    x.server.controls()["delay_tokens"](0.5)
    before = x.tokens
    assert side_by_side(bench, *[lambda: who_are_we(x)] * 2) == [COMPANY, COMPANY]
    assert happened(x, "refreshes") == 1
    assert x.tokens["refresh"] != before["refresh"]
    # Known to be over, they are renewed before anything is refused.
    keep(x, x.tokens | {"renew_at": int(time.time()) - 1})
    assert who_are_we(x) == COMPANY
    assert happened(x, "refreshes") == 2


def test_a_refresh_token_that_is_over_stops_reading_and_says_what_to_do(x: Browser):
    x.connect()
    x.server.controls()["expire"]("access")
    x.server.controls()["expire"]("refresh")
    read(x.channel.name)
    assert any("Press Connect on the channel" in error for error in x.errors())
    health = health_of(x)
    assert (health["state"], health["connects"]) == ("sign_in", True)
    assert "Press Connect Again" in health["sentence"]
    assert x.connect()["ok"]
    health = health_of(x)
    assert health["state"] != "sign_in"


def test_a_network_that_is_down_keeps_the_tokens(x: Browser):
    x.connect()
    kept = x.tokens
    keep(x, kept | {"renew_at": 1})
    url = x.server.url
    x.server.__exit__(None, None, None)
    read(x.channel.name)
    assert x.tokens["refresh"] == kept["refresh"]
    assert x.errors() and all(url.split("//")[1] in error for error in x.errors())


def test_what_is_missing_is_said_before_anybody_is_sent_away(make: Make, web: Web, x: Browser):
    client = web.as_user(make.manager())
    for network, said in (("mastodon", "There is no server"), ("facebook", "App Secret")):
        channel = make.channel(network=network, token="")
        answer = client.post("connect.begin", channel=channel.name)
        assert not answer.ok and said in answer.error
    frappe.db.set_value("Social Channel", x.channel.name, "client_id", None)
    answer = client.post("connect.begin", channel=x.channel.name)
    assert not answer.ok and "API Key Secret" in answer.error
    rss = make.channel(network="rss", token="", streams=(("Feed", ""),))
    assert "entering its values" in client.post("connect.begin", channel=rss.name).error


def test_a_page_is_chosen_where_there_are_several(facebook: Browser):
    pages = [{}, {"id": "998877", "name": "Garden Tools"}]
    facebook.server.controls()["run_pages"](PERSON, pages)
    facebook.bring(facebook.consented())
    shown = facebook.standing()
    assert shown["news"] is None and not shown["connected"]
    assert [choice["label"] for choice in shown["choices"]][1] == "Garden Tools"
    mine = shown["choices"][0]["value"]
    wrong = facebook.choose("somebody else's")
    assert not wrong.ok and "Press Connect once more" in wrong.error
    chosen = facebook.choose(mine)
    assert chosen.ok and "Connected as" in chosen.message
    assert facebook.standing()["choices"] == []
    read(facebook.channel.name)
    assert facebook.errors() == []
    # What was not chosen is forgotten with the next asking.
    facebook.bring(facebook.consented())
    assert facebook.standing()["choices"]
    facebook.connect(consent.CANCEL)
    assert facebook.standing()["choices"] == []
    # Once there are posts it is known which one this channel reads.
    world = facebook.server.world
    world.comment("anna", world.post(PAGE_NAME, "New drills are here"), "Does it drill stone?")
    read(facebook.channel.name)
    assert "Connected as" in facebook.connect()["message"]


def test_what_a_person_unticks_is_told(facebook: Browser):
    address = facebook.begin()
    led = consent.decide(address, without=["pages_messaging"])
    facebook.bring(dict(parse_qsl(urlsplit(led).query)))
    news = facebook.news()
    assert news["ok"] and "Not allowed: pages_messaging" in news["message"]
    led = consent.decide(facebook.begin(), without=["pages_read_engagement"])
    facebook.bring(dict(parse_qsl(urlsplit(led).query)))
    assert "pages_read_engagement" in facebook.news()["message"]


def test_disconnecting_gives_the_tokens_back(x: Browser):
    x.connect()
    tokens = x.tokens
    answer = x.client.post("connect.disconnect", channel=x.channel.name)
    assert answer.ok and answer.message.endswith("its tokens are forgotten.")
    assert happened(x, "revocations") == 1
    assert not x.tokens and not x.standing()["connected"]
    assert channels.load(x.channel.name).mode == "Off"
    frappe.db.set_value("Social Channel", x.channel.name, "mode", "Listen Only")
    assert health_of(x)["state"] == "unconnected"
    # What the network ended already is nothing to be told of.
    assert x.connect()["ok"] and x.tokens != tokens
    x.server.controls()["end"]()
    answer = x.client.post("connect.disconnect", channel=x.channel.name)
    assert answer.ok and answer.message.endswith("its tokens are forgotten.")


def test_nobody_connects_while_a_job_renews_the_tokens(x: Browser, bench: Bench):
    """The job would overwrite what the person was given, or bring back what they had forgotten."""
    x.connect()
    x.server.controls()["expire"]()
    x.server.controls()["delay_tokens"](2)

    def renew() -> str:
        return who_are_we(x)

    def disconnect() -> str:
        wait_for(lambda: x.server.controls()["happened"]()["waiting"], what="the renewal")
        return granting.disconnect(x.channel.name)

    done = side_by_side(bench, renew, disconnect)
    assert done[0] == COMPANY and "forgotten" in done[1]
    assert not x.tokens


def test_a_token_entered_by_hand_has_no_app_of_another_one(toot: Browser):
    toot.connect()
    channel = channels.load(toot.channel.name)
    assert channel.client_id and channel.client_secret
    channel.access_token = "another-token"
    channel.save()
    assert (channel.client_id, channel.client_secret) == (None, None)
    assert channels.account_of(channel).client_secret == ""


def test_a_run_that_loses_its_tokens_says_so(x: Browser):
    x.connect()
    network = channels.network_of(channels.load(x.channel.name))
    network.verify()
    x.client.post("connect.disconnect", channel=x.channel.name)
    with pytest.raises(AuthenticationFailed, match="not connected"):
        network.verify()


def test_a_copy_of_the_site_forgets_without_telling_the_network(x: Browser):
    x.connect()
    frappe.db.set_value("Social Channel", x.channel.name, "home_id", "another site")
    begun = x.client.post("connect.begin", channel=x.channel.name)
    assert not begun.ok and "a copy of that site" in begun.error
    answer = x.client.post("connect.disconnect", channel=x.channel.name)
    assert answer.ok, answer.error
    assert happened(x, "revocations") == 0 and not x.tokens


def test_a_channel_that_is_not_connected_is_no_trouble(x: Browser):
    streams.make_due(x.channel.name)
    frappe.db.commit()
    assert x.channel.name not in [row.channel for row in streams.due_channels()]
    probe.probe_channels()
    assert x.errors() == [] and x.server.seen == []
    tested = x.client.post("channels.test_connection", channel=x.channel.name).message
    assert not tested["ok"] and "not connected yet" in tested["message"]
    x.connect()
    frappe.db.commit()
    assert x.channel.name in [row.channel for row in streams.due_channels()]


@pytest.mark.parametrize("network", ["x", "facebook"])
def test_no_secret_is_shown(network: str, request: pytest.FixtureRequest, web: Web):
    browser: Browser = request.getfixturevalue(network)
    told = browser.consented()
    answers = [browser.bring(told).text, json.dumps(browser.standing())]
    browser.bring(told | {"state": "forged"})
    browser.server.controls()["expire"]()
    read(browser.channel.name)
    for method in ("/api/method/frappe.desk.form.load.getdoc",):
        answers.append(
            browser.client.get(method, doctype="Social Channel", name=browser.channel.name).text
        )
    logged = [
        frappe.as_json(frappe.get_all(each, fields="*", limit=50, order_by="creation desc"))
        for each in ("Error Log", "Social Sync Log", "Social Stream State", "Version")
    ]
    known = [*browser.server.controls()["secrets"](), CLIENT_SECRET, PAGE_APP_SECRET]
    places = {"answers": answers, "logs": logged, "the server's log": [web.log.read_text()]}
    # A web server logs addresses, the code that was used in them.
    for place, texts in places.items():
        used = set(told.values()) if place == "the server's log" else set()
        leaked = {secret for secret in known if any(secret in text for text in texts)}
        assert leaked - used == set(), place
    assert browser.server.controls()["faults"]() == []
    assert redis_keeps_none_of(known)


def redis_keeps_none_of(secrets: list[str]) -> bool:
    for key in frappe.cache.scan_iter(match="*social_connect*"):
        kept = frappe.cache.get(key) or b""
        if any(secret.encode() in kept for secret in secrets):
            return False
    return True


def test_what_is_kept_is_taken_out_once(bench: Bench):
    once.keep("a test of it", Tokens(secret="kept"))
    taken = side_by_side(bench, *[lambda: once.take("a test of it")] * 8)
    assert [each for each in taken if each] == [{"secret": "kept"}]


def health_of(browser: Browser) -> dict[str, Any]:
    return browser.client.get("channels.health", channel=browser.channel.name).message


def who_are_we(browser: Browser) -> str:
    return channels.network_of(channels.load(browser.channel.name)).verify().handle


def keep(browser: Browser, tokens: dict) -> None:
    channel = channels.load(browser.channel.name)
    KeptSession(channel.name, channels.account_of(channel)).keep(Tokens(tokens))


def happened(browser: Browser, what: str) -> int:
    return browser.server.controls()["happened"]().get(what, 0)
