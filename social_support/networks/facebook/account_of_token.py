"""Whose token it is, what it may do, and until when.

https://developers.facebook.com/docs/graph-api/reference/debug_token
"""

from __future__ import annotations

from datetime import datetime, timezone

from ..contract import Account, Identity
from ..errors import AuthenticationFailed, PermissionRefused, UnexpectedPayload
from ..values import as_dict
from ..words import _
from .api import Api
from .credentials import DEBUG, READING, SCOPES
from .refusals import said_by

# A person has no category: that is how a token of the wrong kind shows.
FIELDS = "id,name,username,link,category"
NOT_A_PAGE = _(
    "This is the token of a person, not of a Page. In the Graph API Explorer choose the Page under "
    "User or Page, and copy the token that stands there then."
)


def identity(api: Api, account: Account) -> Identity:
    """The Page behind the token. `limits`: {scopes, expires_at}, as far as Meta tells."""
    try:
        me = api.get("me", {"fields": FIELDS})
    except UnexpectedPayload as error:
        if "category" in said_by(error):
            raise AuthenticationFailed(NOT_A_PAGE) from error
        raise
    external_id, name = me.get("id"), me.get("name")
    if not isinstance(external_id, str) or not isinstance(name, str):
        raise UnexpectedPayload(_("Facebook does not say whose token this is."))
    handle = me.get("username") if isinstance(me.get("username"), str) else name
    link = me.get("link") if isinstance(me.get("link"), str) else ""
    limits = _limits(api, account) if account.app_key.strip() else {}
    return Identity(external_id, handle, name, link, limits)


def _limits(api: Api, account: Account) -> dict:
    token = as_dict(api.get(DEBUG, {"input_token": account.token.strip()}).get("data"))
    scopes = token.get("scopes")
    scopes = [str(scope) for scope in scopes] if isinstance(scopes, list) else list(SCOPES)
    missing = [scope for scope in READING if scope not in scopes]
    if missing:
        words = _("The Page token lacks the permissions {0}. Connect again, and allow them.")
        raise PermissionRefused(words, ", ".join(missing))
    ends = [token.get(name) for name in ("expires_at", "data_access_expires_at")]
    known = [at for at in ends if isinstance(at, int) and at > 0]
    at = datetime.fromtimestamp(min(known), timezone.utc).isoformat() if known else None
    return {"scopes": scopes, "expires_at": at}
