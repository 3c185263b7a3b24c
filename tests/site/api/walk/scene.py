"""Two channels of two companies with the same author, and words by which each is known again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import frappe

from social_support.conversations.keys import new_name
from social_support.customers import value
from tests.site.support.make import Make
from tests.site.support.make_people import write

FIGURE = 48211.37
# As it is, and as the ten pieces of the invoice cost, in the spellings of languages
FIGURES = (
    *("48211", "48,211", "48 211", "48\u00a0211", "48.211"),
    *("482113", "482,113", "482 113", "482\u00a0113", "482.113"),
)
ABOUT = {
    "Comment": ("reference_doctype", "reference_name"),
    "ToDo": ("reference_type", "reference_name"),
    "Tag Link": ("document_type", "document_name"),
    "DocShare": ("share_doctype", "share_name"),
    "Document Follow": ("ref_doctype", "ref_docname"),
    "File": ("attached_to_doctype", "attached_to_name"),
}


def word(kind: str) -> str:
    """A word that stands nowhere else: letters alone, so that no escaping changes it."""
    return kind + "".join(secrets.choice("qwxzjk") for _ in range(8))


@dataclass
class Side:
    """What belongs to one channel: `public` and `private` stand in each text of the kind.

    names: doctype → the row that calls are made for; private_names: the same of private messages;
    file: what is attached to the conversation.
    """

    company: str
    channel: Any
    public: str = field(default_factory=lambda: word("public"))
    private: str = field(default_factory=lambda: word("private"))
    names: dict[str, str] = field(default_factory=dict)
    private_names: dict[str, str] = field(default_factory=dict)
    file: str = ""

    @property
    def words(self) -> set[str]:
        """What shows that something of this channel was told: its texts and its rows' names."""
        texts = {self.public, self.private, self.channel.channel_name}
        return texts | {*self.names.values(), *self.private_names.values()}


class Scene:
    """`ours` and `theirs`, an author who wrote to both and is a customer, one who wrote to them."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.tag = word("tag")
        self.customer = make.customer(word("Quill"))
        self.invoice = make.sales_invoice(self.customer.name, rate=FIGURE)
        value.recount(self.customer.name)
        self.issue = make.issue(self.customer.name)
        self.author = make.author(word("anna").lower() + "@example.social")
        self.ours = self._side(make.company())
        self.theirs = self._side(make.another_company())
        self.profile = self.ours.names.pop("author")
        self.theirs.names.pop("author")
        customer = {"customer": self.customer.name, "linked_how": "By a Person"}
        frappe.db.set_value("Social Profile", self.profile, customer)
        self._stranger()
        self.request = new_name()
        asked = {"profile": self.profile, "action": "Export", "status": "Done"}
        write("Social Privacy Request", name=self.request, **asked)

    def people(self) -> dict[str, str]:
        """Who walks: their users, by what they are."""
        make, ours = self.make, self.ours
        people = {
            "agency": make.agency(ours.channel.name),
            "agent of one channel": make.agent(),
            "agent of one company": make.agent(),
            "manager of one company": make.manager(),
            "sales user": make.sales_rep(),
            "guest": "Guest",
        }
        make.restrict(people["agent of one channel"], "Social Channel", ours.channel.name)
        for who in ("agent of one company", "manager of one company"):
            make.restrict(people[who], "Company", ours.company)
        return people

    def secrets_from(self, who: str) -> set[str]:
        """What nobody of this kind may read anywhere."""
        if who == "sales user":
            return {self.ours.private, self.theirs.private}
        kept = self.theirs.words
        if who == "guest":
            kept = kept | self.ours.words | {self.customer.customer_name, *FIGURES}
        if who == "agency":
            kept = kept | {self.customer.customer_name, self.stranger_handle, *FIGURES}
        return kept

    def state(self) -> list[Any]:
        """All that stands about the other channel, to see whether it changed."""
        names = sorted(self.theirs.names.values())
        rows = [
            frappe.get_all(doctype, {"name": ("in", names)}, ["*"], order_by="name")
            for doctype in sorted(self.theirs.names)
        ]
        about = [
            frappe.get_all(kind, {name: ("in", names), of: ("is", "set")}, order_by="name")
            for kind, (of, name) in ABOUT.items()
        ]
        return [*rows, *about]

    def _side(self, company: str) -> Side:
        make = self.make
        channel = make.channel(company=company, mode="Listen and Reply")
        side = Side(company, channel)
        post = make.post(f"{side.public} where is it?", author=self.author)
        stored = make.stored(channel, post)
        note = make.post(
            f"Write to {side.private}@petrova.example",
            author=self.author,
            kind="Direct Message",
            visibility="Private",
        )
        private = make.stored(channel, note)
        side.names = {
            "Social Channel": channel.name,
            "Social Conversation": stored.conversations[0],
            "Social Interaction": stored.inbound_new[0],
            "author": frappe.db.get_value("Social Interaction", stored.inbound_new[0], "profile"),
        }
        self._rows_of(side)
        side.private_names = {
            "Social Conversation": private.conversations[0],
            "Social Interaction": private.inbound_new[0],
        }
        return side

    def _rows_of(self, side: Side) -> None:
        post, conversation = (
            side.names["Social Interaction"],
            side.names["Social Conversation"],
        )
        of_the_channel = {"channel": side.channel.name}
        rows = {
            "Social Channel Metric": of_the_channel
            | {"metric": side.public, "metric_key": secrets.token_hex(16)},
            "Social Interaction Revision": {"interaction": post, "text": f"{side.public} before"},
            "Social Payload": {"interaction": post, "payload": f'{{"a": "{side.private}"}}'},
            "Social Sync Log": of_the_channel
            | {"message": side.public, "status": "Set Aside", "payload": side.private},
            "Social Reply": of_the_channel
            | {
                "conversation": conversation,
                "in_reply_to": post,
                "text": f"{side.public} reply",
                "status": "Failed",
                "visibility": "Public",
            },
        }
        for doctype, values in rows.items():
            side.names[doctype] = new_name()
            write(doctype, name=side.names[doctype], **values)
        side.names["Social Stream State"] = frappe.db.get_value(
            "Social Stream State", of_the_channel
        )
        self._around(side, conversation)

    def _around(self, side: Side, conversation: str) -> None:
        """What Frappe keeps beside a document: a comment, an assignment, a tag, a file."""
        document = frappe.get_doc("Social Conversation", conversation)
        document.add_comment("Comment", f"{side.private} remark")
        document.add_tag(self.tag)
        self.make.cleanup.doc("Tag", self.tag)
        about = {"reference_type": document.doctype, "reference_name": conversation}
        todo = {"allocated_to": "Administrator", "description": f"{side.private} to do"}
        self.make._insert("ToDo", **about | todo)
        where = {"attached_to_doctype": document.doctype, "attached_to_name": conversation}
        named = {"file_name": f"{side.private}.txt", "content": side.private, "is_private": 1}
        side.file = self.make._insert("File", **where | named).name

    def _stranger(self) -> None:
        """Somebody who wrote to the other channel alone, and may be a customer."""
        side, make = self.theirs, self.make
        stranger = make.author(word("zlata").lower() + "@example.social")
        stored = make.stored(side.channel, make.post(side.public, author=stranger))
        self.stranger = frappe.db.get_value("Social Interaction", stored.inbound_new[0], "profile")
        about = {"profile": self.stranger, "customer": self.customer.name}
        rows = {
            "Social Link Suggestion": about
            | {"evidence": side.private, "decision": "Open", "basis": "Told Us"}
            | {"pair_key": secrets.token_hex(16)},
            "Social Link Decision": about
            | {"link_evidence": side.private, "link_basis": "Told Us", "action": "Rejected"},
        }
        for doctype, values in rows.items():
            side.names[doctype] = new_name()
            write(doctype, name=side.names[doctype], **values)
        self.stranger_handle = stranger.handle
