"""VIP and blocked: what changes for the author's posts, who may say so, and the line that tells."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from social_support.privacy import standing


def lines(profile: str) -> list[str]:
    about = {"reference_doctype": "Social Profile", "reference_name": profile}
    return frappe.get_all("Comment", about, pluck="content", order_by="creation")


def test_a_vip_is_answered_sooner_and_that_can_be_taken_back(make) -> None:
    conversation = make.conversation(text="Where is my drill?")
    profile = frappe.db.get_value("Social Conversation", conversation, "profile")
    usual = frappe.db.get_value("Social Conversation", conversation, ["priority", "respond_by"])
    standing.mark_vip(profile, True, "Buys <much>")
    marked = frappe.db.get_value("Social Conversation", conversation, ["priority", "respond_by"])
    assert usual[0] == "Medium" and marked[0] == "High"
    assert "VIP" in frappe.db.get_value("Social Conversation", conversation, "priority_reasons")
    standing.mark_vip(profile, True)
    standing.mark_vip(profile, False)
    now = frappe.db.get_value("Social Conversation", conversation, ["priority", "respond_by"])
    assert now[0] == usual[0]
    assert len(lines(profile)) == 2 and "Buys &lt;much&gt;" in lines(profile)[0]


def test_a_blocked_author_is_dropped_until_the_end(make) -> None:
    channel, author = make.channel(), make.author("loud@example.social")
    stored = make.stored(channel, make.post(author=author))
    profile = stored.profiles[0]
    standing.block(profile, add_days(now_datetime(), 7), "Spam")
    assert make.stored(channel, make.post(author=author)).blocked == 1
    with pytest.raises(frappe.ValidationError, match="future"):
        standing.block(profile, add_days(now_datetime(), -1))
    standing.unblock(profile)
    standing.unblock(profile)
    assert len(make.stored(channel, make.post(author=author)).new) == 1
    assert len(lines(profile)) == 2 and "Spam" in lines(profile)[0]


def test_who_is_erased_is_neither(make) -> None:
    profile = make.profile(erased=1)
    with pytest.raises(frappe.ValidationError, match="erased"):
        standing.mark_vip(profile, True)
    with pytest.raises(frappe.ValidationError, match="erased"):
        standing.block(profile, add_days(now_datetime(), 1))


def test_agents_mark_and_managers_block(make, web) -> None:
    profile = make.profile()
    mark = {"profile": profile, "vip": 1}
    block = {"profile": profile, "until": str(add_days(now_datetime(), 1))}
    agent, manager = web.as_user(make.agent()), web.as_user(make.manager())
    for user in (make.agency(), make.sales_rep()):
        assert web.as_user(user).post("privacy.mark_vip", **mark).status == 403
    assert web.guest.post("privacy.mark_vip", **mark).status == 403
    assert agent.post("privacy.mark_vip", **mark).ok
    assert agent.post("privacy.block", **block).status == 403
    assert agent.post("privacy.unblock", profile=profile).status == 403
    assert manager.post("privacy.block", **block).ok
    assert frappe.db.get_value("Social Profile", profile, "vip")
    assert frappe.db.get_value("Social Profile", profile, "blocked_until")
