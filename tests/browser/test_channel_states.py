"""The channel's form in each state that a person has to understand, made true and looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import frappe
import pytest

from tests.browser.desk import Desk
from tests.browser.scene import Scene
from tests.site.support.bench import Bench
from tests.site.support.cleanup import Cleanup
from tests.site.support.worker import Worker

MENTIONS = {"stream": "Mentions"}
State = Callable[[Scene, Bench], None]


def healthy(scene: Scene, bench: Bench) -> None:
    scene.others_write()


def backing_off(scene: Scene, bench: Bench) -> None:
    """The server is down for maintenance."""
    scene.server.fault("status", count=None, status=503)
    for _times in range(3):
        scene.read()


def sign_in_expired(scene: Scene, bench: Bench) -> None:
    """Somebody has revoked the token on the network."""
    scene.server.fault("status", count=None, status=401)
    scene.read()


def gap(scene: Scene, bench: Bench) -> None:
    """The network has said that it shows no older posts."""
    from social_support.ingestion import streams
    from social_support.networks.contract import Gap

    until = datetime.now(timezone.utc) - timedelta(hours=9)
    state = frappe.db.get_value("Social Stream State", {"channel": scene.channel, **MENTIONS})
    streams.note_gap(state, Gap(until - timedelta(days=2), until))


def budget_spent(scene: Scene, bench: Bench) -> None:
    """As many posts were read today as may be."""
    frappe.db.set_value("Social Channel", scene.channel, "read_budget", 3)
    scene.others_write()
    scene.read()


def scheduler_off(scene: Scene, bench: Bench) -> None:
    bench.set_config(pause_scheduler=1)


def copy(scene: Scene, bench: Bench) -> None:
    """The site's backup stands on a test server."""
    bench.set_config(host_name="https://erp-test.example.com")


STATES: dict[State, tuple[str, str | None]] = {
    healthy: (r"Read \d+ seconds? ago, \d+ posts today\.", None),
    backing_off: (r"Reading failed\. The next try is at \d\d:\d\d, after 3 errors\. .*503", None),
    sign_in_expired: (r"The sign-in has expired\. Press Connect Again", "Connect Again"),
    gap: (r"Posts between \d.* and \d.* could not be read: .* press Understood", "Understood"),
    budget_spent: (r"Today's read budget of 3 is spent\. Reading goes on at \d\d:\d\d", None),
    scheduler_off: (r"The scheduler is off, so nothing is read\.", None),
    copy: (r"This is a copy of .*: nothing is read and nothing is sent\.", "This Is the Live Site"),
}


@pytest.fixture
def config(bench: Bench, cleanup: Cleanup) -> Bench:
    """The site's configuration, which is put back."""
    if not bench.is_ours:
        pytest.skip("Done only on a site that was made for the tests.")
    before = bench.config_file.read_text()
    cleanup.call(lambda: bench.config_file.write_text(before))
    return bench


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_form_says_how_the_channel_is(
    desk: Desk, scene: Scene, config: Bench, worker: Worker, state: State
) -> None:
    sentence, button = STATES[state]
    state(scene, config)
    desk.log_in(scene.manager)
    desk.open("social-channel", scene.channel)
    desk.find(".social-health").wait_for()
    assert re.search(sentence, desk.text(".social-health .social-said"))
    buttons = desk.find(".social-health button").all_inner_texts()
    assert buttons == ([button] if button else [])
    desk.find(".social-connect").wait_for()
    desk.picture(f"channel-{state.__name__.replace('_', '-')}")
