"""Take in what the network granted: whose account it is, and then its tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.conversations.sessions import KeptSession, fingerprint
from social_support.ingestion import connection, failures, streams
from social_support.ingestion.connect import once
from social_support.ingestion.connect.asking import answered
from social_support.networks.connecting import Grant
from social_support.networks.contract import Account, Session, Tokens
from social_support.networks.errors import NetworkError
from social_support.networks.registry import open_network

CHANGED = _("The channel has changed since Connect was pressed. Press Connect once more.")
REFUSALS = (NetworkError, frappe.ValidationError, frappe.PermissionError)


def come_back(told: Tokens) -> str:
    """Take in what a browser brings from the network; the channel, whose form says how it went.

    Raises `asking.NotAsked` for what answers nothing. Commits.
    """
    asked = answered(told)
    channel = asked["channel"]
    try:
        _tell(channel, ok=True, message=_granted(channel, asked, told))
    except REFUSALS as error:
        frappe.db.rollback()
        frappe.clear_messages()
        _tell(channel, ok=False, message=failures.in_words(error))
    return channel


def choose(channel: str, account: str) -> str:
    """Connect one of several accounts that were granted; the sentence that says so. Commits.

    Raises frappe.ValidationError.
    """
    granted = once.take(_choices_of(channel)) or Tokens()
    chosen = [grant for grant in granted.get("grants", ()) if grant["external_id"] == account]
    if not chosen:
        frappe.throw(_("The choice is over. Press Connect once more."))
    try:
        return _take_in(channels.load(channel), _grant(chosen[0]))
    except NetworkError as error:
        frappe.throw(failures.in_words(error))


def news(channel: str) -> dict[str, Any] | None:
    """{ok, message} of what this person's browser brought back, told once."""
    return once.take(_news_of(channel))


def choices(channel: str) -> list[dict[str, str]]:
    """The accounts that this person may choose from: [{value, label}]."""
    granted = once.look(_choices_of(channel)) or Tokens()
    return [
        {"value": grant["external_id"], "label": grant["label"]}
        for grant in granted.get("grants", ())
    ]


def disconnect(channel: str) -> str:
    """Give the tokens back, forget them and switch the channel off; the sentence that says so."""
    doc = channels.load(channel)
    way = channels.connect_of(doc)
    said = _("{0} is switched off, and its tokens are forgotten.").format(doc.channel_name)
    try:
        way.end()
    except NetworkError as error:
        still = _("The network could not be told: remove the app there too.")
        said = f"{said} {still} {failures.in_words(error)}"
    for name in way.fills:
        doc.set(name, None)
    doc.mode = channels.OFF
    doc.save()
    KeptSession(channel, channels.account_of(doc)).forget()
    return said


def _granted(channel: str, asked: Tokens, told: Tokens) -> str:
    doc = channels.load(channel)
    doc.check_permission("write")
    way = channels.connect_of(doc)
    if fingerprint(way.account) != asked["of"]:
        frappe.throw(CHANGED)
    grants = way.finish(Tokens(asked["kept"]), told, asked["back"])
    known = [grant for grant in grants if grant.external_id == doc.account_external_id]
    if len(grants) == 1 or len(known) == 1:
        return _take_in(doc, (known or grants)[0])
    once.keep(_choices_of(channel), Tokens(grants=[Tokens(vars(grant)) for grant in grants]))
    return _("Choose which account this channel reads.")


def _take_in(channel: Document, grant: Grant) -> str:
    """Only what the network takes is kept: whose tokens they are is asked before."""
    account = _account_with(channel, grant)
    private = channels.private_addresses_allowed()
    network = open_network(
        channel.network, account, may_write=False, allow_private_addresses=private
    )
    with network.http:
        identity = network.verify()
    connection.refuse_another_account(channel, identity)
    for name, value in grant.values.items():
        channel.set(name, value or None)
    channel.save()
    connection.keep_account(channel, identity)
    streams.go_on(channel.name)
    # The last step, which commits: the code is used up, and the network gives these tokens once.
    KeptSession(channel.name, account).keep(account.session.read())
    return _said(channel, identity.handle, grant)


def _said(channel: Document, handle: str, grant: Grant) -> str:
    said = _("Connected as @{0}.").format(handle)
    if grant.lacks:
        lacks = _("Not allowed: {0}. What needs it will be refused.").format(", ".join(grant.lacks))
        said = f"{said} {lacks}"
    if channel.mode == channels.OFF:
        said = f"{said} {_('Set the mode to Listen Only to begin.')}"
    return said


def _account_with(channel: Document, grant: Grant) -> Account:
    session = Session()
    session.keep(Tokens(grant.session))
    values = {channels.SECRETS.get(name, name): value for name, value in grant.values.items()}
    # What is known of another account is not this one's.
    return replace(
        channels.account_of(channel), **values, external_id="", limits={}, session=session
    )


def _grant(kept: dict[str, Any]) -> Grant:
    values = {"values": Tokens(kept["values"]), "session": Tokens(kept["session"])}
    return Grant(**{**kept, **values, "lacks": tuple(kept["lacks"])})


def _tell(channel: str, **facts: Any) -> None:
    once.keep(_news_of(channel), Tokens(facts))


def _news_of(channel: str) -> str:
    return f"news {frappe.session.sid} {channel}"


def _choices_of(channel: str) -> str:
    return f"choices {frappe.session.sid} {channel}"
