"""Which channels a user sees: the rule behind every list, report, form, count and endpoint.

A User Permission for a Social Channel or for a Company restricts its user to these channels, and to
the channels of these companies, whatever Frappe's "Applicable For" says of our doctypes. An agency
works from outside: it sees only channels that a User Permission names, and none without one.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.permissions import get_user_permissions
from pypika.queries import QueryBuilder
from pypika.terms import Field

OUTSIDE = "Social Agency"
OF_THE_HOUSE = frozenset({"Social Agent", "Social Manager", "System Manager"})
CHANNEL, COMPANY = "Social Channel", "Company"
MODULE = "Social Support"


def is_ours(doctype: str | None) -> bool:
    """Whether it is one of the app's doctypes."""
    return bool(doctype) and frappe.db.get_value("DocType", doctype, "module", cache=True) == MODULE


def is_outside(user: str) -> bool:
    """Whether the user works for us from outside, and has no role of the house beside that."""
    if user == "Administrator":
        return False
    roles = frappe.get_roles(user)
    return OUTSIDE in roles and OF_THE_HOUSE.isdisjoint(roles)


def channels_of(user: str) -> list[str] | None:
    """The names of the channels that the user is restricted to, in order; None: not restricted."""
    named, companies = _named(user, CHANNEL), _named(user, COMPANY)
    if named is None and is_outside(user):
        return []
    if companies is None:
        return named
    filters = {"company": ("in", companies)}
    if named is not None:
        filters["name"] = ("in", named)
    return frappe.get_all(CHANNEL, filters=filters, pluck="name", order_by="name")


def is_restricted(user: str) -> bool:
    """Whether there may be channels that the user does not see."""
    return channels_of(user) is not None


def sees(user: str, channel: str | None) -> bool:
    """Whether the user's restrictions leave the channel; roles are asked for elsewhere."""
    seen = channels_of(user)
    return seen is None or channel in seen


def sees_channel_with(user: str, name: str | None, company: str | None) -> bool:
    """The same of a channel as it is on a form, perhaps not saved yet."""
    named, companies = _named(user, CHANNEL), _named(user, COMPANY)
    if named is None and is_outside(user):
        return False
    of_a_company = companies is None or company in companies
    return of_a_company and (named is None or name in named)


def within(query: QueryBuilder, channel: Field, user: str | None = None) -> QueryBuilder:
    """The query, for the rows alone whose `channel` the user (else the session's) sees."""
    seen = channels_of(user or frappe.session.user)
    return query if seen is None else query.where(channel.isin(seen or [""]))


def those_who_see(users: Iterable[str | None], channel: str) -> set[str]:
    """Those of the users whose restrictions leave the channel."""
    return {user for user in users if user and sees(user, channel)}


def why_nothing(user: str) -> str | None:
    """The sentence that tells an agency without channels what to do; None when it has some."""
    if not is_outside(user) or channels_of(user):
        return None
    return _(
        "You see no conversations yet: an agency sees only the channels that it was given. Ask a "
        "System Manager to add a User Permission for your Social Channel."
    )


def _named(user: str, doctype: str) -> list[str] | None:
    """What the user's User Permissions for `doctype` name, as far as they concern our doctypes."""
    rows = get_user_permissions(user).get(doctype) or []
    names = {row.get("doc") for row in rows if _concerns_us(row.get("applicable_for"))}
    return sorted(names) if names else None


def _concerns_us(applicable_for: str | None) -> bool:
    return not applicable_for or is_ours(applicable_for)
