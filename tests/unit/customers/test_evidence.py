"""What authors tell about who they are, and what only looks like it."""

from itertools import product

import pytest

from social_support.customers.evidence import (
    DOCUMENT,
    EMAIL,
    MAIL_DOMAIN,
    PHONE,
    PRIVATE_MESSAGE,
    PROFILE,
    PROVEN,
    PUBLIC_PROFILE,
    TOLD_US,
    WEBSITE,
    Evidence,
    ProfileFacts,
    emails,
    from_private_message,
    from_profile,
    host_of,
    phone,
    phones,
    websites,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to anna@petrova.example", ["anna@petrova.example"]),
        ("Write to Anna@Petrova.Example.", ["anna@petrova.example"]),
        (
            "<anna@petrova.example>, (ivan@petrova.example)!",
            ["anna@petrova.example", "ivan@petrova.example"],
        ),
        ("mailto:anna@petrova.example?subject=x", ["anna@petrova.example"]),
        (
            "E-mail:anna.petrova+shop@mail.petrova.example;",
            ["anna.petrova+shop@mail.petrova.example"],
        ),
        ("«anna@petrova.example»", ["anna@petrova.example"]),
        ("anna [at] petrova [dot] example", ["anna@petrova.example"]),
        ("anna(at)petrova.example", ["anna@petrova.example"]),
        ("anna＠petrova.example", ["anna@petrova.example"]),
        ("anna\u200b@petrova.example", ["anna@petrova.example"]),
        ("Имейлът ми е anna@petrova.example, благодаря", ["anna@petrova.example"]),
        ("имейл:anna@petrova.example", ["anna@petrova.example"]),
        ("anna@gmail.com", ["anna@gmail.com"]),
        ("twice anna@a.example anna@a.example", ["anna@a.example"]),
        # traps
        ("my account is @anna@mastodon.example", []),
        ("info@petrova.example and no-reply@petrova.example", []),
        ("Office@petrova.example, sales+bg@petrova.example", []),
        ("anna@localhost", []),
        ("3 drills @ 20.50 each", []),
        ("anna@@petrova.example", []),
        ("", []),
    ],
)
def test_emails(text: str, expected: list[str]) -> None:
    assert emails(text) == expected


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("Call me: 0888 123 456", "BG", ["+359888123456"]),
        ("тел. 0888/123-456", "BG", ["+359888123456"]),
        ("+359 (888) 12 34 56", "BG", ["+359888123456"]),
        ("00359888123456", "BG", ["+359888123456"]),
        ("02 981 1234", "BG", ["+35929811234"]),
        ("0170 1234567", "DE", ["+491701234567"]),
        ("+49 (0)170 / 123 45 67", "DE", ["+491701234567"]),
        ("+49 170 1234567", "BG", ["+491701234567"]),
        ("+359 888 123 456", None, ["+359888123456"]),
        # traps
        ("0888 123 456", None, []),
        ("order 12345, 3 November 2023 at 14:02", "BG", []),
        ("SINV-0912 costs 1310.00", "BG", []),
        ("https://petrova.example/p/20231102140233", "BG", []),
        ("", "BG", []),
    ],
)
def test_phones(text: str, region: str | None, expected: list[str]) -> None:
    assert phones(text, region) == expected


@pytest.mark.parametrize(
    ("number", "region", "expected"),
    [
        ("0888 123 456", "BG", "+359888123456"),
        ("+359888123456", None, "+359888123456"),
        ("0888 123 456", None, None),
        ("ask Maria", "BG", None),
        ("", "BG", None),
    ],
)
def test_a_number_from_a_form(number: str, region: str | None, expected: str | None) -> None:
    assert phone(number, region) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.petrova.example/about?x=1#top", ["petrova.example"]),
        ("HTTP://Petrova.Example", ["petrova.example"]),
        ("https://petrova.example:8443/", ["petrova.example"]),
        ("see petrova.example.", ["petrova.example"]),
        ("(www.petrova.example)", ["petrova.example"]),
        ("shop.petrova.example/tools", ["shop.petrova.example"]),
        ("Магазинът ни: https://petrova.example/инструменти", ["petrova.example"]),
        ("https://петрова.бг/", ["петрова.бг"]),
        # traps
        ("anna@petrova.example", []),
        ("@anna@petrova.example", []),
        ("https://petrova.example/@anna", []),
        ("https://petrova.example/users/anna", []),
        ("https://linktr.ee/annap", []),
        ("https://m.facebook.com/petrova", []),
        ("youtube.com/watch?v=1 and https://youtu.be/1", []),
        ("x.com/annap", []),
        ("https://gmail.com", []),
        ("https://[broken/", []),
        ("http://localhost/", []),
        ("Done.", []),
    ],
)
def test_websites(text: str, expected: list[str]) -> None:
    assert websites(text) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.petrova.example/", "petrova.example"),
        ("petrova.example/shop", "petrova.example"),
        (" www.petrova.example ", "petrova.example"),
        ("petrova.example:80", "petrova.example"),
        ("http://[::1", None),
        ("none yet", None),
        ("", None),
        (None, None),
    ],
)
def test_a_website_from_a_form(address: str | None, expected: str | None) -> None:
    assert host_of(address) == expected


def test_a_profile_tells_in_public() -> None:
    facts = ProfileFacts(
        bio="Owner of Petrova Ltd, anna@petrova.example",
        fields=("https://www.petrova.example/", "0888 123 456"),
        url="https://mastodon.example/@anna",
        region="BG",
    )
    assert from_profile(facts) == [
        Evidence(EMAIL, "anna@petrova.example", PROFILE),
        Evidence(MAIL_DOMAIN, "petrova.example", PROFILE),
        Evidence(WEBSITE, "petrova.example", PROFILE),
        Evidence(PHONE, "+359888123456", PROFILE),
    ]
    assert {evidence.basis for evidence in from_profile(facts)} == {PUBLIC_PROFILE}


def test_a_private_message_tells_us() -> None:
    (evidence,) = from_private_message("reach me at anna@gmail.com", None)
    assert evidence == Evidence(EMAIL, "anna@gmail.com", PRIVATE_MESSAGE)
    assert evidence.basis == TOLD_US
    assert (
        evidence.words.format(evidence.value)
        == "the e-mail anna@gmail.com in a private message to us"
    )


def test_the_address_on_the_network_is_no_website() -> None:
    """Everybody on a server has its host in the profile's address, perhaps in the text too."""
    facts = ProfileFacts(
        bio="Admin here: https://social.example/about", url="https://social.example/@anna"
    )
    assert from_profile(facts) == []


def test_a_free_mail_domain_is_no_website() -> None:
    kinds = {evidence.kind for evidence in from_private_message("anna@abv.bg anna@yahoo.de", "BG")}
    assert kinds == {EMAIL}


def test_a_very_long_text_is_read_to_a_bound() -> None:
    assert emails("a" * 50_000 + " anna@petrova.example") == []
    assert len(emails(" ".join(f"a{n}@petrova.example" for n in range(200)))) == 10


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        *product([EMAIL, PHONE, WEBSITE, MAIL_DOMAIN], [PROFILE, PRIVATE_MESSAGE]),
        (WEBSITE, PROVEN),
        (DOCUMENT, PRIVATE_MESSAGE),
    ],
)
def test_every_evidence_has_words(kind: str, where: str) -> None:
    assert "{0}" in Evidence(kind, "x", where).words


def test_a_website_that_the_network_proved_counts_once() -> None:
    facts = ProfileFacts(
        fields=("https://petrova.example", "https://other.example"),
        proven=("https://petrova.example",),
    )
    assert from_profile(facts) == [
        Evidence(WEBSITE, "petrova.example", PROVEN),
        Evidence(WEBSITE, "other.example", PROFILE),
    ]


def test_numbers_count_in_private_messages_alone() -> None:
    text = "Where is SAL-ORD-2023-00007?"
    assert from_private_message(text, "BG") == [
        Evidence(DOCUMENT, "SAL-ORD-2023-00007", PRIVATE_MESSAGE)
    ]
    assert from_profile(ProfileFacts(bio=text)) == []
