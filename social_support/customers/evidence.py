"""What an author tells about who they are: e-mails, phones, websites, numbers. Pure: no database.

Only what the author says counts: the text and the fields of the profile, and private messages
to us. What many people share (an info@ mailbox, the domain of a free mail service, a social
network's own address) tells nobody apart and is left out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

import phonenumbers

from social_support.customers.document_numbers import document_numbers
from social_support.customers.own_address import is_given_as_own
from social_support.customers.shared_addresses import (
    is_free_mail,
    is_shared_host,
    is_shared_mailbox,
)

EMAIL, PHONE, WEBSITE, MAIL_DOMAIN = "E-mail", "Phone", "Website", "E-mail Domain"
DOCUMENT = "Document"
PROFILE, PROVEN, PRIVATE_MESSAGE = "Profile", "Proven on the Profile", "Private Message"
NAMED = "Named in a Private Message"
TOLD_US, PUBLIC_PROFILE = "Told Us", "Public Profile"

LONGEST_TEXT = 10_000
"""Characters that are looked at: a longer text is not how people say who they are."""

FEWEST_DIGITS = 4
"""Of any phone number: where there are fewer, none is looked for."""

MOST_PER_TEXT = 10
"""Values of one kind taken from one text: a list of addresses is not an introduction."""

MOST_MAILBOXES = 20
"""Looked at in one text, the same and shared ones among them."""

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'@-])([A-Za-z0-9][A-Za-z0-9._%+'-]*)@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})\b"
)
_SPELT_AT = re.compile(r"\s*[\[(]\s*(?:at|@)\s*[\])]\s*", re.IGNORECASE)
_SPELT_DOT = re.compile(r"\s*[\[(]\s*(?:dot|\.)\s*[\])]\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]]+", re.IGNORECASE)
_BARE_HOST = re.compile(
    r"(?<![\w@./:-])((?:[a-z0-9-]+\.)+[a-z]{2,24})(?![\w@-])(/[^\s<>\"'()\[\]]*)?", re.IGNORECASE
)
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_ANOTHER_ACCOUNT = re.compile(r"/(?:@|users/)", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def _(words: str) -> str:
    """Marks words for translation; whoever shows them translates."""
    return words


_WORDS = {
    (EMAIL, PROFILE): _("the e-mail {0} in the profile"),
    (EMAIL, PRIVATE_MESSAGE): _("the e-mail {0} in a private message to us"),
    (EMAIL, NAMED): _("the e-mail {0}, perhaps another's, in a private message to us"),
    (PHONE, PROFILE): _("the phone number {0} in the profile"),
    (PHONE, PRIVATE_MESSAGE): _("the phone number {0} in a private message to us"),
    (WEBSITE, PROFILE): _("the website {0} in the profile"),
    (WEBSITE, PROVEN): _("the website {0}, which the network has proved to be the author's own"),
    (WEBSITE, PRIVATE_MESSAGE): _("the website {0} in a private message to us"),
    (MAIL_DOMAIN, PROFILE): _("an e-mail at {0} in the profile"),
    (MAIL_DOMAIN, PRIVATE_MESSAGE): _("an e-mail at {0} in a private message to us"),
    (DOCUMENT, PRIVATE_MESSAGE): _("the number {0} in a private message to us"),
}


@dataclass(frozen=True)
class Evidence:
    """One thing an author told.

    value: e-mail in lower case, phone number as E.164 ("+359888123456"), host without "www.", or
    what may be the number of a document, in capitals.
    where: PROFILE, PROVEN (the network has checked that the website links back), PRIVATE_MESSAGE or
    NAMED: in one that does not give the e-mail as the writer's own.
    """

    kind: str
    value: str
    where: str

    @property
    def basis(self) -> str:
        """On what ground we may use it: TOLD_US or PUBLIC_PROFILE."""
        return TOLD_US if self.where in (PRIVATE_MESSAGE, NAMED) else PUBLIC_PROFILE

    @property
    def words(self) -> str:
        """What a person reads, to be translated; {0} is the value."""
        return _WORDS[self.kind, self.where]


@dataclass(frozen=True)
class ProfileFacts:
    """What a public profile says.

    bio: text; fields: the values of the fields that the author filled in; proven: those which the
    network has proved to be the author's own; url: the profile's own address on its network;
    region: two letters, where a phone number without a country code is from, or None.
    """

    bio: str = ""
    fields: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    url: str = ""
    region: str | None = None


def from_profile(facts: ProfileFacts) -> list[Evidence]:
    """What the profile tells. Its own address on the network tells nothing."""
    own_host = host_of(facts.url)
    proven = _first(host for text in facts.proven for host in websites(text))
    found = [Evidence(WEBSITE, host, PROVEN) for host in proven]
    found += (
        evidence
        for text in (facts.bio, *facts.fields)
        for evidence in _in_text(text, PROFILE, facts.region)
        if evidence.kind != WEBSITE or evidence.value not in proven
    )
    return [found for found in _unique(found) if own_host is None or found.value != own_host]


def from_private_message(text: str, region: str | None) -> list[Evidence]:
    """What the author of a private message to us tells in it.

    Numbers count here alone: who reads a public post that names an order knows it too.
    """
    numbers = (
        Evidence(DOCUMENT, number, PRIVATE_MESSAGE) for number in document_numbers(_plain(text))
    )
    own = {email for email, before, after in _mailboxes(text) if is_given_as_own(before, after)}
    told = (
        replace(found, where=NAMED) if found.kind == EMAIL and found.value not in own else found
        for found in _in_text(text, PRIVATE_MESSAGE, region)
    )
    return _unique((*told, *numbers))


def emails(text: str) -> list[str]:
    """The e-mail addresses in `text`, lower case, shared mailboxes left out.

    "anna [at] example [dot] com" is one; "@anna@example.social" is an account, not a mailbox.
    """
    return _first(email for email, _before, _after in _mailboxes(text))


def phones(text: str, region: str | None) -> list[str]:
    """The valid phone numbers in `text` as E.164; without a `region` only those with a + count."""
    plain = _plain(text)
    if sum(map(str.isdigit, plain)) < FEWEST_DIGITS:
        return []
    found = phonenumbers.PhoneNumberMatcher(plain, region)
    return _first(_e164(match.number) for match in found)


def phone(number: str, region: str | None) -> str | None:
    """One phone number, as somebody typed it into a form, as E.164; None if it is none."""
    try:
        return _e164(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return None


def websites(text: str) -> list[str]:
    """The hosts of the websites in `text`, without "www."; networks and shared hosts left out."""
    plain = _plain(text)
    full = _ADDRESS.findall(plain)
    bare = (match[0] for match in _BARE_HOST.finditer(_ADDRESS.sub(" ", plain)))
    found = (_website(address) for address in (*full, *bare))
    return _first(host for host in found if host)


def host_of(address: str | None) -> str | None:
    """The host of a web address as a person typed it, lower case, without "www.", or None.

    >>> host_of("HTTPS://www.Acme.example:443/about")
    'acme.example'
    """
    address = (address or "").strip()
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:  # an unclosed bracket, for instance
        return None
    host = host.rstrip(".").removeprefix("www.")
    return host if _HOST.fullmatch(host) else None


def _mailboxes(text: str) -> Iterator[tuple[str, str, str]]:
    """Each e-mail address, with what stands before it and behind."""
    spelt = _SPELT_DOT.sub(".", _SPELT_AT.sub("@", _plain(text)))
    for match in islice(_EMAIL.finditer(spelt), MOST_MAILBOXES):
        if not is_shared_mailbox(match[1]):
            email = f"{match[1].rstrip('.')}@{match[2]}".lower()
            yield email, spelt[: match.start()], spelt[match.end() :]


def _in_text(text: str, where: str, region: str | None) -> Iterator[Evidence]:
    for email in emails(text):
        yield Evidence(EMAIL, email, where)
        domain = email.partition("@")[2]
        if not is_free_mail(domain) and not is_shared_host(domain):
            yield Evidence(MAIL_DOMAIN, domain, where)
    yield from (Evidence(PHONE, number, where) for number in phones(text, region))
    yield from (Evidence(WEBSITE, host, where) for host in websites(text))


def _website(address: str) -> str | None:
    """The host, unless it is shared or the address is an account on another server."""
    host = host_of(address)
    if host is None or is_free_mail(host) or is_shared_host(host):
        return None
    path = address.partition("://")[2] or address
    return None if _ANOTHER_ACCOUNT.match(path[path.find("/") :]) else host


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", (text or "")[:LONGEST_TEXT].translate(_INVISIBLE))


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _first(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))[:MOST_PER_TEXT]


def _unique(found: Iterable[Evidence]) -> list[Evidence]:
    return list(dict.fromkeys(found))
