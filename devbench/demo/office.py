"""The shop as ERPNext knows it: staff, customers, items. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "Drill & Co"
CHANNEL = "Drill & Co on Mastodon"
X_CHANNEL = "Drill & Co on X"
TEAM = "Social Team"
PASSWORD = "demo"  # of a site that only this machine can reach


@dataclass(frozen=True)
class Colleague:
    """Somebody with a login. role_set: of social_support.setup.roles; roles: those beside it."""

    email: str
    first_name: str
    last_name: str
    role_set: str | None = None
    roles: tuple[str, ...] = ()
    in_team: bool = False


SALES = Colleague("rada@drill.example", "Rada", "Mineva", None, ("Sales User", "Accounts User"))
AGENT = Colleague("maria@drill.example", "Maria", "Toneva", "agent", in_team=True)
MANAGER = Colleague("stefan@drill.example", "Stefan", "Rusev", "manager", ("Sales Manager",), True)
STAFF = (SALES, AGENT, MANAGER)


@dataclass(frozen=True)
class Buyer:
    """A Customer; email: of its contact. `number` tells those apart who share a name."""

    name: str
    contact: str
    email: str = ""
    website: str = ""
    number: int = 0

    @property
    def docname(self) -> str:
        """The name that ERPNext gives the customer."""
        return f"{self.name} - {self.number}" if self.number else self.name


ANGRY = Buyer("Petrova Ltd", "Anna Petrova", "anna@petrova.example")
SAME_NAME = (
    Buyer("Ivan Petrov", "Ivan Petrov", "ivan@petrov-flooring.example"),
    Buyer("Ivan Petrov", "Ivan Petrov", "ivan.petrov@varna-boats.example", number=1),
)
BUYERS = (
    ANGRY,
    *SAME_NAME,
    Buyer("Ivanov Build", "Boris Ivanov", website="https://ivanov-build.example"),
    Buyer("Weiss Workshop", "Clara Weiss", "clara@weiss-workshop.example"),
    Buyer("Georgiev EOOD", "Dimitar Georgiev", "dimitar@georgiev.example"),
    Buyer("Stoyanova Design", "Elena Stoyanova", "elena@stoyanova-design.example"),
    Buyer("Novak Sets", "Julia Novak", "julia@novak-sets.example"),
    Buyer("Kiril Rentals", "Kiril Todorov", "info@kiril-rent.example"),
    Buyer("Chen Kitchens", "Milo Chen", website="chen-kitchens.example"),
)

# Customers whom only `demo --check` has writing, with new accounts each time.
BY_PROFILE = Buyer("Rila Joinery", "Georgi Rilov", "georgi@rila-joinery.example")
BY_WEBSITE = Buyer(
    "Pirin Tools",
    "Vasil Pirov",
    "vasil@pirin-tools.example",
    website="https://pirin-tools.example",
)
BY_MESSAGE = Buyer("Vitosha Floors", "Nikola Vitov", "nikola@vitosha-floors.example")
NAMESAKES = (
    Buyer("Mira Dencheva", "Mira Dencheva", "mira@dencheva-glass.example"),
    Buyer("Mira Dencheva", "Mira Dencheva", "mira@dencheva-paint.example", number=1),
)
SHARED_MAILBOX = Buyer("Struma Rentals", "Front Desk", "info@struma-rentals.example")
TWINS = (
    Buyer("Mesta Rent", "Petya Mesteva", "petya@mesta.example"),
    Buyer("Mesta Service", "Petya Mesteva", "petya@mesta.example"),
)
CHECKED = (BY_PROFILE, BY_WEBSITE, BY_MESSAGE, *NAMESAKES, SHARED_MAILBOX, *TWINS)

ITEMS = {
    "DRILL-200": ("Drill D-200", 131.0),
    "SAW-45": ("Circular Saw S-45", 189.0),
    "SANDER-7": ("Sander P-7", 84.0),
}
