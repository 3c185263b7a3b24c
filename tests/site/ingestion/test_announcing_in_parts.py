"""What others registered takes its time: it is bounded, resumed, and skips nobody."""

import sys
from types import ModuleType

import frappe
import pytest
from rq.timeouts import JobTimeoutException

from social_support.ingestion import after_save, run, streams
from tests.site.ingestion.network import read, texts

MODULE = "social_support.slow_handlers_of_a_test"


@pytest.fixture
def hear(monkeypatch):
    """A function that lets `act(doc, method)` hear of new rows of a doctype, as another app's."""
    handlers = ModuleType(MODULE)
    monkeypatch.setitem(sys.modules, MODULE, handlers)

    def register(doctype, act):
        handlers.act = act
        events = {**frappe.get_doc_hooks(), doctype: {"after_insert": [f"{MODULE}.act"]}}
        monkeypatch.setattr(frappe.local, "doc_events_hooks", events)

    return register


def test_what_there_was_no_time_for_is_told_of_next_time(network, channel, make, hear, monkeypatch):
    heard = []
    hear("Social Interaction", lambda doc, method: heard.append(doc.text))
    monkeypatch.setattr(after_save, "AT_ONCE", 2)
    monkeypatch.setattr(run, "ANNOUNCE_SECONDS", -1)
    for number in range(5):
        network.write(f"post {number}")
    read(channel.name)
    assert len(texts(channel.name)) == 5
    assert len(heard) + len(streams.unannounced(channel.name)) == 5 and 2 <= len(heard) < 5
    read(channel.name)
    assert sorted(heard) == texts(channel.name)
    assert streams.unannounced(channel.name) == []


def test_a_job_whose_time_is_over_ends(make, hear):
    def too_slow(doc, method):
        raise JobTimeoutException("too slow")

    hear("Social Interaction", too_slow)
    channel = make.channel()
    stored = make.stored(channel, make.post())
    frappe.db.commit()
    with pytest.raises(JobTimeoutException):
        after_save.tell_others(channel.name, stored.new, lambda: None)


def test_an_author_who_came_through_two_channels_at_once_is_new_once(make, hear):
    """Whichever channel tells of its post first."""
    for turn in (1, -1):
        heard = []
        hear("Social Profile", lambda doc, method, heard=heard: heard.append(doc.name))
        author = make.author(f"{make.unique('anna')}@example.social".replace(" ", ""))
        channels = [make.channel(), make.channel()]
        pages = [(c, make.stored(c, make.post(author=author)).new) for c in channels]
        frappe.db.commit()
        for channel, names in pages[::turn]:
            after_save.tell_others(channel.name, names, lambda: None)
        assert len(heard) == 1
