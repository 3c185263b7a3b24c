"""Whether this site is the one where a channel was switched on, or a copy of it.

A backup that is restored elsewhere brings its channels along, with tokens that work: two sites
would read, count and answer with one account. So a channel knows the site where it was switched
on, and says nothing on any other until a person has confirmed it there.
"""

from __future__ import annotations

from typing import NamedTuple

import frappe
from frappe import _
from frappe.installer import update_site_config
from frappe.model.document import Document
from frappe.utils.synchronization import filelock

from social_support.conversations.keys import digest

# In site_config.json, which a backup of the database does not carry.
SITE_ID = "social_support_site_id"


class Home(NamedTuple):
    """A site: the address that its own configuration gives it, and a digest that tells it apart."""

    url: str
    id: str


def here() -> Home:
    """This site. Never told by a request: whoever calls chooses the Host header."""
    conf = frappe.conf
    known = digest("site", frappe.local.site, conf.db_name, conf.get(SITE_ID) or "")
    return Home(_address(conf.host_name or frappe.local.site), known)


def is_copy(channel: Document) -> bool:
    """Whether `channel` was switched on elsewhere, so that nothing of it may leave this site."""
    return Home(channel.home_url or "", channel.home_id or "") != here()


def why_silent(channel: Document) -> str | None:
    """The sentence that says why a copy neither reads nor sends, or None on the channel's site."""
    if not is_copy(channel):
        return None
    return _(
        "{0} was switched on at {1}, and this is {2}: a copy of that site reads nothing and sends "
        "nothing. If this is the live site now, a Social Manager can confirm it on the channel."
    ).format(channel.channel_name, channel.home_url or _("another site"), here().url)


def settle(channel: Document) -> None:
    """Make this site the home of `channel`, which the caller saves."""
    channel.home_url, channel.home_id = _here_for_good()


def confirm(channel: str) -> None:
    """A person says that the live site of `channel` is this one. The caller commits."""
    record(channel)
    frappe.get_doc("Social Channel", channel).add_comment(
        "Info", _("confirmed that {0} is the live site of this channel").format(here().url)
    )


def record(channel: str) -> None:
    """Write down that `channel` was switched on at this site. The caller commits."""
    home = _here_for_good()
    values = {"home_url": home.url, "home_id": home.id}
    frappe.db.set_value("Social Channel", channel, values)


def copies() -> list[str]:
    """The channels that were switched on elsewhere."""
    url, known = here()
    channel = frappe.qb.DocType("Social Channel")
    elsewhere = channel.home_url.isnull() | (channel.home_url != url)
    unlike = channel.home_id.isnull() | (channel.home_id != known)
    query = frappe.qb.from_(channel).select(channel.name).where(elsewhere | unlike)
    return query.orderby(channel.name).run(pluck=True)


def _here_for_good() -> Home:
    """This site, with an id of its own in its configuration."""
    if not frappe.conf.get(SITE_ID):
        with filelock(SITE_ID):
            # Another process may have made it a moment ago.
            known = frappe.get_site_config().get(SITE_ID) or frappe.generate_hash(length=32)
            update_site_config(SITE_ID, known)
    return here()


def _address(url: str) -> str:
    """`https://Erp.example.com/` → erp.example.com: a certificate makes no other site of it."""
    return url.strip().lower().split("://")[-1].rstrip("/")
