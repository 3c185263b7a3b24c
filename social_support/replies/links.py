"""Links that people paste."""

from urllib.parse import urlsplit

import frappe
from frappe import _


def checked_link(link: str | None) -> str:
    """The link to a post as it was pasted, "" for none; anything but a web address is refused."""
    link = (link or "").strip()
    parts = urlsplit(link)
    if link and not (parts.scheme in ("http", "https") and parts.netloc):
        frappe.throw(
            _("Paste the link to your answer as the browser shows it; it begins with https://.")
        )
    return link
