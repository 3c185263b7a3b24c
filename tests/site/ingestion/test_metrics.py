"""What a network counts for its account is kept once for each metric and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from social_support.conversations import channels
from social_support.conversations.clock import utc_now
from social_support.ingestion import metrics
from social_support.networks.contract import Metric
from tests.fakes.facebook import APP_ID, APP_SECRET, PAGE_TOKEN, FacebookServer
from tests.site.ingestion.network import log
from tests.site.support.shop import Shop

DOCTYPE = "Social Channel Metric"


@pytest.fixture
def shop(make, allow_loopback) -> Iterator[Shop]:
    keys = {"app_key": APP_ID, "app_secret": APP_SECRET, "access_token": PAGE_TOKEN}
    with FacebookServer() as server:
        channel = make.channel(server, network="facebook", streams=[("Feed", "")], **keys)
        channel.db_set("account_external_id", "900100200")
        frappe.db.commit()
        yield Shop(channels.load(channel.name), server)


def rows(shop: Shop, **filters: object) -> list[frappe._dict]:
    filters = {"channel": shop.channel.name} | filters
    return frappe.get_all(DOCTYPE, filters, ["metric", "day", "value", "name"], order_by="day")


def test_each_day_is_kept_once_and_corrected(shop: Shop):
    metrics.keep_metrics()
    first = rows(shop, metric="page_follows")
    yesterday = utc_now().date() - timedelta(days=1)
    assert len(first) == 29 and getdate(first[-1].day) == yesterday
    shop.server.api.metrics["page_follows"] = 500
    shop.server.seen.clear()
    metrics.keep_metrics()
    again = rows(shop, metric="page_follows")
    assert [row.name for row in again] == [row.name for row in first]
    assert [row.value >= 500 for row in again] == [False] * 25 + [True] * 4
    assert len(shop.server.seen) == 1


def test_after_a_long_pause_no_more_days_are_asked_for_than_a_network_tells(shop: Shop):
    long_ago = utc_now().date() - timedelta(days=200)
    metrics.store(shop.channel.name, [Metric("page_follows", long_ago, 7)])
    metrics.keep_metrics()
    assert len(rows(shop, metric="page_follows")) == 1 + 91


def test_a_metric_that_is_gone_takes_no_other_with_it(shop: Shop):
    del shop.server.api.metrics["page_media_view"]
    metrics.keep_metrics()
    names = {row.metric for row in rows(shop)}
    assert len(names) == 3 and "page_media_view" not in names


def test_a_missing_permission_is_told_and_a_bad_day_passes(shop: Shop):
    shop.server.refuse("/insights", 500, count=5)
    metrics.keep_metrics()
    assert log(shop.channel.name, "Notice") == []
    shop.server.heal()
    shop.server.scopes = tuple(one for one in shop.server.scopes if one != "read_insights")
    metrics.keep_metrics()
    (notice,) = log(shop.channel.name, "Notice")
    assert "read_insights" in notice.message and rows(shop) == []


def test_a_network_that_counts_nothing_is_not_asked(make, allow_loopback):
    channel = make.channel(mode="Listen Only")
    frappe.db.commit()
    metrics.keep(channel.name)
    assert frappe.get_all(DOCTYPE, {"channel": channel.name}) == []
