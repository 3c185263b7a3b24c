"""Why a reply did not go out, in the words of the person who wrote it."""

from frappe import _
from frappe.model.document import Document

from social_support.networks import errors
from social_support.networks.failures import NOT_ACCEPTED

from .outcome import SENDING, UNCONFIRMED, Outcome


def error_text(error: errors.NetworkError) -> str:
    """The error's sentence, translated, with the network's own words behind it."""
    sentence = _(error.message).format(*error.values)
    return f'{sentence} "{error.said}"' if error.said else sentence


def explain(outcome: Outcome, channel: Document) -> str:
    """What happened and what to do next, for the form and the thread; empty when all is well."""
    happened = error_text(outcome.error) if outcome.error else ""
    return " ".join(filter(None, (happened, _what_next(outcome, channel))))


def explain_refusal(reason: str, outcome: Outcome) -> str:
    """The same where no attempt was made, for this `reason`."""
    return f"{reason} {_look()}" if outcome.status == UNCONFIRMED else reason


def held_back() -> str:
    """Why a reply waits that was queued before the site was copied or moved."""
    return _(
        "This reply was waiting when the site was copied. The other site may have sent it: look at "
        "the thread on the network, then press Send Again or It Went Out."
    )


def _what_next(outcome: Outcome, channel: Document) -> str:
    if outcome.status == SENDING:
        return _("It is tried again by itself.") if outcome.error else ""
    if outcome.status == UNCONFIRMED and outcome.again_at:
        return _("Nobody knows yet whether the reply went out. The network is asked by itself.")
    if outcome.status == UNCONFIRMED:
        return _look()
    return _advice(outcome.error).format(channel.channel_name)


def _look() -> str:
    return _(
        "The reply may have gone out. Look at the thread on the network, then press Send Again or "
        "It Went Out."
    )


def _advice(error: errors.NetworkError | None) -> str:
    """What to do about an attempt that certainly published nothing; {0} is the channel's name."""
    if isinstance(error, errors.AuthenticationFailed):
        return _(
            "Nothing was sent. Ask a Social Manager to connect the channel {0} again, then press "
            "Try Again."
        )
    if isinstance(error, errors.PermissionRefused):
        return _(
            "Nothing was sent. If the right to write is missing, ask a Social Manager to connect "
            "the channel {0} again, then press Try Again."
        )
    if isinstance(error, errors.PostRejected):
        if error.message == NOT_ACCEPTED:
            return _("Nothing was sent. Write the reply anew.")
        # A network that says more than this says what to do as well.
        return _("Nothing was sent.")
    if isinstance(error, errors.NotFound):
        return _("Nothing was sent. Look on the network whether the post still stands there.")
    return _("Nothing was sent. Press Try Again in a few minutes.")
