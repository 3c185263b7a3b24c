"""The shop's side: customers, contacts, leads and orders, as rows of ERPNext's tables."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from social_support.customers.evidence import EMAIL
from social_support.customers.keys import key_hash

PREFIX = "labelled"
FIRST = {
    "Георги": "Georgi",
    "Мария": "Mariya",
    "Иван": "Ivan",
    "Елена": "Elena",
    "Петър": "Petar",
    "Десислава": "Desislava",
    "Николай": "Nikolay",
    "Стоян": "Stoyan",
    "Виолета": "Violeta",
}
LAST = {
    "Щерев": "Shterev",
    "Кръстев": "Krastev",
    "Йорданов": "Yordanov",
    "Чолаков": "Cholakov",
    "Желев": "Zhelev",
    "Хаджиев": "Hadzhiev",
    "Вълков": "Valkov",
    "Бояджиев": "Boyadzhiev",
}
TOWNS = {"Варна": "Varna", "Пловдив": "Plovdiv", "Стара Загора": "Stara Zagora", "Русе": "Ruse"}
TRADES = ("Build", "Kitchens", "Joinery", "Roofs", "Gardens", "Tools", "Repairs", "Interiors")


@dataclass(frozen=True)
class Known:
    """A party with what ERPNext knows of it."""

    doctype: str
    name: str
    title: str
    email: str = ""
    phone: str = ""
    host: str = ""
    town: str = ""


@dataclass
class Town:
    """rows: {doctype: [columns]}, all of one doctype with the same columns."""

    seed: int
    rows: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def phone(self) -> str:
        """A Bulgarian mobile number that nobody else has, as E.164."""
        return f"+35988{self.seed % 10}{self.next():06d}"

    def host(self) -> str:
        return f"{self.random.choice(TRADES).lower()}{self.next()}-{self.seed}.example"

    def person(self) -> tuple[str, str]:
        """A name in Cyrillic and in Latin letters."""
        first, last = self.random.choice([*FIRST]), self.random.choice([*LAST])
        return f"{first} {last}", f"{FIRST[first]} {LAST[last]}"

    def customer(self, title: str = "", *, website: str = "", internal: bool = False) -> Known:
        name = f"{PREFIX} customer {self.seed} {self.next()}"
        title = title or f"{self.random.choice(TRADES)} {self.number} Ltd"
        self.rows["Customer"].append(
            {
                "name": name,
                "customer_name": title,
                "customer_type": "Company",
                "website": website,
                "is_internal_customer": int(internal),
            }
        )
        return Known("Customer", name, title, host=website)

    def contact(
        self, *parties: Known, title: str = "", email: str = "", phone: str = "", user: str = ""
    ) -> Known:
        """Somebody's person: of several parties, of one, or of nobody."""
        name, title = f"{PREFIX} contact {self.seed} {self.next()}", title or self.person()[1]
        columns = {"name": name, "full_name": title, "first_name": title, "user": user or None}
        self.rows["Contact"].append(columns)
        of_contact = {"parent": name, "parenttype": "Contact"}
        if email:
            self._child("Contact Email", "email_ids", email_id=email, **of_contact)
        if phone:
            self._child("Contact Phone", "phone_nos", phone=phone, **of_contact)
        for party in parties:
            linked = {"link_doctype": party.doctype, "link_name": party.name}
            self._child("Dynamic Link", "links", **linked, **of_contact)
        return Known("Contact", name, title, email, phone)

    def lives_in(self, party: Known, town: str) -> None:
        name = f"{PREFIX} address {self.seed} {self.next()}"
        self.rows["Address"].append({"name": name, "address_title": name, "city": town})
        linked = {"link_doctype": party.doctype, "link_name": party.name}
        self._child("Dynamic Link", "links", **linked, parent=name, parenttype="Address")

    def lead(self, *, email: str) -> Known:
        name, title = f"{PREFIX} lead {self.seed} {self.next()}", self.person()[1]
        self.rows["Lead"].append({"name": name, "lead_name": title, "email_id": email})
        return Known("Lead", name, title, email)

    def order(self, customer: Known, *, mobile: str = "") -> str:
        number = f"SO-{self.seed}-{self.next():05d}"
        whose = {"customer": customer.name, "customer_name": customer.title}
        self.rows["Sales Order"].append(
            {"name": number, "docstatus": 1, **whose, "contact_mobile": mobile}
        )
        return number

    def machine(self, customer: Known) -> str:
        number = f"DR{self.seed}X{self.next():06d}"
        self.rows["Serial No"].append(
            {"name": number, "serial_no": number, "customer": customer.name}
        )
        return number

    def linked_before(self, customer: Known, handle: str, network: str) -> None:
        """An account that a person linked to the customer once."""
        number = self.next()
        self.rows["Social Profile"].append(
            {
                "name": f"{PREFIX}{number:09d}",
                "external_key": f"{PREFIX} {self.seed} {number}",
                "network": network,
                "handle": handle,
                "customer": customer.name,
                "linked_how": "By a Person",
                "link_basis": "Agreed",
            }
        )

    def shown_before(self, email: str, authors: int) -> None:
        """Authors who had the e-mail in their profiles already."""
        hashed = key_hash((EMAIL, email))
        for number in (self.next() for _author in range(authors)):
            name = f"{PREFIX}{number:09d}"
            self.rows["Social Profile Key"].append(
                {"name": name, "profile": name, "key_hash": hashed, "from_message": 0}
            )

    def _child(self, doctype: str, parentfield: str, **columns: str) -> None:
        name = f"{PREFIX} row {self.seed} {self.next()}"
        self.rows[doctype].append({"name": name, "parentfield": parentfield, **columns})
