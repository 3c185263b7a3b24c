"""Turn what went wrong in a call into an error that says what to do next."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NewConnectionError

from .errors import (
    AddressNotAllowed,
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PermissionRefused,
    PostRejected,
    RateLimited,
    Unavailable,
    UnexpectedPayload,
)
from .times import DEFAULT_WAIT, retry_at, utc_now
from .words import _

MAX_WORDS = 300

NOT_ACCEPTED = _("The network did not accept the post.")
REFUSALS = {
    401: (
        AuthenticationFailed,
        _("The network does not accept the sign-in. Connect the channel again."),
    ),
    403: (
        PermissionRefused,
        _("The sign-in does not allow this. Connect again, and allow all that is asked for."),
    ),
    404: (NotFound, _("The network does not show this any more.")),
    410: (NotFound, _("The network does not show this any more.")),
}


class Call(NamedTuple):
    """What is being asked, for the words of an error. `writes`: an unknown outcome matters."""

    host: str
    writes: bool


def too_slow(call: Call) -> Unavailable:
    """The answer did not come, or not to its end, in the time that a call may take."""
    return Unavailable(
        _("{0} did not finish its answer in time."), call.host, maybe_done=call.writes
    )


def failure(error: requests.RequestException, call: Call) -> NetworkError:
    """The call ended without an answer."""
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return no_address(call.host)
    if isinstance(error, requests.exceptions.SSLError):
        return _insecure(error, call)
    if _never_connected(error):
        return Unavailable(
            _("There is no server at {0}, or it can't be reached. Check the address."),
            call.host,
        )
    if isinstance(error, requests.Timeout):
        return too_slow(call)
    return Unavailable(
        _("{0} broke off in the middle of its answer."), call.host, maybe_done=call.writes
    )


def _insecure(error: requests.exceptions.SSLError, call: Call) -> Unavailable:
    if "certificate" in str(error).lower():  # refused before anything was sent
        return Unavailable(_("The certificate of {0} can't be trusted."), call.host)
    return Unavailable(
        _("No secure connection to {0} can be made."), call.host, maybe_done=call.writes
    )


def refusal(
    response: requests.Response, body: bytes, call: Call, mask: Callable[[str], str]
) -> NetworkError:
    """The network answered with an error status. `mask` takes the secrets out of its words."""
    answer = _json(mask(body.decode("utf-8", "replace")))
    error = _refusal(response, mask(_own_words(answer))[:MAX_WORDS], call)
    error.status, error.headers, error.answer = response.status_code, response.headers, answer
    return error


def _refusal(response: requests.Response, said: str, call: Call) -> NetworkError:
    status, when = response.status_code, retry_at(response.headers, utc_now())
    if status == 429:
        return RateLimited(
            _("{0} wants us to ask less often."),
            call.host,
            said=said,
            retry_at=when or utc_now() + DEFAULT_WAIT,
        )
    if status >= 500 or status in (408, 425):
        return Unavailable(
            _("{0} has a problem of its own (error {1})."),
            call.host,
            status,
            said=said,
            retry_at=when,
            maybe_done=call.writes,
        )
    if status in REFUSALS:
        kind, message = REFUSALS[status]
        return kind(message, said=said)
    if call.writes:
        return PostRejected(NOT_ACCEPTED, said=said)
    return UnexpectedPayload(
        _("{0} did not understand what we asked (error {1})."), call.host, status, said=said
    )


def broken(message: str, call: Call, *, retry: bool) -> NetworkError:
    """An answer that makes no sense. `retry`: the next one may.

    Of a write it is not known what became of it, whatever the answer looks like.
    """
    if call.writes or retry:
        return Unavailable(message, call.host, maybe_done=call.writes)
    return UnexpectedPayload(message, call.host)


def host(url: str) -> str:
    """The host of an address. Raises AddressNotAllowed."""
    try:
        return urlsplit(url).netloc
    except ValueError as error:
        raise no_address(url) from error


def no_address(text: str) -> AddressNotAllowed:
    """What was entered is not an address."""
    return AddressNotAllowed(
        _("{0} is not a web address. Enter it as you open it in the browser."), text
    )


def _never_connected(error: requests.RequestException) -> bool:
    """Whether not a byte of the call was sent."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def _json(body: str) -> object:
    """The answer as data; None if it is a web page."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _own_words(data: object) -> str:
    """What the network says about its refusal, in one line: a sentence rather than a code."""
    if not isinstance(data, dict):
        return ""
    told = (data.get(key) for key in ("error_description", "error", "detail", "message", "title"))
    said = [" ".join(words.split()) for words in told if isinstance(words, str) and words.strip()]
    return next((words for words in said if " " in words), said[0] if said else "")
