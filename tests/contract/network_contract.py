"""The tests that every network passes.

A network's test file inherits `NetworkContract` and gives it a `Provider`: a running server, or a
stateful fake of one that refuses what the network refuses, with a company whose account the app
uses and a customer who writes to it.
"""

from __future__ import annotations

import traceback
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from uuid import uuid4

import pytest

from social_support.networks.contract import (
    KINDS,
    OWN_POSTS,
    PRIVATE,
    PUBLIC,
    STREAMS,
    Account,
    Network,
    Post,
    Stream,
    Target,
)
from social_support.networks.errors import (
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PostRejected,
    Terminal,
    UnexpectedPayload,
    WebhookRefused,
    WritingNotAllowed,
)
from social_support.networks.http import Http

BACK = "https://desk.example/api/method/social_support.api.connect.back"
UNICODE = "Дрелката не тръгва 😡👩‍🔧 & <b>пак</b>  два интервала · naïve ﷽ 日本語"


class Shown(NamedTuple):
    """A post as another client reads it on the network."""

    text: str
    visibility: str
    content_warning: str
    parent_id: str | None


class Provider(ABC):
    """What a network's test file supplies. Ids are the network's."""

    mentions: Stream = Stream("Mentions")
    private: Stream = Stream("Direct Messages")
    has_content_warnings = True
    has_secret = True

    @abstractmethod
    def connect(self, *, token: str | None = None, may_write: bool = True) -> Network:
        """The company's account, as after `verify`; with another token when one is given."""

    @abstractmethod
    def secret(self) -> str:
        """The company's token."""

    def pushed(self) -> tuple[dict[str, str], bytes]:
        """The headers and the body with which the network pushes what was written last."""
        raise NotImplementedError

    @abstractmethod
    def write(self, text: str, *, private: bool = False, content_warning: str = "") -> str:
        """Let the customer write `text` to the company."""

    def delete(self, external_id: str) -> None:
        """Let the customer delete a post, where the network shows single posts."""
        raise NotImplementedError

    def show(self, external_id: str) -> Shown:
        """A post as the customer sees it, where the company can answer."""
        raise NotImplementedError

    def answers_to(self, external_id: str) -> list[str]:
        """The ids of the posts that answer this one, as the customer sees them, where the company
        can answer.
        """
        raise NotImplementedError


class NetworkContract:
    """Inherit as `class TestMyNetwork(NetworkContract)` and define the fixture `provider`."""

    @pytest.fixture
    def provider(self) -> Provider:
        raise NotImplementedError("Define the fixture `provider` in the network's test class.")

    @pytest.fixture
    def network(self, provider: Provider) -> Network:
        return provider.connect()

    def test_it_says_what_it_is(self, provider: Provider, network: Network):
        assert network.key == network.key.lower() and network.label
        assert {*network.streams, *network.pushed} <= set(STREAMS)
        assert network.streams or network.pushed
        assert any(field.secret for field in network.connection_fields) == provider.has_secret
        assert all(field.label and field.help for field in network.connection_fields)

    def test_verify_tells_who_the_account_is(self, network: Network):
        identity = network.verify()
        assert identity.external_id == network.account.external_id
        assert identity.handle and not identity.handle.startswith("@")

    def test_a_wrong_token_is_named_as_such(self, provider: Provider):
        _only_with_a_secret(provider)
        with pytest.raises(AuthenticationFailed):
            provider.connect(token="wrong-token").verify()

    def test_mentions_come_oldest_first(self, provider: Provider, network: Network):
        _only_where_it_is_read(network)
        cursor = _cursor_now(provider, network, provider.mentions)
        written = [provider.write(f"The {n}. of three {uuid4()}") for n in (1, 2, 3)]
        posts, _cursor = _read(network, provider.mentions, cursor)
        assert [post.external_id for post in posts] == written
        assert all(p.posted_on.tzinfo and p.kind in KINDS and p.permalink for p in posts)
        assert len({post.author.external_id for post in posts}) == 1

    def test_the_cursor_moves_and_nothing_comes_twice(self, provider: Provider, network: Network):
        _only_where_it_is_read(network)
        cursor = _cursor_now(provider, network, provider.mentions)
        first = provider.write(f"First {uuid4()}")
        posts, cursor = _read(network, provider.mentions, cursor)
        assert [post.external_id for post in posts] == [first]
        second = provider.write(f"Second {uuid4()}")
        posts, _cursor = _read(network, provider.mentions, cursor)
        assert [post.external_id for post in posts] == [second]

    def test_nothing_new_is_no_post_and_the_same_cursor(self, provider: Provider, network: Network):
        _only_where_it_is_read(network)
        provider.write(f"Something {uuid4()}")
        cursor = _cursor_now(provider, network, provider.mentions)
        assert _read(network, provider.mentions, cursor) == ([], cursor)

    def test_looking_back_goes_as_far_as_it_should(self, provider: Provider, network: Network):
        _only_where_it_is_read(network)
        external_id = provider.write(f"Before the channel {uuid4()}")
        posts, _starts_at = _look_back(network, provider.mentions, _ago(minutes=10))
        assert external_id in [post.external_id for post in posts]
        assert [p.posted_on for p in posts] == sorted(p.posted_on for p in posts)
        posts, _starts_at = _look_back(network, provider.mentions, _ago(minutes=-10))
        assert posts == []

    def test_looking_back_says_from_where_reading_goes_on(
        self, provider: Provider, network: Network
    ):
        _only_where_it_is_read(network)
        provider.write(f"Before {uuid4()}")
        pages = network.look_back(provider.mentions, None, _ago(minutes=10))
        first = next(pages)
        written = provider.write(f"While looking back {uuid4()}")
        assert first.starts_at
        posts, _cursor = _read(network, provider.mentions, first.starts_at)
        assert [post.external_id for post in posts] == [written]
        assert written not in [post.external_id for page in pages for post in page.posts]

    def test_reading_goes_on_behind_any_page(self, provider: Provider, network: Network):
        _only_where_it_is_read(network)
        cursor = _cursor_now(provider, network, provider.mentions)
        written = {provider.write(f"One of four {uuid4()}") for _n in range(4)}
        found = []
        # Each page by a walk of its own, as when a run dies behind every page.
        while page := next(network.fetch(provider.mentions, cursor), None):
            found += [post.external_id for post in page.posts]
            cursor = page.next_cursor
        assert sorted(found) == sorted(written)

    def test_what_was_read_can_be_read_again(self, provider: Provider, network: Network):
        post = _post_written(provider, network, f"Once more {uuid4()}")
        again = network.read_raw(post.raw)
        assert (again.external_id, again.text) == (post.external_id, post.text)
        with pytest.raises(UnexpectedPayload):
            network.read_raw({"nothing": "of use"})

    def test_own_posts_are_read_wherever_they_were_written(
        self, provider: Provider, network: Network
    ):
        if not network.own_posts:
            pytest.skip("This network does not list the account's own posts.")
        post = _post_written(provider, network)
        first = network.reply(Target.of(post), f"First {uuid4()}", uuid4().hex).external_id
        posts, cursor = _look_back(network, Stream(OWN_POSTS), _ago(minutes=10))
        assert first in [post.external_id for post in posts]
        second = network.reply(Target.of(post), f"Second {uuid4()}", uuid4().hex).external_id
        posts, _cursor = _read(network, Stream(OWN_POSTS), cursor)
        assert [post.external_id for post in posts] == [second]
        assert posts[0].author.external_id == network.account.external_id

    def test_it_pushes_nothing_that_is_not_signed(self, network: Network):
        with pytest.raises(Terminal):
            network.webhook_posts({}, b"{}")

    def test_what_is_pushed_is_checked_before_it_is_read(
        self, provider: Provider, network: Network
    ):
        _only_where_pushes_are_simulated(provider, network)
        external_id = provider.write(f"Pushed {uuid4()}")
        headers, body = provider.pushed()
        network.webhook_check(headers, body)
        assert [post.external_id for post in network.webhook_posts(headers, body)] == [external_id]
        shorter = {name: value[:-1] for name, value in headers.items()}
        for wrong in ({}, shorter, dict.fromkeys(headers, ""), dict.fromkeys(headers, "é")):
            for check in (network.webhook_check, network.webhook_posts):
                with pytest.raises(WebhookRefused):
                    check(wrong, body)
        with pytest.raises(WebhookRefused):
            network.webhook_check(headers, body[:-1])

    def test_text_comes_as_it_was_written(self, provider: Provider, network: Network):
        post = _post_written(provider, network, f"{UNICODE} {uuid4()}")
        assert UNICODE in post.text

    def test_a_reply_appears_on_the_network(self, provider: Provider, network: Network):
        _only_where_answers_are_possible(network)
        post = _post_written(provider, network)
        published = network.reply(Target.of(post), f"Sorry! {UNICODE}", uuid4().hex)
        shown = provider.show(published.external_id)
        assert f"Sorry! {UNICODE}" in shown.text
        assert (shown.parent_id, shown.visibility) == (post.external_id, PUBLIC)
        assert provider.answers_to(post.external_id) == [published.external_id]

    def test_one_reply_is_one_post_however_often_it_is_tried(
        self, provider: Provider, network: Network
    ):
        _only_where_answers_are_possible(network)
        post, text, key = _post_written(provider, network), f"Once {uuid4()}", uuid4().hex
        before = _ago(minutes=1)
        assert network.find_own(key, text, before, Target.of(post)) is None
        published = network.reply(Target.of(post), text, key)
        if network.idempotent_seconds:
            assert network.reply(Target.of(post), text, key).external_id == published.external_id
        found = network.find_own(key, text, before, Target.of(post))
        assert found and found.external_id == published.external_id
        assert provider.answers_to(post.external_id) == [published.external_id]

    def test_a_channel_that_may_not_write_does_not(self, provider: Provider, network: Network):
        _only_where_answers_are_possible(network)
        post = _post_written(provider, network)
        silent = provider.connect(may_write=False)
        with pytest.raises(WritingNotAllowed):
            silent.reply(Target.of(post), "Nobody should read this", uuid4().hex)
        assert provider.answers_to(post.external_id) == []

    def test_what_can_only_be_read_says_so(self, provider: Provider, network: Network):
        if network.can_reply_publicly or network.can_reply_privately:
            pytest.skip("This network can be answered on.")
        post = _post_written(provider, network)
        assert not post.can_reply and post.cannot_reply_reason
        with pytest.raises(PostRejected):
            network.reply(Target.of(post), "Hello", uuid4().hex)

    def test_a_deleted_post_is_known_to_be_gone(self, provider: Provider, network: Network):
        kept, gone = _post_written(provider, network), _post_written(provider, network)
        if not network.shows_single_posts:
            with pytest.raises(NotFound):
                network.refresh([kept.external_id])
            return
        provider.delete(gone.external_id)
        now = network.refresh([gone.external_id, kept.external_id])
        assert [post.external_id for post in now] == [gone.external_id, kept.external_id]
        assert [post.deleted for post in now] == [True, False]

    def test_what_is_too_long_is_measured_and_refused(self, provider: Provider, network: Network):
        _only_where_answers_are_possible(network)
        target = Target.of(_post_written(provider, network))
        room = network.measure(target, "").limit - network.measure(target, "").used
        assert network.measure(target, "a" * room).fits
        assert not network.measure(target, "a" * (room + 1)).fits
        with pytest.raises(PostRejected):
            network.reply(target, "a" * (room + 1), uuid4().hex)
        assert network.reply(target, "a" * room, uuid4().hex).external_id

    def test_a_private_message_stays_private(self, provider: Provider, network: Network):
        if not network.can_reply_privately:
            pytest.skip("This network has no private messages.")
        in_public = _cursor_now(provider, network, provider.mentions)
        post = _post_written(provider, network, stream=provider.private, private=True)
        assert (post.visibility, post.kind) == (PRIVATE, "Direct Message")
        assert _read(network, provider.mentions, in_public)[0] == []
        published = network.reply(Target.of(post), "Between us", uuid4().hex)
        assert provider.show(published.external_id).visibility == PRIVATE
        assert network.audience(Target.of(post)) != network.audience(Target("1", visibility=PUBLIC))

    def test_a_public_post_is_answered_in_private_where_that_can_be(
        self, provider: Provider, network: Network
    ):
        post = _post_written(provider, network)
        if post.kind not in network.answers_in_private:
            pytest.skip("This network takes no private answer to such a post.")
        assert network.private_answer_days > 0
        target = replace(Target.of(post), visibility=PRIVATE)
        assert network.audience(target) != network.audience(Target.of(post))
        published = network.reply(target, f"Between us {uuid4()}", uuid4().hex)
        assert provider.show(published.external_id).visibility == PRIVATE
        assert provider.answers_to(post.external_id) == []
        assert (published.post or post).addressed_to == post.author.external_id
        with pytest.raises(PostRejected):
            network.reply(target, f"Once more {uuid4()}", uuid4().hex)

    def test_what_others_wrote_is_hidden_and_shown_again(
        self, provider: Provider, network: Network
    ):
        post = _post_written(provider, network)
        if post.kind not in network.hides:
            with pytest.raises(Terminal):
                network.hide(post.external_id, True)
            return
        assert network.still_seen and post.hidden is False
        for hidden in (True, True, False):
            network.hide(post.external_id, hidden)
            assert [now.hidden for now in network.refresh([post.external_id])] == [hidden]

    def test_a_content_warning_is_carried_over(self, provider: Provider, network: Network):
        if not provider.has_content_warnings:
            pytest.skip("This network has no content warnings.")
        post = _post_written(provider, network, content_warning="blood")
        assert post.content_warning == "blood"
        published = network.reply(Target.of(post), "We are sorry", uuid4().hex)
        assert provider.show(published.external_id).content_warning == "blood"

    def test_a_thread_has_one_root(self, provider: Provider, network: Network):
        _only_where_answers_are_possible(network)
        post = _post_written(provider, network)
        published = network.reply(Target.of(post), "An answer", uuid4().hex)
        reply = network.refresh([published.external_id])[0]
        assert reply.parent_id == post.external_id
        root = post.thread_id or network.thread_root(post)
        assert (reply.thread_id or network.thread_root(reply)) == root

    def test_no_secret_stands_in_an_error(self, provider: Provider):
        _only_with_a_secret(provider)
        token = provider.secret() + "-no-longer"
        with pytest.raises(NetworkError) as caught:
            provider.connect(token=token).verify()
        assert token not in all_that_is_told(caught.value)

    def test_what_one_needs_before_connecting_is_said(self, network: Network):
        if not network.connect:
            pytest.skip("This network is connected by entering values alone.")
        assert network.connect.before and network.connect.fills
        nothing_entered = Account(server="", token="")
        with Http() as http, pytest.raises(Terminal) as caught:
            network.connect(nothing_entered, http).begin(BACK, "state")
        assert "Enter" in str(caught.value)


def _only_where_pushes_are_simulated(provider: Provider, network: Network) -> None:
    if not network.pushed or type(provider).pushed is Provider.pushed:
        pytest.skip("This network pushes nothing, or its fake does not.")


def _only_where_it_is_read(network: Network) -> None:
    if not network.streams:
        pytest.skip("This network is not read; it pushes.")


def _only_with_a_secret(provider: Provider) -> None:
    if not provider.has_secret:
        pytest.skip("This network asks for no secret.")


def _only_where_answers_are_possible(network: Network) -> None:
    if not network.can_reply_publicly:
        pytest.skip("This network can only be read.")


def _post_written(
    provider: Provider, network: Network, text: str = "", *, stream: Stream | None = None, **how
) -> Post:
    """Let the customer write, and read it."""
    if not network.streams:
        provider.write(text or f"My drill is broken {uuid4()}", **how)
        (post,) = network.webhook_posts(*provider.pushed())
        return post
    stream = stream or provider.mentions
    cursor = _cursor_now(provider, network, stream)
    external_id = provider.write(text or f"My drill is broken {uuid4()}", **how)
    posts, _cursor = _read(network, stream, cursor)
    return next(post for post in posts if post.external_id == external_id)


def all_that_is_told(error: BaseException) -> str:
    """What a log with local variables would show: the error, its causes, each of their frames."""
    told = [str(error), repr(error)]
    for frame, _line in traceback.walk_tb(error.__traceback__):
        if "/tests/" not in frame.f_code.co_filename:
            told += [repr(value) for value in frame.f_locals.values()]
    for other in (error.__cause__, error.__context__):
        told += [all_that_is_told(other)] if other else []
    return "\n".join(told)


def _read(network: Network, stream: Stream, cursor: str) -> tuple[list[Post], str]:
    """All that is new, oldest first, and the cursor behind it."""
    posts: list[Post] = []
    for page in network.fetch(stream, cursor):
        posts += page.posts
        cursor = page.next_cursor
    return sorted(posts, key=lambda post: post.posted_on), cursor


def _look_back(network: Network, stream: Stream, since: datetime) -> tuple[list[Post], str | None]:
    """All since then, oldest first, and the cursor with which reading goes on."""
    pages = list(network.look_back(stream, None, since))
    posts = [post for page in reversed(pages) for post in page.posts]
    return posts, pages[0].starts_at if pages else None


def _cursor_now(provider: Provider, network: Network, stream: Stream) -> str:
    """Where reading goes on from now."""
    _posts, cursor = _look_back(network, stream, _ago(minutes=1))
    if cursor is None:
        provider.write(f"To begin with {uuid4()}", private=stream == provider.private)
        _posts, cursor = _look_back(network, stream, _ago(minutes=1))
    assert cursor
    return cursor


def _ago(minutes: float) -> datetime:
    return datetime.now(timezone.utc) - timedelta(minutes=minutes)
