import pytest

from social_support.ingestion.notices import NewPost, notice


def post(author="@annap", text="Third day without my drill", private=False):
    return NewPost(author, "Our shop", "conversation", private, text)


def test_one_public_post_is_quoted():
    words = notice([post()]).told(str)
    assert words == "@annap wrote to Our shop: “Third day without my drill”"


def test_a_quote_is_one_short_line():
    words = notice([post(text="a\nb  " * 100)]).told(str)
    assert "\n" not in words
    assert words.endswith("…”")
    assert len(words) < 140


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_post_without_text_is_not_quoted(text):
    assert notice([post(text=text)]).told(str) == "@annap wrote to Our shop"


def test_private_text_is_never_quoted():
    for posts in ([post(private=True)], [post(private=True)] * 2, [post(private=True), post("@b")]):
        assert "drill" not in notice(posts).told(str)


def test_a_burst_of_many_names_the_first_and_counts_the_authors():
    posts = [post(), post(), *(post(f"@other{n}") for n in range(23))]
    assert notice(posts).told(str) == "@annap and 23 more wrote to Our shop"


def test_a_burst_of_one_author_counts_the_posts():
    assert notice([post()] * 3).told(str) == "@annap wrote 3 posts to Our shop"
