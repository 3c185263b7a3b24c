"""Tokens that a network renews by itself, kept between jobs.

Signing in is rare on every network and limited on most: what one job was given, the next one goes
on with. Many networks take a refresh token once, so two jobs that find their token expired must
not both renew it: see `Session.renew`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Tokens(dict):
    """{name: secret}, as JSON keeps it. `repr` shows none of them."""

    def __repr__(self) -> str:
        return "Tokens(***)"


class Session:
    """The tokens of one account. Here they last as long as the object; the site keeps those of its
    channels (`conversations.sessions`).
    """

    def __init__(self) -> None:
        self._tokens = Tokens()
        self._lock = threading.Lock()

    def read(self) -> Tokens:
        """What was kept last; empty when nobody signed in yet."""
        return self._tokens

    def keep(self, tokens: Tokens) -> None:
        """Keep `tokens` at once and whatever becomes of the work that they were needed for."""
        self._tokens = tokens

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else renew the tokens meanwhile."""
        with self._lock:
            yield

    def renew(self, known: Tokens, ask: Callable[[Tokens], Tokens]) -> Tokens:
        """Tokens in place of `known`, which the network does not take any more.

        One at a time: whoever comes second gets what the first one was given. `ask` is called with
        what is kept, and may raise; then that stays.
        """
        with self.alone():
            kept = self.read()
            if kept and kept != known:
                return kept
            fresh = ask(kept)
            self.keep(fresh)
            return fresh
