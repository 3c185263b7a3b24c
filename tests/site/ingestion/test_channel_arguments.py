"""What the channel's form may send, and what is refused with a sentence."""

import frappe
import pytest

COST = {"network": "x", "streams": '["Mentions", null]'}


@pytest.mark.parametrize("channel", [{}, {"channel": ""}])
def test_the_cost_is_told_before_a_channel_is_saved(make, web, channel):
    answer = web.as_user(make.agent()).get("channels.cost", **COST, **channel)
    assert answer.ok and answer.message.startswith("100 posts cost $1.50.")


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("streams", {"network": "nowhere"}),
        ("cost", COST | {"network": "nowhere"}),
        ("cost", COST | {"streams": "5"}),
        ("cost", COST | {"streams": "[not json"}),
        ("glance", {"names": '{"name": ["like", "%"]}'}),
        ("glance", {"names": "[not json"}),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(make, web, method, args):
    answer = web.as_user(make.agent()).get(f"channels.{method}", **args)
    assert answer.status == 417 and "Choose" in answer.error


def test_all_channels_are_those_that_the_user_may_change(make, web):
    ours, others = make.channel(mode="Off"), make.channel(mode="Off")
    frappe.db.set_value("Social Channel", {"name": ("in", (ours.name, others.name))}, "home_id", "")
    manager = make.manager()
    permission = {"user": manager, "allow": "Social Channel", "for_value": ours.name}
    make._insert("User Permission", **permission)
    asked = {"channel": ours.name, "all_channels": 1}
    answer = web.as_user(manager).post("channels.this_is_the_live_site", **asked)
    assert answer.message == 1
    assert frappe.db.get_value("Social Channel", ours.name, "home_id")
    assert not frappe.db.get_value("Social Channel", others.name, "home_id")


def test_a_name_is_shown_as_it_was_written(make, web):
    channel = make.channel(mode="Off", channel_name="<img src=x> & Co")
    typed = {"channel": channel.name, "name": "another"}
    answer = web.as_user(make.manager()).post("channels.delete_data", **typed)
    assert "<img" not in answer.error and "&lt;img" in answer.error
