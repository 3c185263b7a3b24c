"""The calls that the fake Facebook answers, and what it refuses as Meta does. No sockets here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from tests.fakes.facebook_shapes import (
    COMMENT_FIELDS,
    CONVERSATION_FIELDS,
    MESSAGE_FIELDS,
    PAGE_FIELDS,
    POST_FIELDS,
    REVIEW_FIELDS,
    Shapes,
    checked_fields,
    page_facts,
    refusal,
)
from tests.fakes.facebook_shapes import Refusal as Refusal
from tests.fakes.facebook_world import PAGE, PAGE_NAME, Comment, Message, Post, World, now

MOST_PER_PAGE = 100
WINDOW, HUMAN_AGENT, PRIVATE_REPLY = timedelta(hours=24), timedelta(days=7), timedelta(days=7)
DUPLICATE_FOR = timedelta(minutes=5)
METRICS = {"page_follows", "page_media_view", "page_total_media_view_unique"}
METRICS |= {"page_post_engagements"}
GONE = (
    "Unsupported get request. Object with ID '{}' does not exist, cannot be loaded due to missing "
)
GONE += "permissions, or does not support this operation"


class FacebookApi:
    """`page_size`: how many rows a page holds at most; rows that nobody may see count, so that a
    page may be short or empty. `bearable`: how many may be asked for at once. `order_is_kept`:
    whether posts come newest first, and comments when asked for. `human_agent`: whether Meta has
    granted the app that feature.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.shapes = Shapes(world)
        self.page_size = self.bearable = MOST_PER_PAGE
        self.order_is_kept = True
        self.human_agent = True
        self.cursors_of = 1
        self.metrics = dict.fromkeys(METRICS, 10)

    def answer(
        self,
        method: str,
        path: str,
        query: dict,
        body: dict,
        scopes: Sequence[str],
        next_address: Callable[..., str],
    ) -> object:
        """What Meta answers to a call that was signed. Raises Refusal. `next_address` makes that
        of the next page from the parameters that differ.
        """
        self._scopes, self._next = scopes, next_address
        parts = [part for part in path.split("/") if part]
        parts = [PAGE if part == "me" else part for part in parts]
        match (method, parts):
            case ("GET", [page]) if page == PAGE:
                return self._page_itself(query)
            case ("GET", []):
                return self._several(query)
            case ("GET", [page, "feed"]) if page == PAGE:
                return self._feed(query, tagged=False)
            case ("GET", [page, "tagged"]) if page == PAGE:
                return self._feed(query, tagged=True)
            case ("GET", [page, "conversations"]) if page == PAGE:
                return self._conversations(query)
            case ("GET", [page, "ratings"]) if page == PAGE:
                return self._reviews(query)
            case ("GET", [page, "insights"]) if page == PAGE:
                return self._insights(query)
            case ("GET", [external_id, "comments"]):
                return self._comments(external_id, query)
            case ("GET", [external_id, "messages"]):
                return self._messages(external_id, query)
            case ("GET", [external_id]):
                return self._one(external_id, query)
            case ("POST", [page, "messages"]) if page == PAGE:
                return self._send(body)
            case ("POST", [external_id, "comments"]):
                return self._comment(external_id, body)
            case ("POST", [external_id]):
                return self._hide(external_id, body)
        raise refusal(100, GONE.format(path), subcode=33)

    # Reading

    def _page_itself(self, query: dict) -> dict:
        facts = page_facts(PAGE, PAGE_NAME)
        return {n: facts[n] for n in checked_fields(query, PAGE_FIELDS, "Page") if n in facts}

    def _feed(self, query: dict, *, tagged: bool) -> dict:
        self._need("pages_read_engagement", 10)
        self._need("pages_read_user_content", 10)
        fields = checked_fields(query, POST_FIELDS, "Post")
        posts = [post for post in self.world.posts.values() if post.tagged == tagged or not tagged]
        posts.sort(key=lambda post: (post.at, post.number), reverse=self.order_is_kept)
        return self._list(posts, query, lambda post: self.shapes.post(post, fields))

    def _comments(self, external_id: str, query: dict) -> dict:
        self._need("pages_read_engagement", 10)
        self._standing(external_id)
        fields = checked_fields(query, COMMENT_FIELDS, "Comment")
        found = list(self.world.below(external_id))
        if query.get("filter", "toplevel") == "toplevel":
            found = [one for one in found if not one.above or one.above == external_id]
        if query.get("order") == "reverse_chronological" and self.order_is_kept:
            found.reverse()
        return self._list(found, query, lambda one: self.shapes.comment(one, fields))

    def _conversations(self, query: dict) -> dict:
        self._need("pages_messaging", 200)
        fields = checked_fields(query, CONVERSATION_FIELDS, "Conversation")
        people = {message.person for message in self.world.messages}
        if "user_id" in query:
            people = {name for name in people if self.world.id_of(name) == query["user_id"]}
        newest = [self.world.written_in(person)[0] for person in people]
        newest.sort(key=lambda message: (message.at, message.number), reverse=True)
        return self._list(newest, query, lambda one: self.shapes.conversation(one, fields))

    def _messages(self, external_id: str, query: dict) -> dict:
        self._need("pages_messaging", 200)
        fields = checked_fields(query, MESSAGE_FIELDS, "Message")
        person = external_id.removeprefix("t_")
        found = self.world.written_in(person)
        if not found:
            raise refusal(100, GONE.format(external_id), subcode=33)
        return self._list(found, query, lambda one: self.shapes.message(one, fields))

    def _reviews(self, query: dict) -> dict:
        self._need("pages_read_user_content", 10)
        fields = checked_fields(query, REVIEW_FIELDS, "Recommendation")
        found = sorted(self.world.reviews, key=lambda one: (one.at, one.number), reverse=True)
        return self._list(found, query, lambda one: self.shapes.review(one, fields))

    def _several(self, query: dict) -> dict:
        ids = [one for one in query.get("ids", "").split(",") if one]
        missing = [one for one in ids if not self._is_standing(one)]
        if missing or not 0 < len(ids) <= 50:
            words = f"(#803) Some of the aliases you requested do not exist: {','.join(missing)}"
            raise refusal(803, words, kind="OAuthException", status=404)
        return {one: self._one(one, query) for one in ids}

    def _one(self, external_id: str, query: dict) -> dict:
        self._need("pages_read_engagement", 10)
        found = self._standing(external_id)
        known, name, show = {
            Post: (POST_FIELDS, "Post", self.shapes.post),
            Comment: (COMMENT_FIELDS, "Comment", self.shapes.comment),
            Message: (MESSAGE_FIELDS, "Message", self.shapes.message),
        }[type(found)]
        return show(found, checked_fields(query, known, name))

    def _insights(self, query: dict) -> dict:
        self._need("read_insights", 200)
        names = query.get("metric", "").split(",")
        if not set(names) <= set(self.metrics):
            raise refusal(100, "(#100) The value must be a valid insights metric")
        since, until = (datetime.fromisoformat(query[name]) for name in ("since", "until"))
        if (until - since).days > 93:
            raise refusal(100, "(#100) There cannot be more than 93 days between since and until")
        days = [since + timedelta(days=n + 1) for n in range((until - since).days)]
        values = {day.strftime("%Y-%m-%dT08:00:00+0000"): n for n, day in enumerate(days)}
        shown = [
            {
                "name": name,
                "period": "day",
                "values": [
                    {"value": self.metrics[name] + n, "end_time": t} for t, n in values.items()
                ],
            }
            for name in names
        ]
        return {"data": shown, "paging": {}}

    def _list(self, rows: list, query: dict, show: Callable) -> dict:
        """A page of rows and how to go on. Cursors lead to a place in the list, and end with it."""
        size = int(query.get("limit", 25))
        if size > MOST_PER_PAGE:
            raise refusal(100, "(#100) For field 'feed': limit must be at most 100")
        if size > self.bearable:
            words = "Please reduce the amount of data you're asking for, then retry your request"
            raise refusal(1, words, status=500)
        if "until" in query:
            rows = [row for row in rows if row.at.timestamp() <= int(query["until"])]
        start = self._start(rows, query.get("after"))
        page = rows[start : start + min(size, self.page_size)]
        shown = [show(row) for row in page if not getattr(row, "deleted", False)]
        if not page:
            return {"data": shown}
        after = f"c{self.cursors_of}-{page[-1].number}"
        paging: dict = {"cursors": {"before": "x", "after": after}}
        if start + len(page) < len(rows):
            paging["next"] = self._next(after=after)
        return {"data": shown, "paging": paging}

    def _start(self, rows: list, after: str | None) -> int:
        if not after:
            return 0
        found = re.fullmatch(r"c(\d+)-(\d+)", after)
        numbers = [row.number for row in rows]
        if not found or int(found[1]) != self.cursors_of or int(found[2]) not in numbers:
            raise refusal(100, "(#100) The After Cursor specified exceeds the max limit")
        return numbers.index(int(found[2])) + 1

    # Writing

    def _comment(self, external_id: str, body: dict) -> dict:
        self._need("pages_manage_engagement", 200)
        above, text = self._standing(external_id), body.get("message")
        if not isinstance(text, str) or not text.strip() or len(text) > 8000:
            raise refusal(100, "(#100) Param message must have 1 to 8000 characters")
        if isinstance(above, Comment) and above.closed:
            raise refusal(200, "(#200) Comments are closed here")
        post = above.post if isinstance(above, Comment) else above.id
        if self._said_before(post, text):
            raise refusal(506, "Duplicate status message", kind="FacebookApiException")
        answered = external_id if isinstance(above, Comment) else ""
        return {"id": self.world.comment(PAGE_NAME, post, text, above=answered)}

    def _said_before(self, post: str, text: str) -> bool:
        since = now() - DUPLICATE_FOR
        return any(
            one.author == PAGE_NAME and one.text == text and one.at > since
            for one in self.world.below(post)
        )

    def _hide(self, external_id: str, body: dict) -> dict:
        self._need("pages_manage_engagement", 200)
        found = self._standing(external_id)
        if not isinstance(found, Comment) or not isinstance(body.get("is_hidden"), bool):
            raise refusal(100, "(#100) Only comments can be hidden")
        found.hidden = body["is_hidden"]
        return {"success": True}

    def _send(self, body: dict) -> dict:
        self._need("pages_messaging", 200)
        recipient, text = body.get("recipient") or {}, (body.get("message") or {}).get("text")
        if not isinstance(text, str) or not text:
            raise refusal(100, "(#100) The message needs a text")
        if len(text) > 2000:
            words = "(#100) Length of param message[text] must be less than or equal to 2000"
            raise refusal(100, words)
        if "comment_id" in recipient:
            return self._privately(recipient["comment_id"], text)
        person = self.world.by_id(str(recipient.get("id")))
        if person is None:
            raise refusal(100, "(#100) No matching user found", subcode=2018001)
        if person in self.world.unreachable:
            raise refusal(551, "(#551) This person isn't available right now.", subcode=1545041)
        self._check_window(person, body.get("messaging_type"), body.get("tag"))
        return self._sent(person, text, body.get("tag") or "")

    def _check_window(self, person: str, kind: object, tag: object) -> None:
        theirs = [m for m in self.world.written_in(person) if m.sender != PAGE_NAME]
        silent = now() - theirs[0].at
        if kind == "RESPONSE" and silent <= WINDOW:
            return
        if kind not in ("RESPONSE", "MESSAGE_TAG") or (tag and tag != "HUMAN_AGENT"):
            raise refusal(100, "(#100) Invalid parameter", subcode=1893061)
        if kind == "MESSAGE_TAG" and not self.human_agent:
            raise refusal(10, "(#10) The app lacks the feature human_agent", subcode=2018276)
        if kind == "MESSAGE_TAG" and tag and silent <= HUMAN_AGENT:
            return
        words = "(#10) This message is sent outside of allowed window."
        raise refusal(10, words, subcode=2018278)

    def _privately(self, comment_id: str, text: str) -> dict:
        comment = self._standing(comment_id)
        if now() - comment.at > PRIVATE_REPLY:
            raise refusal(10900, "(#10900) The time for a private reply is over")
        if comment.answered_privately:
            raise refusal(10900, "(#10900) Activity already replied to")
        comment.answered_privately = True
        return self._sent(comment.author, text)

    def _sent(self, person: str, text: str, tag: str = "") -> dict:
        message_id = self.world.message(PAGE_NAME, text, person=person, tag=tag)
        return {"recipient_id": self.world.id_of(person), "message_id": message_id}

    # What is checked

    def _need(self, scope: str, code: int) -> None:
        if scope not in self._scopes:
            raise refusal(code, f"(#{code}) This endpoint requires the '{scope}' permission")

    def _is_standing(self, external_id: str) -> bool:
        found = self.world.find(external_id)
        return found is not None and not getattr(found, "deleted", False)

    def _standing(self, external_id: str) -> Post | Comment | Message:
        if not self._is_standing(external_id):
            raise refusal(100, GONE.format(external_id), subcode=33)
        return self.world.find(external_id)
