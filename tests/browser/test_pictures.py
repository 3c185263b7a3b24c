"""The pictures of the documentation, from the running Desk, in English and Bulgarian."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
import requests

from tests.browser.desk import Desk
from tests.browser.scene import LANGUAGES, Scene
from tests.fakes.mastodon import MastodonServer
from tests.site.support.bench import free_port
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for
from tests.site.support.web import Web
from tests.site.support.worker import Worker

REPOSITORY = Path(__file__).parents[2]
SHOWN = {
    "en": {"reply": "Reply in Public", "edited": "edited", "due": "due in", "read": "Read "},
    "bg": {
        "reply": "Публичен отговор",
        "edited": "редактирано",
        "due": "срок след",
        "read": "Прочетен",
    },
}
# A label that does not fit its button ends where the button does.
CLIPPED = """() => [...document.querySelectorAll('.btn, .indicator-pill')]
    .filter(e => e.offsetParent && !e.closest('.list-row') && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.innerText.trim()).filter(Boolean)"""


@pytest.fixture(params=LANGUAGES)
def shop(request: pytest.FixtureRequest, make: Make, server: MastodonServer, web: Web) -> Scene:
    """The shop on a busy morning: Anna has had an answer, and waits for another one."""
    scene = Scene(make, server, request.param)
    scene.open_shop()
    scene.anna_bought()
    scene.anna_asks()
    scene.anna_writes()
    scene.others_write()
    return scene


@pytest.fixture
def public(server: MastodonServer) -> Iterator[str]:
    """The address of the demonstration's page that shows what the public sees."""
    port = free_port()
    page = ["-m", "devbench.demo.public", "--port", str(port), "--mastodon", server.url]
    running = subprocess.Popen([sys.executable, *page], cwd=REPOSITORY)
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: answers(address), what="the public's page")
    yield address
    running.terminate()
    running.wait(10)


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def look(desk: Desk, shop: Scene, name: str) -> None:
    """Nothing is cut off at this width, and here is the picture."""
    assert desk.page.evaluate(CLIPPED) == []
    desk.picture(f"{name}-{shop.language}")


def test_pictures(desk: Desk, shop: Scene, web: Web, worker: Worker) -> None:
    shown = SHOWN[shop.language]
    answer(shop, shop.asked, web)
    answer(shop, shop.conversation("clara"), web)
    late = shop.conversation("anna")
    desk.log_in(shop.agent)

    desk.open("customer", shop.customer)
    desk.find(".social-headline button").click()
    desk.wait_for(shown["reply"], within=".social-card")
    look(desk, shop, "customer")

    desk.open("social-conversation", late)
    desk.wait_for(shown["edited"], within=".social-post")
    desk.wait_for(shop.words["item"], within=".social-customer-card")
    look(desk, shop, "conversation")

    desk.press(shown["reply"], within=".social-composer")
    desk.find(".social-reply textarea").fill(shop.words["answer"])
    desk.find(".modal .btn-primary:enabled").wait_for()
    look(desk, shop, "reply")

    desk.page.goto(f"{desk.url}/app/social-conversation?channel={shop.channel}")
    desk.wait_for(shown["due"], within=".result")
    look(desk, shop, "list")


def test_picture_of_what_the_public_sees(
    desk: Desk, shop: Scene, public: str, web: Web, worker: Worker
) -> None:
    answer(shop, shop.asked, web)
    desk.page.goto(public)
    desk.wait_for(shop.words["answer_question"].split(",")[0])
    assert shop.words["secret"].split(".")[0] not in desk.text("body")
    desk.picture(f"public-{shop.language}")


def test_picture_of_the_channel(desk: Desk, shop: Scene, worker: Worker) -> None:
    desk.log_in(shop.manager)
    desk.open("social-channel", shop.channel)
    desk.wait_for(SHOWN[shop.language]["read"], within=".social-health")
    look(desk, shop, "channel")


def test_the_dark_theme_is_readable(desk: Desk, scene: Scene) -> None:
    frappe.db.set_value("User", scene.agent, "desk_theme", "Dark")
    desk.log_in(scene.agent)
    desk.open("social-conversation", scene.conversation("anna"))
    desk.wait_for("edited", within=".social-post")
    dark = desk.page.evaluate(
        """() => {
            const parts = (colour) => colour.match(/\\d+/g).slice(0, 3).map(Number);
            const light = (colour) => parts(colour).reduce((sum, part) => sum + part);
            const post = getComputedStyle(document.querySelector('.social-post'));
            const text = getComputedStyle(document.querySelector('.social-text'));
            return light(text.color) - light(post.backgroundColor);
        }"""
    )
    assert dark > 250, "light text on a dark post"


def answer(shop: Scene, conversation: str, web: Web) -> None:
    post = frappe.db.get_value("Social Conversation", conversation, "last_inbound")
    sent = web.as_user(shop.agent).post(
        "replies.send", interaction=post, text=shop.words["answer_question"]
    )
    assert sent.ok, sent.error
    wait_for(
        lambda: frappe.db.get_value("Social Reply", sent.message, "status") == "Sent",
        seconds=60,
        what="the answer to be sent",
    )
