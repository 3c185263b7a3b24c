"""Calls of the Graph API for one Page: its refusals, its pages, its allowance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, quote, urlsplit

from ..errors import NetworkError, Unavailable, UnexpectedPayload
from ..http import Answer, Http
from ..times import utc_now
from ..values import as_dict, objects
from ..words import _
from . import refusals
from .usage import SLOW, SLOW_CALLS, STOP, usage_of

BASE = "https://graph.facebook.com/v26.0"
# A server of one's own, for tests, is entered without the version.
VERSION = "/v26.0"
SECRET = ("access_token", "appsecret_proof")
MOST_EMPTY_PAGES = 20
TRIES = 3
FEWEST_ROWS = 5


class Api:
    """Asks Meta. Every call may raise the errors of `networks.errors`.

    When four fifths of the allowance are used, a run makes few more calls for reading: the app
    answers people with what is left.
    """

    def __init__(self, http: Http, server: str):
        self._http = http
        self._base = server.strip().rstrip("/") + VERSION if server.strip() else BASE
        self._left: int | None = None
        self._renewed_at = utc_now()

    def get(self, path: str, query: dict | None = None) -> dict:
        """Read `path`, without the leading slash."""
        if self._left is not None and self._left <= 0:
            raise refusals.too_often(self._renewed_at)
        with _in_our_words(writes=False):
            answer = self._http.get(self._address(path), query)
        self._note_usage(answer)
        return as_dict(answer.data)

    def post(self, path: str, body: dict) -> dict:
        """Write, once."""
        with _in_our_words(writes=True):
            return as_dict(self._http.post(self._address(path), body).data)

    def pages(self, path: str, query: dict) -> Iterator[tuple[list[dict], bool]]:
        """Each page of a list that holds something, and whether it is the last one.

        A page may be short or empty before the end: only a missing `next` is the end. Cursors are
        used within this walk and never kept.
        """
        asked: list[dict] = []
        empty = 0
        while True:
            rows, then = self._page(path, query, asked)
            if rows or then is None:
                yield rows, then is None
            if then is None:
                return
            asked.append(query)
            empty = 0 if rows else empty + 1
            if empty > MOST_EMPTY_PAGES:
                raise UnexpectedPayload(_("Facebook sent one empty page after the other."))
            query = then

    def _address(self, path: str) -> str:
        return f"{self._base}/{quote(path)}"

    def _page(self, path: str, query: dict, asked: list[dict]) -> tuple[list[dict], dict | None]:
        """A page that may lead back by mistake, from a cache for one, is asked for again."""
        for _try in range(TRIES):
            answer = self._as_much_as_it_gives(path, query)
            then = _next(answer, query)
            if then is None or then not in (*asked, query):
                return objects(answer.get("data")), then
        raise Unavailable(_("Facebook shows the same page again and again."))

    def _as_much_as_it_gives(self, path: str, query: dict) -> dict:
        """A page, of fewer rows where Meta finds so many too much. The next ones are as short: the
        address of each says how many rows it has.
        """
        while True:
            try:
                return self.get(path, query)
            except Unavailable as error:
                fewer = int(query.get("limit") or 0) // 2
                if fewer < FEWEST_ROWS or not refusals.is_too_much(error):
                    raise
            query = query | {"limit": fewer}

    def _note_usage(self, answer: Answer) -> None:
        usage = usage_of(answer.headers, utc_now())
        if usage.percent < SLOW:
            self._left = None
            return
        left = SLOW_CALLS if self._left is None else self._left - 1
        self._left = 0 if usage.percent >= STOP else left
        self._renewed_at = usage.renewed_at


@contextmanager
def _in_our_words(*, writes: bool) -> Iterator[None]:
    """Raise what Meta's refusal asks for in the place of the refusal."""
    try:
        yield
    except NetworkError as error:
        refusal = refusals.as_ours(error, writes=writes)
        if refusal is error:
            raise
        raise refusal from error


def _next(answer: dict, query: dict) -> dict | None:
    """With what to ask for the next page: what its address says, without the secrets in it."""
    address = as_dict(answer.get("paging")).get("next")
    if not isinstance(address, str) or not address:
        return None
    named = dict(parse_qsl(urlsplit(address).query))
    return query | {name: value for name, value in named.items() if name not in SECRET}
