"""Reads and answers through the network of the sample app; prints what came of it."""

import json
import sys

import frappe

from social_support.api.channels import networks, streams
from social_support.conversations import channels
from social_support.networks.contract import Target
from tests.sample_app.guestbook_server import TOKEN
from tests.site.ingestion.network import read
from tests.site.support.cleanup import Cleanup
from tests.site.support.make import Make

frappe.init(site=sys.argv[1])
frappe.connect()
channel = frappe.get_doc(
    {
        "doctype": "Social Channel",
        "channel_name": "Our guestbook",
        "network": "guestbook",
        "server_url": sys.argv[2],
        "access_token": TOKEN,
        "mode": "Listen and Reply",
        "company": Make(Cleanup()).company(),
        "listens_to": [{"stream": "Mentions"}],
    }
).insert()
read(channel.name)
read(channel.name)
channel.reload()
interactions = frappe.get_all(
    "Social Interaction", {"channel": channel.name}, ["text", "external_id"], order_by="name"
)
network = channels.network_of(channel, may_write=True)
answer = network.reply(Target(interactions[0].external_id), "Thank you!", "key-1")
print(
    json.dumps(
        {
            "networks": [network["value"] for network in networks()],
            "streams": streams("guestbook")["streams"],
            "handle": channel.handle,
            "texts": [interaction.text for interaction in interactions],
            "conversations": frappe.db.count("Social Conversation", {"channel": channel.name}),
            "answer": answer.external_id,
        }
    )
)
