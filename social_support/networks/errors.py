"""How a network fails.

Two families, because they ask for different things: after a `Transient` error the same call is
worth another try, after a `Terminal` one a person has to change something first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType


class NetworkError(Exception):
    """A call to a network did not do what it should.

    `message` is an English sentence with {0}, {1} for `values`: translate it, then fill it in.
    `said` holds the network's own words with secrets masked. `maybe_done` tells that a post may
    have been published although the call failed. Where the network refused, `status` is the HTTP
    status, `headers` its headers and `answer` the JSON of the refusal, masked as well.
    """

    status: int = 0
    headers: Mapping[str, str] = MappingProxyType({})
    answer: object = None

    def __init__(self, message: str, *values: object, said: str = "", maybe_done: bool = False):
        self.message = message
        self.values = values
        self.said = said
        self.maybe_done = maybe_done
        super().__init__(self._in_words())

    def _in_words(self) -> str:
        sentence = self.message.format(*self.values)
        return f'{sentence} "{self.said}"' if self.said else sentence


class Transient(NetworkError):
    """The same call may succeed later: not before `retry_at` (UTC, aware), where the network says
    when.
    """

    def __init__(self, message: str, *values: object, retry_at: datetime | None = None, **kwargs):
        self.retry_at = retry_at
        super().__init__(message, *values, **kwargs)


class RateLimited(Transient):
    """The network wants fewer calls. `retry_at` is always set."""


class Unavailable(Transient):
    """The network is down, slow, unreachable or broke off in the middle of its answer."""


class Terminal(NetworkError):
    """A person has to change something before the same call can succeed."""


class AuthenticationFailed(Terminal):
    """The network does not accept the credentials. `is_over`: what it gave for them has ended."""

    is_over = False


class PermissionRefused(Terminal):
    """The credentials are good, but not for this."""


class PostRejected(Terminal):
    """The network did not accept a post of ours: too long, empty, a duplicate."""


class NotFound(Terminal):
    """What was asked for does not exist any more, or not for this account."""


class UnexpectedPayload(Terminal):
    """The answer is not what this network's API gives: a web page, something far too big, a way to
    another server.
    """


class WritingNotAllowed(Terminal):
    """The channel may not write. Nothing was sent."""


class AddressNotAllowed(Terminal):
    """The address leads into a private network, or is not a web address. Nothing was sent."""


class UnknownNetwork(Terminal):
    """No installed app brings a network of this name."""


class WebhookRefused(Terminal):
    """What came to our address does not bear the network's signature, or asks for something else
    than the network does.
    """
