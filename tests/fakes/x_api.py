"""The calls that the fake X answers, and what it refuses as X does. No sockets here.

A handler gets the caller, the path's parts and what was sent; it answers JSON or raises `Refusal`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone

from social_support.networks.x.snowflakes import id_at, time_of
from tests.fakes.x_shapes import OLD_NAMES, Shapes, not_shown, of_fields, parsed_time, problem
from tests.fakes.x_world import Message, Post, User, World

SEARCHED = timedelta(days=7)
MENTIONS_SHOWN = 800
LONGEST = 280
LONGEST_MESSAGE = 10_000
MIXED_BOUNDS = (
    "Invalid use of 'since_id' or 'until_id' in conjunction with 'start_time' or 'end_time'."
)
BOUNDS = ("since_id", "until_id", "start_time", "end_time", "max_results", "pagination_token")
EXPANSIONS = ("author_id", "referenced_posts", "in_reply_to_user_id", "attachments.media_keys")
OLD_EXPANSIONS = ("author_id", "referenced_tweets.id", "in_reply_to_user_id")


class Refusal(Exception):
    """An error of X's: the status and the JSON."""

    def __init__(self, status: int, body: dict):
        self.status, self.body = status, body
        super().__init__(status, body)


class XApi:
    """`dialect`: "post" (the specification's names), "tweet" (the samples') or "both"."""

    def __init__(self, world: World):
        self.world = world
        self.dialect = "post"
        self.counts_as_text = False

    def answer(self, caller: User, method: str, path: str, query: dict, body: dict) -> dict:
        """What X answers to a signed call. Raises Refusal."""
        parts = path.removeprefix("/2/").split("/")
        match (method, parts):
            case ("GET", ["users", "me"]):
                self._check(query, ("user.fields", "post.fields", "expansions"))
                return {"data": self._shapes(query).user(caller, of_fields(query, ["user.fields"]))}
            case ("GET", ["users", user_id, "mentions"]) if user_id == caller.id:
                shown = self.world.newest_first()
                found = [p for p in shown if self.world.mentions(p, caller.username)]
                return self._list(found[:MENTIONS_SHOWN], query, smallest=5)
            case ("GET", ["users", user_id, "tweets"]):
                found = [p for p in self.world.newest_first() if self._is_by(p, user_id)]
                return self._list(found, query, smallest=5)
            case ("GET", ["tweets", "search", "recent"]):
                return self._search(query)
            case ("GET", ["tweets"]):
                return self._by_id(query)
            case ("GET", ["dm_events"]):
                return self._messages(caller, query)
            case ("GET", ["dm_events", event_id]):
                return self._message(caller, event_id, query)
            case ("POST", ["tweets"]):
                return self._post(caller, body)
            case ("POST", ["dm_conversations", "with", user_id, "messages"]):
                return self._send(caller, user_id, body)
        raise Refusal(404, problem("resource-not-found", "Not Found Error", "No such endpoint."))

    # Reading

    def _search(self, query: dict) -> dict:
        words = query.get("query", "").lower().split()
        if not words or len(query["query"]) > 512:
            raise _invalid("query", query.get("query", ""), "'query' is not valid.")
        earliest = datetime.now(timezone.utc) - SEARCHED
        for name in ("since_id", "until_id"):
            if name in query and int(query[name]) < int(id_at(earliest)):
                words = f"'{name}' must be a post id created after {earliest:%Y-%m-%dT%H:%MZ}."
                raise _invalid(name, query[name], words)
        if "start_time" in query and parsed_time(query["start_time"]) < earliest:
            raise _invalid("start_time", query["start_time"], "'start_time' is too early.")
        found = [
            post
            for post in self.world.newest_first()
            if not post.retweets
            and time_of(post.id) >= earliest
            and all(word in post.text.lower() for word in words)
        ]
        return self._list(found, query, smallest=10, more=("query", "sort_order", "next_token"))

    def _list(
        self, posts: Iterable[Post], query: dict, smallest: int, more: Sequence[str] = ()
    ) -> dict:
        """A page of posts, newest first."""
        self._check(query, (*BOUNDS, "post.fields", "user.fields", "expansions", *more))
        if {"since_id", "until_id"} & set(query) and {"start_time", "end_time"} & set(query):
            raise _invalid("start_time", query.get("start_time", ""), MIXED_BOUNDS)
        latest = datetime.now(timezone.utc) - timedelta(seconds=10)
        if "start_time" in query and parsed_time(query["start_time"]) > latest:
            raise _invalid("start_time", query["start_time"], "'start_time' is too late.")
        wanted = [post for post in posts if _is_within(post.id, query)]
        page, meta = _page(wanted, query, smallest)
        return self._with_includes([(post, post.id) for post in page], query) | {"meta": meta}

    def _by_id(self, query: dict) -> dict:
        self._check(query, ("ids", "post.fields", "user.fields", "expansions"))
        ids = query.get("ids", "").split(",")
        if len(ids) > 100 or not all(number.isdecimal() for number in ids):
            raise _invalid("ids", query.get("ids", ""), "'ids' must hold 1 to 100 post ids.")
        found = {number: self.world.find(number) for number in ids}
        shown = {n: post for n, post in found.items() if post and self.world.is_shown(post)}
        answer = self._with_includes([(post, n) for n, post in shown.items()], query)
        errors = [not_shown(n, self.world, "ids") for n in ids if n not in shown]
        errors += answer.get("errors", [])
        return answer | ({"errors": errors} if errors else {})

    def _with_includes(self, posts: list[tuple[Post, str]], query: dict) -> dict:
        """The posts with the people and posts that they refer to; partial errors are on 200."""
        shapes, errors = self._shapes(query), []
        fields = of_fields(query, ("post.fields", "tweet.fields"))
        user_fields, expansions = (
            of_fields(query, ["user.fields"]),
            of_fields(query, ["expansions"]),
        )
        data = [shapes.post(post, fields, version) for post, version in posts]
        included: dict[str, list] = {}
        if "author_id" in expansions:
            people = {post.author: self.world.users[post.author] for post, _version in posts}
            included["users"] = [
                shapes.user(user, user_fields) for user in people.values() if not user.hidden
            ]
            errors += [_no_user(user) for user in people.values() if user.hidden]
        if expansions & {"referenced_posts", "referenced_tweets.id"}:
            ids = {
                n for post, _v in posts for n in (post.reply_to, post.quotes, post.retweets) if n
            }
            others = {number: self.world.find(number) for number in sorted(ids)}
            seen = {n: p for n, p in others.items() if p and self.world.is_shown(p)}
            included[shapes.name("posts")] = [shapes.post(p, fields, n) for n, p in seen.items()]
            errors += [not_shown(n, self.world, "referenced_posts") for n in ids - set(seen)]
        answer = {"data": data} if data else {}
        return answer | {"includes": included} | ({"errors": errors} if errors else {})

    def _messages(self, caller: User, query: dict) -> dict:
        self._check(
            query, (*BOUNDS[4:], "dm_event.fields", "user.fields", "expansions", "event_types")
        )
        mine = [m for m in self.world.messages.values() if caller.id in (m.sender, m.receiver)]
        mine.sort(key=lambda message: int(message.id), reverse=True)
        page, meta = _page(mine, query, 1)
        return self._with_senders(page, query) | {"meta": meta}

    def _message(self, caller: User, event_id: str, query: dict) -> dict:
        self._check(query, ("dm_event.fields", "user.fields", "expansions"))
        message = self.world.messages.get(event_id)
        if message is None or caller.id not in (message.sender, message.receiver):
            raise Refusal(404, problem("resource-not-found", "Not Found Error", "No such event."))
        answer = self._with_senders([message], query)
        return answer | {"data": answer["data"][0]}

    def _with_senders(self, messages: list[Message], query: dict) -> dict:
        shapes, fields = self._shapes(query), of_fields(query, ["user.fields"])
        people = {m.sender: self.world.user_by_id(m.sender) for m in messages}
        data = [shapes.message(message) for message in messages]
        users = [shapes.user(user, fields) for user in people.values()]
        return {"data": data, "includes": {"users": users}} if data else {}

    # Writing

    def _post(self, caller: User, body: dict) -> dict:
        from twitter_text import parse_tweet

        text, above = body.get("text"), (body.get("reply") or {}).get("in_reply_to_tweet_id")
        if not isinstance(text, str) or not text.strip():
            raise _invalid("text", str(text), "The post needs a text.")
        if parse_tweet(text).weightedLength > LONGEST:
            raise Refusal(403, _forbidden("Your post text is too long."))
        if above:
            self._check_summoned(caller, above)
        if self._said_before(caller, text, above or ""):
            raise Refusal(
                403, _forbidden("You are not allowed to create a post with duplicate content.")
            )
        number = self.world.write(caller.username, text.strip(), reply_to=above or "")
        shown = self._shapes({}).post(self.world.find(number), set())
        return {"data": shown}

    def _check_summoned(self, caller: User, above: str) -> None:
        """X's rule since 2026-02-23: only who mentioned or quoted the account gets an answer."""
        post = self.world.find(above)
        if post is None or not self.world.is_shown(post):
            words = "You attempted to reply to a post that is deleted or not visible to you."
            raise Refusal(403, _forbidden(words))
        if above != post.id:
            raise Refusal(403, _forbidden("There is a newer version of the post you reply to."))
        quoted = self.world.find(post.quotes) if post.quotes else None
        summoned = self.world.mentions(post, caller.username) and not post.retweets
        if not (
            summoned
            or post.author == caller.username
            or (quoted and self._is_by(quoted, caller.id))
        ):
            words = "Reply to this conversation is not allowed because you have not been mentioned "
            raise Refusal(403, _forbidden(words + "or otherwise engaged by the author."))

    def _said_before(self, caller: User, text: str, above: str) -> bool:
        recent = int(id_at(datetime.now(timezone.utc) - timedelta(days=1)))
        return any(
            (post.text, post.reply_to) == (text.strip(), above) and int(post.id) > recent
            for post in self.world.newest_first()
            if post.author == caller.username
        )

    def _send(self, caller: User, user_id: str, body: dict) -> dict:
        receiver, text = self.world.user_by_id(user_id), body.get("text")
        if receiver is None:
            raise Refusal(403, _forbidden("You cannot send messages to this user."))
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST_MESSAGE:
            raise _invalid("text", "", "The text of a message has 1 to 10000 characters.")
        number = self.world.message(caller.username, receiver.username, text)
        sent = self.world.messages[number]
        return {"data": {"dm_conversation_id": sent.conversation, "dm_event_id": number}}

    # What X checks

    def _check(self, query: dict, known: Sequence[str]) -> None:
        """Refuse parameters, fields and expansions that the spoken dialect does not have."""
        allowed = {self._spoken(name) for name in known} | (
            {*known} if self.dialect == "both" else set()
        )
        if self.dialect == "both":
            allowed |= {OLD_NAMES.get(name, name) for name in known}
        for name in query:
            if name not in allowed:
                words = f"The query parameter [{name}] is not one of [{','.join(sorted(allowed))}]"
                raise _invalid(name, query[name], words)
        asked = of_fields(query, ["expansions"])
        spoken = {"post": EXPANSIONS, "tweet": OLD_EXPANSIONS}.get(
            self.dialect, EXPANSIONS + OLD_EXPANSIONS
        )
        if "expansions" in query and not asked <= {*spoken, "sender_id"}:
            raise _invalid("expansions", query["expansions"], "'expansions' is not valid.")

    def _spoken(self, name: str) -> str:
        return OLD_NAMES.get(name, name) if self.dialect == "tweet" else name

    def _shapes(self, query: dict) -> Shapes:
        old = self.dialect == "tweet" or (self.dialect == "both" and "tweet.fields" in query)
        return Shapes(self.world, old, self.counts_as_text)

    def _is_by(self, post: Post, user_id: str) -> bool:
        return self.world.users[post.author].id == user_id


def _is_within(number: str, query: dict) -> bool:
    after, before = int(query.get("since_id", 0)), int(query.get("until_id", 1 << 63))
    if "start_time" in query and time_of(number) < parsed_time(query["start_time"]):
        return False
    return after < int(number) < before


def _page(rows: list, query: dict, smallest: int) -> tuple[list, dict]:
    """The rows behind the token, at most `max_results`, and what X says of them."""
    size = query.get("max_results", "10")
    if not size.isdecimal() or not smallest <= int(size) <= 100:
        raise _invalid("max_results", size, f"'max_results' must be between {smallest} and 100.")
    token = query.get("pagination_token") or query.get("next_token")
    if token:
        before = _read_token(token)
        rows = [row for row in rows if int(row.id) < before]
    page = rows[: int(size)]
    meta = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if len(rows) > len(page):
        meta["next_token"] = base64.b32encode(page[-1].id.encode()).decode().rstrip("=").lower()
    return page, meta


def _read_token(token: str) -> int:
    try:
        padded = token.upper() + "=" * (-len(token) % 8)
        return int(base64.b32decode(padded).decode())
    except ValueError as error:
        raise _invalid("pagination_token", token, "'pagination_token' is not valid.") from error


def _invalid(parameter: str, value: str, words: str) -> Refusal:
    errors = [{"parameters": {parameter: [value]}, "message": words}]
    detail = "One or more parameters to your request was invalid."
    return Refusal(400, problem("invalid-request", "Invalid Request", detail, errors=errors))


def _forbidden(words: str) -> dict:
    return {"title": "Forbidden", "detail": words, "type": "about:blank", "status": 403}


def _no_user(user: User) -> dict:
    about = {"resource_type": "user", "resource_id": user.id, "value": user.id}
    words = f"Could not find user with id {user.id}."
    return problem("resource-not-found", "Not Found Error", words, parameter="author_id", **about)
