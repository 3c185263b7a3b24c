"""From an account that nobody has connected to an answer that stands on the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from tests.browser.desk import Desk
from tests.fakes.facebook import APP_ID, FacebookServer
from tests.fakes.facebook import APP_SECRET as PAGE_APP_SECRET
from tests.fakes.facebook_world import PAGE_NAME
from tests.fakes.x import COMPANY, XServer
from tests.fakes.x_keys import CLIENT_ID, CLIENT_SECRET
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for
from tests.site.support.web import Web
from tests.site.support.worker import Worker

ASKED = "The charger of my drill broke. Where can I send it?"
ANSWER = "Send it to Borova 1, Plovdiv, please: a new one goes out the same day."


@dataclass
class Network:
    """A fake network, the values of the company's app there, and the button that consents."""

    server: Any
    values: dict[str, str]
    stream: str
    consent: str
    handle: str
    write: Callable[[], str]
    answers: Callable[[str], list[str]]


def of_x(server: XServer) -> Network:
    return Network(
        server,
        {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
        "Mentions",
        "Authorize app",
        COMPANY,
        lambda: server.write("anna", f"@{COMPANY} {ASKED}"),
        lambda post: [server.show(answer)["text"] for answer in server.answers_to(post)],
    )


def of_facebook(server: FacebookServer) -> Network:
    world = server.world
    return Network(
        server,
        {"app_key": APP_ID, "app_secret": PAGE_APP_SECRET},
        "Own Post Comments",
        "Continue",
        "borova",
        lambda: world.comment("anna", world.post(PAGE_NAME, "New drills are here"), ASKED),
        lambda comment: [answer.text for answer in world.below(comment)],
    )


@pytest.fixture(params=[(XServer, of_x), (FacebookServer, of_facebook)], ids=["x", "facebook"])
def network(request: pytest.FixtureRequest, allow_loopback: None, web: Web) -> Iterator[Network]:
    kind, described = request.param
    with kind() as server:
        callback = f"{web.url}/api/method/social_support.api.connect.back"
        server.controls()["register"](callback)
        yield described(server)


def test_from_connecting_to_the_answer_on_the_network(
    desk: Desk, network: Network, make: Make, worker: Worker, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    customer = make.customer().name
    channel = make.channel(
        network.server,
        network=name,
        token="",
        mode="Listen and Reply",
        streams=((network.stream, ""),),
        channel_name="Our account",
    ).name

    # Connect
    desk.log_in(make.manager())
    desk.open("social-channel", channel)
    desk.wait_for("Before you connect you need", within=".social-connect")
    for field, value in network.values.items():
        desk.find(f"input[data-fieldname={field}]").fill(value)
    desk.page.locator(".social-connect").scroll_into_view_if_needed()
    desk.picture(f"connect-{name}")
    desk.press("Connect", within=".social-connect")
    desk.page.get_by_role("button", name=network.consent).click()
    desk.wait_for(f"Connected as @{network.handle}.", within=".modal")
    close_the_message(desk)

    # What people write arrives
    post = network.write()
    desk.press("Read Now")
    desk.wait_for("new posts", within=".modal")
    close_the_message(desk)

    # The customer is linked, and answered
    (conversation,) = frappe.get_all("Social Conversation", {"channel": channel}, pluck="name")
    desk.log_in(make.agent())
    desk.open("social-conversation", conversation)
    desk.wait_for(ASKED, within=".social-post")
    desk.press("Link This Author", within=".social-aside")
    desk.page.locator(".modal select[data-fieldname=doctype]:focus").wait_for()
    desk.find(".modal input[data-fieldname=party]").fill(customer)
    desk.page.locator(".modal .awesomplete li:visible").first.click()
    desk.press("Link", within=".modal-footer")
    desk.wait_for(customer, within=".social-customer")
    desk.press("Reply in Public", within=".social-composer")
    desk.find(".social-reply textarea").fill(ANSWER)
    desk.press("Send Public Reply", within=".modal")
    desk.wait_for("✓ Sent.", within=".social-result")
    desk.page.keyboard.press("Escape")
    desk.wait_for(ANSWER, within=".social-ours")
    assert wait_for(lambda: network.answers(post)) == [ANSWER]


def close_the_message(desk: Desk) -> None:
    """Not by a key, which a dialog does not hear while it still fades in."""
    desk.find(".modal .btn-modal-close").click()
    desk.page.locator(".modal.show").wait_for(state="hidden")
