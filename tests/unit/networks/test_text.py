"""A post's HTML as a reader sees it."""

from __future__ import annotations

import html
import re

import pytest

from social_support.networks.text import html_to_text

MENTION = (
    '<span class="h-card" translate="no"><a href="https://tools.example/@shop" '
    'class="u-url mention">@<span>shop</span></a></span>'
)
HASHTAG = (
    '<a href="https://tools.example/tags/Drill" class="mention hashtag" rel="tag">#<span>Drill'
    "</span></a>"
)
SHORTENED = (
    '<a href="https://www.tools.example/help/drills/d-200?lang=bg&amp;page=2" target="_blank" '
    'rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span>'
    '<span class="ellipsis">tools.example/help/drills/d-20</span>'
    '<span class="invisible">0?lang=bg&amp;page=2</span></a>'
)
ADDRESS = "https://www.tools.example/help/drills/d-200?lang=bg&page=2"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one<br>two<br />three</p>", "one\ntwo\nthree"),
        ("<p>one</p><p></p><p>two</p>", "one\n\ntwo"),
        ("<p>one<br><br><br>two</p>", "one\n\n\ntwo"),
        ("<p>two  spaces and &nbsp; one that holds</p>", "two  spaces and \xa0 one that holds"),
        (
            "<p>&lt;b&gt; &amp; &amp;amp; &quot;x&quot; &#39;y&#39; &#x1F621;</p>",
            "<b> & &amp; \"x\" 'y' 😡",
        ),
        (f"<p>{MENTION} my {HASHTAG} is dead</p>", "@shop my #Drill is dead"),
        (f"<p>See {SHORTENED}!</p>", f"See {ADDRESS}!"),
        ('<p><a href="https://a.example/x">https://a.example/x</a></p>', "https://a.example/x"),
        ('<p><a href="https://a.example/">a.example</a></p>', "a.example"),
        (
            '<p><a href="https://a.example/long/way">a.example/lon…</a></p>',
            "https://a.example/long/way",
        ),
        ('<p><a href="https://a.example/x">here</a></p>', "here (https://a.example/x)"),
        ('<p><a href="javascript:alert(1)">here</a></p>', "here"),
        ("<p>a</p>\n  <p>b</p>\n", "a\n\nb"),
        ("<p>a\n   b</p>", "a b"),
        ("<pre>a\n   b</pre>", "a\n   b"),
        (
            "<p>Buy</p><ul><li>nails</li><li><p>glue</p></li></ul><p>now</p>",
            "Buy\n\n• nails\n• glue\n\nnow",
        ),
        ("<blockquote><p>said</p></blockquote><p>yes</p>", "said\n\nyes"),
        ("<p>a</p><script>alert('x')</script><style>p {}</style><p>b</p>", "a\n\nb"),
        ("<p>so <img src=x alt=':sad:' onerror=alert(1)></p>", "so :sad:"),
        ("<p>1 < 2 && 3 > 2</p>", "1 < 2 && 3 > 2"),
        ("<p>not closed <b>at all", "not closed at all"),
        ("<p>tail &amp", "tail &"),
        ("<p>a<!-- not seen -->b</p>", "ab"),
    ],
)
def test_what_a_reader_sees(source: str, text: str):
    assert html_to_text(source) == text


@pytest.mark.parametrize(
    "typed",
    [
        "Third day without my drill... :(   >:(  <3",
        "  two before, none after",
        "AT&T &amp; me &lt;3 &nbsp;",
        "tab\there, odd\x0bspace,\u2028line, \u200bzero, soft\xadhyphen",
        "Ⓐ ﷽ ‮right to left‬ é é 👩‍👩‍👧‍👦 🇧🇬 👍🏽",
        "first\nsecond\nthird",
        "first\n\nthird\nfourth",
        "C:\\temp <script>alert('x')</script> {{ jinja }} %s 'quote\" `tick`",
        "@shop #Drill50%off a@b.example $5 100% ~tilde~ _under_ *star*",
        "] ]> --> <!-- ]]> &#x41; &bogus; &",
        "x" * 50_000,
    ],
)
def test_what_was_typed_comes_back(typed: str):
    assert html_to_text(_as_a_server_shows_it(typed)) == typed


def _as_a_server_shows_it(text: str) -> str:
    """How Mastodon turns plain text into HTML: escape, blank lines to paragraphs, lines to br."""
    paragraphs = re.split(r"\n\n+", html.escape(text))
    return "".join(f"<p>{'<br />'.join(p.split(chr(10)))}</p>" for p in paragraphs)
