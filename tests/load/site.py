"""The benchmarks' site: its channels, and what it holds before and after."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document

from social_support.conversations.keys import new_name
from social_support.ingestion import lease, run
from tests.load.recorded import DOMAIN, OURS

# Set in the configuration of a site that was made for benchmarks: they empty our tables.
MADE_FOR_THIS = "social_support_benchmarks"
TABLES = (
    "Social Profile",
    "Social Conversation",
    "Social Interaction",
    "Social Payload",
)
ALL_TABLES = (
    *TABLES,
    "Social Interaction Revision",
    "Social Link Decision",
    "Social Link Suggestion",
    "Social Profile Key",
    "Social Stream State",
    "Social Sync Log",
    "Social Delivery",
    "Social Reply",
)


class NotForBenchmarks(Exception):
    """The site, or its database, is not one to measure on."""


def check() -> None:
    """Raises NotForBenchmarks unless the site was made for this and MariaDB has memory enough."""
    if not frappe.conf.get(MADE_FOR_THIS):
        raise NotForBenchmarks(f"{frappe.local.site} has no {MADE_FOR_THIS} in its site_config")
    if buffer_pool() < 2**30:
        raise NotForBenchmarks("MariaDB's buffer pool has less than 1 GB")


def buffer_pool() -> int:
    """Bytes."""
    return int(frappe.db.sql("SELECT @@innodb_buffer_pool_size")[0][0])


@contextmanager
def alone() -> Iterator[None]:
    """The empty site, when no other benchmark uses it; left empty."""
    with open(frappe.get_site_path("benchmark.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        empty()
        try:
            yield
        finally:
            empty()


def empty() -> None:
    """Remove all that benchmarks leave."""
    for doctype in ALL_TABLES:
        frappe.db.sql_ddl(f"TRUNCATE TABLE `tab{doctype}`")
    for doctype in ("Social Channel", "Social Channel Stream", "Notification Log"):
        frappe.db.delete(doctype)
    frappe.db.commit()


def channel(**fields: object) -> Document:
    """A channel that reads mentions and has a team to tell; only its Mentions are ever due."""
    made = frappe.get_doc(
        {
            "doctype": "Social Channel",
            "channel_name": f"Bench {new_name()}",
            "network": "mastodon",
            "mode": "Listen Only",
            "server_url": f"https://{DOMAIN}",
            "company": _company(),
            "user_group": _team(),
            "access_token": "token",
            "account_external_id": OURS,
            "handle": f"shop@{DOMAIN}",
            "listens_to": [{"stream": "Mentions"}],
            **fields,
        }
    ).insert()
    for key, values in (
        ("!=", {"next_run_utc": None}),
        ("=", {"next_run_utc": "2000-01-01 00:00:00"}),
    ):
        others = {"channel": made.name, "stream": (key, "Mentions")}
        frappe.db.set_value("Social Stream State", others, values)
    frappe.db.commit()
    return made


def mentions(channel: str, *fields: str) -> frappe._dict:
    """The state of the channel's Mentions."""
    filters = {"channel": channel, "stream": "Mentions"}
    return frappe.db.get_value("Social Stream State", filters, fields, as_dict=True)


def start_at(channel: str, cursor: str | None) -> None:
    """Let the channel go on behind `cursor`, at once."""
    filters = {"channel": channel, "stream": "Mentions"}
    values = {"cursor_value": cursor, "next_run_utc": "2000-01-01 00:00:00"}
    frappe.db.set_value("Social Stream State", filters, values)
    frappe.db.commit()


def posts_of(channel: str) -> int:
    """How many posts the channel has."""
    # A snapshot of before would hide what other processes stored since.
    frappe.db.commit()
    return frappe.db.count("Social Interaction", {"channel": channel})


def run_job(channel: str) -> None:
    """One job of the channel, as a worker runs it."""
    held = lease.claim(channel)
    frappe.db.commit()
    run.read_channel(channel, held.token)


def _company() -> str:
    if found := frappe.db.get_value("Company", {}, "name"):
        return found
    place = {"default_currency": "EUR", "country": "Bulgaria"}
    company = {"company_name": "Drill Shop", "abbr": "DSH"}
    return frappe.get_doc({"doctype": "Company", **company, **place}).insert().name


def _team() -> str:
    name = "Bench Team"
    if not frappe.db.exists("User Group", name):
        members = [{"user": "Administrator"}]
        frappe.get_doc(
            {"doctype": "User Group", "name": name, "user_group_members": members}
        ).insert(set_name=name)
    return name
