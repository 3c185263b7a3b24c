import pytest

from social_support.networks.links import one_spelling

LINK = "https://shop.example/@anna/1095"


@pytest.mark.parametrize(
    "spelled",
    [
        LINK,
        f"{LINK}/",
        f" {LINK}\n",
        "http://shop.example/@anna/1095",
        "HTTPS://Shop.Example:443/@anna/1095",
        "https://www.shop.example/@anna/1095?utm_source=mail&utm_medium=x",
        "https://m.shop.example/@anna/1095?s=20&t=AbC",
        "https://mobile.shop.example/@anna/1095#reply",
    ],
)
def test_spellings_of_one_link(spelled):
    assert one_spelling(spelled) == LINK


@pytest.mark.parametrize(
    "other",
    [
        "https://shop.example/@anna/1096",
        "https://shop.example/@Anna/1095",
        "https://shop.example:8443/@anna/1095",
        "https://shop.example/@anna/1095?comment_id=7",
        "https://other.example/@anna/1095",
    ],
)
def test_links_to_different_posts(other):
    assert one_spelling(other) != LINK


def test_parameters_that_name_a_post_stay_in_one_order():
    one = one_spelling("https://facebook.example/permalink.php?story_fbid=1&id=2&fbclid=x")
    other = one_spelling("https://m.facebook.example/permalink.php?id=2&story_fbid=1")
    assert one == other and "story_fbid=1" in one


@pytest.mark.parametrize("text", ["", "not a link", "@anna", "https://", "https://[::1", "m.x"])
def test_what_is_no_web_address_stays_as_it_is(text):
    assert one_spelling(text) == text


def test_a_short_host_keeps_its_name():
    assert one_spelling("https://m.example/1") == "https://m.example/1"


@pytest.mark.parametrize("link", ["https://a.example:99999/1", "https://a.example/%zz?q=%zz"])
def test_odd_links_break_nothing(link):
    assert one_spelling(one_spelling(link)) == one_spelling(link)
