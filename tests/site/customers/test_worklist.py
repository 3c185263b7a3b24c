"""The worklist: what waits, the most likely first, bounded, and nothing that one may not know."""

import frappe
import pytest

from social_support.conversations.keys import new_name
from social_support.conversations.store.rows import insert_rows
from social_support.customers import links, worklist
from social_support.customers.suggestions import keys_of
from tests.site.support.queries import count_queries


@pytest.fixture
def waits():
    """waits(profile, party, score, doctype) -> an open suggestion with this score."""

    def waits(profile: str, party: str, score: int, doctype: str = "Customer") -> str:
        about = {"customer": None, "contact": None, "lead": None} | {doctype.lower(): party}
        row = {"name": new_name(), "profile": profile, **about, "score": score, "decision": "Open"}
        said = {"evidence": f"Evidence of {score}.", "basis": "Public Profile"}
        insert_rows("Social Link Suggestion", [row | said | keys_of(profile, party, doctype)])
        return row["name"]

    return waits


def names(answer: dict) -> list[str]:
    return [match["name"] for match in answer["matches"]]


def test_the_most_likely_comes_first_with_all_one_needs_to_decide(
    make, arrive, introduces, channel, waits
):
    customer, lead, contact = make.customer(website="acme.example"), make.lead(), make.contact()
    author = arrive(channel, introduces(bio="I drill"))
    others = [make.profile(), make.profile()]
    likely = waits(author.name, customer.name, 10_003)
    less = waits(others[0], lead.name, 10_002, "Lead")
    least = waits(others[1], contact.name, 10_001, "Contact")
    with make.as_user(make.agent()):
        answer = worklist.waiting()
        assert names(answer)[:3] == [likely, less, least]
        assert names(worklist.waiting(skipped=2))[0] == least
        links.accept(likely)
        after = worklist.waiting()
    first = answer["matches"][0]
    assert first["author"]["handle"] == author.handle and first["author"]["bio"] == "I drill"
    assert first["author"]["post"]["text"]
    assert first["party"]["title"] == customer.customer_name
    assert "acme.example" in first["party"]["facts"] and first["evidence"] == "Evidence of 10003."
    assert [match["party"]["doctype"] for match in answer["matches"][1:3]] == ["Lead", "Contact"]
    assert names(after)[0] == less and after["total"] == answer["total"] - 1


def test_who_may_not_read_a_customer_never_sees_the_pair(make, waits):
    mine, foreign = make.customer().name, make.customer().name
    seen, unseen = waits(make.profile(), mine, 10_001), waits(make.profile(), foreign, 10_002)
    agent = make.agent()
    permission = {"doctype": "User Permission", "user": agent, "allow": "Customer"}
    frappe.get_doc(permission | {"for_value": mine}).insert()
    with make.as_user(agent):
        assert names(worklist.waiting()) == [seen]
    with make.as_user(make.user("Social Agent")):
        blind = worklist.waiting()
    assert not {seen, unseen} & set(names(blind))


def test_a_long_list_is_as_cheap_as_a_short_one(make, waits):
    customer = make.customer().name
    asked = {}
    for size in (3, 2000):
        profile = make.profile()
        rows = [
            {
                "name": new_name(),
                "profile": profile,
                "customer": customer,
                "score": 20_000 + number,
                "decision": "Open",
                "pair_key": f"{size} {number}",
            }
            for number in range(size)
        ]
        insert_rows("Social Link Suggestion", rows)
        with make.as_user("Administrator"), count_queries() as queries:
            answer = worklist.waiting()
        asked[size] = len(queries)
    assert len(answer["matches"]) == worklist.AT_ONCE and answer["total"] >= 2000
    assert asked[2000] <= asked[3] <= 12
    plan = frappe.db.sql(
        "EXPLAIN SELECT name FROM `tabSocial Link Suggestion` WHERE decision = 'Open'"
        " ORDER BY score DESC, name DESC LIMIT 20",
        as_dict=True,
    )[0]
    assert plan.key == "decision_score_index" and "filesort" not in (plan.Extra or "")
