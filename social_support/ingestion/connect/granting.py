"""Take in what the network granted: whose account it is, and then its tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels
from social_support.conversations.patience import BUSY, patiently
from social_support.conversations.sessions import KeptSession, fingerprint
from social_support.ingestion import connection, failures, streams
from social_support.ingestion.connect import once
from social_support.ingestion.connect.asking import NotAsked, answered
from social_support.networks.connecting import Connect, Grant
from social_support.networks.contract import Account, Identity, Session, Tokens
from social_support.networks.errors import NetworkError
from social_support.networks.registry import open_network

CHANGED = _("The channel has changed since Connect was pressed. Press Connect once more.")
WAS_BUSY = _("The database was busy, and nothing has changed. Try once more.")
REFUSALS = (NetworkError, frappe.ValidationError, *BUSY)


def come_back(told: Tokens) -> str:
    """Take in what a browser brings from the network; the channel, whose form says how it went.

    Raises NotAsked for what answers nothing that this person may ask for. Commits.
    """
    asked = answered(told)
    channel = asked["channel"]
    once.take(_choices_of(channel))
    try:
        if message := _granted(channel, asked, told):
            _tell(channel, ok=True, message=message)
    except REFUSALS as error:
        frappe.db.rollback()
        frappe.clear_messages()
        _tell(channel, ok=False, message=_in_words(error))
    return channel


def choose(channel: str, account: str) -> str:
    """Connect one of several accounts that were granted; the sentence that says so. Commits.

    Raises frappe.ValidationError; the choice stays.
    """
    granted = once.look(_choices_of(channel)) or Tokens()
    chosen = [grant for grant in granted.get("grants", ()) if grant["external_id"] == account]
    if not chosen:
        frappe.throw(_("There is nothing to choose from any more. Press Connect once more."))
    doc = channels.load(channel)
    if fingerprint(channels.account_of(doc)) != granted["of"]:
        frappe.throw(CHANGED)
    try:
        said = _take_in(doc, _grant(chosen[0]))
    except (NetworkError, *BUSY) as error:
        frappe.throw(_in_words(error))
    once.take(_choices_of(channel))
    return said


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
    """Forget the tokens, switch the channel off, and tell the network; the sentence that says so.

    On a copy of the site the network is told nothing: the live site goes on with its tokens.
    """
    doc = channels.load(channel)
    try:
        with KeptSession(channel, channels.account_of(doc)).alone():
            way = _way_with_its_tokens(channel)
            patiently(lambda: _forget(channel))
    except (NetworkError, *BUSY) as error:
        frappe.throw(_in_words(error))
    once.take(_choices_of(channel))
    said = _("{0} is switched off, and its tokens are forgotten.").format(doc.channel_name)
    return f"{said} {_given_back(way)}".strip() if way else said


def _granted(channel: str, asked: Tokens, told: Tokens) -> str:
    """The sentence that says whose account is connected; "" where a person has to choose first."""
    doc = channels.load(channel)
    if not doc.has_permission("write"):
        raise NotAsked(_("You may not do this with this channel. Ask a Social Manager to do it."))
    way = channels.connect_of(doc)
    if fingerprint(way.account) != asked["of"]:
        frappe.throw(CHANGED)
    # No transaction stays open while we ask the network.
    frappe.db.commit()
    with way.http:
        grants = way.finish(Tokens(asked["kept"]), told, asked["back"])
    if len(grants) > 1 and connection.has_posts(channel):
        known = [grant for grant in grants if grant.external_id == doc.account_external_id]
        grants = known or grants
    if len(grants) == 1:
        return _take_in(doc, grants[0])
    kept = [Tokens(vars(grant)) for grant in grants]
    once.keep(_choices_of(channel), Tokens(of=asked["of"], grants=kept))
    return ""


def _take_in(channel: Document, grant: Grant) -> str:
    """Only what the network takes is kept: whose tokens they are is asked before.

    What a job renews meanwhile would overwrite them, so none does.
    """
    account = _account_with(channel, grant)
    private = channels.private_addresses_allowed()
    network = open_network(
        channel.network, account, may_write=False, allow_private_addresses=private
    )
    # No transaction stays open while we ask the network whose tokens they are.
    frappe.db.commit()
    with network.http:
        identity = network.verify()
    session = KeptSession(channel.name, account)
    with session.alone():
        patiently(lambda: _keep(channel.name, grant, identity, session, account))
    return _said(channel, identity.handle, grant)


def _keep(
    channel: str, grant: Grant, identity: Identity, session: KeptSession, account: Account
) -> None:
    doc = _locked(channel)
    connection.refuse_another_account(doc, identity)
    # No variable holds them but Tokens: Frappe logs the variables of a request that fails.
    doc.update(Tokens({name: value or None for name, value in grant.values.items()}))
    doc.save()
    connection.keep_account(doc, identity)
    session.keep_with_the_rest(account.session.read())
    streams.go_on(channel)


def _locked(channel: str) -> Document:
    """The channel, which nobody saves meanwhile: what was granted must not be lost to a form."""
    return frappe.get_doc("Social Channel", channel, for_update=True)


def _forget(channel: str) -> None:
    doc = _locked(channel)
    doc.update(dict.fromkeys(channels.granted_fields(doc)))
    doc.mode = channels.OFF
    doc.save()
    KeptSession(channel, channels.account_of(doc)).keep_with_the_rest(Tokens())


def _way_with_its_tokens(channel: str) -> Connect | None:
    """The way to give back what the channel has now; None on a copy."""
    try:
        way = channels.connect_of(channels.load(channel))
    except channels.CopyOfSite:
        return None
    way.account = replace(way.account, session=_in_memory(way.account.session.read()))
    return way


def _given_back(way: Connect) -> str:
    """What is left to do, if anything."""
    try:
        with way.http:
            way.end()
    except NetworkError as error:
        if getattr(error, "is_over", False):
            return ""
        return _("The network could not be told: remove the app there too. {0}").format(
            failures.in_words(error)
        )
    return ""


def _said(channel: Document, handle: str, grant: Grant) -> str:
    said = _("Connected as @{0}.").format(handle)
    if grant.lacks:
        lacks = _("Not allowed: {0}. What needs it will be refused.").format(", ".join(grant.lacks))
        said = f"{said} {lacks}"
    if channel.mode == channels.OFF:
        said = f"{said} {_('Set the mode to Listen Only to begin.')}"
    return said


def _in_words(error: Exception) -> str:
    return WAS_BUSY if isinstance(error, BUSY) else failures.in_words(error)


def _account_with(channel: Document, grant: Grant) -> Account:
    values = Tokens({channels.SECRETS.get(n, n): value for n, value in grant.values.items()})
    # What is known of another account is not this one's.
    none = {"external_id": "", "limits": {}}
    session = _in_memory(grant.session)
    return replace(channels.account_of(channel), **values, **none, session=session)


def _in_memory(tokens: Tokens) -> Session:
    session = Session()
    session.keep(Tokens(tokens))
    return session


def _grant(kept: dict[str, Any]) -> Grant:
    values = {"values": Tokens(kept["values"]), "session": Tokens(kept["session"])}
    return Grant(**{**kept, **values, "lacks": tuple(kept["lacks"])})


def _tell(channel: str, **facts: Any) -> None:
    once.keep(_news_of(channel), Tokens(facts))


def _news_of(channel: str) -> str:
    return f"news {frappe.session.sid} {channel}"


def _choices_of(channel: str) -> str:
    return f"choices {frappe.session.sid} {channel}"
