"""What the network does not show any more is known, with its span."""

from datetime import datetime, timedelta, timezone

from social_support.ingestion import streams
from social_support.networks.contract import Gap
from tests.site.ingestion.network import log, read, state

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def span(since, until):
    return Gap(NOON + timedelta(hours=since), NOON + timedelta(hours=until))


def kept(channel):
    row = state(channel.name)
    naive = NOON.replace(tzinfo=None)
    return tuple(
        moment and (moment - naive) / timedelta(hours=1)
        for moment in (row.gap_since_utc, row.gap_until_utc)
    )


def test_a_gap_stands_in_the_log_and_on_the_channel(network, channel, monkeypatch):
    from social_support.networks.mastodon import Mastodon

    network.write("one")
    read(channel.name)
    page_of = Mastodon._page
    monkeypatch.setattr(
        Mastodon,
        "_page",
        lambda self, source, step: page_of(self, source, step._replace(gap=span(0, 2))),
    )
    network.write("two")
    read(channel.name)
    assert kept(channel) == (0, 2)
    (notice,) = log(channel.name, "Notice")
    assert "are missing" in notice.message


def test_spans_that_touch_are_joined(channel):
    name = state(channel.name).name
    for gap in (span(0, 2), span(2, 3), span(1, 2)):
        streams.note_gap(name, gap)
    assert kept(channel) == (0, 3)
    streams.note_gap(name, span(8, 9))
    assert kept(channel) == (8, 9)


def test_a_person_who_has_seen_it_makes_it_go(channel):
    streams.note_gap(state(channel.name).name, span(0, 2))
    streams.forget_gap(channel.name)
    assert kept(channel) == (None, None)
