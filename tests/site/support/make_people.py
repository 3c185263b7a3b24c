"""Users with the roles that the tests tell apart, and their teams."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document

from tests.site.support.cleanup import Cleanup

PICTURE = "/assets/frappe/images/default-avatar.png"  # without one, Frappe asks gravatar.com


class MakeBase:
    """What every factory needs: names of its own, and a list of what to remove."""

    password = "a-long-Password-for-tests-1"

    def __init__(self, cleanup: Cleanup) -> None:
        self.cleanup = cleanup

    def unique(self, word: str) -> str:
        return f"{word} {secrets.token_hex(4)}"

    def _insert(self, doctype: str, **fields: object) -> Document:
        with quietly():
            doc = frappe.get_doc({"doctype": doctype, **fields}).insert(ignore_permissions=True)
        self.cleanup.doc(doctype, doc.name)
        return doc


class MakePeople(MakeBase):
    def user(self, *roles: str, first_name: str = "Maria") -> str:
        """A user with these roles and no other; the user's id, an e-mail address.

        Rows are written as they are: saving a User empties all of Frappe's caches, makes the first
        one a System Manager, and asks gravatar.com for a picture.
        """
        email = f"{first_name.lower()}.{secrets.token_hex(4)}@example.com"
        self.cleanup.user(email)
        desk = frappe.db.count("Role", {"name": ("in", roles or [""]), "desk_access": 1})
        kind = {"user_type": "System User" if desk else "Website User", "enabled": 1}
        named = {"name": email, "email": email, "username": email.split("@")[0]}
        known = {"first_name": first_name, "full_name": first_name, "user_image": PICTURE}
        write("User", **named, **known, **kind)
        for role in roles:
            parent = {"parent": email, "parenttype": "User", "parentfield": "roles"}
            write("Has Role", name=secrets.token_hex(5), role=role, **parent)
        for cached in ("enabled_users", "users_for_mentions"):
            frappe.cache.delete_key(cached)
        return email

    def agent(self) -> str:
        return self._with_set("agent", "Ana")

    def agency(self, *channels: str) -> str:
        """Somebody from outside, who sees these channels alone."""
        user = self._with_set("agency", "Ognyan")
        for channel in channels:
            self.restrict(user, "Social Channel", channel)
        return user

    def restrict(self, user: str, doctype: str, name: str) -> None:
        """Give the user a User Permission."""
        self._insert("User Permission", user=user, allow=doctype, for_value=name)

    def manager(self) -> str:
        return self._with_set("manager", "Milena")

    def _with_set(self, role_set: str, first_name: str) -> str:
        from social_support.setup.roles import ROLE_SETS

        return self.user(*ROLE_SETS[role_set].roles, first_name=first_name)

    def sales_rep(self) -> str:
        return self.user("Sales User", first_name="Rumen")

    def account_manager(self) -> str:
        """A sales rep; name the user as a Customer's account_manager."""
        return self.user("Sales User", first_name="Petya")

    def nobody(self) -> str:
        """Somebody who may enter the Desk and has no right in it."""
        role = self._insert("Role", role_name=self.unique("Desk Only"), desk_access=1)
        return self.user(role.name, first_name="Nikola")

    def website_user(self) -> str:
        """A customer with a login, who can't enter the Desk."""
        return self.user(first_name="Viktor")

    def user_group(self, *users: str) -> str:
        members = [{"user": user} for user in users or ["Administrator"]]
        name = self.unique("Team")
        return self._insert("User Group", name=name, user_group_members=members).name

    @contextmanager
    def as_user(self, user: str) -> Iterator[None]:
        """Be somebody else inside the block."""
        before = frappe.session.user
        frappe.set_user(user)
        try:
            yield
        finally:
            frappe.set_user(before)


def write(doctype: str, **fields: object) -> None:
    """Write a row past its controller."""
    frappe.get_doc({"doctype": doctype, **fields}).db_insert()


@contextmanager
def quietly() -> Iterator[None]:
    """Insert without asking gravatar.com for pictures, and without jobs."""
    frappe.flags.in_import = frappe.flags.in_test = True
    try:
        yield
    finally:
        frappe.flags.in_import = frappe.flags.in_test = False
