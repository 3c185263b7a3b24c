"""The people whom the check lets write: new accounts in each run, so that linking starts anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from devbench.demo import office


@dataclass(frozen=True)
class Author:
    """Somebody with an account; `expected` tells whom the app has to see in them.

    key: what the account is called, with the run's mark behind it. customer: the one to be linked,
    or None. possible: the customers that may only be suggested.
    """

    key: str
    display_name: str
    text: str
    customer: str | None = None
    possible: frozenset[str] = frozenset()
    note: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    visibility: str = "public"
    language: str = "en"

    def username(self, mark: str) -> str:
        return f"{self.key}_{mark}"

    def joining(self, mark: str) -> dict[str, Any]:
        """The task of opening the account (see letters.py)."""
        shown = {"display_name": self.display_name, "note": self.note, "fields": self.fields}
        return {"do": "join", "username": self.username(mark), **shown}


def _names(buyers: Iterable[office.Buyer]) -> frozenset[str]:
    return frozenset(buyer.docname for buyer in buyers)


ANGRY = Author(
    "joro",
    "Joro the joiner",
    "@shop Third day without my drill. Order {mark} is unacceptable, nobody answers!",
    customer=office.BY_PROFILE.docname,
    note=f"Doors and windows. {office.BY_PROFILE.email}",
)
PRIVATE = Author(
    "nikola",
    "Никола",
    f"@shop Здравейте, къде е поръчка {{mark}}? Пишете ми на {office.BY_MESSAGE.email}.",
    customer=office.BY_MESSAGE.docname,
    visibility="direct",
    language="bg",
)
WITH_WEBSITE = Author(
    "vasko",
    "Vasko",
    "@shop The sander {mark} is faulty, it smells of smoke. Warranty?",
    customer=office.BY_WEBSITE.docname,
    note=f"Sanders and more. {office.BY_WEBSITE.email}",
    fields=(("Website", "https://www.pirin-tools.example/bg"),),
)
NAMESAKE = Author(
    "mira",
    office.NAMESAKES[0].name,
    "@shop Do you have the P-7 in stock? {mark}",
    possible=_names(office.NAMESAKES),
)
FRONT_DESK = Author(
    "desk",
    "Struma front desk",
    "@shop What time do you open? {mark}",
    note=f"Bookings: {office.SHARED_MAILBOX.email}",
)
TWIN = Author(
    "petya",
    "Petya M.",
    "@shop Thank you for the quick help with {mark}!",
    possible=_names(office.TWINS),
    note=office.TWINS[0].email,
)
ALL = (ANGRY, PRIVATE, WITH_WEBSITE, NAMESAKE, FRONT_DESK, TWIN)
