"""Posts from a file: shown before, stored once, and each row that can't be says why."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import get_datetime

from social_support.ingestion.csv_import import job, table
from social_support.ingestion.csv_import.preview import preview
from tests.site.ingestion.network import texts
from tests.site.support.removal import remove
from tests.site.support.waiting import wait_for

GUESSED = {"author": 0, "text": 1, "posted_on": 2, "link": 3, "rating": 4, "email": 5}
FILE = """Author;Message;Date;Link;Stars;Email
@anna;Third day without my drill;2026-11-02 09:30;https://reviews.example/1;2;anna@example.com
@anna;Дрелката не тръгва;02.11.2026 10:00;https://reviews.example/2;;
bob;=HYPERLINK("http://evil");2026-11-02T10:00:00Z;;4,5;
;Nobody wrote this;2026-11-02;https://reviews.example/4;;
eve;;2026-11-02;https://reviews.example/5;;
eve;When?;yesterday;https://reviews.example/6;;
eve;Later;2099-01-01;https://reviews.example/7;;
eve;Where?;2026-11-02;javascript:alert(1);;
eve;How good?;2026-11-02;https://reviews.example/8;11;
eve;Twice;2026-11-02;https://reviews.example/1;;
eve;short;2026-11-02
"""


@pytest.fixture
def upload(cleanup):
    """A function that stores a file as the person who is logged in; its name."""

    def store(content: str, name: str = "reviews.csv") -> str:
        doc = frappe.get_doc(
            doctype="File", file_name=name, content=content.encode(), is_private=1
        ).insert(ignore_permissions=True)
        cleanup.doc("File", doc.name)
        return doc.name

    return store


@pytest.fixture
def channel(make, cleanup):
    made = make.channel()
    attached = {"attached_to_doctype": "Social Channel", "attached_to_name": made.name}

    def forget_files() -> None:
        for name in frappe.get_all("File", attached, pluck="name"):
            remove("File", name)

    cleanup.call(forget_files)
    return made


def test_a_file_is_shown_before_anything_is_stored(channel, upload):
    seen = preview(channel.name, upload(FILE), None)
    assert seen["mapping"] == GUESSED
    assert (seen["total"], seen["valid"], seen["known"], seen["wrong"]) == (11, 3, 0, 8)
    assert [row["line"] for row in seen["rows"]] == list(range(2, 13))
    assert [row["author"] for row in seen["rows"][:3]] == ["anna", "anna", "bob"]
    assert [row["error"] for row in seen["rows"][3:]] == [
        "Author is empty.",
        "Message is empty.",
        "Date is no date: yesterday. Write it as 2026-11-25 09:30 or 25.11.2026 09:30.",
        "Date lies in the future.",
        "Link has to begin with https://.",
        "Stars has to be between 0 and 5.",
        "This is the same post as in line 2.",
        "There are 3 cells where the heading has 6.",
    ]
    assert texts(channel.name) == []
    unsure = preview(channel.name, upload(FILE.replace("Message", "Words")), None)
    assert unsure["missing"] == "Say which column holds: Text." and unsure["rows"] == []


def test_what_is_right_is_stored_once_and_what_is_not_comes_back(channel, upload, worker):
    file = upload(FILE)
    frappe.db.commit()
    told = imported(channel.name, file)
    assert (told["stored"], told["known"], told["errors"]) == (3, 0, 8)
    assert len(texts(channel.name)) == 3
    rows = frappe.get_all(
        "Social Interaction",
        {"channel": channel.name},
        ["posted_on", "rating", "can_reply", "added_by_hand", "conversation", "profile", "text"],
        order_by="posted_at_utc",
    )
    first = next(row for row in rows if row.text.startswith("Third"))
    assert first.posted_on == get_datetime("2026-11-02 09:30:00") and first.rating == 2
    assert all(row.conversation and row.added_by_hand and not row.can_reply for row in rows)
    assert len({row.profile for row in rows}) == 2
    # The file of what was wrong, corrected and imported.
    url = told["errors_file"]
    errors = frappe.get_doc("File", {"file_url": url})
    assert errors.is_private and errors.attached_to_name == channel.name
    left = table.read(errors.get_content().encode())
    assert left.heading[-1] == "What Is Wrong" and len(left.rows) == 8
    assert left.rows[0].cells[-1] == "Author is empty."
    # The same once more, as after a job that was killed.
    again = imported(channel.name, file)
    assert (again["stored"], again["known"]) == (0, 3)
    assert len(texts(channel.name)) == 3
    notes = frappe.get_all(
        "Comment", {"reference_name": channel.name, "comment_type": "Info"}, pluck="content"
    )
    assert any("Posts stored: 3" in note for note in notes)


def imported(channel: str, file: str) -> dict:
    token = job.start(channel, file, GUESSED)

    def done() -> dict | None:
        told = job.progress(token)
        assert told["state"] != "Failed"
        return told if told["state"] == "Done" else None

    return wait_for(done, 60, "the import to end")


def test_only_who_may_add_a_post_may_import(make, channel, upload, web):
    file = upload(FILE)
    agency, agent = make.agency(), make.agent()
    frappe.db.set_value("File", file, "owner", agent)
    ask = {"channel": channel.name, "file": file, "mapping": json.dumps(GUESSED)}
    refused = web.as_user(agency).post("imports.start", **ask)
    assert refused.status == 403
    assert web.guest.post("imports.preview", **ask).status == 403
    shown = web.as_user(agent).post("imports.preview", **ask)
    assert shown.ok and shown.message["valid"] == 3
    others = upload(FILE, "secret.csv")
    assert web.as_user(agent).post("imports.preview", **ask | {"file": others}).status == 403
    elsewhere = ask | {"channel": make.channel().name}
    make.restrict(agent, "Social Channel", channel.name)
    assert web.as_user(agent).post("imports.preview", **elsewhere).status == 403
    assert web.as_user(agent).post("imports.start", **elsewhere).status == 403
    wrong = web.as_user(agent).post("imports.start", **ask | {"mapping": "{}"})
    assert "Say which column holds" in wrong.error
