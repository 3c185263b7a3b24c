"""Numbers of orders, invoices and machines that an author named in private, and whose they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from frappe import _

from social_support.customers import documents, scores
from social_support.customers.decide import Claim
from social_support.customers.documents import NamedDocument
from social_support.customers.evidence import DOCUMENT, EMAIL, PHONE, TOLD_US, Evidence
from social_support.customers.party import CUSTOMER, Party
from social_support.customers.suggestions import site_language


def documents_named(
    told: Mapping[str, Sequence[Evidence]], region: str | None
) -> dict[str, list[NamedDocument]]:
    """The documents that anybody named, by their numbers."""
    numbers = {item.value for found in told.values() for item in found if item.kind == DOCUMENT}
    by_number = defaultdict(list)
    for document in documents.named(numbers, region):
        by_number[document.number].append(document)
    return by_number


def claims_of_numbers(
    told: Sequence[Evidence], by_number: Mapping[str, Sequence[NamedDocument]]
) -> Iterator[Claim]:
    """A number alone can be guessed; with the e-mail or phone number that the document has, not."""
    emails = {item.value for item in told if item.kind == EMAIL}
    phones = {item.value for item in told if item.kind == PHONE}
    for item in told:
        for document in by_number.get(item.value, ()) if item.kind == DOCUMENT else ():
            same_email, same_phone = emails & document.emails, phones & document.phones
            both = scores.NUMBER_AND_CONTACT if same_email or same_phone else scores.NUMBER_TOLD
            yield Claim(
                source=f"{DOCUMENT} {item.value}",
                party=Party(CUSTOMER, document.customer),
                kind=both,
                words=_in_words(item, document, bool(same_email), bool(same_phone)),
                basis=TOLD_US,
            )


def _in_words(item: Evidence, document: NamedDocument, same_email: bool, same_phone: bool) -> str:
    language = site_language()
    words = _("{0}: {1} of {2}.", language)
    if same_email:
        words = _("{0}: {1} of {2}, and the e-mail matches.", language)
    if same_phone:
        words = _("{0}: {1} of {2}, and the phone number matches.", language)
    what = _(item.words, language).format(item.value)
    what = what[0].upper() + what[1:]
    return words.format(what, _(document.doctype, language), document.customer_name)
