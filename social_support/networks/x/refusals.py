"""X's refusals, as errors that say what to do next.
https://docs.x.com/x-api/fundamentals/response-codes-and-errors

The kind of a refusal is the end of the address in `type`; `title` and `detail` are X's own words.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..errors import (
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PermissionRefused,
    PostRejected,
    RateLimited,
)
from ..times import LONGEST_WAIT, utc_now
from ..values import as_dict
from ..words import _

GONE = ("resource-not-found", "not-authorized-for-resource")
OF_THE_APP = ("client-forbidden", "oauth1-permissions", "unsupported-authentication")


def kind_of(problem: object) -> str:
    """The end of a problem's `type`: "resource-not-found", or nothing."""
    kind = problem.get("type") if isinstance(problem, dict) else None
    return kind.rstrip("/").rpartition("/")[2] if isinstance(kind, str) else ""


def of_reading(error: NetworkError) -> NetworkError:
    """What X's refusal of a reading call asks for."""
    if kind_of(error.answer) == "usage-capped":
        message = _("X gives no more for now: what your app may use, or its credit, is used up.")
        when = _renewed_at(error, utc_now())
        return _with(error, RateLimited(message, said=_said(error), retry_at=when))
    if isinstance(error, AuthenticationFailed) and error.status:
        message = _(
            "X does not accept these keys. Connect again, or copy them from X's developer portal "
            "once more, and check that the clock of this server is right."
        )
        return _with(error, AuthenticationFailed(message, said=_said(error)))
    if isinstance(error, PermissionRefused):
        return _with(error, _not_allowed(error))
    return error


def of_writing(error: NetworkError, permalink: str) -> NetworkError:
    """What X's refusal of an answer to the post at `permalink` asks for."""
    words = _said(error).lower()
    if isinstance(error, NotFound) or "deleted or not visible" in words:
        message = _("The post that you answer is no longer on X.")
        return _with(error, NotFound(message, said=_said(error)))
    if error.status != 403 or kind_of(error.answer) in (*OF_THE_APP, "usage-capped"):
        return of_reading(error)
    if "duplicate" in words:
        message = _("X takes the same text only once. Change the answer a little.")
        return _with(error, PostRejected(message, said=_said(error)))
    if "too long" in words or "text is invalid" in words:
        message = _("X did not accept the text. Shorten or change it.")
        return _with(error, PostRejected(message, said=_said(error)))
    message = _(
        "X lets programs answer only those who mentioned the account or quoted a post of it. "
        "Answer by hand: {0}"
    )
    return _with(error, PermissionRefused(message, permalink, said=_said(error)))


def _not_allowed(error: NetworkError) -> PermissionRefused:
    if kind_of(error.answer) == "client-forbidden":
        message = _(
            "X does not let your app use this part of its API. See in the developer portal whether "
            "the app belongs to a project and has credit."
        )
    else:
        message = _(
            "X does not allow this. Give the app the permission Read and write and Direct message, "
            "then connect again."
        )
    return PermissionRefused(message, said=_said(error))


def _with(refused: NetworkError, error: NetworkError) -> NetworkError:
    """`error` with what X answered beside it."""
    error.status, error.answer = refused.status, refused.answer
    return error


def _said(error: NetworkError) -> str:
    """X's own words: those about the parameter, else about the refusal. `said` is masked."""
    answer = as_dict(error.answer)
    problems = answer.get("errors")
    rows = [row for row in problems if isinstance(row, dict)] if isinstance(problems, list) else []
    words = [row.get(key) for row in rows[:1] for key in ("message", "detail")]
    words += [answer.get("detail"), answer.get("title")]
    found = next((word for word in words if isinstance(word, str) and word.strip()), error.said)
    return " ".join(found.split())[:300]


def _renewed_at(error: NetworkError, now: datetime) -> datetime:
    """When X's next period begins, but at most a day ahead: somebody may buy credit before."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if str(error.answer.get("period")).lower() == "daily":
        return midnight + timedelta(days=1)
    next_month = (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)
    return min(next_month, now + LONGEST_WAIT)
