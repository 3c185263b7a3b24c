"""What an OAuth 2 provider keeps and refuses: the authorization code grant. No HTTP here.

RFC 6749, PKCE (RFC 7636) by S256 alone, revocation (RFC 7009).
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

CALLBACK = "https://desk.example/api/method/social_support.api.connect.back"
CHALLENGE = re.compile(r"[\w-]{43}", re.ASCII)
VERIFIER = re.compile(r"[\w.~-]{43,128}", re.ASCII)
ACCESS, REFRESH = "access", "refresh"


class Refused(Exception):
    """`error`: RFC 6749's word; `about`: what is wrong, for a network that says it otherwise."""

    def __init__(self, error: str, about: str) -> None:
        self.error, self.about = error, about
        super().__init__(error, about)


@dataclass
class Client:
    """An app. One without a secret is a public one. `scopes`: what it may ask for; "read" holds
    "read:accounts".
    """

    id: str
    scopes: frozenset[str]
    secret: str = ""
    callbacks: set[str] = field(default_factory=lambda: {CALLBACK})
    name: str = "Social Support"

    def may_ask(self, scope: str) -> bool:
        return bool({scope, scope.partition(":")[0]} & self.scopes)


@dataclass
class Rules:
    """`refresh_scope`: with which scope a refresh token comes; None: never. Times in seconds."""

    pkce_required: bool = False
    state_required: bool = False
    separator: str = " "
    refresh_scope: str | None = None
    code_lasts: float = 600
    token_lasts: float = math.inf


@dataclass
class Asked:
    """What an app asks somebody for."""

    client: Client
    redirect_uri: str
    state: str | None
    scopes: tuple[str, ...]
    challenge: str


@dataclass(eq=False)
class Grant:
    """What somebody allowed an app, and did not."""

    client: Client
    username: str
    scopes: tuple[str, ...]
    declined: tuple[str, ...] = ()


@dataclass(eq=False)
class Token:
    """`lasts`: for how many seconds from now; `ended`: why it is not taken any more."""

    value: str
    kind: str
    grant: Grant
    lasts: float
    ended: str = ""

    def __post_init__(self) -> None:
        self.created_at = time.time()
        self.ends_at = self.created_at + self.lasts

    @property
    def is_good(self) -> bool:
        return not self.ended and time.time() < self.ends_at


@dataclass(eq=False)
class Code:
    asked: Asked
    grant: Grant
    ends_at: float
    used: bool = False


@dataclass
class Given:
    access: Token
    refresh: Token | None = None


class Provider:
    """Gives codes and tokens out, and knows them. `username`: who is signed in at the network."""

    def __init__(self, rules: Rules, clients: Collection[Client], username: str) -> None:
        self.rules = rules
        self.clients = {client.id: client for client in clients}
        self.username = username
        self.only: frozenset[str] | None = None
        self.denials = 0
        self.happened: Counter[str] = Counter()
        self.tokens: dict[str, Token] = {}
        self._codes: dict[str, Code] = {}
        self._lock = threading.RLock()

    # Asking somebody

    def asked(self, query: Mapping[str, str]) -> Asked:
        """What an app asks for by an address. Raises Refused."""
        client = self.clients.get(query.get("client_id", ""))
        if client is None:
            raise Refused("invalid_client", "client_id")
        redirect_uri = query.get("redirect_uri", "")
        if redirect_uri not in client.callbacks:
            raise Refused("invalid_request", "redirect_uri")
        if query.get("response_type") != "code":
            raise Refused("unsupported_response_type", "response_type")
        if self.rules.state_required and not query.get("state"):
            raise Refused("invalid_request", "state")
        scopes = tuple(filter(None, query.get("scope", "").split(self.rules.separator)))
        if not scopes or not all(client.may_ask(scope) for scope in scopes):
            raise Refused("invalid_scope", "scope")
        challenge = self._challenge(query)
        return Asked(client, redirect_uri, query.get("state"), scopes, challenge)

    def allow(self, asked: Asked, ticked: Collection[str] | None = None) -> str | None:
        """A code for what was ticked, or all that was asked for; None when it is to be denied."""
        if self.denials:
            self.denials -= 1
            return None
        wanted = set(asked.scopes if ticked is None else ticked)
        granted = wanted if self.only is None else wanted & self.only
        grant = Grant(
            asked.client,
            self.username,
            tuple(scope for scope in asked.scopes if scope in granted),
            tuple(scope for scope in asked.scopes if scope not in granted),
        )
        code = secrets.token_urlsafe(48)
        self._codes[code] = Code(asked, grant, time.time() + self.rules.code_lasts)
        return code

    def _challenge(self, query: Mapping[str, str]) -> str:
        challenge, method = query.get("code_challenge", ""), query.get("code_challenge_method", "")
        if not (challenge or method or self.rules.pkce_required):
            return ""
        if method != "S256" or not CHALLENGE.fullmatch(challenge):
            raise Refused("invalid_request", "code_challenge")
        return challenge

    # Giving tokens

    def exchange(self, client: Client, form: Mapping[str, str]) -> Given:
        """The tokens for a code. Raises Refused; a code that comes again ends what it gave."""
        with self._lock:
            code = self._codes.get(needed(form, "code"))
            if code is None or code.grant.client is not client:
                raise Refused("invalid_grant", "code")
            if code.used:
                self._end(code.grant, "replayed")
                raise Refused("invalid_grant", "used code")
            if time.time() >= code.ends_at:
                raise Refused("invalid_grant", "expired code")
            if needed(form, "redirect_uri") != code.asked.redirect_uri:
                raise Refused("invalid_grant", "redirect_uri")
            _check_verifier(form.get("code_verifier", ""), code.asked.challenge)
            code.used = True
            self.happened["exchanges"] += 1
            return self._given(code.grant)

    def refresh(self, client: Client, form: Mapping[str, str]) -> Given:
        """New tokens for a refresh token, which is not taken again. Raises Refused."""
        with self._lock:
            token = self.tokens.get(needed(form, "refresh_token"))
            if token is None or token.kind != REFRESH or token.grant.client is not client:
                raise Refused("invalid_grant", "refresh_token")
            if not token.is_good:
                raise Refused("invalid_grant", "refresh_token")
            token.ended = "rotated"
            self.happened["refreshes"] += 1
            return self._given(token.grant)

    def give(self, grant: Grant, kind: str = ACCESS, lasts: float = math.inf) -> Token:
        """A token of this grant that lives for so many seconds."""
        token = Token(secrets.token_urlsafe(60), kind, grant, lasts)
        self.tokens[token.value] = token
        return token

    def _given(self, grant: Grant) -> Given:
        access = self.give(grant, ACCESS, self.rules.token_lasts)
        with_refresh = self.rules.refresh_scope in grant.scopes
        return Given(access, self.give(grant, REFRESH) if with_refresh else None)

    # Taking tokens, and ending them

    def holder(self, value: str) -> Grant:
        """Whose access token it is, and what it may do. Raises Refused."""
        token = self.tokens.get(value)
        if token is None or token.kind != ACCESS:
            raise Refused("invalid_token", "unknown")
        if not token.is_good:
            raise Refused("invalid_token", token.ended or "expired")
        return token.grant

    def revoke(self, client: Client, form: Mapping[str, str]) -> None:
        """End a token, with a refresh token all of its grant. One that is not known is no error,
        one of another app raises Refused.
        """
        with self._lock:
            token = self.tokens.get(needed(form, "token"))
            if token is None:
                return
            if token.grant.client is not client:
                raise Refused("unauthorized_client", "token")
            self.happened["revocations"] += 1
            if token.kind == REFRESH:
                self._end(token.grant, "revoked")
            token.ended = token.ended or "revoked"

    def expire(self, kind: str = ACCESS, username: str | None = None) -> int:
        """End the tokens of this kind, those of one person or everybody's; how many."""
        return self.end(kind, username, "expired")

    def end(self, kind: str | None, username: str | None, why: str) -> int:
        with self._lock:
            found = [
                token
                for token in self.tokens.values()
                if kind in (None, token.kind)
                and username in (None, token.grant.username)
                and token.is_good
            ]
            for token in found:
                token.ended = why
            return len(found)

    def _end(self, grant: Grant, why: str) -> None:
        for token in self.tokens.values():
            if token.grant is grant:
                token.ended = token.ended or why

    # What tests look at

    def last_grant(self, client: Client) -> Grant | None:
        """What whoever is signed in allowed an app last."""
        grants = [code.grant for code in self._codes.values()]
        theirs = [g for g in grants if (g.client, g.username) == (client, self.username)]
        return theirs[-1] if theirs else None

    def secrets(self) -> Iterator[str]:
        """Everything that nobody may show."""
        yield from (client.secret for client in self.clients.values() if client.secret)
        yield from list(self._codes)
        yield from list(self.tokens)


def needed(form: Mapping[str, str], name: str) -> str:
    """A parameter that has to be there. Raises Refused."""
    if not form.get(name):
        raise Refused("invalid_request", f"missing {name}")
    return form[name]


def _check_verifier(verifier: str, challenge: str) -> None:
    """A verifier without a challenge is refused too: somebody took the challenge out."""
    if not (verifier or challenge):
        return
    digest = hashlib.sha256(verifier.encode()).digest()
    right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not VERIFIER.fullmatch(verifier) or right != challenge:
        raise Refused("invalid_grant", "code_verifier")
