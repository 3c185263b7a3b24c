"""A page of posts as it reaches the customers room: stored, then identified."""

import secrets
from collections.abc import Callable

import frappe
import pytest

from social_support.customers.identify import identify
from social_support.networks.contract import Post, ProfileField


@pytest.fixture
def arrive(make) -> Callable:
    """arrive(channel, *posts) -> the author of the last post, as stored and identified."""

    def arrive(channel, *posts: Post):
        stored = make.stored(channel, *posts)
        identify(stored.fresh_profiles, stored.inbound_new)
        author = frappe.db.get_value("Social Interaction", stored.inbound_new[-1], "profile")
        return frappe.get_doc("Social Profile", author)

    return arrive


@pytest.fixture
def channel(make):
    return make.channel()


@pytest.fixture
def says(make) -> Callable:
    """says(text) -> a direct message with this text."""

    def says(text: str, **fields) -> Post:
        return make.post(text, kind="Direct Message", visibility="Private", **fields)

    return says


@pytest.fixture
def introduces(make) -> Callable:
    """introduces(bio, *fields) -> a public post by somebody whose profile says this."""

    def introduces(bio: str = "", *fields: str, handle: str | None = None, **more) -> Post:
        handle = handle or make.unique("anna").replace(" ", "") + "@social.example"
        values = tuple(ProfileField("Link", value, None) for value in fields)
        return make.post(author=make.author(handle, bio=bio, fields=values, **more))

    return introduces


@pytest.fixture
def host(make) -> str:
    """A host that no other customer has."""
    return make.unique("petrova").replace(" ", "-") + ".example"


@pytest.fixture
def number() -> str:
    """A Bulgarian mobile number that no other contact has, as a person writes it."""
    tail = f"{secrets.randbelow(10**6):06d}"
    return f"+359 88 9{tail[:2]} {tail[2:]}"


@pytest.fixture
def suggestions() -> Callable:
    """suggestions(profile) -> customers suggested and not decided on."""

    def suggestions(profile) -> list[str]:
        filters = {"profile": profile.name, "decision": "Open"}
        return frappe.get_all("Social Link Suggestion", filters=filters, pluck="customer")

    return suggestions
