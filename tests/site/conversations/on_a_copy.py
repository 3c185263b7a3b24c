"""Everything that speaks to a network, on a copy of the site, before and after a person's word.

Prints what came of it; between the two it asks the network for /confirmed.
"""

import json
import sys

import frappe
import requests

from social_support.api import channels as form
from social_support.conversations import channels
from social_support.ingestion import health, probe, run, schedule, streams
from social_support.replies import outbox, publishing
from social_support.replies.compose import compose

JOBS = {
    "social_support.ingestion.run.read_channel": run.read_channel,
    "social_support.replies.publishing.publish": publishing.publish,
    "social_support.replies.publishing.ask": publishing.ask,
}


def at_once(method, **options) -> None:
    """In place of a queue and its worker."""
    arguments = ("channel", "token", "reply", "decided")
    job = JOBS.get(method)
    if job:
        frappe.db.commit()
        job(**{name: options[name] for name in arguments if name in options})
        frappe.db.commit()


def a_minute_passes() -> None:
    """All that the scheduler does, and the job of the reply that was in the queue."""
    schedule.poll_due_channels()
    publishing.publish(reply.name)
    outbox.resume_unfinished_replies()
    probe.probe_channels()
    frappe.db.commit()


def refused(call, *args) -> str:
    """What the call says when it is refused."""
    try:
        return call(*args) or ""
    except frappe.ValidationError as reason:
        return str(reason)


frappe.init(site=sys.argv[1])
frappe.connect()
frappe.set_user("Administrator")
for module in (schedule, publishing, probe):
    module.frappe.enqueue = at_once
reply = frappe.get_last_doc("Social Reply")
channel = reply.channel
a_minute_passes()
lease = schedule.claim(channel)
frappe.db.commit()
run.read_channel(channel, lease.token)
answers = {
    "test_connection": refused(form.test_connection, channel),
    "read_now": form.read_now(channel)["message"],
    "add_post": refused(form.add_post, channel, "https://a.example/@anna/1", "Hi", "anna"),
    "compose": compose(reply.in_reply_to)["refusal"],
    "retry": refused(outbox.retry, reply.name),
    "health": health.health(channel)["sentence"],
}
reply_before = frappe.db.get_value("Social Reply", reply.name, ["status", "error"])
server = channels.load(channel).server_url
requests.get(f"{server}/confirmed", timeout=10)
form.this_is_the_live_site(channel)
streams.make_due(channel)
frappe.db.commit()
a_minute_passes()
a_minute_passes()
filters = {"channel": channel, "direction": "Incoming"}
print(
    json.dumps(
        {
            "answers": answers,
            "reply_before": reply_before,
            "reply_after": frappe.db.get_value("Social Reply", reply.name, "status"),
            "texts": frappe.get_all("Social Interaction", filters, pluck="text", order_by="name"),
            "state": health.health(channel)["state"],
        }
    )
)
