"""Sessions of the fake Bluesky: app passwords, two kinds of tokens, limits on signing in."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

from tests.fakes.bluesky_world import Person, World

# How many times in so many seconds somebody may sign in.
WINDOWS = ((30, 300), (300, 86_400))


def password_of(handle: str) -> str:
    """The app password with which somebody was set up."""
    return f"{handle.partition('.')[0]}-pass-word-aaaa"[-19:]


class Refusal(Exception):
    """An error of Bluesky's: the status, the JSON, more headers."""

    def __init__(self, status: int, body: dict, headers: dict | None = None):
        self.status, self.body, self.headers = status, body, headers or {}
        super().__init__(status, body)


@dataclass
class Token:
    did: str
    password: str
    is_refresh: bool = False
    expired: bool = False
    next: str = ""
    used_at: float = 0


class Sessions:
    """Gives tokens out and knows them. `grace_seconds`: for how long a refresh token that was used
    gives the same next one again.
    """

    def __init__(self, world: World):
        self.grace_seconds = 7200.0
        self.is_slow = 0.0
        self.passwords: dict[str, str] = {}
        for person in world.people.values():
            self.passwords[password_of(person.handle)] = person.did
        self.account_password = "the-whole-account"
        self._world = world
        self._tokens: dict[str, Token] = {}
        self._signed_in: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def add_password(self, handle: str, password: str) -> None:
        self.passwords[password] = self._world.person(handle).did

    def remove_password(self, password: str) -> None:
        """What was given for it can't be renewed; an access token lives on till its end."""
        del self.passwords[password]
        for token in self._tokens.values():
            token.expired |= token.is_refresh and token.password == password

    def expire(self, *, refresh: bool = False) -> None:
        """Let the access tokens end, or the refresh tokens too."""
        for token in self._tokens.values():
            token.expired |= refresh or not token.is_refresh

    def secrets(self) -> list[str]:
        """Everything that nobody may show."""
        return [*self.passwords, *self._tokens]

    def create(self, body: dict) -> dict:
        name, password = body.get("identifier"), body.get("password")
        if not isinstance(name, str) or not isinstance(password, str):
            raise Refusal(400, error("InvalidRequest", 'Input must have the property "password"'))
        self._count(name)
        person = self._world.people.get(self.passwords.get(password, ""))
        if password == self.account_password:
            raise Refusal(401, error("AuthFactorTokenRequired", "A sign in code has been sent"))
        if person is None or name.lower() not in (person.handle, person.did):
            raise Refusal(401, error("AuthenticationRequired", "Invalid identifier or password"))
        if person.status == "takendown":
            raise Refusal(401, error("AccountTakedown", "Account has been taken down"))
        return self._given(person, password, secrets.token_hex(20))

    def refresh(self, headers: dict) -> dict:
        time.sleep(self.is_slow)
        with self._lock:
            token = self._known(headers, is_refresh=True)
            in_grace = time.monotonic() - token.used_at <= self.grace_seconds
            if token.next and not in_grace:
                raise Refusal(400, error("ExpiredToken", "Token has been revoked"))
            token.next = token.next or secrets.token_hex(20)
            token.used_at = token.used_at or time.monotonic()
            return self._given(self._world.people[token.did], token.password, token.next)

    def caller(self, headers: dict) -> Person:
        """Who calls. Raises Refusal."""
        token = self._known(headers, is_refresh=False)
        person = self._world.people[token.did]
        if person.status:
            code = {"takendown": "AccountTakedown", "deactivated": "AccountDeactivated"}
            raise Refusal(401, error(code[person.status], f"Account is {person.status}"))
        return person

    def _known(self, headers: dict, *, is_refresh: bool) -> Token:
        kind, _, value = headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not value:
            raise Refusal(401, error("AuthMissing", "Authentication Required"))
        token = self._tokens.get(value)
        if token is None or token.is_refresh != is_refresh:
            raise Refusal(400, error("InvalidToken", "Token could not be verified"))
        if token.expired:
            raise Refusal(400, error("ExpiredToken", "Token has expired"))
        return token

    def _given(self, person: Person, password: str, name: str) -> dict:
        access, refresh = f"access.{secrets.token_hex(20)}", f"refresh.{name}"
        self._tokens[access] = Token(person.did, password)
        self._tokens.setdefault(refresh, Token(person.did, password, is_refresh=True))
        return {
            "accessJwt": access,
            "refreshJwt": refresh,
            "did": person.did,
            "handle": person.handle,
            "active": not person.status,
        }

    def _count(self, name: str) -> None:
        now = time.time()
        earlier = self._signed_in.setdefault(name.lower(), [])
        for most, seconds in WINDOWS:
            recent = [moment for moment in earlier if moment > now - seconds]
            if len(recent) >= most:
                headers = {
                    "RateLimit-Limit": most,
                    "RateLimit-Remaining": 0,
                    "RateLimit-Reset": int(recent[0] + seconds),
                    "RateLimit-Policy": f"{most};w={seconds}",
                }
                words = error("RateLimitExceeded", "Rate Limit Exceeded")
                raise Refusal(429, words, headers)
        earlier.append(now)


def error(code: str, words: str) -> dict:
    return {"error": code, "message": words}
