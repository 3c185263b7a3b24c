"""Send the browser to the network to ask for consent, and know it again when it comes back."""

from __future__ import annotations

import secrets
from hashlib import sha256

import frappe
from frappe import _
from frappe.utils import get_url

from social_support.conversations import channels
from social_support.conversations.sessions import fingerprint
from social_support.ingestion import failures
from social_support.ingestion.connect import once
from social_support.networks.connecting import key_of
from social_support.networks.contract import Tokens
from social_support.networks.errors import NetworkError

CALLBACK = "/api/method/social_support.api.connect.back"


class NotAsked(frappe.PermissionError):
    """What a browser brings answers nothing that this person may ask for; the message says why."""


def begin(channel: str) -> str:
    """The address at the network where a person consents.

    Raises frappe.ValidationError with what is missing, in words.
    """
    back = callback_address()
    try:
        way = channels.connect_of(channels.load(channel))
        with way.http:
            asking = way.begin(back, secrets.token_urlsafe(32))
    except (NetworkError, channels.CopyOfSite) as error:
        frappe.throw(failures.in_words(error))
    known = {"channel": channel, "user": frappe.session.user, "session": _session()}
    of = {"of": fingerprint(way.account), "back": back, "kept": asking.kept}
    once.keep(_name(asking.key), Tokens(known | of))
    return asking.address


def answered(told: Tokens) -> Tokens:
    """What was kept of the asking that a browser answers: {channel, of, back, kept}. Whoever brings
    it, nothing answers it a second time.

    Raises NotAsked for what nobody asked for, what was answered already, and for another person.
    """
    asked = once.take(_name(key)) if (key := key_of(told)) else None
    if asked is None:
        raise NotAsked(
            _(
                "This sign-in was not begun here, was used already, or took longer than 15 "
                "minutes. Open the channel and press Connect once more."
            )
        )
    if (asked["user"], asked["session"]) != (frappe.session.user, _session()):
        raise NotAsked(
            _(
                "This sign-in was begun by somebody else, or before you logged in anew. It is over "
                "now. Open the channel and press Connect yourself."
            )
        )
    return asked


def callback_address() -> str:
    """Where the network sends the browser back to."""
    return get_url(CALLBACK)


def _name(key: str) -> str:
    return f"asking {key}"


def _session() -> str:
    return sha256(frappe.session.sid.encode()).hexdigest()
