"""What is Facebook's own in reading: lists below lists, short pages, late comments, limits."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from social_support.networks.contract import OWN_POSTS, PRIVATE, Stream
from social_support.networks.errors import (
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PermissionRefused,
    RateLimited,
    Terminal,
    Unavailable,
    UnexpectedPayload,
)
from social_support.networks.facebook import lists, lookup, overlap
from social_support.networks.facebook.parse import COMMENT, REVIEW, UNKNOWN
from social_support.networks.links import one_spelling
from social_support.networks.times import utc_now
from tests.fakes.facebook import PERSON_TOKEN, FacebookServer
from tests.fakes.facebook_shapes import refusal
from tests.fakes.facebook_world import PAGE, PAGE_NAME
from tests.unit.networks.facebook_support import (
    COMMENTS,
    FEED,
    FacebookProvider,
    asked,
    ids,
    network,
    now,
    only,
    provider,
    server,
    texts,
)

__all__ = ["network", "provider", "server"]

MENTIONS, REVIEWS = Stream("Mentions"), Stream("Reviews")
MESSAGES = Stream("Direct Messages")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def small_pages(server: FacebookServer) -> None:
    server.api.page_size = 3


# Comments


def test_an_answer_to_a_comment_is_read_too(server: FacebookServer, provider, network):
    cursor = now(network)
    above = server.world.comment("anna", provider.post, "Does it drill stone?")
    below = server.world.comment("boris", provider.post, "It does", above=above)
    posts = [post for page in network.fetch(COMMENTS, cursor) for post in page.posts]
    assert [post.external_id for post in posts] == [COMMENT + above, COMMENT + below]
    assert [post.parent_id for post in posts] == [provider.post, COMMENT + above]
    assert {post.thread_id for post in posts} == {provider.post}
    assert [post.kind for post in posts] == ["Comment", "Reply"]


def test_what_the_page_wrote_is_read_as_its_own(server: FacebookServer, provider, network):
    above = server.world.comment("anna", provider.post, "Does it drill stone?")
    answer = server.world.comment(PAGE_NAME, provider.post, "Yes", above=above)
    assert ids(network.look_back(COMMENTS, None, utc_now() - DAY)) == [COMMENT + above]
    own = ids(network.look_back(Stream(OWN_POSTS), None, utc_now() - DAY))
    assert own == [provider.post, COMMENT + answer]


def test_comments_below_a_visitors_post_are_read(server: FacebookServer, network):
    post = server.world.post("clara", "Where is my order?", ago=HOUR)
    comment = server.world.comment("boris", post, "Mine is late too", ago=MINUTE)
    assert COMMENT + comment in ids(network.look_back(COMMENTS, None, utc_now() - DAY))


@pytest.mark.parametrize("kept", [True, False], ids=["newest first", "oldest first"])
def test_the_order_of_comments_does_not_matter(
    server: FacebookServer, provider, network, small_pages, kept: bool
):
    server.api.order_is_kept = kept
    for number in range(10):
        server.world.comment("anna", provider.post, f"No. {number}", ago=HOUR - number * MINUTE)
    cursor = now(network)
    for number in range(10, 20):
        server.world.comment("anna", provider.post, f"No. {number}", ago=(20 - number) * MINUTE)
    found = texts(network.fetch(COMMENTS, cursor))
    assert {f"No. {number}" for number in range(10, 20)} <= {*found}


def test_a_comment_below_an_old_post_is_read(server: FacebookServer, network):
    old = server.world.post(PAGE_NAME, "Last month's offer", ago=40 * DAY)
    cursor = overlap.cursor_at(utc_now() - HOUR)
    comment = server.world.comment("anna", old, "Is it still on?")
    assert ids(network.fetch(COMMENTS, cursor)) == [COMMENT + comment]


def test_what_nobody_wrote_below_is_not_asked_for(server: FacebookServer, provider, network):
    for number in range(5):
        server.world.post(PAGE_NAME, f"Offer {number}", ago=(number + 1) * DAY)
    server.world.comment("anna", provider.post, "Good")
    cursor = now(network)
    server.seen.clear()
    assert list(network.fetch(COMMENTS, cursor)) == []
    assert len(asked(server, "/comments?")) == 1


def test_below_a_post_without_comments_nothing_is_asked_for(server: FacebookServer, network):
    written = [server.world.post(PAGE_NAME, f"Offer {n}", ago=n * HOUR) for n in range(1, 5)]
    own = ids(network.look_back(Stream(OWN_POSTS), None, utc_now() - DAY))
    assert {*written} <= {*own}
    assert asked(server, "/comments?") == []


def test_a_comment_that_was_shown_late_is_read(server: FacebookServer, provider, network):
    server.world.comment("anna", provider.post, "First")
    cursor = now(network)
    late = server.world.comment("boris", provider.post, "Held back", ago=5 * MINUTE)
    assert ids(network.fetch(COMMENTS, cursor)) == [COMMENT + late]


# Walks


@pytest.mark.parametrize("stream", [COMMENTS, FEED, MESSAGES, REVIEWS, MENTIONS])
def test_a_run_may_stop_after_any_page(server: FacebookServer, network, small_pages, stream):
    write = writer(server, stream)
    write("To begin with", 3 * HOUR)
    cursor = now(network, stream)
    written = [f"No. {number}" for number in range(12)]
    for number, text in enumerate(written):
        write(text, HOUR - number * MINUTE)
    found: list[str] = []
    for _run in range(30):
        network_of_this_run = FacebookProvider(server).connect()
        page = next(network_of_this_run.fetch(stream, cursor), None)
        if page is None:
            break
        found += [post.text for post in page.posts]
        cursor = page.next_cursor
        server.api.cursors_of += 1  # Meta's cursors do not outlive a run
    assert sorted(set(found)) == sorted(written)
    write("Afterwards", timedelta())
    assert texts(network.fetch(stream, cursor)) == ["Afterwards"]


@pytest.mark.parametrize("stream", [COMMENTS, FEED, MESSAGES, REVIEWS, MENTIONS])
def test_the_past_is_read_to_its_end(server: FacebookServer, network, small_pages, stream):
    write = writer(server, stream)
    written = [f"No. {number}" for number in range(12)]
    for number, text in enumerate(written):
        write(text, HOUR - number * MINUTE)
    write("Too long ago", 5 * DAY)
    found, place = [], None
    for _run in range(30):
        server.api.cursors_of += 1
        page = next(network.look_back(stream, place, utc_now() - DAY), None)
        if page is None:
            break
        found += [post.text for post in page.posts]
        place = page.next_cursor
        if place is None:
            break
    assert sorted(set(found)) == sorted(written)


def test_a_conversation_that_goes_on_while_a_walk_is_broken_off(
    server: FacebookServer, network, small_pages
):
    server.world.message("anna", "Long ago", ago=DAY)
    cursor = now(network, MESSAGES)
    for number, person in enumerate(("anna", "boris", "clara")):
        server.world.message(person, f"From {person}", ago=HOUR - number * MINUTE)
    first = next(network.fetch(MESSAGES, cursor))
    server.world.message("anna", "From anna again")
    rest = list(network.fetch(MESSAGES, first.next_cursor))
    rest += network.fetch(MESSAGES, rest[-1].next_cursor)
    found = texts([first, *rest])
    assert sorted(found) == ["From anna", "From anna again", "From boris", "From clara"]


def test_a_conversation_that_moves_up_between_two_pages(
    server: FacebookServer, network, small_pages
):
    server.world.message("anna", "Long ago", ago=DAY)
    cursor = now(network, MESSAGES)
    people = [f"person{number}" for number in range(7)]
    for number, person in enumerate(people):
        server.world.message(person, f"From {person}", ago=(number + 1) * HOUR)
    pages = network.fetch(MESSAGES, cursor)
    read = [next(pages)]
    server.world.message(people[-1], "And now")
    read += pages
    read += network.fetch(MESSAGES, read[-1].next_cursor)
    assert sorted(texts(read)) == ["And now", *(f"From {person}" for person in people)]


def test_posts_that_come_oldest_first_are_not_lost_when_a_walk_is_broken_off(
    server: FacebookServer, network, small_pages
):
    server.api.order_is_kept = False
    cursor = overlap.cursor_at(utc_now() - DAY)
    written = [server.world.post("anna", f"No. {n}", ago=HOUR - n * MINUTE) for n in range(8)]
    first = next(network.fetch(FEED, cursor))
    rest = list(network.fetch(FEED, first.next_cursor))
    assert sorted(ids([first, *rest])) == sorted(written)
    assert not first.remarks and lists.BEGINS_ANEW in rest[0].remarks


@pytest.mark.parametrize("stream", [COMMENTS, MESSAGES])
def test_the_past_is_read_to_its_end_while_people_write(server: FacebookServer, network, stream):
    old = [writer(server, stream, name) for name in ("a", "b", "c", "d")]
    for number, write in enumerate(old):
        write("Long ago", HOUR - number * MINUTE)
        write("Longer ago", 2 * HOUR - number * MINUTE)
    found, place = [], None
    for run in range(40):
        page = next(network.look_back(stream, place, utc_now() - DAY), None)
        if page is None:
            break
        found += [post.text for post in page.posts]
        place = page.next_cursor
        if run < 6:
            old[0](f"Again {run}", timedelta(seconds=10 - run))
            writer(server, stream, f"new{run}")("Just now", timedelta(seconds=10 - run))
    else:
        raise AssertionError("The past has no end.")
    assert (found.count("Long ago") >= 4) and (found.count("Longer ago") >= 4)


def test_a_page_may_be_empty_before_the_end(server: FacebookServer, network, small_pages):
    cursor = overlap.cursor_at(utc_now() - HOUR)
    kept = server.world.post("anna", "Kept")
    for number in range(7):
        server.world.delete(server.world.post("boris", f"Gone {number}"))
    assert ids(network.fetch(FEED, cursor)) == [kept]


def test_an_empty_page_behind_many_full_ones_is_no_error(server: FacebookServer, network):
    server.api.page_size = 1
    kept = [server.world.post("anna", f"No. {number}", ago=number * MINUTE) for number in range(24)]
    server.world.delete(kept.pop(22))
    assert set(ids(network.look_back(FEED, None, utc_now() - DAY))) == set(kept)


def test_a_list_that_leads_back_is_not_followed_for_ever(server: FacebookServer, network):
    again = {"next": f"{server.url}/v26.0/{PAGE}/feed?fields=id"}
    body = {"data": [{"id": "1_2", "created_time": "2026-01-01T00:00:00+0000"}], "paging": again}
    server.refuse("/feed", 200, body, count=20)
    with pytest.raises(Unavailable, match="again and again"):
        list(network.look_back(FEED, None, utc_now() - 900 * DAY))


def test_the_secrets_in_metas_next_address_are_not_sent(server: FacebookServer, network):
    server.api.page_size = 2
    for number in range(5):
        server.world.post("anna", f"No. {number}", ago=number * MINUTE)
    assert len(ids(network.look_back(FEED, None, utc_now() - DAY))) == 5
    assert asked(server, "access_token") == []


# Posts, messages, reviews


def test_visitors_posts_and_posts_that_name_the_page(server: FacebookServer, network):
    visitor = server.world.post("anna", "Where is my order?")
    tagged = server.world.post("boris", "Thanks to Borova Tools", tagged=True)
    since = utc_now() - DAY
    assert ids(network.look_back(MENTIONS, None, since)) == [tagged]
    assert visitor in ids(network.look_back(FEED, None, since))
    (mention,) = next(network.look_back(MENTIONS, None, since)).posts
    assert (mention.kind, mention.author.display_name) == ("Mention", "Boris Petrova")
    assert network.read_raw(mention.raw).kind == "Mention"


def test_whom_meta_does_not_name_is_nobody_else(server: FacebookServer, provider, network):
    server.world.unnamed |= {"anna", "boris"}
    cursor = now(network)
    for person in ("anna", "boris"):
        server.world.comment(person, provider.post, f"From {person}")
    pages = network.fetch(COMMENTS, cursor)
    authors = [post.author for page in pages for post in page.posts]
    assert len({author.external_id for author in authors}) == 2
    assert {author.handle for author in authors} == {UNKNOWN}


def test_messages_are_private_and_ours_are_addressed(server: FacebookServer, network):
    theirs = server.world.message("anna", "My drill is broken", ago=MINUTE)
    server.world.message(PAGE_NAME, "We send a new one", person="anna")
    (page,) = network.look_back(MESSAGES, None, utc_now() - DAY)
    first, second = page.posts
    assert (first.external_id, first.visibility) == (f"message:{theirs}", PRIVATE)
    assert first.author.external_id == second.addressed_to == server.world.id_of("anna")
    assert second.author.external_id == PAGE and first.addressed_to == ""


def test_a_review_says_whether_it_recommends(server: FacebookServer, network):
    server.world.review("anna", "Never again", positive=False, ago=MINUTE)
    server.world.review("boris", "Good tools")
    (page,) = network.look_back(REVIEWS, None, utc_now() - DAY)
    assert [(post.text, post.rating) for post in page.posts] == [
        ("Never again", 1.0),
        ("Good tools", 5.0),
    ]
    assert not page.posts[0].can_reply and "recommendation" in page.posts[0].cannot_reply_reason
    (again,) = network.refresh([page.posts[0].external_id])
    assert again.text == "Never again"
    server.world.reviews.clear()
    assert network.refresh([page.posts[0].external_id])[0].deleted


def test_reviews_without_a_name_are_told_apart(server: FacebookServer, network):
    server.world.unnamed |= {"anna", "boris"}
    server.world.review("anna", "Never again", positive=False)
    server.world.review("boris", "Good tools")
    found = ids(network.look_back(REVIEWS, None, utc_now() - DAY))
    assert len(set(found)) == 2 and all(one.startswith(f"{REVIEW}?") for one in found)


@pytest.mark.parametrize("stream", [MESSAGES, REVIEWS])
def test_no_two_posts_have_one_link(server: FacebookServer, network, stream):
    for person in ("anna", "boris"):
        server.world.message(person, "Hello")
        server.world.review(person, "Good tools")
    posts = [
        post for page in network.look_back(stream, None, utc_now() - DAY) for post in page.posts
    ]
    assert len({one_spelling(post.permalink) for post in posts}) == len(posts) == 2


def test_what_can_t_be_read_stops_nothing(server: FacebookServer, network):
    rows = [
        {"id": "1_1", "created_time": "soon", "from": {"id": "1", "name": "A"}},
        {"created_time": "2026-11-01T00:00:00+0000"},
        {"id": "1_3", "created_time": "2026-11-01T00:00:00+0000", "message": 5, "from": "?"},
        {"id": "1_4", "created_time": "2190-11-01T00:00:00+0000", "from": {"id": "1", "name": "A"}},
    ]
    server.refuse("/feed", 200, {"data": [*rows, "?", None]})
    (page,) = network.look_back(FEED, None, utc_now() - 3000 * DAY)
    assert sorted(post.external_id for post in page.posts) == ["1_3", "1_4"]
    assert len(page.rejected) == 2 and len(page.remarks) == 1
    assert all(post.posted_on <= utc_now() for post in page.posts)


# Looking again


def test_posts_are_looked_at_again_several_in_a_call(server: FacebookServer, provider, network):
    found = [server.world.comment("anna", provider.post, f"No. {n}") for n in range(5)]
    server.world.edit(found[1], "Corrected")
    now_ = network.refresh([*(COMMENT + one for one in found), provider.post])
    assert [post.text for post in now_][:2] == ["No. 0", "Corrected"]
    assert now_[-1].external_id == provider.post
    assert len(server.seen) == 2


def test_a_review_that_is_gone_is_not_looked_for_behind_older_ones(
    server: FacebookServer, network, monkeypatch
):
    monkeypatch.setattr(lookup, "MOST_REVIEWS", 4)
    server.api.page_size = 2
    for number in range(8):
        server.world.review(f"p{number}", "Good tools", ago=number * MINUTE)
    pages = network.look_back(REVIEWS, None, utc_now() - DAY)
    posts = sorted((post for page in pages for post in page.posts), key=lambda one: one.posted_on)
    kept, gone = posts[-1].external_id, posts[-2].external_id
    del server.world.reviews[1]
    assert [post.deleted for post in network.refresh([kept, gone])] == [False, True]


def test_nothing_is_taken_for_deleted_when_the_token_may_not_see_it(
    server: FacebookServer, provider, network
):
    comment = COMMENT + server.world.comment("anna", provider.post, "Hello")
    server.world.delete(comment.removeprefix(COMMENT))
    assert network.refresh([comment])[0].deleted
    gone = refusal(100, "Unsupported get request.", subcode=33)
    server.refuse("/v26.0/$", 400, gone.body)
    server.refuse("/v26.0/[^/]+$", 400, gone.body)
    server.scopes = ("pages_messaging",)
    with pytest.raises(PermissionRefused):
        network.refresh([comment])


# Who we are


def test_the_page_behind_the_token_is_known(provider, network):
    identity = network.verify()
    assert (identity.external_id, identity.display_name) == (PAGE, PAGE_NAME)
    assert "pages_messaging" in identity.limits["scopes"]
    assert identity.limits["expires_at"].startswith("2030-")
    json.dumps(identity.limits)
    assert provider.network(app_key="").verify().limits == {}


def test_the_token_of_a_person_is_named_as_such(provider):
    with pytest.raises(AuthenticationFailed, match="of a person"):
        provider.network(token=PERSON_TOKEN).verify()


def test_missing_permissions_are_named(server: FacebookServer, network):
    server.scopes = ("pages_show_list", "pages_read_engagement")
    with pytest.raises(PermissionRefused, match="lacks the permissions pages_read_user_content"):
        network.verify()


@pytest.mark.parametrize(("field", "said"), [("app_secret", "App Secret"), ("app_key", "token")])
def test_a_wrong_value_of_the_app_is_named(provider, field: str, said: str):
    with pytest.raises(AuthenticationFailed, match=said):
        provider.network(**{field: "123456"}).verify()


@pytest.mark.parametrize(
    ("subcode", "said"),
    [
        (458, "removed the app"),
        (460, "new password"),
        (463, "expired"),
        (467, "not valid"),
        (1, "Page token"),
    ],
)
def test_a_token_that_meta_takes_no_more(server: FacebookServer, network, subcode: int, said: str):
    server.refused = subcode
    with pytest.raises(AuthenticationFailed, match=said):
        list(network.look_back(FEED, None, utc_now() - DAY))


# Refusals and the allowance


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (1, 500, Unavailable), (2, 400, Unavailable), (4, 400, RateLimited),
        (17, 400, RateLimited), (32, 403, RateLimited), (341, 400, RateLimited),
        (613, 400, RateLimited), (80001, 400, RateLimited), (10, 403, PermissionRefused),
        (200, 403, PermissionRefused), (299, 400, PermissionRefused), (803, 404, NotFound),
        (102, 400, AuthenticationFailed), (190, 400, AuthenticationFailed), (100, 400, Terminal),
        (999_999, 400, Terminal), (999_999, 503, Unavailable),
    ],
)  # fmt: skip
def test_metas_errors(server: FacebookServer, network, code: int, status: int, kind: type):
    server.refuse("/feed", status, refusal(code, "Words of Meta").body)
    with pytest.raises(kind, match="Words of Meta" if code != 999_999 else None) as caught:
        list(network.look_back(FEED, None, utc_now() - DAY))
    assert isinstance(caught.value, NetworkError)


def test_less_is_asked_for_where_so_much_is_too_much(server: FacebookServer, network):
    written = [server.world.post("anna", f"No. {number}") for number in range(40)]
    server.api.bearable = 30
    assert sorted(ids(network.look_back(FEED, None, utc_now() - DAY))) == sorted(written)
    limits = [re.search(r"limit=(\d+)", address)[1] for address in asked(server, "/feed")]
    assert limits == ["100", "50", "25", "25"]
    server.api.bearable = 3
    with pytest.raises(Unavailable, match="reduce the amount"):
        list(network.look_back(FEED, None, utc_now() - DAY))


def test_meta_says_when_there_is_more(server: FacebookServer, network):
    minutes = {PAGE: [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 37}]}
    told = {"X-Business-Use-Case-Usage": json.dumps(minutes)}
    server.refuse("/feed", 400, refusal(80001, "Too many calls").body, told)
    with pytest.raises(RateLimited) as caught:
        list(network.look_back(FEED, None, utc_now() - DAY))
    assert 36 * MINUTE < caught.value.retry_at - utc_now() < 38 * MINUTE


@pytest.mark.parametrize(("percent", "calls"), [(79, 13), (80, 6), (96, 1)])
def test_reading_slows_down_when_the_allowance_ends(
    server: FacebookServer, network, percent: int, calls: int
):
    server.api.page_size = 1
    for number in range(12):
        server.world.post("anna", f"No. {number}", ago=number * MINUTE)
    server.usage = {"X-App-Usage": {"call_count": percent, "total_time": 1, "total_cputime": 2}}
    try:
        list(network.look_back(FEED, None, utc_now() - DAY))
    except RateLimited as error:
        assert error.retry_at > utc_now()
    assert len(asked(server, "/feed")) == calls


@pytest.mark.parametrize("told", ["", "{", "[1]", '{"a": [1]}', '{"call_count": "many"}'])
def test_an_allowance_that_can_t_be_read_stops_nothing(server: FacebookServer, network, told: str):
    post = server.world.post("anna", "Hello")
    server.usage = {"X-App-Usage": told, "X-Business-Use-Case-Usage": [told]}
    assert post in ids(network.look_back(FEED, None, utc_now() - DAY))


# How the Page does


def test_metrics_of_days(server: FacebookServer, network):
    found = network.metrics(date(2026, 11, 1), date(2026, 11, 2))
    assert {metric.day for metric in found} == {date(2026, 11, 1), date(2026, 11, 2)}
    assert len(found) == 8
    del server.api.metrics["page_media_view"]
    found = network.metrics(date(2026, 11, 1), date(2026, 11, 2))
    assert len(found) == 6 and "page_media_view" not in {metric.name for metric in found}
    server.api.metrics.clear()
    with pytest.raises(UnexpectedPayload, match="valid insights metric"):
        network.metrics(date(2026, 11, 1), date(2026, 11, 2))


def test_an_unknown_stream_is_refused_in_words(network):
    with pytest.raises(Terminal, match="Keyword can't be read"):
        network.fetch(Stream("Keyword", "drill"), "")


def test_a_foreign_cursor_reads_everything_again(server: FacebookServer, network):
    post = server.world.post("anna", "Hello")
    for cursor in ("", "[]", '{"seen_at": 5}', "cursor of another network"):
        assert only(network.fetch(FEED, cursor)).external_id == post


def writer(server: FacebookServer, stream: Stream, person: str = ""):
    """Writes a text of so long ago into a stream: always as `person`, or each time as another."""
    post = server.world.post(PAGE_NAME, "New drills are here", ago=6 * DAY)
    people = iter(person or f"person{number}" for number in range(99))

    def write(text: str, ago: timedelta) -> None:
        if stream == COMMENTS:
            server.world.comment("anna", post, text, ago=ago)
        elif stream == MESSAGES:
            server.world.message(next(people), text, ago=ago)
        elif stream == REVIEWS:
            server.world.review(next(people), text, ago=ago)
        else:
            server.world.post("anna", text, tagged=stream == MENTIONS, ago=ago)

    return write


@pytest.mark.parametrize(
    ("days", "goes_back"),
    [
        ([5], False), ([5, 5, 5], False), ([5, 1, 9, 3], False), ([1, 2], False), ([], False),
        ([5, 5, 1], True), ([5, 4, 2], True), ([None, 5, None, 4], True),
    ],
)  # fmt: skip
def test_a_list_tells_by_all_its_rows_that_it_comes_newest_first(days: list, goes_back: bool):
    rows = [{"created_time": day and f"2026-11-{day:02}T10:00:00+0000"} for day in days]
    one_by_one, at_once = lists.Order(), lists.Order()
    at_once.read(rows)
    for row in rows:
        one_by_one.read([row])
    assert at_once.goes_back == one_by_one.goes_back == goes_back
    assert lists.ends(rows, utc_now() + DAY * 365) == goes_back
