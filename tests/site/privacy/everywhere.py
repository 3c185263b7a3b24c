"""A person who left traces in every table that may hold some, and somebody else beside them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from email.mime.text import MIMEText
from pathlib import Path

import frappe
from frappe.model.document import Document
from frappe.utils.background_jobs import get_queue

from social_support.conversations import actions
from social_support.customers import links
from social_support.handoff.issue import convert_to_issue
from social_support.networks.contract import ProfileField
from social_support.replies import rows as outbox
from tests.site.support.make import Make
from tests.site.support.make_people import quietly


@dataclass
class Person:
    """`words`: what must not be found afterwards."""

    make: Make
    channel: Document
    mark: str = field(default_factory=lambda: secrets.token_hex(5))
    profile: str = ""
    conversations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.handle = f"zdravka{self.mark}@ostrov.example"
        self.name = f"Здравка Островска-{self.mark}"
        self.mail = f"zdravka.{self.mark}@mail.example"
        self.phone = f"+359 88 {int(self.mark[:6], 16) % 10**7:07d}"
        self.said = f"Third day without my drill {self.mark}, and the “roof” isn't finished & waits"
        self.secret = f"You reach me at {self.mail} or {self.phone}, order SO-{self.mark}"
        self.earlier = f"This is what stood there before the edit {self.mark}"

    @property
    def words(self) -> list[str]:
        # The mark alone stands in each of them.
        return [self.mark, self.handle, self.name, self.mail, self.phone, self.said, self.secret]

    def author(self):
        shown = (ProfileField("Mail", f"Write to {self.mail}, always", None),)
        return self.make.author(
            self.handle,
            display_name=self.name,
            bio=f"I sell boats on the island. {self.secret}",
            avatar_url=f"https://ostrov.example/{self.mark}.png",
            fields=shown,
        )

    def writes(self) -> None:
        """In public and in private, and is answered, quoted and passed on."""
        make, author = self.make, self.author()
        first = make.post(self.said, author=author, raw={"from": self.handle, "text": self.said})
        second = make.post(
            self.secret, author=author, kind="Direct Message", visibility="Private", minutes_ago=9
        )
        stored = make.stored(self.channel, first, second)
        self.conversations, self.posts = stored.conversations, stored.new
        self.profile = frappe.db.get_value("Social Interaction", stored.new[0], "profile")
        self.first = first
        ours = make.author("shop@example.social", external_id="https://example.social/@shop")
        self.later = [
            make.post(f"@{self.handle} Sorry!", author=ours, parent_id=first.external_id),
            make.post(f"Look: {self.said}", kind="Share", parent_id=first.external_id),
        ]
        make.stored(self.channel, *self.later)
        self.others = make.stored(
            self.channel,
            make.post(f"@{self.handle} is right, I wait too", parent_id=first.external_id),
        )
        self._add("Social Interaction Revision", interaction=self.posts[0], text=self.earlier)

    def is_worked_on(self) -> None:
        """By agents, who link, assign, note, convert, answer."""
        make, conversation = self.make, self.conversations[0]
        customer = make.customer("Boats Ltd").name
        links.link(self.profile, customer, basis="Told Us", evidence=self.secret)
        pair = {"pair_key": make.unique("pair"), "profile": self.profile, "customer": customer}
        self._add("Social Link Suggestion", evidence=self.secret, decision="Open", **pair)
        with quietly():
            actions.assign(conversation, make.agent(), note=f"Call {self.name}")
        frappe.get_doc("Social Conversation", conversation).add_comment("Comment", self.secret)
        post = {"visibility": "Public", "conversation": conversation, "name": self.posts[0]}
        post = frappe._dict(post, channel=self.channel.name)
        outbox.add(post, f"@{self.handle} sorry", "Administrator", "Public")
        self.issue = convert_to_issue(conversation, "Administrator")["issue"]
        issue = frappe.get_doc("Issue", self.issue)
        issue.add_comment("Comment", f"{self.name} called again")
        about = {"reference_doctype": "Issue", "reference_name": self.issue}
        self._add("Communication", subject=issue.subject, content=issue.description, **about)
        self._add("Version", ref_doctype="Issue", docname=self.issue, data=json.dumps([self.said]))

    def is_kept_by_the_framework(self) -> None:
        """What Frappe writes by itself, or people with its tools."""
        conversation = {"reference_doctype": "Social Conversation"}
        conversation["reference_name"] = self.conversations[0]
        told = f"@{self.handle} wrote: “{self.said[:60]}…”"
        self._add("Error Log", method="store", error=f"Traceback: {self.said!r}")
        deleted = {"description": f"Call {self.name}", "reference_name": self.conversations[0]}
        self._add("Deleted Document", data=json.dumps(deleted), deleted_doctype="ToDo")
        self._add("Notification Log", subject=told, for_user="Administrator", type="Alert")
        self._add("ToDo", description=f"Ask {self.name} (@{self.handle})")
        self._add("Webhook Request Log", data=json.dumps({"handle": self.handle}))
        self._add("Integration Request", data=json.dumps({"text": self.said}))
        self._add("Activity Log", subject=told)
        self._add("Access Log", filters=json.dumps([["handle", "=", self.handle]]))
        self._add("Communication", content=self.secret, subject="FW", **conversation)
        self._mail(told)
        self._add(
            "Social Sync Log",
            channel=self.channel.name,
            status="Set Aside",
            payload=json.dumps({"account": {"acct": self.handle}, "content": "Two"}),
        )
        self._add("Social Delivery", network="x", status="Set Aside", body=f"@{self.handle}: {{")
        frappe.db.sql(
            "INSERT INTO `__global_search` (doctype, name, title, content) VALUES (%s, %s, %s, %s)",
            ("Issue", self.issue, self.said[:100], f"Subject : {self.said}"),
        )
        frappe.db.sql(
            "INSERT INTO `__UserSettings` (user, doctype, data) VALUES (%s, %s, %s)",
            (self.make.agent(), "Social Profile", json.dumps({"filters": [self.handle]})),
        )

    def lies_on_disk_and_in_memory(self) -> None:
        """Files, an export of ours, a waiting job, a cached document."""
        attached = {"attached_to_doctype": "Social Interaction", "attached_to_name": self.posts[0]}
        with quietly():
            self._add(
                "File", file_name=f"{self.mark}.txt", content=self.said, is_private=1, **attached
            )
        folder = Path(frappe.get_site_path("private", "backups")).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        self.export = folder / f"{self.make.unique('export').replace(' ', '')}-social_support.jsonl"
        lines = ({"handle": self.handle}, {"handle": "somebody@else.example"})
        self.export.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.make.cleanup.call(lambda: self.export.unlink(missing_ok=True))
        job = {"site": frappe.local.site, "method": "frappe.ping", "kwargs": {"text": self.said}}
        waiting = get_queue("long").enqueue_call("frappe.ping", kwargs=job)
        self.make.cleanup.call(waiting.delete)
        frappe.cache.set_value(f"seen {self.mark}", {"handle": self.handle})
        frappe.get_cached_doc("Social Profile", self.profile)

    def _mail(self, told: str) -> None:
        recipients = [{"recipient": "team@shop.example"}]
        body = f"<p>{told} {self.said} {self.name}</p>"
        message = MIMEText(body, "html", "utf-8")
        message["Subject"] = told
        self._add("Email Queue", message=message.as_string(), recipients=recipients, sender="a@b.c")

    def _add(self, doctype: str, **fields: object) -> Document:
        doc = frappe.get_doc({"doctype": doctype, **fields})
        flags = {"ignore_permissions": True, "ignore_links": True, "ignore_mandatory": True}
        doc.insert(**flags)
        self.make.cleanup.doc(doctype, doc.name)
        return doc
