"""The keys by which what authors tell and what ERPNext knows find each other.

A value is looked up by a digest of its one spelling: ERPNext keeps phone numbers and websites as
people typed them, so no index of its own columns could serve, and MariaDB's collation calls "annä@"
and "anna@" the same. A digest is of one length, and tells nobody what it stands for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from social_support.conversations.keys import digest
from social_support.customers import evidence
from social_support.customers.evidence import DOCUMENT, EMAIL, MAIL_DOMAIN, PHONE, WEBSITE, Evidence
from social_support.customers.names import skeleton

PARTY_KEY = "Social Party Key"
NAME, BECAME = "Name", "Lead That Became It"
Key = tuple[str, str]
"""(kind, value in its one spelling)"""


def key_hash(key: Key) -> str:
    """What stands for the key in our tables: 32 hex characters."""
    return digest("match", *key)


def of_evidence(told: Evidence) -> Key | None:
    """The key under which the owners of what was told stand. Documents are looked up by name."""
    if told.kind == DOCUMENT:
        return None
    return (WEBSITE if told.kind == MAIL_DOMAIN else told.kind, told.value)


def of_name(name: str | None) -> Key | None:
    """The key of all spellings of a name."""
    bones = skeleton(name)
    return (NAME, bones) if bones else None


def of_customer(row: Mapping[str, Any], region: str | None) -> Iterator[Key]:
    """row: customer_name, email_id, mobile_no, website, lead_name of a Customer."""
    yield from _names(row["customer_name"])
    yield from _emails([row["email_id"]])
    yield from _phones([row["mobile_no"]], region)
    yield from _websites(row["website"])
    if row["lead_name"]:
        yield (BECAME, row["lead_name"])


def of_contact(
    row: Mapping[str, Any], emails: Sequence[str], phones: Sequence[str], region: str | None
) -> Iterator[Key]:
    """row: full_name of a Contact; emails, phones: of its child tables."""
    yield from _names(row["full_name"])
    yield from _emails(emails)
    yield from _phones(phones, region)


def of_lead(row: Mapping[str, Any], region: str | None) -> Iterator[Key]:
    """row: lead_name, company_name, email_id, mobile_no, phone, whatsapp_no, website of a Lead."""
    yield from _names(row["lead_name"], row["company_name"])
    yield from _emails([row["email_id"]])
    yield from _phones([row["mobile_no"], row["phone"], row["whatsapp_no"]], region)
    yield from _websites(row["website"])


def _names(*names: str | None) -> Iterator[Key]:
    yield from filter(None, map(of_name, names))


def _emails(addresses: Iterable[str | None]) -> Iterator[Key]:
    for address in filter(None, addresses):
        yield (EMAIL, address.strip().lower())


def _phones(numbers: Iterable[str | None], region: str | None) -> Iterator[Key]:
    for number in filter(None, numbers):
        if parsed := evidence.phone(number, region):
            yield (PHONE, parsed)


def _websites(address: str | None) -> Iterator[Key]:
    if host := evidence.host_of(address):
        yield (WEBSITE, host)
