"""Refusals of Bluesky's servers, as errors that say what to do next.

An error is {"error": code, "message": words}. https://docs.bsky.app/docs/api/at-protocol-xrpc-api
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import AuthenticationFailed, NetworkError, NotFound, RateLimited
from ..values import as_dict, text_of
from ..words import _

OF_THE_TOKEN = ("ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired")
SWITCHED_OFF = ("AccountTakedown", "AccountDeactivated", "AccountSuspended")
GONE = ("NotFound", "RecordNotFound")
GONE_IN_WORDS = ("Could not locate record", "Could not find repo")


@contextmanager
def in_our_words(refusal_of: Callable[[NetworkError], NetworkError]) -> Iterator[None]:
    """Raise what `refusal_of` makes of an error."""
    try:
        yield
    except NetworkError as error:
        refusal = refusal_of(error)
        if refusal is error:
            raise
        raise refusal from error


def code_of(error: NetworkError) -> str:
    return text_of(as_dict(error.answer).get("error"))


def is_of_the_token(error: NetworkError) -> bool:
    """Whether the server does not take the access token, which another one may cure."""
    return error.status in (400, 401) and code_of(error) in OF_THE_TOKEN


def is_of_something_gone(error: NetworkError) -> bool:
    """Whether the server says that there is no such post or account."""
    if isinstance(error, NotFound):
        return True
    words = text_of(as_dict(error.answer).get("message"))
    gone = code_of(error) in GONE or words.startswith(GONE_IN_WORDS)
    return error.status == 400 and gone


def of_signing_in(error: NetworkError) -> NetworkError:
    """What a refusal to sign in asks for."""
    code = code_of(error)
    if code == "AuthFactorTokenRequired":
        message = _(
            "This is the password of the account, which asks for a code by e-mail. Enter an app "
            "password: Bluesky, Settings, Privacy and security, App passwords."
        )
        return _with(error, AuthenticationFailed(message))
    if code in SWITCHED_OFF:
        return of_a_call(error)
    if error.status in (400, 401):
        message = _(
            "Bluesky does not accept this handle with this app password. Check the handle, or "
            "make a new app password: Bluesky, Settings, Privacy and security, App passwords."
        )
        return _with(error, AuthenticationFailed(message, said=error.said))
    if isinstance(error, RateLimited):
        message = _("Bluesky lets an account sign in 30 times in 5 minutes and 300 times a day.")
        limited = RateLimited(message, said=error.said, retry_at=error.retry_at)
        return _with(error, limited)
    return error


def of_a_call(error: NetworkError) -> NetworkError:
    """What a refusal of any other call asks for."""
    if code_of(error) in SWITCHED_OFF:
        message = _(
            "This account is switched off on Bluesky. Sign in there to see why, and what to do."
        )
        return _with(error, AuthenticationFailed(message, said=error.said))
    if is_of_the_token(error) or code_of(error) == "AccountNotFound":
        message = _(
            "Bluesky does not accept the sign-in any more. Make a new app password and enter it."
        )
        return _with(error, AuthenticationFailed(message, said=error.said))
    return error


def _with(refused: NetworkError, error: NetworkError) -> NetworkError:
    """`error` with what the server answered beside it."""
    error.status, error.answer = refused.status, refused.answer
    return error
