"""What people do, and who they are: cases that can be known for sure, and traps.

Each function makes what ERPNext knows in the town, and yields the authors with the party who each
of them really is, or None for a stranger. The traps have the evidence that looks like proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from social_support.networks.contract import ProfileField
from social_support.networks.posts import Author
from tests.load.labelled.town import FIRST, LAST, PREFIX, TOWNS, Known, Town
from tests.load.labelled.when import PROVED_AT


@dataclass(frozen=True)
class Person:
    """An author as the network shows them, what they write, and who they really are.

    private: messages to us; public: a post that everybody reads.
    """

    author: Author
    private: tuple[str, ...] = ()
    public: str = ""
    truth: Known | None = None


Case = Callable[[Town], Iterator[Person]]


def somebody(
    town: Town,
    truth: Known | None = None,
    *,
    says: tuple[str, ...] = (),
    public: str = "",
    bio: str = "",
    shows: str = "",
    proven: str = "",
    name: str = "",
    handle: str = "",
) -> Person:
    """says: private messages; shows: a website in a field of the profile; proven: one that the
    network has checked."""
    number = town.next()
    fields = [ProfileField("Shop", shows, None)] if shows else []
    fields += [ProfileField("Site", proven, PROVED_AT)] if proven else []
    author = Author(
        external_id=f"https://social.example/@{PREFIX}{town.seed}-{number}",
        handle=handle or f"reader{town.seed}{number}",
        display_name=name or f"Reader {number}",
        url=f"https://social.example/@{PREFIX}{town.seed}-{number}",
        bio=bio,
        fields=tuple(fields),
    )
    return Person(author, says, public or ("" if says else "Third day without it"), truth)


# What can be known for sure


def tells_the_email(town: Town) -> Iterator[Person]:
    customer, email = town.customer(), f"anna@{town.host()}"
    town.contact(customer, email=email)
    yield somebody(town, customer, says=("Where is my drill?", f"I am {email.upper()}, thanks"))


def shows_the_email(town: Town) -> Iterator[Person]:
    customer, host = town.customer(), town.host()
    town.contact(customer, email=f"maria@{host}")
    yield somebody(town, customer, bio=f"Kitchens. maria [at] {host.replace('.', ' [dot] ')}")


def has_a_free_mailbox(town: Town) -> Iterator[Person]:
    customer, email = town.customer(), f"elena.{town.next()}@gmail.com"
    town.contact(customer, email=email)
    yield somebody(town, customer, says=(f"пишете ми на {email}",))


def signs_with_the_email(town: Town) -> Iterator[Person]:
    customer, email = town.customer(), f"vesela@{town.host()}"
    town.contact(customer, email=email)
    yield somebody(town, customer, says=(f"Where is the pump?\n--\ne-mail: {email}\nTel. 123",))


def names_a_colleague_and_an_email_of_ones_own(town: Town) -> Iterator[Person]:
    customer, other = town.customer(), town.customer()
    email, colleague = f"vesela@{town.host()}", f"stoyan@{town.host()}"
    town.contact(customer, email=email)
    town.contact(other, email=colleague)
    words = f"I wrote to {colleague}, he does not answer. My e-mail is {email}"
    yield somebody(town, customer, says=(words,))


def tells_the_phone(town: Town) -> Iterator[Person]:
    customer, phone = town.customer(), town.phone()
    town.contact(customer, phone=f"0{phone[4:7]} {phone[7:10]} {phone[10:]}")
    yield somebody(town, customer, says=(f"тел. 0{phone[4:7]}/{phone[7:]}, обадете се",))


def two_people_of_one_customer(town: Town) -> Iterator[Person]:
    customer, host = town.customer(), town.host()
    for who in ("boris", "violeta"):
        town.contact(customer, email=f"{who}@{host}")
        yield somebody(town, customer, says=(f"{who}@{host} here, any news?",))


def proves_the_website(town: Town) -> Iterator[Person]:
    host = town.host()
    yield somebody(town, town.customer(website=f"https://www.{host}/"), proven=f"https://{host}")


def names_an_order_and_its_phone(town: Town) -> Iterator[Person]:
    customer, phone = town.customer(), town.phone()
    order = town.order(customer, mobile=f"0{phone[4:]}")
    yield somebody(town, customer, says=(f"Order {order.lower()}!", f"Call me: {phone}"))


def names_a_machine_and_a_colleague(town: Town) -> Iterator[Person]:
    host = town.host()
    customer = town.customer(website=host)
    machine = town.machine(customer)
    yield somebody(town, customer, says=(f"S/N {machine} is broken. stoyan@{host}",))


def was_a_lead(town: Town) -> Iterator[Person]:
    lead = town.lead(email=f"kalina@{town.host()}")
    yield somebody(town, lead, says=(f"We spoke at the fair, {lead.email}",))


def is_a_contact_of_nobody(town: Town) -> Iterator[Person]:
    contact = town.contact(email=f"petar@{town.host()}")
    yield somebody(town, contact, says=(f"My mail is {contact.email}",))


def has_two_accounts(town: Town) -> Iterator[Person]:
    customer, email = town.customer(), f"nikolay@{town.host()}"
    town.contact(customer, email=email)
    yield somebody(town, customer, bio=email)
    yield somebody(town, customer, says=(f"my other account is locked, {email}",))


# Known to us, and not to be proved


def a_colleague_of_whom_we_know_nothing(town: Town) -> Iterator[Person]:
    host = town.host()
    yield somebody(town, town.customer(website=host), says=(f"mail radost@{host} instead",))


def bears_a_name_in_other_letters(town: Town) -> Iterator[Person]:
    first, last, place = (town.random.choice([*words]) for words in (FIRST, LAST, TOWNS))
    customer = town.customer(f"{first} {last}{town.next()}ски")
    town.lives_in(customer, place)
    name = f"{FIRST[first]} {LAST[last]}{town.number}ski"
    yield somebody(town, customer, name=name, bio=f"Living in {TOWNS[place]}")


def bears_the_name_of_two(town: Town) -> Iterator[Person]:
    title = f"{town.person()[1]} {town.next()}"
    first, _second = town.customer(title), town.customer(title)
    yield somebody(town, first, name=title)


def has_a_phone_that_two_have(town: Town) -> Iterator[Person]:
    phone, first, second = town.phone(), town.customer(), town.customer()
    for customer in (first, second):
        town.contact(customer, phone=phone)
    yield somebody(town, first, says=(f"Call {phone}",))


def is_the_contact_of_two(town: Town) -> Iterator[Person]:
    first, second, email = town.customer(), town.customer(), f"desislava@{town.host()}"
    town.contact(first, second, email=email)
    yield somebody(town, second, says=(f"{email}, about the second shop",))


def asks_for_another_ones_order(town: Town) -> Iterator[Person]:
    customer, other, email = town.customer(), town.customer(), f"ivan@{town.host()}"
    town.contact(customer, email=email)
    yield somebody(town, customer, says=(f"{email}: where is {town.order(other)}?",))


def is_known_on_another_network(town: Town) -> Iterator[Person]:
    customer, handle = town.customer(), f"handle{town.seed}{town.next()}"
    town.linked_before(customer, handle, "another")
    yield somebody(town, customer, handle=handle)


# Strangers


def quotes_a_shared_mailbox(town: Town) -> Iterator[Person]:
    host = town.host()
    town.contact(town.customer(), email=f"info@{host}")
    yield somebody(town, says=(f"I wrote to info@{host} and sales@{host}",))


def has_a_free_mailbox_at_the_same_host(town: Town) -> Iterator[Person]:
    town.contact(town.customer(website="https://gmail.com"), email=f"a.{town.next()}@gmail.com")
    yield somebody(town, says=(f"stranger.{town.next()}@gmail.com",))


def took_over_a_handle(town: Town) -> Iterator[Person]:
    handle = f"handle{town.seed}{town.next()}"
    town.linked_before(town.customer(), handle, "mastodon")
    yield somebody(town, handle=handle)


def clients_of_an_agency(town: Town) -> Iterator[Person]:
    host = town.host()
    town.customer(website=f"https://{host}")
    for _client in range(7):
        yield somebody(town, shows=f"https://{host}", bio=f"Site by {host}")


def artists_of_an_agency(town: Town) -> Iterator[Person]:
    customer, email = town.customer(), f"sonya@{town.host()}"
    town.contact(customer, email=email)
    town.shown_before(email, 5)
    for _artist in range(2):
        yield somebody(town, bio=f"Concerts: {email}")


def people_at_one_call_centre(town: Town) -> Iterator[Person]:
    phone = town.phone()
    town.contact(town.customer(), phone=phone)
    for _person in range(7):
        yield somebody(town, bio=f"Hotline {phone}")


def a_fan(town: Town) -> Iterator[Person]:
    host = town.host()
    town.customer(website=host)
    yield somebody(town, shows=f"https://{host}/best-drills")


def compares_prices(town: Town) -> Iterator[Person]:
    host = town.host()
    town.customer(website=host)
    yield somebody(town, says=(f"https://{host}/d200 is cheaper, why?",))


def guesses_an_order(town: Town) -> Iterator[Person]:
    customer = town.customer(f"{town.person()[1]} {town.next()}")
    yield somebody(town, name=customer.title, says=(f"Cancel {town.order(customer)}.",))


def quotes_others_in_public(town: Town) -> Iterator[Person]:
    customer, email = town.customer(), f"stoyan@{town.host()}"
    town.contact(customer, email=email)
    yield somebody(town, public=f"{email} does not answer about {town.order(customer)}")


def quotes_others_in_private(town: Town) -> Iterator[Person]:
    for words in (
        "I already wrote to {0}, he does not answer",
        "{0} does not answer, what now?",
        "Stoyan ({0}) promised me a call",
        "My colleague is ill, {0}",
        "Can you ask {0} for the price?",
        "I wrote to {0} and violeta.{0} and nobody answers",
        "Вече писах на {0}, не отговаря",
        "Ich habe an {0} geschrieben",
    ):
        host = town.host()
        customer, email = town.customer(website=host), f"stoyan@{host}"
        town.contact(customer, email=email)
        town.contact(customer, email=f"violeta.{email}")
        yield somebody(town, says=(words.format(email),))


def names_our_own_people(town: Town) -> Iterator[Person]:
    host = town.host()
    town.contact(email=f"seller@{host}", user="Administrator")
    town.customer(website=host, internal=True)
    yield somebody(town, says=(f"seller@{host} sent me https://{host}/drill",))


def has_letters_with_marks(town: Town) -> Iterator[Person]:
    host = town.host()
    town.contact(town.customer(), email=f"änna@{host}")
    yield somebody(town, says=(f"anna@{host}.invalid or hanna@{host}",))


def has_the_same_number_abroad(town: Town) -> Iterator[Person]:
    phone = town.phone()
    town.contact(town.customer(), phone=phone)
    yield somebody(town, says=(f"Call +49 170 {phone[-7:]}",))


def bears_a_common_name(town: Town) -> Iterator[Person]:
    title = f"{town.person()[1]} {town.next()}"
    for _namesake in range(4):
        town.customer(title)
    yield somebody(town, name=title)


def says_nothing(town: Town) -> Iterator[Person]:
    yield somebody(town)


PROVABLE: tuple[Case, ...] = (
    tells_the_email,
    shows_the_email,
    has_a_free_mailbox,
    signs_with_the_email,
    names_a_colleague_and_an_email_of_ones_own,
    tells_the_phone,
    two_people_of_one_customer,
    proves_the_website,
    names_an_order_and_its_phone,
    names_a_machine_and_a_colleague,
    was_a_lead,
    is_a_contact_of_nobody,
    has_two_accounts,
)
NOT_PROVABLE: tuple[Case, ...] = (
    a_colleague_of_whom_we_know_nothing,
    bears_a_name_in_other_letters,
    bears_the_name_of_two,
    has_a_phone_that_two_have,
    is_the_contact_of_two,
    asks_for_another_ones_order,
    is_known_on_another_network,
)
STRANGERS: tuple[Case, ...] = (
    quotes_a_shared_mailbox,
    has_a_free_mailbox_at_the_same_host,
    took_over_a_handle,
    clients_of_an_agency,
    artists_of_an_agency,
    people_at_one_call_centre,
    a_fan,
    compares_prices,
    guesses_an_order,
    quotes_others_in_public,
    quotes_others_in_private,
    names_our_own_people,
    has_letters_with_marks,
    has_the_same_number_abroad,
    bears_a_common_name,
    says_nothing,
)
ALL = (*PROVABLE, *NOT_PROVABLE, *STRANGERS)
