"""The table "who can see and do what", made from the permissions as they stand on this site."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _

from social_support.networks.words import _ as _lt
from social_support.setup.leftovers import our_doctypes
from social_support.setup.roles import AGENCY, AGENT, MANAGER

ADMIN, CUSTOMER_READER = "System Manager", _lt("Reads the Customer")
COLUMNS = (AGENT, AGENCY, MANAGER, ADMIN, CUSTOMER_READER)
RIGHTS = (_lt("read"), _lt("write"), _lt("create"), _lt("delete"), _lt("export"))
# What a Customer's page shows of our doctypes to whoever may read the Customer
ON_CUSTOMER_PAGE = ("Social Profile", "Social Conversation", "Social Interaction")


@dataclass(frozen=True)
class Deed:
    """Something that is done through an endpoint, and the columns that may."""

    words: str
    who: tuple[str, ...]
    condition: str = ""


DEEDS = (
    Deed(_lt("Reply, hold, close, reopen, assign"), (AGENT, AGENCY, MANAGER)),
    Deed(
        _lt("Convert to Issue"),
        (AGENT, AGENCY, MANAGER),
        _lt("with a role that may create Issues: {0}"),
    ),
    Deed(_lt("Link an author, decide on a match, undo that"), (AGENT, MANAGER)),
    Deed(
        _lt("See all channels, unless User Permissions name some or their companies"),
        (AGENT, MANAGER, ADMIN, CUSTOMER_READER),
    ),
    Deed(_lt("See the channels that User Permissions name, and no other"), (AGENCY,)),
    Deed(_lt("Read private messages"), (AGENT, AGENCY, MANAGER, ADMIN)),
    Deed(
        _lt("Read private messages of one's own customers"),
        (CUSTOMER_READER,),
        _lt("as the customer's account manager or the lead's owner"),
    ),
    Deed(_lt("See what customers bring and owe"), (AGENT, MANAGER, CUSTOMER_READER)),
    Deed(_lt("Ask Support"), (CUSTOMER_READER,)),
    Deed(_lt("Connect a channel, test it, read it now"), (MANAGER, ADMIN)),
    Deed(_lt("Add a post by hand"), (AGENT, MANAGER)),
    Deed(_lt("Mark an author as VIP"), (AGENT, MANAGER)),
    Deed(_lt("Block an author, export or erase what is stored of one"), (MANAGER, ADMIN)),
    Deed(_lt("Give these roles to users, export, uninstall"), (ADMIN,)),
)


def who_can() -> dict:
    """{"columns": [label], "rows": [{"label", "cells": [text]}]}, everything translated.

    A cell is empty for "no"; for a doctype it names the rights, for a deed it says yes.
    """
    rows = [doctype_row(doctype) for doctype in shown_doctypes()]
    return {
        "columns": [_(column) for column in COLUMNS],
        "rows": rows + [deed_row(deed) for deed in DEEDS],
    }


def shown_doctypes() -> list[str]:
    """Ours, without the child tables, whose rights are those of their parents."""
    return sorted(d for d in our_doctypes() if not frappe.get_meta(d).istable)


def doctype_row(doctype: str) -> dict:
    cells = [", ".join(_(right) for right in rights(doctype, column)) for column in COLUMNS]
    return {"label": _(doctype), "cells": cells}


def rights(doctype: str, column: str) -> list[str]:
    """The rights that a role has on a doctype, changes by Role Permissions Manager included."""
    if column == CUSTOMER_READER:
        return [_lt("public ones, on the Customer page")] if doctype in ON_CUSTOMER_PAGE else []
    granted = [p for p in frappe.get_meta(doctype).permissions if p.role == column]
    return [right for right in RIGHTS if any(p.get(right) and not p.permlevel for p in granted)]


def deed_row(deed: Deed) -> dict:
    condition = (
        _(deed.condition).format(", ".join(map(_, issue_creators()))) if deed.condition else ""
    )
    yes = condition or _("yes")
    return {"label": _(deed.words), "cells": [yes if c in deed.who else "" for c in COLUMNS]}


def issue_creators() -> Iterable[str]:
    """ERPNext's roles that may create an Issue on this site."""
    return sorted({p.role for p in frappe.get_meta("Issue").permissions if p.create})
