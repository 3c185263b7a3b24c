"""What a person decides about one account on one network."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_support.conversations import channels, site_identity
from social_support.conversations.keys import new_name
from social_support.ingestion import budget, streams
from social_support.ingestion.connection import has_posts
from social_support.ingestion.health import health
from social_support.ingestion.push import forget
from social_support.ingestion.server_address import BadAddress, normalised
from social_support.networks.registry import get_network_class, labels
from social_support.replies import outbox

# Known from the network and written past the form: a form that was open meanwhile has old ones.
LEARNT = ("handle", "account_external_id", "account_url", "account_limits")
SECRET = {"fieldtype": "Password"}


class SocialChannel(Document):
    # begin: auto-generated types
    # This code is auto-generated. Do not modify anything in this block.

    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        from frappe.types import DF

        from social_support.social_support.doctype.social_channel_stream.social_channel_stream import (
            SocialChannelStream,
        )

        access_token: DF.Password | None
        access_token_secret: DF.Password | None
        account_external_id: DF.Data | None
        account_limits: DF.LongText | None
        account_name: DF.Data | None
        account_url: DF.Data | None
        app_key: DF.Password | None
        app_secret: DF.Password | None
        backfill_days: DF.Int
        backfill_posts: DF.Int
        channel_name: DF.Data
        client_id: DF.Data | None
        client_secret: DF.Password | None
        company: DF.Link
        handle: DF.Data | None
        home_id: DF.Data | None
        home_url: DF.Data | None
        keep_texts_days: DF.Int
        listens_to: DF.Table[SocialChannelStream]
        mode: DF.Literal["Off", "Listen Only", "Listen and Reply"]
        network: DF.Literal
        pause_sending: DF.Check
        poll_interval: DF.Int
        read_budget: DF.Int
        server_url: DF.Data | None
        user_group: DF.Link | None
    # end: auto-generated types

    def autoname(self) -> None:
        self.name = new_name()

    def onload(self) -> None:
        if not self.is_new():
            self.set_onload("health", health(self.name))
            known = self.network in labels()
            self.set_onload("is_read", known and bool(get_network_class(self.network).streams))

    def validate(self) -> None:
        self._check_network()
        self._check_listens_to()
        self._normalise_server()
        self._keep_or_forget_the_account()
        self._forget_the_app_of_other_tokens()
        self._keep_the_home()
        self._begin_with_a_budget()

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        streams.sync_states(self)
        if before and before.server_url != self.server_url:
            streams.start_over(self.name)
        if before and (self.flags.account_changed or before.mode != self.mode):
            streams.go_on(self.name)
        if before and before.home_id != self.home_id:
            outbox.hold_back(self.name)
        if before and before.read_budget != self.read_budget:
            budget.settle(self)

    def on_trash(self) -> None:
        if has_posts(self.name):
            frappe.throw(
                _("{0} has posts, and they would lose their origin. Switch it off instead.").format(
                    self.channel_name
                )
            )
        streams.forget(self.name)
        forget.forget(self)

    def _check_network(self) -> None:
        known = labels()
        if self.network not in known:
            frappe.throw(_("Choose one of these networks: {0}.").format(", ".join(known.values())))

    def _check_listens_to(self) -> None:
        readable = get_network_class(self.network).streams
        seen: set[tuple[str, str]] = set()
        for row in self.listens_to:
            row.term = (row.term or "").strip() if row.stream == "Keyword" else ""
            self._check_row(row, readable)
            if (row.stream, row.term) in seen:
                frappe.throw(_("Row {0}: the channel listens to this already.").format(row.idx))
            seen.add((row.stream, row.term))

    def _check_row(self, row: Any, readable: tuple[str, ...]) -> None:
        if row.stream not in readable:
            choices = ", ".join(_(stream) for stream in readable)
            frappe.throw(
                _("Row {0}: {1} can't be read on this network. Choose one of: {2}.").format(
                    row.idx, _(row.stream), choices
                )
            )
        if row.stream == "Keyword" and not row.term.strip("#"):
            frappe.throw(_("Row {0}: enter the word or #hashtag to listen to.").format(row.idx))

    def _normalise_server(self) -> None:
        try:
            self.server_url = normalised(
                self.server_url or "",
                allow_http=channels.private_addresses_allowed(),
                whole=get_network_class(self.network).whole_address,
            )
        except BadAddress as error:
            frappe.throw(_(str(error)).format(self.server_url))

    def _keep_or_forget_the_account(self) -> None:
        before = self.get_doc_before_save()
        if not before:
            return
        moved = before.server_url != self.server_url
        if moved and has_posts(self.name):
            frappe.throw(
                _("{0} has posts of {1}. Switch it off, and make a new channel for {2}.").format(
                    self.channel_name, before.server_url, self.server_url
                )
            )
        renamed = (before.account_name or "") != (self.account_name or "")
        self.flags.account_changed = moved or renamed or self._has_new_token()
        for field in LEARNT:
            self.set(field, None if moved else before.get(field))
        if self.flags.account_changed:
            self.handle = None

    def _forget_the_app_of_other_tokens(self) -> None:
        """Where connecting brings an app of its own, it is no app of a token entered afterwards."""
        before = self.get_doc_before_save()
        brings_one = "client_id" in channels.granted_fields(self)
        if before and brings_one and self._has_new_token() and self.client_id == before.client_id:
            self.client_id = self.client_secret = None

    def _keep_the_home(self) -> None:
        """Only switching the channel on, or the button on the form, makes this site its home."""
        before = self.get_doc_before_save()
        switched_on = before and before.mode == channels.OFF and self.mode != channels.OFF
        if not before or switched_on:
            site_identity.settle(self)
        else:
            self.home_url, self.home_id = before.home_url, before.home_id

    def _begin_with_a_budget(self) -> None:
        """Who wants no limit where reading costs money has to say so, on a channel that exists."""
        if self.is_new() and not self.read_budget:
            priced = get_network_class(self.network).price_per_read
            self.read_budget = budget.DEFAULT if priced else 0

    def _has_new_token(self) -> bool:
        entered = [self.get(df.fieldname) for df in self.meta.get("fields", SECRET)]
        return any(secret and not self.is_dummy_password(secret) for secret in entered)
