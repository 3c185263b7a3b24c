"""A shop on a Mastodon server, its customers, and what they wrote: what the browser looks at."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, nowdate

from tests.fakes.mastodon import CUSTOMERS, MastodonServer, Person, token_of
from tests.site.support.make import Make

SHOP = "shop"
PEOPLE = (SHOP, *CUSTOMERS)
SERVER = "mastodon.example"
HOSTILE = (
    "Half price <img src=x onerror=\"window.__xss='img'\"> "
    "<script>window.__xss='script'</script> "
    "javascript:alert(1) {{ frappe.session }} <b onmouseover=\"window.__xss='b'\">now"
)
# Ends before its tag does: whoever only strips whole tags lets it through.
HALF_A_TAG = "<img src=x onerror=window.__xss='half' "
LANGUAGES = ("en", "bg")

WORDS = {
    "en": {
        "late": "@shop Third day without my drill. The order page says “shipped” since Monday. "
        "This is terrible. https://shop.example/orders/SO-88",
        "late_edited": "@shop Third day without my drill, and I have a roof to finish. The order "
        "page says “shipped” since Monday. This is terrible. https://shop.example/orders/SO-88",
        "secret": "@shop The order is SO-88. You reach me at anna@petrova.example.",
        "praise": "@shop Forty holes in concrete today and not one broken bit. Excellent drill!",
        "question": "@shop Are you open on Saturday? I would like to pick up spare bits.",
        "defect": "@shop The charger of my D-200 stopped working after a week. A known defect?",
        "answer": "Sorry for the wait! Your parcel left the depot this morning and comes today.",
        "answer_question": "Yes, from 9 to 13. We keep a set for you!",
        "item": "Drill D-200",
        "broken": "The charger does not charge",
    },
    "bg": {
        "late": "@shop Трети ден без бормашина. В поръчката пише „изпратена“ от понеделник. "
        "Това е безобразие. https://shop.example/orders/SO-88",
        "late_edited": "@shop Трети ден без бормашина, а покривът чака. В поръчката пише "
        "„изпратена“ от понеделник. Това е безобразие. https://shop.example/orders/SO-88",
        "secret": "@shop Поръчката е SO-88. Пишете ми на anna@petrova.example.",
        "praise": "@shop Четиридесет дупки в бетон днес и нито едно счупено свредло. Браво!",
        "question": "@shop Работите ли в събота? Искам да взема резервни свредла.",
        "defect": "@shop Зарядното на моята D-200 спря да работи след седмица. Познат дефект ли е?",
        "answer": "Извинете за чакането! Пратката тръгна тази сутрин и пристига днес.",
        "answer_question": "Да, от 9 до 13. Пазим ви комплект!",
        "item": "Бормашина D-200",
        "broken": "Зарядното не зарежда",
    },
}


class Scene:
    """Everything is made for one test, and removed with it. `words`: what people say."""

    def __init__(self, make: Make, server: MastodonServer, language: str = "en") -> None:
        self.make = make
        self.server = server
        self.language = language
        self.words = WORDS[language]

    def open_shop(self, mode: str = "Listen and Reply") -> None:
        """The staff, the channel, and Petrova Ltd with Anna as its contact."""
        self.agent = self._speaks(self.make.agent())
        self.rep = self._speaks(self.make.sales_rep())
        self.manager = self._speaks(self.make.manager())
        self.customer = self.make.customer(
            customer_name="Petrova Ltd", account_manager=self.rep
        ).name
        self._insert(
            "Contact",
            first_name="Anna",
            last_name="Petrova",
            email_ids=[{"email_id": "anna@petrova.example", "is_primary": 1}],
            links=[{"link_doctype": "Customer", "link_name": self.customer}],
        )
        members = [{"user": self.agent}]
        team = self._insert("User Group", name="Support", user_group_members=members)
        self.channel = self.make.channel(
            self.server,
            token=token_of(SHOP),
            team=team,
            mode=mode,
            streams=(("Mentions", ""), ("Direct Messages", "")),
            channel_name="Mastodon, our shop",
        ).name

    def anna_writes(self) -> None:
        """A public complaint, later edited, and a private message that tells who she is."""
        anna = self.server.act_as("anna")
        anna.describe(display_name="Anna Petrova")
        self.late = self._post(anna, "late")
        self.read()
        anna.edit(self.late["id"], self.words["late_edited"])
        self._post(anna, "secret", visibility="direct")
        self.read()

    def anna_bought(self) -> None:
        """Drills for 48,200 in two invoices, one of them overdue; an order and an Issue."""
        from social_support.customers.value import VALUE, recount

        make = self.make
        company = frappe.db.get_value("Social Channel", self.channel, "company")
        item = make.item(self.words["item"]).name
        for quantity, days in ((358, 400), (10, 23)):
            goods = [{"item_code": item, "qty": quantity, "rate": 131}]
            then, due = add_days(nowdate(), -days), add_days(nowdate(), 10 - days)
            invoice = make.draft_invoice(
                self.customer, company=company, items=goods, posting_date=then, due_date=due
            ).submit()
        frappe.db.set_value(
            "Sales Invoice",
            {"customer": self.customer, "name": ("!=", invoice.name)},
            {"outstanding_amount": 0, "status": "Paid"},
        )
        goods = [{"item_code": item, "qty": 2, "rate": 131}]
        make.sales_order(self.customer, company=company, items=goods)
        make.issue(self.customer, company=company, subject=self.words["broken"])
        recount(self.customer)
        frappe.db.set_value(VALUE, {"customer": self.customer}, "revenue_percentile", 96)
        frappe.db.commit()

    def anna_asks(self) -> None:
        """A question of hers, before anything was wrong; `asked` is its conversation."""
        self._post(self.server.act_as("anna"), "question")
        self.read()
        self.asked = self.conversation("anna")

    def others_write(self) -> None:
        """Praise, a question and a defect, by people nobody has linked."""
        for who, name, said in (
            ("boris", "Борис Колев", "praise"),
            ("clara", "Clara Weiss", "question"),
            ("dimitar", "Димитър Илиев", "defect"),
        ):
            person = self.server.act_as(who)
            person.describe(display_name=name)
            self._post(person, said)
        self.read()

    def somebody_hostile_writes(self, text: str = HOSTILE) -> Person:
        dimitar = self.server.act_as("dimitar")
        dimitar.describe(display_name='<img src=x onerror="window.__xss=1">')
        dimitar.post(f"@shop {text}")
        self.read()
        return dimitar

    def read(self) -> None:
        """Read the channel to its end, as its job does, and show it to everybody."""
        from social_support.ingestion.lease import claim
        from social_support.ingestion.run import read_channel
        from social_support.ingestion.streams import make_due

        make_due(self.channel)
        lease = claim(self.channel)
        frappe.db.commit()
        assert lease, "Somebody else reads the channel of the test."
        read_channel(self.channel, lease.token)
        frappe.set_user("Administrator")
        frappe.db.commit()

    def conversation(self, username: str, visibility: str = "Public") -> str:
        """The newest conversation of this person."""
        profile = frappe.db.get_value("Social Profile", {"handle": f"{username}@{SERVER}"})
        name = frappe.db.get_value(
            "Social Conversation",
            {"profile": profile, "visibility": visibility},
            order_by="name desc",
        )
        assert name, f"Nothing {visibility} of {username} was stored."
        return name

    def _post(self, person: Person, said: str, **fields: object) -> dict:
        return person.post(self.words[said], language=self.language, **fields)

    def _insert(self, doctype: str, **fields: object) -> str:
        """A document with a name that looks well in pictures."""
        name = frappe.get_doc({"doctype": doctype, **fields}).insert(ignore_permissions=True).name
        self.make.cleanup.doc(doctype, name)
        return name

    def _speaks(self, user: str) -> str:
        frappe.db.set_value("User", user, "language", self.language)
        frappe.clear_cache(user=user)
        return user
