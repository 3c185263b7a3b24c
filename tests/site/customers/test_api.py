"""Invariant 12: nobody sees or does through the API what their role does not allow."""

import frappe
import pytest

from social_support.customers import links
from tests.site.support.waiting import wait_for

EVERYTHING = [
    ("get", "customers.social_tab", {"party": "x"}),
    ("get", "customers.headline", {"party": "x"}),
    ("post", "customers.link", {"profile": "x", "party": "x"}),
    ("post", "customers.unlink", {"profile": "x"}),
    ("post", "customers.accept", {"suggestion": "x"}),
    ("post", "customers.reject", {"suggestion": "x"}),
    ("post", "customers.undo", {"decision": "x"}),
    ("get", "customers.possible_matches", {}),
    ("get", "customers.decisions_on", {"profile": "x"}),
    ("get", "customers.new_party", {"profile": "x", "doctype": "Lead"}),
    ("post", "customers.create_party", {"profile": "x", "doctype": "Lead", "values": "{}"}),
    ("get", "search.authors", {"text": "anna"}),
    ("post", "customers.ask_support", {"conversation": "x", "note": "x"}),
]
CHANGES = [(method, arguments) for verb, method, arguments in EVERYTHING if verb == "post"]


@pytest.fixture
def case(make, arrive, channel, says, host):
    """A customer with a linked author, one public and one private conversation."""
    customer = make.customer(account_manager=make.account_manager())
    who = make.author(make.unique("anna").replace(" ", "") + "@social.example")
    author = arrive(channel, make.post("my drill", author=who), says("a secret", author=who))
    links.link(author.name, customer.name, basis="Agreed", evidence="At the fair.")
    works = frappe.get_all(
        "Social Conversation", {"profile": author.name}, ["name", "visibility"], as_list=True
    )
    by_visibility = {visibility: name for name, visibility in works}
    return frappe._dict(
        customer=customer.name,
        manager=customer.account_manager,
        profile=author.name,
        public=by_visibility["Public"],
        private=by_visibility["Private"],
        channel=channel,
    )


@pytest.mark.parametrize(("verb", "method", "arguments"), EVERYTHING)
def test_a_guest_reaches_nothing(web, verb, method, arguments):
    answer = getattr(web.guest, verb)(method, **arguments)
    assert answer.status == 403


@pytest.mark.parametrize(("method", "arguments"), CHANGES)
def test_changes_are_not_made_by_opening_a_link(web, make, method, arguments):
    assert web.as_user(make.agent()).get(method, **arguments).status == 403


def test_who_reads_the_tab(web, make, case):
    for user in (make.agent(), make.manager(), make.sales_rep(), case.manager):
        answer = web.as_user(user).get("customers.social_tab", party=case.customer)
        assert answer.ok, answer.error
        assert len(answer.message["authors"]) == 1
    for user in (make.nobody(), make.website_user()):
        assert web.as_user(user).get("customers.social_tab", party=case.customer).status == 403
        assert web.as_user(user).get("customers.headline", party=case.customer).status == 403


def test_private_text_reaches_those_alone_who_may_read_it(web, make, case):
    def text(user: str) -> str:
        return web.as_user(user).get("customers.social_tab", party=case.customer).text

    assert "a secret" not in text(make.sales_rep())
    assert "a secret" in text(case.manager)
    assert "a secret" in text(make.agent())


def test_an_agent_links_and_removes(web, make, case):
    agent, other = web.as_user(make.agent()), make.customer()
    answer = agent.post("customers.link", profile=case.profile, party=other.name, note="Rang")
    assert answer.ok, answer.error
    row = frappe.get_doc("Social Profile", case.profile)
    assert (row.customer, row.link_evidence, row.link_basis) == (
        other.name,
        "Rang",
        "Public Profile",
    )
    answer = agent.post("customers.unlink", profile=case.profile, reason="No")
    assert answer.message["issues"] == []
    assert not frappe.db.get_value("Social Profile", case.profile, "customer")
    assert agent.post("customers.undo", decision=answer.message["decision"]).ok
    frappe.db.rollback()
    assert frappe.db.get_value("Social Profile", case.profile, "link_evidence") == "Rang"


def test_an_agent_decides_on_possible_matches(web, make, arrive, introduces, channel):
    agent = web.as_user(make.agent())
    for decision in ("accept", "reject"):
        customer = make.customer("Anna Petrova")
        author = arrive(channel, introduces(display_name=customer.customer_name))
        filters = {"profile": author.name}
        suggestion = frappe.db.get_value("Social Link Suggestion", filters, "name")
        assert agent.post(f"customers.{decision}", suggestion=suggestion).ok
        linked = frappe.db.get_value("Social Profile", author.name, "customer")
        assert linked == (customer.name if decision == "accept" else None)
        again = agent.post(f"customers.{decision}", suggestion=suggestion)
        assert again.status == 417 and "already" in again.error


@pytest.mark.parametrize("who", ["sales_rep", "agency", "nobody", "website_user"])
def test_others_decide_nothing(web, make, case, who):
    client = web.as_user(getattr(make, who)())
    assert client.get("customers.possible_matches").status == 403
    assert client.get("customers.decisions_on", profile=case.profile).status == 403
    assert not client.get("search.authors", text="anna").message
    decision = frappe.db.get_value("Social Link Decision", {"profile": case.profile})
    for method in ("link", "unlink", "accept", "reject", "undo"):
        arguments = {"profile": case.profile, "party": case.customer, "suggestion": "x"}
        arguments |= {"decision": decision}
        assert client.post(f"customers.{method}", **arguments).status == 403
    assert frappe.db.get_value("Social Profile", case.profile, "customer") == case.customer


def test_an_agent_who_may_not_read_a_customer_links_nothing_to_it(web, make, case):
    """User Permissions hold here too, for the customer before as for the one after."""
    agent, other = make.agent(), make.customer()
    permission = {"doctype": "User Permission", "user": agent, "allow": "Customer"}
    frappe.get_doc(permission | {"for_value": other.name}).insert()
    client = web.as_user(agent)
    assert client.post("customers.unlink", profile=case.profile).status == 403
    decision = frappe.db.get_value("Social Link Decision", {"profile": case.profile})
    assert client.post("customers.undo", decision=decision).status == 403
    stranger = make.profile()
    linked = client.post("customers.link", profile=stranger, party=case.customer)
    assert linked.status == 403
    assert client.post("customers.link", profile=stranger, party=other.name).ok


def test_an_unknown_basis_is_refused_in_words(web, make, case):
    arguments = {"profile": case.profile, "party": case.customer, "basis": "A hunch"}
    answer = web.as_user(make.agent()).post("customers.link", **arguments)
    assert answer.status == 417 and "Told Us" in answer.error


def test_a_sales_rep_asks_support(web, worker, make, cleanup, case):
    member, asker = make.agent(), make.sales_rep()
    case.channel.db_set("user_group", make.user_group(member))
    frappe.db.set_value("Social Conversation", case.public, "user_group", None)
    frappe.db.set_value("User", member, "language", "bg")
    note = "She rang <b>twice</b>\nPlease answer"
    answer = web.as_user(asker).post("customers.ask_support", conversation=case.public, note=note)
    assert answer.ok, answer.error
    assert answer.message["asked"] == [frappe.utils.get_fullname(member)]
    about = {"reference_type": "Social Conversation", "reference_name": case.public}
    todo = wait_for(
        lambda: frappe.get_all("ToDo", about, ["allocated_to", "assigned_by", "description"]),
        seconds=60,
        what="the assignment",
    )
    assert todo[0].allocated_to == member and todo[0].assigned_by == asker
    assert "&lt;b&gt;twice" in todo[0].description and "Please answer" in todo[0].description
    told = wait_for(
        lambda: frappe.get_all(
            "Notification Log", {"document_name": case.public, "for_user": member}, ["subject"]
        ),
        seconds=60,
        what="the notification",
    )
    words = f"{frappe.utils.get_fullname(asker)} ви моли да погледнете разговора"
    assert told[0].subject.startswith(words)


def test_asking_twice_assigns_once(web, worker, make, case):
    member, asker = make.agent(), make.sales_rep()
    case.channel.db_set("user_group", make.user_group(member))
    client = web.as_user(asker)
    about = {"document_name": case.public, "for_user": member}
    for times in (1, 2):
        assert client.post("customers.ask_support", conversation=case.public, note="now?").ok
        wait_for(
            lambda times=times: frappe.db.count("Notification Log", about) == times,
            seconds=60,
            what=f"notification {times}",
        )
    assert frappe.db.count("ToDo", {"reference_name": case.public}) == 1


def test_without_a_team_it_is_said_what_to_do(web, make, case):
    case.channel.db_set("user_group", None)
    frappe.db.set_value("Social Conversation", case.public, "user_group", None)
    client = web.as_user(make.sales_rep())
    answer = client.post("customers.ask_support", conversation=case.public, note="now?")
    assert answer.status == 417 and "Social Manager" in answer.error
    empty = client.post("customers.ask_support", conversation=case.public, note=" ")
    assert empty.status == 417


def test_nobody_asks_about_what_they_may_not_see(web, make, case):
    case.channel.db_set("user_group", make.user_group(make.agent()))
    sales_rep = web.as_user(make.sales_rep())
    asked = sales_rep.post("customers.ask_support", conversation=case.private, note="x")
    assert asked.status == 403
    nobody = web.as_user(make.nobody())
    assert nobody.post("customers.ask_support", conversation=case.public, note="x").status == 403


def test_the_desk_loads_the_customer_with_its_milestones(web, make, case):
    answer = web.as_user(make.sales_rep()).get(
        "/api/method/frappe.desk.form.load.getdoc", doctype="Customer", name=case.customer
    )
    assert answer.ok
    content = frappe.as_json(answer.body["docinfo"]["additional_timeline_content"])
    assert "my drill" in content and "a secret" not in content
