"""The app's roles, and the sets of roles that a person needs to work with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.permissions import add_user_permission

from social_support.networks.words import _ as _lt

AGENT, AGENCY, MANAGER = "Social Agent", "Social Agency", "Social Manager"
ROLES = (AGENT, AGENCY, MANAGER)
CHANNEL = "Social Channel"
NOT_PEOPLE = ("Administrator", "Guest")


@dataclass(frozen=True)
class RoleSet:
    """The roles that one kind of user needs, ERPNext's own included."""

    label: str
    roles: tuple[str, ...]
    why: str


# ERPNext lets only its Support Team create an Issue, and does not let it read Customers. We write
# no permissions on ERPNext's doctypes, so an agent gets ERPNext's own roles beside ours.
FOR_SUPPORT = ("Support Team", "Sales User")

ROLE_SETS: dict[str, RoleSet] = {
    "agent": RoleSet(
        _lt("Agent"),
        (AGENT, *FOR_SUPPORT),
        _lt("Answers, assigns and closes conversations, reads customers and creates Issues."),
    ),
    "agency": RoleSet(
        _lt("Agency"),
        (AGENCY,),
        _lt(
            "Answers the conversations of some channels for you from outside. Sees no customers, "
            "no list of authors and no figures."
        ),
    ),
    "manager": RoleSet(
        _lt("Manager"),
        (MANAGER, AGENT, *FOR_SUPPORT),
        _lt("Does what an agent does, and connects channels, keeps categories and settings."),
    ),
}


def create() -> None:
    """Create the roles that are missing; they open the Desk."""
    for role in ROLES:
        if not frappe.db.exists("Role", role):
            frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()


def give(users: Sequence[str], role_set: str, channels: Sequence[str] = ()) -> dict[str, list[str]]:
    """Give each user the roles of the set, and a User Permission for each of the channels; returns
    the roles that each user did not have before.

    Raises frappe.ValidationError for an unknown set, user or channel, and for an agency that would
    see no channel, before anybody was given anything.
    """
    roles = _roles_of(role_set)
    people = [_person(user) for user in users]
    _check_channels(people, role_set, channels)
    for person in people:
        for channel in channels:
            add_user_permission(CHANNEL, channel, person.name)
    return {person.name: _add(person, roles) for person in people}


def _check_channels(people: list[Document], role_set: str, channels: Sequence[str]) -> None:
    for channel in channels:
        if not frappe.db.exists(CHANNEL, channel):
            frappe.throw(_("Choose channels from the list: {0} is none.").format(channel))
    for person in people if role_set == "agency" and not channels else ():
        if not frappe.db.exists("User Permission", {"user": person.name, "allow": CHANNEL}):
            frappe.throw(
                _("Choose the channels that {0} works for: an agency sees no other.").format(
                    person.name
                )
            )


def _roles_of(role_set: str) -> list[str]:
    if role_set not in ROLE_SETS:
        frappe.throw(_("Choose one of: {0}.").format(", ".join(ROLE_SETS)))
    return [role for role in ROLE_SETS[role_set].roles if frappe.db.exists("Role", role)]


def _person(user: str) -> Document:
    if user in NOT_PEOPLE or not frappe.db.exists("User", user):
        frappe.throw(_("{0} is not a user who can be given roles. Choose another.").format(user))
    person = frappe.get_doc("User", user)
    if not person.enabled:
        frappe.throw(_("{0} is disabled. Enable the user first.").format(user))
    if person.role_profile_name:
        # Saving a user puts the profile's roles in place of any other
        frappe.throw(
            _("{0} has the roles of Role Profile {1}. Add the roles to that profile.").format(
                user, person.role_profile_name
            )
        )
    return person


def _add(person: Document, roles: list[str]) -> list[str]:
    before = {row.role for row in person.roles}
    new = [role for role in roles if role not in before]
    if new:
        person.add_roles(*new)
    return new
