"""The Facebook connector: one Page. https://developers.facebook.com/docs/pages-api

Not confirmed in an official document or by a call, so being wrong there fails softly:
- that comments come newest first when asked for so: a list that does not is read to its end
  (`lists`);
- that a post's `updated_time` moves with a nested comment: the time of its newest comment is asked
  for beside it (`lists`);
- that lists take `until`: what comes again is passed over (`lists`);
- that a comment tells under which post it stands (`object`): without it the comment is known by its
  parent (`parse`);
- that people bear the same id in comments and in messages: else a private answer whose outcome is
  unclear stays so, and a person has to look (`writing.may_be_for`);
- that a message bears the same id when it is sent and when it is read: else it stands here twice;
- that 8,000 characters fit into a comment: Facebook's own words are shown when it takes fewer;
- what subcodes of error 190 mean: an unknown one asks for a new token (`refusals`);
- that webhooks name who wrote: what does not is passed over (`push`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from ..contract import (
    OWN_POSTS,
    PRIVATE,
    Account,
    Author,
    Identity,
    Length,
    Metric,
    Network,
    Page,
    Post,
    Published,
    Stream,
    Target,
)
from ..errors import PermissionRefused, Terminal, Unavailable, UnexpectedPayload
from ..http import Http
from ..newest_first import Entry, Step
from ..pages import page_of, pushed_posts
from ..times import CLOCK_SKEW, utc_now
from ..values import as_dict
from ..words import _
from . import account_of_token, insights, lists, overlap, parse, push, refusals, writing
from .api import Api
from .connect import FacebookConnect
from .credentials import FIELDS, SCOPES, Signature, secrets_of
from .lookup import LookUp
from .parse import COMMENT, MESSAGE, REVIEW, SITE, Unreadable

POSTS = {
    "fields": f"{lists.POST_FIELDS},{lists.NEWEST_COMMENT}",
    "limit": lists.POSTS_AT_ONCE,
}
CONVERSATIONS = {"fields": lists.CONVERSATION_FIELDS, "platform": "messenger", "limit": 50}


class Facebook(Network):
    """A Page, through an app of the company's own.

    Feed is what visitors write on the Page, Mentions where others name it, Own Post Comments what
    stands below the posts of the last 90 days. A comment that is answered in private gets a
    message.
    """

    key = "facebook"
    label = "Facebook Page"
    streams = ("Own Post Comments", "Feed", "Mentions", "Direct Messages", "Reviews")
    can_reply_publicly = True
    can_reply_privately = True
    hides = ("Comment", "Reply")
    still_seen = _("Its author and the author's friends still see it.")
    answers_in_private = ("Comment", "Reply")
    private_answer_days = 7
    idempotent_seconds = 0
    connection_fields = FIELDS
    scopes = SCOPES
    connect = FacebookConnect
    own_posts = True
    has_handles = False
    pushed = ("Own Post Comments", "Feed", "Mentions", "Direct Messages")
    # Several are asked for in one call.
    refresh_batch = 20
    # Nobody takes a message back from its reader.
    refreshes_messages = False

    def __init__(self, account: Account, http: Http):
        super().__init__(account, http)
        self._api = Api(http, account.server)
        http.sign(Signature(account), *secrets_of(account))

    # Who we are

    def verify(self) -> Identity:
        """Raises AuthenticationFailed (the token, or the secret) or PermissionRefused."""
        return account_of_token.identity(self._api, self.account)

    # Reading

    def fetch(self, stream: Stream, cursor: str) -> Iterator[Page]:
        source = self._source(stream)
        return self._pages(overlap.forward(source, cursor), source)

    def look_back(self, stream: Stream, place: str | None, since: datetime) -> Iterator[Page]:
        source = self._source(stream)
        return self._pages(overlap.backward(source, place, since), source)

    def _pages(self, steps: Iterator[Step], source: lists.Flat | lists.Nested) -> Iterator[Page]:
        for step in steps:
            yield self._page(step, source.remarks)
            source.remarks.clear()

    def _source(self, stream: Stream) -> lists.Flat | lists.Nested:
        if stream.key == "Own Post Comments":
            return self._below_posts(self._is_theirs)
        if stream.key == OWN_POSTS:
            return self._below_posts(self._is_ours, with_rows=parse.post_entry)
        if stream.key == "Direct Messages":
            return self._messages(CONVERSATIONS)
        path, fields, wrap = {
            "Feed": ("feed", lists.POST_FIELDS, parse.post_entry),
            "Mentions": ("tagged", lists.POST_FIELDS, partial(parse.post_entry, tagged=True)),
            "Reviews": ("ratings", lists.REVIEW_FIELDS, parse.review_entry),
        }.get(stream.key, ("", "", parse.post_entry))
        if not path:
            raise Terminal(_("{0} can't be read on Facebook. Choose another one."), stream.key)
        query = {"fields": fields}
        return lists.Flat(self._api, f"{self._me()}/{path}", query, wrap, self._is_theirs)

    def _below_posts(
        self, wants: Callable[[dict], bool], with_rows: Callable[[dict], Entry] | None = None
    ) -> lists.Nested:
        return lists.Nested(
            self._api,
            f"{self._me()}/feed",
            POSTS,
            time=lists.time_of,
            changed=lists.last_written,
            below=lambda post: (f"{post.get('id')}/comments", lists.COMMENTS),
            wrap=parse.comment_entry,
            wants=wants,
            with_rows=with_rows,
            is_silent=lists.is_silent,
            reaches=lists.POSTS_LOOKED_THROUGH,
        )

    def _messages(self, query: dict) -> lists.Nested:
        return lists.Nested(
            self._api,
            f"{self._me()}/conversations",
            query,
            time=lists.updated,
            changed=lists.updated,
            below=lambda row: (f"{row.get('id')}/messages", lists.MESSAGES),
            wrap=parse.message_entry,
            moves=True,
        )

    def _is_ours(self, row: dict) -> bool:
        return as_dict(row.get("from")).get("id") == self._me()

    def _is_theirs(self, row: dict) -> bool:
        return not self._is_ours(row)

    def _me(self) -> str:
        return self.account.external_id or self.verify().external_id

    def _page(self, step: Step, remarks: Sequence[str] = ()) -> Page:
        return page_of(step, self.read_raw, remarks)

    def read_raw(self, raw: object) -> Post:
        try:
            return parse.post_of(raw, self.account, utc_now())
        except Unreadable as error:
            raise UnexpectedPayload(str(error)) from error

    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        return LookUp(self._api, self._me(), self.read_raw).posts(external_ids)

    # Writing

    def reply(self, target: Target, text: str, key: str) -> Published:
        """Facebook knows no key: after an unclear outcome `find_own` has to be asked."""
        text = writing.text_to_send(text)
        if target.external_id.startswith(REVIEW):
            raise PermissionRefused(parse.NO_REVIEW)
        if writing.is_message(target):
            return self._published_message(target, text, self._send(target, text))
        path = f"{target.external_id.removeprefix(COMMENT)}/comments"
        sent = self._api.post(path, {"message": text})
        return self._published(target, text, COMMENT, sent.get("id"))

    def _send(self, target: Target, text: str) -> dict:
        """Outside of the 24 hours, which Facebook counts, as the message of a person, which our
        answers are. The first call was refused, so that nothing goes out twice.
        """
        message = {"recipient": writing.recipient(target), "message": {"text": text}}
        path = f"{self._me()}/messages"
        try:
            return self._api.post(path, message | writing.IN_THE_WINDOW)
        except PermissionRefused as error:
            too_late = refusals.OUTSIDE_THE_WINDOW in refusals.code_of(error)
            if not too_late or writing.is_private_reply(target):
                raise
        return self._api.post(path, message | writing.BY_A_PERSON)

    def _published_message(self, target: Target, text: str, sent: dict) -> Published:
        return self._published(
            target, text, MESSAGE, sent.get("message_id"), str(sent.get("recipient_id") or "")
        )

    def _published(
        self, target: Target, text: str, mark: str, external_id: object, to: str = ""
    ) -> Published:
        if not isinstance(external_id, str) or not external_id:
            words = _("Facebook took the answer, but does not show it.")
            raise Unavailable(words, maybe_done=True)
        is_message = mark == MESSAGE
        post = Post(
            external_id=f"{mark}{external_id}",
            author=Author(self.account.external_id, self.account.handle),
            posted_on=utc_now(),
            thread_id=None if writing.is_private_reply(target) else target.thread_id,
            parent_id=None if is_message else target.external_id,
            kind="Direct Message" if is_message else "Reply",
            visibility=PRIVATE if is_message else target.visibility,
            text=text,
            permalink=parse.message_link(self._me(), external_id)
            if is_message
            else f"{SITE}/{external_id}",
            addressed_to=(to or target.author_external_id) if is_message else "",
        )
        return Published(post.external_id, post.permalink, post)

    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        """By text and target, among what the Page wrote lately."""
        wanted = writing.essence(text)
        for step in overlap.backward(self._own(target), None, since - CLOCK_SKEW):
            for post in self._page(step).posts:
                if writing.essence(post.text) == wanted and self._answers(post, target):
                    return Published(post.external_id, post.permalink, post)
        return None

    def _answers(self, post: Post, target: Target | None) -> bool:
        if post.author.external_id != self._me():
            return False
        if target is None or writing.stands_beside(target):
            return True
        if writing.is_message(target):
            return writing.may_be_for(post.addressed_to, target)
        return post.parent_id == target.external_id

    def _own(self, target: Target | None) -> overlap.Source:
        """Where an answer to `target` would stand."""
        if target is None:
            return self._source(Stream(OWN_POSTS))
        if writing.is_message(target):
            # Whom Facebook does not name in a comment it names in the message alone.
            of_one = {"user_id": target.author_external_id}
            with_whom = {} if writing.is_private_reply(target) else of_one
            return self._messages(CONVERSATIONS | with_whom)
        # An answer to a nested comment stands beside it.
        above = target.thread_id or target.external_id.removeprefix(COMMENT)
        wrap = partial(parse.comment_entry, post={"id": target.thread_id})
        return lists.Flat(self._api, f"{above}/comments", lists.COMMENTS, wrap, self._is_ours)

    def hide(self, external_id: str, hidden: bool) -> None:
        """Only comments: the author and their friends go on seeing one that is hidden."""
        if not external_id.startswith(COMMENT):
            raise PermissionRefused(_("Facebook lets a Page hide comments alone."))
        self._api.post(external_id.removeprefix(COMMENT), {"is_hidden": hidden})

    def text_to_send(self, target: Target, text: str) -> str:
        return writing.text_to_send(text)

    def measure(self, target: Target, text: str) -> Length:
        return writing.length(target, text)

    def audience(self, target: Target) -> str:
        return writing.audience(target)

    # How the Page does

    def metrics(self, since: date, until: date) -> list[Metric]:
        return insights.metrics(self._api, self._me(), since, until)

    # Being told

    def webhook_challenge(self, query: Mapping[str, str]) -> str | None:
        return push.challenge(query, self.account)

    def webhook_verify_token(self) -> str:
        return push.verify_token(self.account)

    def webhook_check(self, headers: Mapping[str, str], raw_body: bytes) -> None:
        push.check(headers, raw_body, self.account)

    def webhook_posts(self, headers: Mapping[str, str], raw_body: bytes) -> list[Post]:
        """An event may come more than once: its post bears the same id."""
        push.check(headers, raw_body, self.account)
        return list(pushed_posts(push.events(raw_body, self.account), self.read_raw))
