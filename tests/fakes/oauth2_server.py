"""The addresses at which an OAuth 2 provider gives tokens, without a socket.

What a network calls them and how it words a refusal comes from whoever inherits `Doors`.
"""

from __future__ import annotations

import base64
import binascii
import threading
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tests.fakes import consent
from tests.fakes.json_server import JsonServer
from tests.fakes.oauth2 import Asked, Client, Given, Provider, Refused, needed

FORM = "application/x-www-form-urlencoded"
SECRET_NAMES = {"access_token", "client_secret", "code", "code_verifier", "fb_exchange_token"}
SECRET_NAMES |= {"oauth_token_secret", "oauth_verifier", "refresh_token", "token"}


class Doors:
    """`answer` tells (status, headers, JSON or text) of a call, or None for one that is not ours.

    `delay`: for how many seconds at most whoever asks for tokens waits; `lost`: how many answers
    get lost once the work is done.
    """

    network = ""
    authorize, token, revocation = "", "", ""
    buttons = ("Authorize", "Cancel")
    can_untick = False
    # What a network's own GET takes in its address.
    allowed: Collection[str] = ()

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._faults: list[str] = []
        self.delay = 0.0
        self.lost = 0
        self._inside = 0
        self._on = threading.Event()
        self._lock = threading.Lock()

    def answer(self, method: str, address: str, headers: Mapping, body: bytes) -> tuple | None:
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        if name := self._secret_in(query):
            return self._fault(f"{name} in the address of {method} {parts.path}")
        try:
            if parts.path == self.authorize:
                return self._ask(method, query, body)
            if parts.path == self.token:
                return self._give(method, headers, body)
            if parts.path == self.revocation:
                form = form_of(method, headers, body)
                self.provider.revoke(self.client(headers, form), form)
                return self.done()
        except Refused as refused:
            return self.refusal(refused)
        return None

    # What is a network's own

    @abstractmethod
    def client(self, headers: Mapping, form: Mapping[str, str]) -> Client:
        """Who asks for tokens, proven. Raises Refused."""

    @abstractmethod
    def told(self, given: Given) -> dict:
        """The JSON of tokens."""

    @abstractmethod
    def refusal(self, refused: Refused) -> tuple:
        """The answer to who asks for tokens and gets none."""

    def done(self) -> tuple:
        """The answer to a revocation."""
        return 200, {}, {}

    def denied(self) -> dict[str, str]:
        """What the app is told when somebody cancels."""
        return {"error": "access_denied"}

    def words(self, refused: Refused) -> str:
        """What somebody reads when an app asks wrongly."""
        return f"The {refused.about} is not valid."

    def given(self, client: Client, form: Mapping[str, str]) -> Given:
        """Tokens, in one of the ways in which they can be had. Raises Refused."""
        match needed(form, "grant_type"):
            case "authorization_code":
                return self.provider.exchange(client, form)
            case "refresh_token" if self.provider.rules.refresh_scope:
                return self.provider.refresh(client, form)
        raise Refused("unsupported_grant_type", "grant_type")

    def offered(self, asked: Asked, query: Mapping[str, str]) -> tuple[str, ...]:
        """The scopes that somebody is asked about."""
        return asked.scopes

    def led_to(self, asked: Asked, facts: Mapping[str, str]) -> str:
        """The app's address with what it is told."""
        state = {} if asked.state is None else {"state": asked.state}
        mark = "&" if urlsplit(asked.redirect_uri).query else "?"
        return f"{asked.redirect_uri}{mark}{urlencode({**facts, **state})}"

    # Asking, giving

    def _ask(self, method: str, query: Mapping[str, str], body: bytes) -> tuple:
        try:
            asked = self.provider.asked(query)
        except Refused as refused:
            return 400, consent.HTML, consent.refusal(self.network, self.words(refused))
        if method == "POST":
            return self._decided(asked, parse_qsl(body.decode()))
        question = f"{asked.client.name} wants to access your {self.network} account "
        question += f"@{self.provider.username}"
        shown = consent.page(
            self.network,
            question,
            self.offered(asked, query),
            self.buttons,
            tick=self.can_untick,
        )
        return 200, consent.HTML, shown

    def _decided(self, asked: Asked, form: list[tuple[str, str]]) -> tuple:
        ticked = [value for name, value in form if name == "ticked"] if self.can_untick else None
        agrees = ("decision", consent.ALLOW) in form
        code = self.provider.allow(asked, ticked) if agrees else None
        facts = {"code": code} if code else self.denied()
        return 302, {"Location": self.led_to(asked, facts), "Cache-Control": "no-store"}, ""

    def _give(self, method: str, headers: Mapping, body: bytes) -> tuple:
        with self._counted():
            self._on.wait(self.delay)
            form = form_of(method, headers, body)
            told = self.told(self.given(self.client(headers, form), form))
        if self.lost:
            self.lost -= 1
            return 502, {}, {"error": "bad_gateway"}
        return 200, {"Cache-Control": "no-store", "Pragma": "no-cache"}, told

    @contextmanager
    def _counted(self):
        """Keep count of how many ask for tokens at the same time."""
        happened = self.provider.happened
        with self._lock:
            self._inside += 1
            happened["most_at_once"] = max(happened["most_at_once"], self._inside)
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1

    # Secrets in addresses

    def _secret_in(self, query: Mapping[str, str]) -> str | None:
        known = set(self.secrets())
        looked_at = {name: value for name, value in query.items() if name not in self.allowed}
        return next((n for n, v in looked_at.items() if n in SECRET_NAMES or v in known), None)

    def _fault(self, words: str) -> tuple:
        self._faults.append(words)
        return 400, {}, {"error": "invalid_request", "error_description": words}

    # What tests and the demonstration turn

    def controls(self) -> dict[str, Callable]:
        names = ("register", "sign_in", "codes_last", "tokens_last", "expire", "end", "grant_only")
        names += ("deny", "delay_tokens", "lose_answers", "happened", "faults", "secrets")
        return {name: getattr(self, name) for name in names}

    def register(self, callback: str) -> None:
        """Let all apps be called back at this address too."""
        for client in self.provider.clients.values():
            client.callbacks.add(callback)

    def sign_in(self, username: str) -> None:
        """Let somebody else be signed in at the network."""
        self.provider.username = username

    def codes_last(self, seconds: float) -> None:
        self.provider.rules.code_lasts = seconds

    def tokens_last(self, seconds: float) -> None:
        self.provider.rules.token_lasts = seconds

    def expire(self, kind: str = "access", username: str | None = None) -> int:
        """End the tokens that were given: "access" or "refresh" ones; how many there were."""
        return self.provider.expire(kind, username)

    def end(self, username: str | None = None) -> int:
        """Let somebody, or everybody, take away what they allowed; how many tokens it ended."""
        return self.provider.end(None, username, "revoked")

    def grant_only(self, scopes: Collection[str] | None = None) -> None:
        """Let consents hold no more than these scopes; None: all that is asked for."""
        self.provider.only = None if scopes is None else frozenset(scopes)

    def deny(self, count: int = 1) -> None:
        """Let the next consents be denied whatever is pressed."""
        self.provider.denials = count

    def delay_tokens(self, seconds: float) -> None:
        """Let whoever asks for tokens wait so long, or until this or `heal` is called again."""
        self._on.set()
        self._on = threading.Event()
        self.delay = seconds

    def lose_answers(self, count: int = 1) -> None:
        self.lost = count

    def happened(self) -> dict[str, int]:
        """{exchanges, refreshes, revocations}, as far as they happened; `waiting`: how many ask for
        tokens just now; `most_at_once`: how many did at the same time.
        """
        return dict(self.provider.happened) | {"waiting": self._inside}

    def faults(self) -> list[str]:
        """What a caller did that no network has to notice: a secret in an address."""
        return list(self._faults)

    def secrets(self) -> list[str]:
        """Everything that nobody may show."""
        return list(self.provider.secrets())

    def heal(self) -> None:
        self.delay_tokens(0)
        self.lost, self.provider.denials, self.provider.only = 0, 0, None


class OAuthServer(JsonServer):
    """A network with doors."""

    doors: Doors

    def controls(self) -> dict[str, Callable]:
        return super().controls() | self.doors.controls()

    def heal(self) -> None:
        super().heal()
        self.doors.heal()


def form_of(method: str, headers: Mapping, body: bytes) -> dict[str, str]:
    """The parameters of a form that was posted. Raises Refused for anything else."""
    if method != "POST":
        raise Refused("invalid_request", "method")
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused("invalid_request", "Content-Type")
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    if len(dict(pairs)) != len(pairs):
        raise Refused("invalid_request", "repeated parameter")
    return dict(pairs)


def by_form(provider: Provider, form: Mapping[str, str]) -> Client:
    """The client that shows its id and secret in the form. Raises Refused."""
    client = provider.clients.get(form.get("client_id", ""))
    if client is None:
        raise Refused("invalid_client", "client_id")
    if not client.secret or form.get("client_secret") != client.secret:
        raise Refused("invalid_client", "client_secret")
    return client


def basic_of(headers: Mapping) -> tuple[str, str] | None:
    """Id and secret by HTTP Basic, each of them URL-encoded before (RFC 6749, 2.3.1)."""
    kind, _, value = headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)
