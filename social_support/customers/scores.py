"""The rule by which evidence adds up: how much each kind is worth, and how much is enough.

docs/matching.md says the same in words; a test holds both together.
"""

from dataclasses import dataclass

ENOUGH = 80
"""Points from which on an author is linked, if nothing speaks against it."""

AGAINST = 50
"""Points from which on another party speaks against a link."""

MOST_POINTS = 100
MOST_SUGGESTIONS = 5
"""Possible matches kept per author: more would be guessing."""

MOST_OWNERS = 20
"""Parties that are read for one value. What more of them bear tells nobody apart."""

MOST_NAMESAKES = 2
"""Parties of one name that are shown. A name that more of them bear is a common one."""

MOST_AUTHORS = 5
"""Authors who may show one e-mail, website or phone number. What more of them show is an agency's,
or a shop's that people like."""


@dataclass(frozen=True)
class Weight:
    """What one kind of evidence is worth.

    points: added once for each thing told. counts: whether they may lead to a link at all. strong:
    whether the thing is one that a person has for themselves: two parties that each have one of
    their own contradict each other.
    """

    points: int
    counts: bool = True
    strong: bool = False


EMAIL_TOLD = "E-mail"
PHONE_TOLD = "Phone"
PHONE_SHOWN = "Phone in the Profile"
PROVEN_WEBSITE = "Proven Website"
NUMBER_AND_CONTACT = "Number and Contact"
SHOWN_WEBSITE = "Website in the Profile"
NUMBER_TOLD = "Number"
SAME_HANDLE = "Handle of an Earlier Account"
HANDLE_ELSEWHERE = "Handle on Another Network"
DOMAIN_OF_EMAIL = "E-mail Domain"
EMAIL_NAMED = "E-mail in a Message"
WEBSITE_NAMED = "Website in a Message"
NAME_AND_PLACE = "Name and Place"
SIMILAR_NAME_AND_PLACE = "Similar Name and Place"
SAME_NAME = "Name"

WEIGHTS: dict[str, Weight] = {
    EMAIL_TOLD: Weight(100, strong=True),
    PHONE_TOLD: Weight(90, strong=True),
    PROVEN_WEBSITE: Weight(90, strong=True),
    NUMBER_AND_CONTACT: Weight(90, strong=True),
    PHONE_SHOWN: Weight(70, strong=True),
    SHOWN_WEBSITE: Weight(60),
    NUMBER_TOLD: Weight(60),
    SAME_HANDLE: Weight(60),
    HANDLE_ELSEWHERE: Weight(50),
    DOMAIN_OF_EMAIL: Weight(40),
    EMAIL_NAMED: Weight(30),
    WEBSITE_NAMED: Weight(30),
    NAME_AND_PLACE: Weight(25, counts=False),
    SIMILAR_NAME_AND_PLACE: Weight(15, counts=False),
    SAME_NAME: Weight(10, counts=False),
}
