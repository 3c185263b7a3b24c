"""What an operator sees: the list of channels, Sync Health, and a channel's data going."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from social_support.conversations.clock import utc_now
from tests.browser.desk import Desk
from tests.site.support.make import Make
from tests.site.support.waiting import wait_for

GLANCE = ".social-glance"


@pytest.fixture
def channels(make: Make) -> list[str]:
    """A channel that is read, one that fails, and one that is off."""
    team = make.user_group(make.agent())
    made = [
        make.channel(channel_name=name, team=team, mode=mode)
        for name, mode in (
            ("Shop on Mastodon", "Listen and Reply"),
            ("Spare Parts", "Listen Only"),
            ("Old Account", "Off"),
        )
    ]
    names = [channel.name for channel in made]
    began = now_datetime() - timedelta(days=3)
    states = {"channel": ("in", names)}
    frappe.db.set_value("Social Stream State", states, "creation", began, update_modified=False)
    set_state(names[0], last_success_utc=utc_now(), next_run_utc=utc_now() + timedelta(minutes=1))
    set_state(
        names[1],
        failures=3,
        error_kind="Unavailable",
        last_error="mastodon.example has a problem of its own (error 503).",
        last_error_utc=utc_now() - timedelta(minutes=2),
        last_success_utc=utc_now() - timedelta(hours=3),
        next_run_utc=utc_now() + timedelta(minutes=7),
    )
    make.stored(made[0], *(make.post(f"Where is order {n}?", minutes_ago=0.2) for n in range(6)))
    frappe.db.commit()
    return names


def set_state(channel: str, **values: object) -> None:
    filters = {"channel": channel, "stream": ("!=", "By Hand")}
    frappe.db.set_value("Social Stream State", filters, values, update_modified=False)


def in_bulgarian(desk: Desk, user: str) -> None:
    """The same page once more, in the other language."""
    frappe.db.set_value("User", user, "language", "bg")
    frappe.db.commit()
    frappe.clear_cache(user=user)
    desk.page.reload()


def test_the_list_tells_how_each_channel_is(
    desk: Desk, worker, make: Make, channels: list[str]
) -> None:
    manager = make.manager()
    desk.log_in(manager)
    desk.open("social-channel")
    desk.wait_for("Stored within", within=GLANCE)
    desk.wait_for("mastodon.example has a problem", within=GLANCE)
    desk.wait_for("Switched off", within=GLANCE)
    assert desk.find(f"{GLANCE} .indicator.orange").count() == 1
    desk.picture("channels-en")
    in_bulgarian(desk, manager)
    desk.wait_for("Изключен", within=GLANCE)
    desk.picture("channels-bg")


def test_sync_health_opens_what_it_counts(
    desk: Desk, worker, make: Make, channels: list[str]
) -> None:
    manager = make.manager()
    desk.log_in(manager)
    desk.open("query-report", "Sync Health")
    desk.wait_for("Shop on Mastodon", within=".datatable")
    desk.wait_for("What does not run on posts that are read", within=".social-notes")
    desk.picture("sync-health-en")
    in_bulgarian(desk, manager)
    desk.wait_for("Shop on Mastodon", within=".datatable")
    desk.wait_for("Какво не се изпълнява", within=".social-notes")
    desk.picture("sync-health-bg")
    link = desk.find(f".datatable a[href*='social-interaction?channel={channels[0]}']").first
    desk.page.goto(desk.url + link.get_attribute("href"))
    desk.wait_for("Where is order", within=".result")
    assert desk.find(".result .list-row").count() == 6


def test_a_channel_s_data_is_deleted_by_whoever_types_its_name(
    desk: Desk, worker, make: Make, channels: list[str]
) -> None:
    desk.log_in(make.manager())
    desk.open("social-channel", channels[0])
    desk.find(".menu-btn-group").first.click()
    desk.press("Delete This Channel's Data", within=".menu-btn-group .dropdown-menu")
    desk.wait_for("There is no way back", within=".modal-body")
    desk.picture("delete-data-en")
    field = desk.find(".modal-body input[data-fieldname=name]")
    field.fill(frappe.db.get_value("Social Channel", channels[0], "channel_name"))
    desk.press("Delete for Good", within=".modal-footer")
    filters = {"channel": channels[0]}
    wait_for(lambda: not frappe.db.count("Social Interaction", filters), 60, "the posts to go")
    desk.wait_for("had the data of this channel deleted", within=".new-timeline")
    assert desk.page.evaluate("cur_frm.doc.mode") == "Off"
