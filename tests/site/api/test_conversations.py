"""Who reaches what through the API, and working on many conversations at once."""

import json
import threading

import frappe
import pytest

from social_support.api import conversations as api
from social_support.api import replies as replies_api

ALLOWED, DENIED = "allowed", "denied"
WORKERS = {"agent": ALLOWED, "agency": ALLOWED, "manager": ALLOWED}
OTHERS = dict.fromkeys(("sales_rep", "nobody", "website_user", "guest"), DENIED)
CHANGES = {
    "conversations.hold": {"names": "CONVERSATION", "until": None},
    "conversations.reopen": {"names": "CONVERSATION"},
    "conversations.close": {"names": "CONVERSATION", "outcome": "Solved"},
    "conversations.assign": {"names": "CONVERSATION", "user": "Administrator"},
    "replies.answered_on_network": {"conversation": "CONVERSATION"},
    "replies.send": {"interaction": "INTERACTION", "text": "Hello"},
    "replies.hide": {"interaction": "INTERACTION"},
    "replies.show_again": {"interaction": "INTERACTION"},
    "replies.cancel": {"reply": "REPLY"},
    "replies.retry": {"reply": "REPLY"},
    "replies.it_went_out": {"reply": "REPLY"},
    "handoff.convert_to_issue": {"conversation": "CONVERSATION"},
}
READS = {
    "conversations.thread": {"conversation": "CONVERSATION"},
    "replies.compose": {"conversation": "CONVERSATION"},
    "replies.measure": {"interaction": "INTERACTION", "text": "Hello"},
}
NO_RIGHT_TO_ISSUES = {("agency", "handoff.convert_to_issue")}


class Case:
    """A conversation with a reply, and what the names in the tables stand for."""

    def __init__(self, make):
        self.channel = make.channel(mode="Listen and Reply")
        stored = make.stored(self.channel, make.post())
        self.conversation, self.interaction = stored.conversations[0], stored.inbound_new[0]
        self.reply = replies_api.send(self.interaction, make.unique("Hello"))
        frappe.db.set_value("Social Reply", self.reply, "status", "Failed")
        # No worker is to touch the reply: the network of this channel can't be reached anyway.
        frappe.db.after_commit.reset()

    def arguments(self, given: dict) -> dict:
        known = {
            "CONVERSATION": self.conversation,
            "INTERACTION": self.interaction,
            "REPLY": self.reply,
        }
        return {key: known.get(value, value) for key, value in given.items()}


@pytest.fixture
def case(make) -> Case:
    return Case(make)


def outcome(answer) -> str:
    """Denied only where permission was missing: other refusals are about the state."""
    if answer.status in (401, 403):
        return DENIED
    failed = (answer.message or {}).get("failed") if isinstance(answer.message, dict) else None
    return DENIED if failed and "You may not" in failed[0]["reason"] else ALLOWED


def test_every_role_at_every_endpoint(make, web, case):
    people = {role: getattr(make, role)() for role in {**WORKERS, **OTHERS} if role != "guest"}
    make.restrict(people["agency"], "Social Channel", case.channel.name)
    clients = {role: web.as_user(user) for role, user in people.items()} | {"guest": web.guest}
    seen, expected = {}, {}
    for endpoint, given in {**READS, **CHANGES}.items():
        for role, client in clients.items():
            answer = client.post(endpoint, **case.arguments(given))
            seen[role, endpoint] = outcome(answer)
            expected[role, endpoint] = {**WORKERS, **OTHERS}[role]
    expected |= dict.fromkeys(NO_RIGHT_TO_ISSUES, ALLOWED)  # an Issue is there already
    assert {key: seen[key] for key in seen if seen[key] != expected[key]} == {}


def test_nothing_changes_by_a_link_somebody_follows(make, web, case):
    client = web.as_user(make.agent())
    answers = {name: client.get(name, **case.arguments(CHANGES[name])) for name in CHANGES}
    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(CHANGES, 403)
    assert frappe.db.get_value("Social Conversation", case.conversation, "status") == "Open"


def test_in_bulk_each_conversation_says_what_became_of_it(make):
    channel = make.channel()
    open_one, closed, foreign = (make.conversation(channel) for _ in range(3))
    api.close(closed, "Spam")
    names = json.dumps([open_one, closed, "no such conversation"])
    result = api.hold(names, None)
    assert result["done"] == [open_one]
    assert [row["name"] for row in result["failed"]] == [closed, "no such conversation"]
    assert all(row["reason"].endswith(".") for row in result["failed"])
    assert not frappe.message_log
    assert frappe.db.get_value("Social Conversation", foreign, "status") == "Open"


def test_in_bulk_an_agency_reaches_only_its_channels(make):
    ours, theirs = make.channel(), make.channel()
    user = make.agency(theirs.name)
    names = [make.conversation(ours), make.conversation(theirs)]
    with make.as_user(user):
        result = api.close(json.dumps(names), "Solved")
    assert result["done"] == names[1:]
    assert [row["name"] for row in result["failed"]] == names[:1]


def test_the_other_actions_in_bulk(make):
    names = [make.conversation() for _ in range(2)]
    user = make.agent()
    assert api.assign(json.dumps(names), user, "Please")["done"] == names
    assert api.close(json.dumps(names), "Solved")["done"] == names
    assert api.reopen(json.dumps(names))["done"] == names
    assert frappe.db.count("ToDo", {"reference_name": ["in", names], "allocated_to": user}) == 2


def test_private_posts_are_for_agents_and_the_account_manager(make):
    rep, account_manager = make.sales_rep(), make.account_manager()
    customer = make.customer(account_manager=account_manager)
    conversation = make.conversation(visibility="Private", text="My IBAN is 1")
    profile = frappe.db.get_value("Social Conversation", conversation, "profile")
    frappe.db.set_value("Social Profile", profile, "customer", customer.name)
    with make.as_user(rep), pytest.raises(frappe.PermissionError):
        api.thread(conversation)
    for user in (account_manager, make.agent()):
        with make.as_user(user):
            assert "IBAN" in api.thread(conversation)["posts"][0]["text"]


def test_a_reader_of_the_customer_sees_the_public_thread_and_may_do_nothing(make):
    customer, rep = make.customer(), make.sales_rep()
    conversation = make.conversation()
    profile = frappe.db.get_value("Social Conversation", conversation, "profile")
    frappe.db.set_value("Social Profile", profile, "customer", customer.name)
    with make.as_user(rep):
        thread = api.thread(conversation)
    assert thread["customer"]["name"] == customer.name
    assert thread["may"] == {"answer": False, "link": False, "see_private": False, "convert": False}


def test_an_agency_is_not_told_who_the_customer_is(make):
    conversation = make.conversation()
    profile = frappe.db.get_value("Social Conversation", conversation, "profile")
    frappe.db.set_value("Social Profile", profile, "customer", make.customer().name)
    channel = frappe.db.get_value("Social Conversation", conversation, "channel")
    with make.as_user(make.agency(channel)):
        thread = api.thread(conversation)
    assert thread["customer"] is None
    assert "evidence" not in thread["author"]


def at_once(client, method: str, times: int = 2, **arguments) -> list:
    """The answers to the same call made from several browsers at the same moment."""
    frappe.db.commit()
    barrier, answers = threading.Barrier(times), []

    def ask() -> None:
        barrier.wait()
        path = f"{client.url}/api/method/social_support.api.{method}"
        answers.append(client.http.post(path, json=arguments, timeout=60))

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    frappe.db.commit()
    return answers


def test_a_double_click_on_send_writes_one_reply(make, web):
    channel = make.channel(mode="Listen and Reply")
    interaction = make.stored(channel, make.post()).inbound_new[0]
    client = web.as_user(make.agent())
    answers = at_once(client, "replies.send", interaction=interaction, text="Once", in_view_of="")
    assert sorted(answer.status_code for answer in answers) == [200, 417]
    assert frappe.db.count("Social Reply", {"in_reply_to": interaction}) == 1


def test_two_clicks_on_convert_make_one_issue(make, web):
    conversation = make.conversation()
    client = web.as_user(make.agent())
    answers = at_once(client, "handoff.convert_to_issue", conversation=conversation)
    results = [answer.json()["message"] for answer in answers]
    assert len({result["issue"] for result in results}) == 1
    assert sorted(result["created"] for result in results) == [False, True]
    assert frappe.db.count("Issue", {"social_conversation": conversation}) == 1
