import pytest

from social_support.ingestion.server_address import BadAddress, normalised


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://Mastodon.Social/@shop?x=1 ", "https://mastodon.social"),
        ("https://shop.example:8443/", "https://shop.example:8443"),
        ("https://[2001:db8::1]/about", "https://[2001:db8::1]"),
        ("", ""),
    ],
)
def test_what_a_person_types_becomes_an_address(typed, address):
    assert normalised(typed) == address


def test_http_only_where_the_site_allows_it():
    assert normalised("http://localhost:8000/x", allow_http=True) == "http://localhost:8000"
    with pytest.raises(BadAddress):
        normalised("http://localhost:8000")


@pytest.mark.parametrize(
    "typed",
    [
        "https://",
        "ftp://shop.example",
        "javascript:alert(1)",
        "https://user:secret@shop.example",
        "https://shop.example:port",
        "two words",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(BadAddress):
        normalised(typed, allow_http=True)
