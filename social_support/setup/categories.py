"""The categories that a new site starts with. Afterwards they belong to the site."""

from dataclasses import asdict, dataclass

import frappe

URGENT, HIGH, MEDIUM, LOW = "Urgent", "High", "Medium", "Low"
ANSWER, ISSUE, NOTHING = "Answer Here", "Convert to Issue", "No Answer Needed"


@dataclass(frozen=True)
class Default:
    """A Social Category; `words` tell it in English and Bulgarian, whole words in any case."""

    category_name: str
    default_priority: str
    handling: str
    guideline: str
    words: str


DEFAULTS = (
    Default(
        "Outage",
        URGENT,
        ISSUE,
        "Say that you know of it and where news will be. No promise on when it ends.",
        "outage, is down, are down, went down, offline, not reachable, unreachable, can't log in, "
        "cannot log in, can't connect, no service, site down, server error, stopped working "
        "everywhere, срив, не работи сайтът, сайтът не работи, сайтът е паднал, падна сайтът, "
        "няма връзка, нямам връзка, не се зарежда, недостъпен, недостъпна, не мога да вляза",
    ),
    Default(
        "Defect",
        HIGH,
        ISSUE,
        "Ask for the order or serial number in private, never in public.",
        "broken, defect, defective, faulty, doesn't work, does not work, not working, stopped "
        "working, won't start, damaged, cracked, bug, crashes, crashed, error message, warranty, "
        "дефект, дефектен, дефектна, дефектно, счупен, счупена, счупено, счупи се, развален, "
        "развалена, повреда, повреден, повредена, не работи, спря да работи, не се включва, "
        "не тръгва, гаранция, рекламация",
    ),
    Default(
        "Complaint",
        HIGH,
        ANSWER,
        "Thank, say sorry for the trouble, ask for details in private. No promises on money.",
        "complaint, disappointed, disappointing, terrible, awful, horrible, unacceptable, worst, "
        "rude, refund, money back, rip off, scam, still waiting, third day, no answer, nobody "
        "answers, never again, late again, overcharged, оплакване, оплаквам се, разочарован, "
        "разочарована, разочарование, ужас, ужасно, ужасен, ужасна, недопустимо, безобразие, "
        "срамота, измама, измамници, върнете ми парите, връщане на парите, никой не отговаря, "
        "още чакам, все още чакам, никога повече, закъснява, закъсняхте",
    ),
    Default(
        "Question",
        MEDIUM,
        ANSWER,
        "Answer in public, so that others find the answer too. Prices only with a link.",
        "how do i, how can i, how much, how long, where can i, where is, when will, when do, what "
        "time, do you have, is it possible, can you tell, does it, is there, opening hours, "
        "delivery time, in stock, как да, как мога, как се, колко струва, колко време, къде мога, "
        "къде е, кога ще, кога отваряте, имате ли, може ли, възможно ли е, има ли, предлагате ли, "
        "работно време, наличност, в наличност",
    ),
    Default(
        "Suggestion",
        LOW,
        ANSWER,
        "Thank, and say that the team reads it. Promise nothing.",
        "suggestion, i suggest, you should, would be nice, would be great if, feature request, "
        "please add, i wish, consider adding, предложение, предлагам, бихте могли, би било добре, "
        "би било хубаво, моля добавете, добавете, идея, иска ми се",
    ),
    Default(
        "Praise",
        LOW,
        NOTHING,
        "A short thank-you is enough.",
        "thank you, thanks, love it, love your, great service, excellent, awesome, amazing, "
        "fantastic, perfect, well done, recommend, best shop, happy with, благодаря, благодарим, "
        "мерси, браво, супер, страхотен, страхотна, страхотно, страхотни, отличен, отлично, "
        "отлична, перфектно, препоръчвам, чудесно, чудесни, доволен, доволна, най-добрите",
    ),
    Default(
        "Not About Us",
        LOW,
        NOTHING,
        "Close it with the outcome Not About Us.",
        "giveaway, follow me, follow back, crypto, airdrop, promo code, onlyfans, подарявам, "
        "последвайте ме, крипто, промо код",
    ),
)


def create() -> None:
    """Create those of the defaults that the site does not have under their name."""
    for default in DEFAULTS:
        if not frappe.db.exists("Social Category", default.category_name):
            lines = {"words": "\n".join(default.words.split(", "))}
            row = {"doctype": "Social Category", **asdict(default), **lines}
            frappe.get_doc(row).insert(ignore_permissions=True)
