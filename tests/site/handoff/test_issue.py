"""Convert to Issue, and the way back."""

import frappe
import pytest

from social_support.conversations import actions
from social_support.conversations.clock import utc_now
from social_support.handoff import issue as handoff


@pytest.fixture
def agent(make):
    return make.agent()


def converted(make, conversation: str, user: str) -> frappe.model.document.Document:
    with make.as_user(user):
        result = handoff.convert_to_issue(conversation, user)
    assert result["created"]
    return frappe.get_doc("Issue", result["issue"])


def author_is(conversation: str, **links: str) -> None:
    profile = frappe.db.get_value("Social Conversation", conversation, "profile")
    frappe.db.set_value("Social Profile", profile, links)


def test_the_issue_tells_the_thread_and_belongs_to_the_customer(make, agent):
    customer = make.customer("Petrova Ltd", email="anna@petrova.example")
    contact = frappe.db.get_value("Contact", {"email_id": "anna@petrova.example"})
    conversation = make.conversation(text="Third day\nwithout my <b>drill</b>")
    author_is(conversation, customer=customer.name, contact=contact)
    issue = converted(make, conversation, agent)
    assert issue.subject == "Third day without my <b>drill</b>"
    assert "Third day<br>" in issue.description
    assert "&lt;b&gt;drill&lt;/b&gt;" in issue.description
    permalink = frappe.db.get_value(
        "Social Interaction", {"conversation": conversation}, "permalink"
    )
    assert permalink in issue.description
    assert (issue.customer, issue.contact) == (customer.name, contact)
    assert issue.raised_by == "anna@petrova.example"
    assert issue.social_conversation == conversation


def test_the_conversation_waits_for_the_issue_and_both_say_so(make, agent):
    conversation = make.conversation()
    issue = converted(make, conversation, agent)
    row = frappe.get_doc("Social Conversation", conversation)
    assert (row.status, row.issue) == ("On Hold", issue.name)
    for doctype, name in (("Issue", issue.name), ("Social Conversation", conversation)):
        about = {"reference_doctype": doctype, "reference_name": name, "comment_type": "Info"}
        assert frappe.db.count("Comment", about)


def test_an_unknown_requester_stays_unknown_whoever_saves(make, agent):
    make.customer("The agent's other life", email=agent)
    issue = converted(make, make.conversation(), agent)
    assert [issue.raised_by, issue.customer, issue.contact] == [None, None, None]
    with make.as_user(agent):
        issue.subject = "Changed"
        issue.save()
    issue.reload()
    assert [issue.raised_by, issue.customer, issue.contact] == [None, None, None]


def test_an_administrator_without_an_address_can_convert_too(make):
    assert converted(make, make.conversation(), "Administrator").raised_by is None


def test_what_the_agent_fills_in_later_is_kept(make, agent):
    customer = make.customer("Petrova Ltd")
    issue = converted(make, make.conversation(), agent)
    with make.as_user(agent):
        issue.customer = customer.name
        issue.save()
    issue.reload()
    assert issue.customer == customer.name
    assert issue.raised_by is None


def test_a_second_click_finds_the_same_issue(make, agent):
    conversation = make.conversation()
    first = converted(make, conversation, agent)
    with make.as_user(agent):
        again = handoff.convert_to_issue(conversation, agent)
    assert again == {"issue": first.name, "created": False}


def test_who_may_not_create_issues_is_told_who_gives_the_right(make):
    user, conversation = make.user("Social Agent"), make.conversation()
    with make.as_user(user), pytest.raises(frappe.PermissionError, match="Support Team"):
        handoff.convert_to_issue(conversation, user)


def test_an_agency_does_not_carry_private_words_into_an_issue(make):
    user = make.user("Social Agency", "Support Team")
    conversation = make.conversation(text="My IBAN is 12345", visibility="Private")
    issue = converted(make, conversation, user)
    assert "IBAN" not in issue.subject + issue.description
    assert "private message" in issue.description


def test_an_agent_carries_private_words(make, agent):
    conversation = make.conversation(text="My IBAN is 12345", visibility="Private")
    assert "IBAN" in converted(make, conversation, agent).description


@pytest.mark.parametrize("status", ["Resolved", "Closed"])
def test_a_done_issue_brings_the_conversation_back_once(make, agent, status):
    conversation = make.conversation()
    issue = converted(make, conversation, agent)
    issue.status = status
    issue.save()
    row = frappe.get_doc("Social Conversation", conversation)
    assert (row.status, row.tell_customer) == ("Open", 1)
    actions.close(conversation, "Solved")
    issue.subject = "Saved again"
    issue.save()
    assert frappe.db.get_value("Social Conversation", conversation, "status") == "Closed"


def test_an_issue_resolved_from_its_list_is_noticed_too(make, agent, tick):
    conversation = make.conversation()
    issue = converted(make, conversation, agent)
    frappe.db.set_value("Issue", issue.name, "status", "Resolved")
    tick("issue.notice_resolved_issues")
    row = frappe.get_doc("Social Conversation", conversation)
    assert (row.status, row.tell_customer) == ("Open", 1)


def test_other_issues_change_nothing(make):
    issue = make.issue()
    issue.status = "Resolved"
    issue.save()
    assert issue.status == "Resolved"


def test_a_hold_after_the_issue_was_resolved_holds(make, agent, tick):
    conversation = make.conversation()
    issue = converted(make, conversation, agent)
    with_status(issue, "Resolved")
    actions.mark_replied(conversation, utc_now(), agent)
    actions.hold(conversation, None)
    tick("issue.notice_resolved_issues")
    assert status_of(conversation) == "On Hold"
    with_status(issue, "Open")
    with_status(issue, "Resolved")
    assert status_of(conversation) == "Open"


def test_an_issue_of_a_conversation_can_be_deleted(make, agent):
    conversation = make.conversation()
    issue = converted(make, conversation, agent)
    frappe.delete_doc("Issue", issue.name)
    assert not frappe.db.get_value("Social Conversation", conversation, "issue")
    assert status_of(conversation) == "Open"


def with_status(issue, status: str) -> None:
    issue.status = status
    issue.save()


def status_of(conversation: str) -> str:
    return frappe.db.get_value("Social Conversation", conversation, "status")
