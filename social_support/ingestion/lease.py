"""Who may read a channel now: a lease in the database, by the database's clock.

A job in a queue proves nothing: its worker may have been killed. A lease that nobody renews ends
by itself, and the next run takes over. It stands on the channel's By Hand row, for each has one.
The clock is UTC_TIMESTAMP(6) of the one database, because those of the machines differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import frappe

from social_support.conversations.keys import BY_HAND as LEASE_STREAM
from social_support.conversations.keys import state_key

# With the scheduler's tick of 60 seconds a channel reads again within two minutes after a kill.
LEASE_SECONDS = 45
RENEW_EVERY_SECONDS = 10


class LeaseLost(Exception):
    """Another run has the channel: what is not committed yet is its business now."""


@dataclass(frozen=True)
class Lease:
    """The right to read `channel`, proved by `token`."""

    channel: str
    token: str

    def renew(self) -> None:
        """Hold the channel for another 45 seconds; raises LeaseLost. The caller commits.

        Also an expired lease can be renewed, as long as nobody else has taken the channel.
        """
        self._set("%(token)s", f"UTC_TIMESTAMP(6) + INTERVAL {LEASE_SECONDS} SECOND")
        if not _changed_rows():
            raise LeaseLost(self.channel)

    def keeper(self) -> Callable[[], None]:
        """A function that renews the lease and commits, where that is due."""
        renewed = time.monotonic()

        def keep() -> None:
            nonlocal renewed
            if time.monotonic() - renewed > RENEW_EVERY_SECONDS:
                self.renew()
                # A step of its own: the lease has to be seen by others.
                frappe.db.commit()
                renewed = time.monotonic()

        return keep

    def release(self) -> None:
        """Let others read the channel. The caller commits."""
        self._set("NULL", "NULL")

    def _set(self, token: str, until: str) -> None:
        frappe.db.sql(
            f"""UPDATE `tabSocial Stream State` SET lease_token = {token}, lease_until_utc = {until}
            WHERE state_key = %(key)s AND lease_token = %(token)s""",
            {"key": state_key(self.channel, LEASE_STREAM), "token": self.token},
        )


def claim(channel: str) -> Lease | None:
    """Take the channel if nobody holds it, in one conditional UPDATE. The caller commits."""
    lease = Lease(channel, frappe.generate_hash(length=20))
    frappe.db.sql(
        f"""UPDATE `tabSocial Stream State` SET lease_token = %(token)s,
            lease_until_utc = UTC_TIMESTAMP(6) + INTERVAL {LEASE_SECONDS} SECOND
        WHERE state_key = %(key)s
            AND (lease_until_utc IS NULL OR lease_until_utc < UTC_TIMESTAMP(6))""",
        {"key": state_key(channel, LEASE_STREAM), "token": lease.token},
    )
    return lease if _changed_rows() else None


def holder(channel: str) -> tuple[str | None, bool]:
    """(the token of whoever has or last had the channel, whether the lease still runs)."""
    row = frappe.db.sql(
        """SELECT lease_token, lease_until_utc >= UTC_TIMESTAMP(6) FROM `tabSocial Stream State`
        WHERE state_key = %s""",
        state_key(channel, LEASE_STREAM),
    )
    return (row[0][0], bool(row[0][1])) if row else (None, False)


def held(channels: list[str]) -> list[str]:
    """Those of `channels` that somebody has now."""
    return frappe.db.sql_list(
        """SELECT channel FROM `tabSocial Stream State`
        WHERE channel IN %s AND stream = %s AND lease_until_utc >= UTC_TIMESTAMP(6)""",
        (tuple(channels), LEASE_STREAM),
    )


def _changed_rows() -> int:
    return frappe.db._cursor.rowcount
