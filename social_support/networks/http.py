"""One HTTP layer for all networks: bounded in time and size, honest about failures, silent about
secrets.

It never sleeps and never repeats a call: an error says when to come back, and the caller decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

from social_support import __version__

from . import failures
from .addresses import Deadline, Guard, GuardedAdapter
from .errors import (
    AddressNotAllowed,
    AuthenticationFailed,
    NetworkError,
    UnexpectedPayload,
    WritingNotAllowed,
)
from .failures import Call
from .words import _

MAX_REDIRECTS = 3
READING = ("GET", "HEAD")
NOT_MODIFIED = 304
FOR_GOOD = (301, 308)
SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


Reader = Callable[[bytes, Call], object]


@dataclass(frozen=True)
class Answer:
    """What a network answered: the status, its headers (any case) and the JSON."""

    status: int
    headers: dict
    data: object


@dataclass(frozen=True)
class Download:
    """A document as it came. `moved_to`: the address where it is now for good ("": it has not
    moved).
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str = ""


class Bearer(requests.auth.AuthBase):
    """Puts the token into the request alone, so that no local variable of ours ever shows it."""

    def __init__(self, token: str):
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if (
            not self._token
            or not self._token.isascii()
            or not self._token.isprintable()
            or " " in self._token
        ):
            raise AuthenticationFailed(
                _("The access token holds characters that no token has. Copy it once more.")
            )
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Http:
    """The HTTP session of one account, for one thread. Times are seconds, `total_timeout` bounds a
    call as a whole.

    With `may_write` False every call but GET and HEAD raises WritingNotAllowed before a byte is
    sent: that is how Off, Listen Only, a pause and a copy of the site are held, whoever asks.
    `before_call`, where set, is called before anything is asked: whoever reads ends a transaction
    and renews a lease there.
    """

    def __init__(
        self,
        *,
        may_write: bool = False,
        allow_private_addresses: bool = False,
        connect_timeout: float = 5,
        read_timeout: float = 20,
        total_timeout: float = 40,
        max_bytes: int = 5_000_000,
    ):
        self.may_write = may_write
        self.before_call: Callable[[], None] | None = None
        self.allow_private_addresses = allow_private_addresses
        self._timeout = (connect_timeout, read_timeout)
        self._total_timeout = total_timeout
        self._max_bytes = max_bytes
        self._secrets: list[str] = []
        self._guard = Guard(allow_private_addresses)
        self._session = self._new_session()

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        # No proxy and no .netrc of the machine: a proxy would hide the address we connect to.
        session.trust_env = False
        session.headers["User-Agent"] = f"SocialSupport/{__version__}"
        session.headers["Accept"] = "application/json"
        for scheme in ("http://", "https://"):
            session.mount(scheme, GuardedAdapter(self._guard))
        return session

    def __enter__(self) -> Http:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def authorize(self, token: str) -> None:
        """Send `token` as bearer with each call, and never show it."""
        self.hide(token)
        self._session.auth = Bearer(token.strip())

    def sign(self, auth: requests.auth.AuthBase, *secrets: str) -> None:
        """Let `auth` sign each call, and never show the `secrets` that it signs with."""
        for secret in secrets:
            self.hide(secret)
        self._session.auth = auth

    def hide(self, secret: str) -> None:
        """Show *** in place of `secret`, which is sent without spaces around it, in every error
        from now on.
        """
        if secret := secret.strip():
            self._secrets.append(secret)

    def get(self, url: str, params: object = None, headers: dict | None = None) -> Answer:
        """Read. Raises the errors of `networks.errors`."""
        return self._call("GET", url, params=params, headers=headers)

    def post(self, url: str, json: object = None, headers: dict | None = None) -> Answer:
        """Write, once. Raises the errors of `networks.errors`; their `maybe_done` tells an unknown
        outcome.
        """
        return self._call("POST", url, json=json, headers=headers)

    def sign_in(self, url: str, auth: requests.auth.AuthBase, *, form: bool = False) -> Answer:
        """Post what `auth` puts into the call: it signs the account in, or renews its session.
        `form`: the answer is no JSON but fields, as of a form.

        That shows nothing to anybody, so a channel that only listens may do it. Raises the errors
        of `networks.errors`, without what was sent or answered, which holds secrets.
        """
        call = Call(failures.host(url), writes=False)
        try:
            return self._ask("POST", url, call, self._fields if form else self._json, auth=auth)
        except NetworkError as error:
            failure = error.with_traceback(None)
            failure.__cause__ = failure.__context__ = None
        raise failure

    def download(self, url: str, headers: dict[str, str]) -> Download:
        """Read a document that is no JSON and whose publisher may have it elsewhere: without a
        token, so that it may lead to another server. "Not modified" (304) is an answer.
        """
        moved_to, for_good = "", True
        for _hop in range(MAX_REDIRECTS + 1):
            call = Call(failures.host(url), writes=False)
            self._check(url, call)
            response, body = self._once("GET", url, call, headers=headers)
            if response.status_code == NOT_MODIFIED or (response.ok and not response.is_redirect):
                return Download(response.status_code, response.headers, body, moved_to)
            if not response.is_redirect:
                raise failures.refusal(response, body, call, self._masked)
            url = urljoin(url, response.headers["Location"])
            for_good = for_good and response.status_code in FOR_GOOD
            moved_to = url if for_good else moved_to
        raise _in_circles(call)

    def _call(self, method: str, url: str, **kwargs) -> Answer:
        call = Call(failures.host(url), method not in READING)
        return self._ask(method, url, call, self._json, **kwargs)

    def _ask(self, method: str, url: str, call: Call, read: Reader, **kwargs) -> Answer:
        self._check(url, call)
        for _hop in range(MAX_REDIRECTS + 1):
            response, body = self._once(method, url, call, **kwargs)
            if not response.is_redirect:
                return self._answer(response, body, call, read)
            url = self._next_address(response, url, call)
            kwargs["params"] = None
        raise _in_circles(call)

    def _once(self, method: str, url: str, call: Call, **kwargs) -> tuple[requests.Response, bytes]:
        if self.before_call:
            self.before_call()
        return self._exchange(method, url, call, **kwargs)

    def _check(self, url: str, call: Call) -> None:
        if call.writes and not self.may_write:
            raise WritingNotAllowed(_("This channel does not write to the network now."))
        scheme = urlsplit(url).scheme
        if scheme != "https" and not (scheme == "http" and self.allow_private_addresses):
            raise AddressNotAllowed(_("{0} must be an address that begins with https://."), url)

    def _exchange(
        self, method: str, url: str, call: Call, **kwargs
    ) -> tuple[requests.Response, bytes]:
        failure: Exception
        with Deadline(self._total_timeout, self._guard) as deadline:
            try:
                response = self._session.request(
                    method,
                    url,
                    timeout=self._timeout,
                    stream=True,
                    allow_redirects=False,
                    **kwargs,
                )
                body = self._read(response, call)
                if not deadline.passed:
                    return response, body
                failure = failures.too_slow(call)
            except requests.RequestException as error:
                failure = (
                    failures.too_slow(call) if deadline.passed else failures.failure(error, call)
                )
                failure.__cause__ = requests.RequestException(self._masked(str(error)))
            except Exception as error:
                # Not ours to judge, the job's own time-out for one.
                failure = error.with_traceback(None)
                failure.__cause__ = failure.__context__ = None
        # Raised out here, so that the frames of the HTTP library, which hold the token, are not
        # chained to it.
        raise failure

    def _read(self, response: requests.Response, call: Call) -> bytes:
        body = bytearray()
        with response:
            for chunk in response.iter_content(16_384):
                body += chunk
                if len(body) > self._max_bytes:
                    raise failures.broken(
                        _("{0} sent more than we can take in at once."), call, retry=False
                    )
        return bytes(body)

    def _answer(self, response: requests.Response, body: bytes, call: Call, read: Reader) -> Answer:
        status = response.status_code
        if status >= 400:
            raise failures.refusal(response, body, call, self._masked)
        if status >= 300:
            raise failures.broken(_("{0} does not answer as its API should."), call, retry=False)
        return Answer(status, response.headers, read(body, call))

    def _fields(self, body: bytes, _call: Call) -> dict[str, str]:
        return dict(parse_qsl(body.decode("utf-8", "replace")))

    def _json(self, body: bytes, call: Call) -> object:
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            # What begins as JSON was cut off and may be whole next time; anything else is another
            # kind of server.
            begun = body.lstrip()[:1] in (b"{", b"[") or not body
            message = (
                _("{0} broke off in the middle of its answer.")
                if begun
                else _("{0} answers with a web page where its API should be. Check the address.")
            )
            raise failures.broken(message, call, retry=begun) from error
        return _without_lone_surrogates(data) if SURROGATE_ESCAPE.search(body) else data

    def _next_address(self, response: requests.Response, url: str, call: Call) -> str:
        target = urljoin(url, response.headers["Location"])
        here, there = urlsplit(url), urlsplit(target)
        # The token goes to the server it was given for, and never from https to http.
        same = (here.scheme, here.netloc) == (there.scheme, there.netloc)
        upgraded = (here.scheme, there.scheme) == ("http", "https")
        if not call.writes and (same or (upgraded and here.hostname == there.hostname)):
            return target
        if call.writes:
            raise failures.broken(_("{0} sent the post on elsewhere."), call, retry=True)
        raise UnexpectedPayload(
            _("{0} sends us on to {1}. Enter that address, if it is the right one."),
            call.host,
            self._masked(f"{there.scheme}://{there.netloc}"),
        )

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _in_circles(call: Call) -> UnexpectedPayload:
    return UnexpectedPayload(_("{0} sends us in circles. Check the address."), call.host)


def _without_lone_surrogates(data: object) -> object:
    """The same data, with half characters, which no database takes, shown as �."""
    if isinstance(data, str):
        return data.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(data, list):
        return [_without_lone_surrogates(item) for item in data]
    if isinstance(data, dict):
        return {key: _without_lone_surrogates(value) for key, value in data.items()}
    return data
