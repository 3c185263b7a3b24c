"""Calls of X's API for one account: the names it understands now, its refusals, what it bills."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import NetworkError
from ..http import Answer, Http
from ..oauth2 import Renewed
from ..values import as_dict, objects
from . import refusals
from .dialects import USER_FIELDS, Dialect, either, other

BASE = "https://api.x.com"


class Api:
    """Asks X. Every call may raise the errors of `networks.errors`.

    `count` is told how many items each answer holds that X bills: posts, those that others refer
    to, the people in it, direct messages. X bills each once a UTC day; what is told counts every
    time, so that a budget holds whatever X's own count is. `renewed`: for tokens that end.
    """

    def __init__(
        self,
        http: Http,
        server: str,
        dialect: Dialect,
        count: Callable[[int], None],
        renewed: Renewed | None = None,
    ):
        self.dialect = dialect
        self._http = http
        self._base = (server.strip() or BASE).rstrip("/")
        self._count = count
        self._renewed = renewed

    def me(self) -> dict:
        """Our own account. It is asked for with a field of posts, so that X says which names it
        understands.
        """
        return self._in_our_words(
            "users/me", lambda names: {names.fields: "id", "user.fields": USER_FIELDS}
        )

    def posts(self, path: str, query: dict) -> dict:
        """An answer that holds posts."""
        return self._in_our_words(path, lambda names: names.parameters | query)

    def _in_our_words(self, path: str, query: Callable[[Dialect], dict]) -> dict:
        """Where X does not know our names for its fields, the other ones are tried, and kept when
        they are right.
        """
        try:
            return self.get(path, query(self.dialect))
        except NetworkError as error:
            if not self.dialect.is_refused_by(error):
                raise
        answer = self.get(path, query(other(self.dialect)))
        self.dialect = other(self.dialect)
        return answer

    def get(self, path: str, query: dict, bills: Callable[[dict], int] | None = None) -> dict:
        """Read `path`, which begins behind /2/. `bills` counts what is not simply all of it."""
        try:
            answer = as_dict(self._signed(lambda: self._http.get(self._url(path), query)).data)
        except NetworkError as error:
            refusal = refusals.of_reading(error)
            if refusal is error:
                raise
            raise refusal from error
        self._count((bills or billed)(answer))
        return answer

    def post(self, path: str, body: dict, permalink: str) -> dict:
        """Write, in answer to the post at `permalink`."""
        try:
            answer = self._signed(lambda: self._http.post(self._url(path), body))
        except NetworkError as error:
            refusal = refusals.of_writing(error, permalink)
            if refusal is error:
                raise
            raise refusal from error
        return as_dict(as_dict(answer.data).get("data"))

    def _url(self, path: str) -> str:
        return f"{self._base}/2/{path}"

    def _signed(self, ask: Callable[[], Answer]) -> Answer:
        return self._renewed.call(ask) if self._renewed else ask()


def billed(answer: dict) -> int:
    """How many posts, messages and people an answer holds."""
    data, included = answer.get("data"), as_dict(answer.get("includes"))
    found = [data] if isinstance(data, dict) else objects(data)
    return (
        len(found) + len(objects(included.get("users"))) + len(objects(either(included, "posts")))
    )
