"""Whose e-mail, phone number, website, handle or name is this? A fixed number of queries a page.

Values are looked up by their keys (see `keys`), and who bears a key is read from ERPNext as it is
now: a contact that was given to another customer is that customer's. Customers that stand for our
own companies own nothing here: their address in a message is ours. No more are our own people:
Frappe makes a Contact for each user.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import frappe

from social_support.conversations.store.rows import select_in
from social_support.customers.keys import BECAME, PARTY_KEY, Key, key_hash
from social_support.customers.party import CONTACT, CUSTOMER, LEAD, Party
from social_support.customers.scores import MOST_OWNERS

MOST_ROWS = 5000
"""Rows of contacts and handles read for one page."""


@dataclass(frozen=True)
class Owner:
    """A party, or a contact of it, that bears a value.

    title: what the party is called; names: all names of whoever the value belongs to; contact and
    contact_name: that person, if it is not the party itself.
    """

    party: Party
    title: str
    names: tuple[str, ...]
    contact: str | None = None
    contact_name: str | None = None


@dataclass(frozen=True)
class KnownHandle:
    """An account that a person linked to a customer. basis: Told Us, Public Profile or Agreed."""

    handle: str
    network: str
    customer: str
    customer_name: str
    contact: str | None
    basis: str


Bearer = tuple[str, str]
"""(doctype, name) of the document that a key was taken from"""


def of_keys(wanted: Collection[Key]) -> dict[Key, list[Owner]]:
    """Who bears each of these keys; nobody, where more than MOST_OWNERS documents bear it."""
    bearers = _bearers(wanted)
    by_doctype = defaultdict(set)
    for doctype, name in {bearer for found in bearers.values() for bearer in found}:
        by_doctype[doctype].add(name)
    owners = _owners(by_doctype[CUSTOMER], by_doctype[CONTACT], by_doctype[LEAD])
    return {
        key: list(dict.fromkeys(owner for bearer in found for owner in owners.get(bearer, ())))
        for key, found in bearers.items()
    }


def of_handles(handles: Collection[str]) -> list[KnownHandle]:
    """Accounts with one of these handles (lower case) that a person linked to a customer."""
    if not handles:
        return []
    rows = frappe.db.sql(
        """SELECT profile.handle, profile.network, profile.customer, customer.customer_name,
            profile.contact, profile.link_basis AS basis
        FROM `tabSocial Profile` profile JOIN `tabCustomer` customer
            ON customer.name = profile.customer
        WHERE profile.handle IN %(handles)s AND profile.linked_how = 'By a Person'
        LIMIT %(most)s""",
        {"handles": tuple(handles), "most": MOST_ROWS},
        as_dict=True,
    )
    return [KnownHandle(**row | {"handle": row.handle.lower()}) for row in rows]


def _bearers(wanted: Collection[Key]) -> dict[Key, list[Bearer]]:
    """One row more than MOST_OWNERS of each key is read, so that one sees where there are more."""
    keys = {key_hash(key): key for key in wanted}
    if not keys:
        return {}
    rows = frappe.db.sql(
        """SELECT key_hash, party_type, party FROM (
            SELECT key_hash, party_type, party,
                ROW_NUMBER() OVER (PARTITION BY key_hash) AS number
            FROM `tabSocial Party Key` WHERE key_hash IN %(hashes)s AND gone = 0
        ) bearer WHERE number <= %(most)s""",
        {"hashes": tuple(keys), "most": MOST_OWNERS + 1},
    )
    found = defaultdict(list)
    for hashed, doctype, name in rows:
        found[keys[hashed]].append((doctype, name))
    return {key: bearers for key, bearers in found.items() if len(bearers) <= MOST_OWNERS}


def _owners(
    customers: Collection[str], contacts: Collection[str], leads: Collection[str]
) -> dict[Bearer, list[Owner]]:
    """The parties behind each document."""
    people = list(_contacts(contacts))
    became = _customers_of_leads({*leads, *_linked(people, LEAD)})
    known = _customers({*customers, *_linked(people, CUSTOMER), *became.values()})
    open_leads = _leads({*leads, *_linked(people, LEAD)} - became.keys())
    parties = {(CUSTOMER, name): owner for name, owner in known.items()}
    parties |= {(LEAD, name): owner for name, owner in open_leads.items()}
    parties |= {(LEAD, lead): known[name] for lead, name in became.items() if name in known}
    found = {bearer: [owner] for bearer, owner in parties.items()}
    return found | _owners_of_contacts(people, parties)


def _owners_of_contacts(
    people: Iterable[frappe._dict], parties: Mapping[Bearer, Owner]
) -> dict[Bearer, list[Owner]]:
    """Those whom each contact is linked to; the contact itself, where it is linked to nothing."""
    found = defaultdict(list)
    for row in people:
        called = row.full_name or row.name
        party = parties.get((row.link_doctype, row.link_name))
        if party:
            owner = Owner(party.party, party.title, (called,), row.name, called)
            found[CONTACT, row.name].append(owner)
        elif not row.link_doctype and not row.user:
            owner = Owner(Party(CONTACT, row.name), called, (called,))
            found[CONTACT, row.name].append(owner)
    return found


def _linked(people: Iterable[frappe._dict], doctype: str) -> set[str]:
    return {row.link_name for row in people if row.link_doctype == doctype}


def _contacts(names: Collection[str]) -> Iterator[frappe._dict]:
    """A row for each link of each of these contacts, one without any where there is none."""
    if not names:
        return
    yield from frappe.db.sql(
        """SELECT contact.name, contact.full_name, contact.user, link.link_doctype, link.link_name
        FROM `tabContact` contact LEFT JOIN `tabDynamic Link` link
            ON link.parent = contact.name AND link.parenttype = 'Contact'
        WHERE contact.name IN %(names)s LIMIT %(most)s""",
        {"names": tuple(names), "most": MOST_ROWS},
        as_dict=True,
    )


def _customers(names: Collection[str]) -> dict[str, Owner]:
    rows = select_in(
        CUSTOMER, ("name", "customer_name", "is_internal_customer"), "name", list(names)
    )
    return {
        row["name"]: _owner(CUSTOMER, row["name"], row["customer_name"])
        for row in rows
        if not row["is_internal_customer"]
    }


def _leads(names: Collection[str]) -> dict[str, Owner]:
    rows = select_in(LEAD, ("name", "lead_name", "company_name"), "name", list(names))
    return {
        row["name"]: _owner(LEAD, row["name"], row["lead_name"], row["company_name"])
        for row in rows
    }


def _owner(doctype: str, name: str, *called: str | None) -> Owner:
    names = tuple(filter(None, called)) or (name,)
    return Owner(Party(doctype, name), names[0], names)


def _customers_of_leads(leads: Collection[str]) -> dict[str, str]:
    """{lead: customer} of those that became customers, or were opened for one."""
    keys = {key_hash((BECAME, lead)): lead for lead in leads}
    rows = select_in(LEAD, ("name", "customer"), "name", list(leads))
    opened_for = {row["name"]: row["customer"] for row in rows if row["customer"]}
    bearers = select_in(PARTY_KEY, ("key_hash", "party", "gone"), "key_hash", list(keys))
    return opened_for | {keys[row["key_hash"]]: row["party"] for row in bearers if not row["gone"]}
