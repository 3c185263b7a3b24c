"""The tokens that networks renew for our channels: encrypted, and renewed by one job at a time.

They lie where Frappe keeps passwords, as a field that no form has: not in a column, a version, an
export or a copy of the channel. Frappe deletes them with the channel, and the app's removal with
all of its passwords.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256

import frappe
from frappe.utils.password import (
    get_decrypted_password,
    remove_encrypted_password,
    set_encrypted_password,
)

from social_support.networks.contract import Account, Session, Tokens
from social_support.networks.errors import Unavailable
from social_support.networks.words import _

# Doctype and field under which they lie in `__Auth`.
KEPT_AS = DOCTYPE, FIELD = "Social Channel", "session"
# Renewing takes a second. Whoever waits for longer comes back later: the network may be slow, or
# the one who renews was killed and the database does not know that yet.
WAIT_SECONDS = 20


class KeptSession(Session):
    """The tokens of `channel`, as long as one signs in with the values of `account`: those that
    came of another password are never used.
    """

    def __init__(self, channel: str, account: Account):
        super().__init__()
        self._channel = channel
        self._of = fingerprint(account)

    def read(self) -> Tokens:
        # No variable holds them but Tokens: Frappe logs the variables of a job that fails.
        kept = Tokens(json.loads(self._decrypted() or "{}"))
        return Tokens(kept["tokens"]) if kept.get("of") == self._of else Tokens()

    def _decrypted(self) -> str | None:
        try:
            return get_decrypted_password(DOCTYPE, self._channel, FIELD, raise_exception=False)
        except frappe.ValidationError:
            # This site has lost the key to them: one signs in anew, as no form shows this field.
            frappe.clear_last_message()
            return None

    def keep(self, tokens: Tokens) -> None:
        self.keep_with_the_rest(tokens)
        # A step of its own: the network does not take the old tokens any more, so the new ones
        # must stay whatever becomes of the work that needed them. No work is open here: networks
        # are only spoken to between transactions.
        frappe.db.commit()

    def keep_with_the_rest(self, tokens: Tokens) -> None:
        """Keep `tokens`, or nothing any more where there are none. The caller commits."""
        if not tokens:
            remove_encrypted_password(DOCTYPE, self._channel, FIELD)
            return
        set_encrypted_password(
            DOCTYPE, self._channel, json.dumps({"of": self._of, "tokens": tokens}), FIELD
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A lock of the database server, known by name: it holds no row and no transaction, works
        for all machines, and ends with the connection of a worker that was killed. Raises
        Unavailable when somebody else has it for too long: two must never renew at once.
        """
        name = {"name": sha256(f"{frappe.conf.db_name} {self._channel}".encode()).hexdigest()[:60]}
        wait = {"wait": WAIT_SECONDS}
        ((had,),) = frappe.db.sql("SELECT GET_LOCK(%(name)s, %(wait)s)", name | wait)
        if not had:
            raise Unavailable(_("Another job is renewing the sign-in. It is tried again."))
        # What was kept meanwhile is seen in a new transaction only.
        frappe.db.commit()
        try:
            yield
        finally:
            frappe.db.sql("SELECT RELEASE_LOCK(%(name)s)", name)


def kept_for(channels: Collection[str]) -> set[str]:
    """Those of the channels that have a session."""
    auth = frappe.qb.Table("__Auth")
    rows = (
        frappe.qb.from_(auth)
        .select(auth.name)
        .where((auth.doctype == DOCTYPE) & (auth.fieldname == FIELD))
        .where(auth.name.isin(list(channels) or [""]))
    )
    return set(rows.run(pluck=True))


def fingerprint(account: Account) -> str:
    """Changes with every value that a person enters to sign in."""
    entered = (account.server, account.name, account.token, account.token_secret)
    # Where there is a Client ID, the app's other pair is for pushes.
    app = (account.client_id, account.client_secret)
    pushes = () if account.client_id else (account.app_key, account.app_secret)
    return sha256("\0".join((*entered, *app, *pushes)).encode()).hexdigest()
