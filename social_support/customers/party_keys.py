"""The keys of Customers, Contacts and Leads, kept in step with what ERPNext says of them.

A row stands for one value of one document. What is new or gone is marked to be checked, until the
job of `recheck` has looked at the authors who told that value; a row that is gone stays that long.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from social_support.conversations.keys import digest
from social_support.conversations.store.rows import insert_rows, select_in
from social_support.customers import keys, regions
from social_support.customers.keys import PARTY_KEY, Key, key_hash
from social_support.customers.party import CONTACT, CUSTOMER, LEAD

_CUSTOMER_FIELDS = ("name", "customer_name", "email_id", "mobile_no", "website", "lead_name")
_LEAD_FIELDS = (
    "name",
    "lead_name",
    "company_name",
    "email_id",
    "mobile_no",
    "phone",
    "whatsapp_no",
    "website",
    "country",
)


def refresh(doctype: str, names: Sequence[str]) -> bool:
    """Bring the keys of these documents in step; answers whether any key is new or gone.

    Documents that do not exist lose theirs. A fixed number of queries; the caller commits.
    """
    wanted = {
        _row_name(doctype, name, key): _row(doctype, name, key)
        for name, found in _KEYS_OF[doctype](names).items()
        for key in found
    }
    stored = _stored(doctype, names)
    changed = [*_new(stored, wanted), *_gone(stored, wanted)]
    changed.sort(key=lambda row: row["name"])
    insert_rows(PARTY_KEY, changed, update=("gone", "to_check"))
    return bool(changed)


def forget(doctype: str, name: str) -> bool:
    """A document goes: so do its keys; answers whether it had any."""
    rows = [row | {"gone": 1, "to_check": 1} for row in _stored(doctype, [name])]
    rows.sort(key=lambda row: row["name"])
    insert_rows(PARTY_KEY, rows, update=("gone", "to_check"))
    return bool(rows)


def check_again(doctype: str, names: Sequence[str]) -> None:
    """The values of these documents are the same, yet the authors who told them may have come at
    the same moment, or the documents are somebody else's now."""
    rows = [row | {"to_check": 1} for row in _stored(doctype, names)]
    rows.sort(key=lambda row: row["name"])
    insert_rows(PARTY_KEY, rows, update=("to_check",))


def _new(stored: Sequence[dict], wanted: dict[str, dict]) -> Iterator[dict]:
    there = {row["name"] for row in stored if not row["gone"]}
    yield from (row for name, row in wanted.items() if name not in there)


def _gone(stored: Sequence[dict], wanted: dict[str, dict]) -> Iterator[dict]:
    for row in stored:
        if row["name"] not in wanted and not row["gone"]:
            yield row | {"gone": 1, "to_check": 1}


def _stored(doctype: str, names: Sequence[str]) -> list[dict]:
    columns = ("name", "key_hash", "kind", "party_type", "party", "gone", "to_check")
    rows = select_in(PARTY_KEY, columns, "party", list(names))
    return [row for row in rows if row["party_type"] == doctype]


def _row(doctype: str, name: str, key: Key) -> dict:
    return {
        "name": _row_name(doctype, name, key),
        "key_hash": key_hash(key),
        "kind": key[0],
        "party_type": doctype,
        "party": name,
        "gone": 0,
        "to_check": 1,
    }


def _row_name(doctype: str, name: str, key: Key) -> str:
    """Not in the order of time: it is what makes the row unique."""
    return digest(doctype, name, *key)


def _of_customers(names: Sequence[str]) -> dict[str, set[Key]]:
    region = regions.of_site()
    rows = select_in(CUSTOMER, _CUSTOMER_FIELDS, "name", list(names))
    return {row["name"]: set(keys.of_customer(row, region)) for row in rows}


def _of_leads(names: Sequence[str]) -> dict[str, set[Key]]:
    home = regions.of_site()
    rows = select_in(LEAD, _LEAD_FIELDS, "name", list(names))
    return {
        row["name"]: set(keys.of_lead(row, regions.of_country(row["country"]) or home))
        for row in rows
    }


def _of_contacts(names: Sequence[str]) -> dict[str, set[Key]]:
    region = regions.of_site()
    emails = _children("Contact Email", "email_id", names)
    phones = _children("Contact Phone", "phone", names)
    rows = select_in(CONTACT, ("name", "full_name"), "name", list(names))
    return {
        row["name"]: set(keys.of_contact(row, emails[row["name"]], phones[row["name"]], region))
        for row in rows
    }


def _children(doctype: str, column: str, parents: Sequence[str]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in select_in(doctype, ("parent", "parenttype", column), "parent", list(parents)):
        if row["parenttype"] == CONTACT:
            found[row["parent"]].append(row[column])
    return found


_KEYS_OF: dict[str, Callable[[Sequence[str]], dict[str, set[Key]]]] = {
    CUSTOMER: _of_customers,
    CONTACT: _of_contacts,
    LEAD: _of_leads,
}
PARTIES = tuple(_KEYS_OF)
