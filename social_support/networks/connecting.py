"""How a person lets us into an account by clicking, in place of copying tokens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from .errors import PermissionRefused
from .http import Http
from .session import Tokens
from .words import _

if TYPE_CHECKING:
    from .contract import Account


class Asking(NamedTuple):
    """Where the browser is sent to ask for consent.

    `key` comes back with it and tells which asking it answers; `kept` is what nobody but us may
    know until then.
    """

    address: str
    key: str
    kept: Tokens


@dataclass(frozen=True)
class Grant:
    """What the network gave us for one account.

    `values`: {fieldname of the Channel: what belongs there, "" to clear it}; `session`: tokens that
    the network renews; `lacks`: the scopes that were asked for and not given. `external_id` and
    `label` tell several accounts apart, from which a person then chooses.
    """

    values: Tokens
    session: Tokens = field(default_factory=Tokens)
    lacks: tuple[str, ...] = ()
    external_id: str = ""
    label: str = ""


class Connect(ABC):
    """The network's way to ask for consent. Every method may raise the errors of `networks.errors`.

    `before`: what a person must have, in sentences, before it makes sense to begin. `fills`: the
    fields of the Channel that a grant brings, so that nobody has to enter them. `reviewed`: the
    permissions that a person has the network allow the app before. `registers_us`:
    the network is told there of the address to come back to, so that nobody has to enter it.
    `wants_https`: it sends nobody back to an address without it.
    """

    before: ClassVar[tuple[str, ...]] = ()
    fills: ClassVar[tuple[str, ...]] = ("access_token",)
    reviewed: ClassVar[tuple[str, ...]] = ()
    registers_us: ClassVar[bool] = False
    wants_https: ClassVar[bool] = True

    def __init__(self, account: Account, http: Http):
        self.account = account
        self.http = http

    @abstractmethod
    def begin(self, back: str, state: str) -> Asking:
        """Prepare to ask. `back`: our address, to which the browser returns; `state`: a secret that
        is used once, `Asking.key` where the network gives none of its own.
        """

    @abstractmethod
    def finish(self, kept: Tokens, told: Mapping[str, str], back: str) -> list[Grant]:
        """Fetch what was granted. `told`: the query with which the browser came back.

        Raises PermissionRefused (declined, or a scope is missing without which nothing can be
        read) and AuthenticationFailed (the app, or a code that is used or too old).
        """

    def end(self) -> None:  # noqa: B027
        """Give back what was granted, where the network lets us."""


def key_of(told: Mapping[str, str]) -> str:
    """The `Asking.key` in the query with which a browser comes back; "" if there is none."""
    return next((told[name] for name in ("state", "oauth_token", "denied") if told.get(name)), "")


def lacking(asked: Sequence[str], needed: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    """The scopes of `asked` that were not given. Raises PermissionRefused, naming them, where one
    of `needed` is among them.
    """
    # Where scopes have parts, "read" holds "read:accounts".
    missing = [s for s in asked if s not in given and s.partition(":")[0] not in given]
    if any(scope in missing for scope in needed):
        raise PermissionRefused(
            _("Not allowed: {0}. Connect again, and allow everything that is asked for."),
            ", ".join(missing),
        )
    return tuple(missing)


def declined(label: str) -> PermissionRefused:
    """The person did not consent."""
    return PermissionRefused(
        _("The connection was declined at {0}; nothing has changed. Connect again to allow it."),
        label,
    )
