"""Authors are found by handle and name, by those who may read authors."""

import frappe

from social_support.customers import links
from tests.site.support.queries import count_queries


def test_authors_are_found_by_the_beginning_of_handle_or_name(web, make):
    handle = f"kaloyan{make.unique('').strip()}@social.example"
    customer = make.customer()
    profile = make.profile(handle, display_name="Калоян Петров")
    links.link(profile, customer.name, basis="Agreed", evidence="x")
    erased = make.profile(f"erased{handle}", display_name="Калоян", erased=1)
    agent = web.as_user(make.agent())
    for text in (handle[:12], f"@{handle[:14]}", "калоян пет"):
        (found,) = agent.get("search.authors", text=text).message
        assert found["name"] == profile and customer.name in found["who"]
    assert erased not in agent.get("search.authors", text="Калоян").text
    for nothing in ("k", "%", "_aloyan", "loyan"):
        assert not agent.get("search.authors", text=nothing).message
    for stranger in (make.agency(), make.sales_rep(), make.nobody()):
        assert not web.as_user(stranger).get("search.authors", text=handle).message


def test_a_link_field_offers_authors_by_handle(web, make):
    handle = f"zornitsa{make.unique('').strip()}@social.example"
    free = make.profile(handle, display_name="<img src=x onerror=alert(1)>")
    linked = make.profile(f"{handle}.linked")
    links.link(linked, make.customer().name, basis="Agreed", evidence="x")
    asked = {"doctype": "Social Profile", "txt": f"@{handle}"}
    method = "/api/method/frappe.desk.search.search_link"
    agent = web.as_user(make.agent())
    offered = agent.get(method, **asked).body
    rows = offered.get("results") or offered["message"]
    assert {row["value"] for row in rows} == {free, linked}
    assert {row["label"] for row in rows} == {handle, f"{handle}.linked"}
    assert not [row for row in rows if "<" in row["description"]], "Frappe shows it as HTML"
    only_free = {"customer": ["is", "not set"]}
    offered = agent.get(method, **asked, filters=frappe.as_json(only_free)).body
    rows = offered.get("results") or offered["message"]
    assert [row["value"] for row in rows] == [free]
    assert free not in web.as_user(make.agency()).get(method, **asked).text


def test_the_search_uses_the_indexes(make):
    from social_support.customers import find

    with count_queries() as queries:
        find.authors("anna")
    assert len([query for query in queries if "from `tabSocial Profile`" in query]) == 2
    for column in ("handle", "display_name"):
        plan = frappe.db.sql(
            f"EXPLAIN SELECT name FROM `tabSocial Profile` WHERE {column} LIKE 'zq%%' LIMIT 10",
            as_dict=True,
        )[0]
        assert plan.possible_keys and column in plan.possible_keys
