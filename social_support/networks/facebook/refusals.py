"""Meta's errors, as errors that say what to do next.
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

from datetime import datetime

from ..errors import (
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PermissionRefused,
    PostRejected,
    RateLimited,
    Transient,
    Unavailable,
    UnexpectedPayload,
)
from ..failures import NOT_ACCEPTED
from ..times import utc_now
from ..values import as_dict
from ..words import _
from .usage import usage_of

SIGN_IN = (102, 190)
PASSING = (1, 2)
TOO_MUCH = "reduce the amount of data"
TOO_MANY = (4, 17, 32, 341, 613)
# Those of each use case: 80000 to 80014.
TOO_MANY_OF_A_USE_CASE = range(80000, 80015)
NOT_ALLOWED = (3, 10, *range(200, 300))
OBJECT_IS_GONE = 33
NO_SUCH_ALIAS = 803
INVALID = 100
BLOCKED, DUPLICATE, UNREACHABLE, ANSWERED_PRIVATELY = 368, 506, 551, 10900
OUTSIDE_THE_WINDOW = 2018278
HOST = "Facebook"

SIGN_IN_WORDS = {
    458: _("The person who made the token has removed the app. Connect the Page again."),
    459: _("Facebook wants the person who made the token to sign in on facebook.com first."),
    460: _("The person who made the token has a new password. Connect the Page again."),
    463: _("The Page token has expired. Connect the Page again."),
    464: _("The account of the person who made the token is not confirmed on facebook.com."),
    467: _("The Page token is not valid any more. Connect the Page again."),
}
OTHER_SIGN_IN = _("Facebook does not accept the Page token. Connect the Page again.")
WRITING_WORDS = {
    BLOCKED: _(
        "Facebook holds back what the Page writes, because it takes it for unwanted. Look into the "
        "Page's quality on Facebook, and answer there by hand."
    ),
    DUPLICATE: _("Facebook takes the same text only once. Change the answer a little."),
    ANSWERED_PRIVATELY: _(
        "A comment gets one private answer, within 7 days. Answer it in public, or wait for a "
        "message."
    ),
    UNREACHABLE: _("This person can't be reached by messages now. Answer in another way."),
}


def as_ours(error: NetworkError, *, writes: bool) -> NetworkError:
    """What a refusal asks for. One that is not Meta's stays as it is."""
    answer = _error(error.answer)
    if not isinstance(answer.get("code"), int):
        return error
    found = _of(answer, error, writes)
    if found is error:
        return error
    found.status, found.headers, found.answer = error.status, error.headers, error.answer
    return found


def code_of(error: NetworkError) -> tuple[int, int]:
    """Meta's code and subcode of an error; 0 where it has none."""
    answer = _error(error.answer)
    return tuple(v if isinstance(v := answer.get(n), int) else 0 for n in ("code", "error_subcode"))


def is_too_much(error: NetworkError) -> bool:
    """Whether Meta wants less to be asked for at once. It says so in words alone."""
    return code_of(error)[0] in PASSING and TOO_MUCH in said_by(error).lower()


def _of(answer: dict, error: NetworkError, writes: bool) -> NetworkError:
    code, subcode = answer["code"], answer.get("error_subcode")
    said = said_by(error)
    if code in SIGN_IN:
        return AuthenticationFailed(SIGN_IN_WORDS.get(subcode, OTHER_SIGN_IN), said=said)
    if code in TOO_MANY or code in TOO_MANY_OF_A_USE_CASE:
        when = usage_of(error.headers, utc_now()).renewed_at
        return too_often(when, said)
    if code in PASSING or answer.get("is_transient") is True:
        words = _("{0} has a problem of its own (error {1}).")
        return Unavailable(words, HOST, code, said=said, maybe_done=writes)
    if code in NOT_ALLOWED:
        return _not_allowed(subcode, said)
    if code in WRITING_WORDS:
        return PostRejected(WRITING_WORDS[code], said=said)
    return _invalid(code, subcode, error, said, writes)


def too_often(when: datetime, said: str = "") -> RateLimited:
    """Nothing may be asked before `when`."""
    return RateLimited(_("{0} wants us to ask less often."), HOST, said=said, retry_at=when)


def _not_allowed(subcode: object, said: str) -> PermissionRefused:
    if subcode == OUTSIDE_THE_WINDOW:
        words = _(
            "Facebook lets a Page answer a message for 24 hours, and a person for 7 days. Answer "
            "on Facebook, or wait until they write again."
        )
    else:
        words = _(
            "Facebook does not allow this with the permissions of the Page token. Connect again "
            "with the permissions named here: pages_read_engagement and pages_read_user_content to "
            "read, pages_manage_engagement to answer, pages_messaging for messages, read_insights "
            "for figures."
        )
    return PermissionRefused(words, said=said)


def _invalid(
    code: int, subcode: object, error: NetworkError, said: str, writes: bool
) -> NetworkError:
    if "appsecret_proof" in said:
        words = _("The App Secret is not the one of the app that made the Page token. Correct it.")
        return AuthenticationFailed(words, said=said)
    if code == NO_SUCH_ALIAS or (code == INVALID and subcode == OBJECT_IS_GONE):
        return NotFound(_("The network does not show this any more."), said=said)
    if isinstance(error, Transient):
        return error
    if writes:
        return PostRejected(NOT_ACCEPTED, said=said)
    return UnexpectedPayload(
        _("{0} did not understand what we asked (error {1})."), HOST, code, said=said
    )


def _error(answer: object) -> dict:
    return as_dict(as_dict(answer).get("error"))


def said_by(error: NetworkError) -> str:
    """Meta's own words. `answer` is masked."""
    words = _error(error.answer).get("message")
    return " ".join(words.split())[:300] if isinstance(words, str) else error.said
