"""The day on which a network lets us in no longer is told ahead."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import frappe
import pytest

from social_support.conversations import channels
from social_support.ingestion import sign_in_end


def ends_in(channel, **span: float) -> None:
    at = datetime.now(timezone.utc) + timedelta(**span)
    limits = {"account_limits": frappe.as_json({"expires_at": at.isoformat()})}
    frappe.db.set_value("Social Channel", channel.name, limits)


@pytest.mark.parametrize(("days", "told"), [(20, 0), (10, 0), (7, 1), (3, 1)])
def test_people_are_told_some_days_before(make, days: int, told: int):
    manager = make.manager()
    channel = make.channel()
    ends_in(channel, days=days, hours=1)
    sign_in_end.tell_ahead(channels.load(channel.name))
    notified = {"for_user": manager, "document_name": channel.name}
    assert frappe.db.count("Notification Log", notified) == told
    limits = channels.load(channel.name).account_limits
    assert bool(sign_in_end.near(limits)) == (days <= sign_in_end.NEAR_DAYS)


def test_a_network_that_names_no_day_is_left_alone(make):
    channel = make.channel()
    assert sign_in_end.near(channel.account_limits) == ""
    assert sign_in_end.near('{"expires_at": null}') == ""
