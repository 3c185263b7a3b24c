"""What stands on the fake X: people, posts with their versions, messages. No HTTP here.

Ids are X's: 64 bits, the upper ones milliseconds, so that they grow with time.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from social_support.networks.x.snowflakes import id_at, time_of

COMPANY = "shop"
CUSTOMERS = ("anna", "boris", "clara", "dimitar")
NAME = re.compile(r"(?<![\w@])@(\w{1,15})")


@dataclass
class User:
    """Somebody on the network. `hidden`: X leaves them out of what it includes."""

    id: str
    username: str
    name: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    followers: int = 0
    verified_type: str = "none"
    protected: bool = False
    suspended: bool = False
    hidden: bool = False


@dataclass
class Post:
    """A post; `versions`: [[id, text]], the newest last."""

    versions: list[list[str]]
    author: str
    conversation: str
    reply_to: str = ""
    quotes: str = ""
    retweets: str = ""
    lang: str = "en"
    picture: bool = False
    deleted: bool = False
    likes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that the post has now."""
        return self.versions[-1][0]

    @property
    def first_id(self) -> str:
        return self.versions[0][0]

    @property
    def text(self) -> str:
        return self.versions[-1][1]


@dataclass
class Message:
    """A direct message between two people."""

    id: str
    sender: str
    receiver: str
    text: str

    @property
    def conversation(self) -> str:
        return "-".join(sorted((self.sender, self.receiver), key=int))


class World:
    """The network's state. Methods take usernames and ids; what changes it holds `lock`."""

    def __init__(self, usernames: tuple[str, ...] = (COMPANY, *CUSTOMERS)):
        self.users: dict[str, User] = {}
        self.posts: dict[str, Post] = {}
        self.messages: dict[str, Message] = {}
        self.lock = threading.RLock()
        self.changed: Callable[[], None] = lambda: None
        self._last_id = 0
        for name in usernames:
            self.join(name)

    # What people do

    def join(self, username: str, **profile: object) -> str:
        """Open an account; its id."""
        with self.lock:
            user = User(str(1_000_000_000 + len(self.users)), username, username.title())
            self.users[username] = user
        self.describe(username, **profile)
        return user.id

    def describe(self, username: str, **profile: object) -> None:
        """Change a profile: name, description, followers, verified_type, protected, suspended …"""
        with self.lock:
            for name, value in profile.items():
                setattr(self.users[username], name, value)
        self.changed()

    def write(
        self,
        username: str,
        text: str,
        *,
        reply_to: str = "",
        quotes: str = "",
        picture: bool = False,
        lang: str = "en",
        days_ago: float = 0,
    ) -> str:
        """Post as somebody; the post's id."""
        with self.lock:
            post_id = self._new_id(days_ago)
            above = self.find(reply_to) if reply_to else None
            post = Post(
                versions=[[post_id, text]],
                author=username,
                conversation=above.conversation if above else post_id,
                reply_to=reply_to,
                quotes=quotes,
                picture=picture,
                lang=lang,
            )
            self.posts[post_id] = post
        self.changed()
        return post_id

    def retweet(self, username: str, post_id: str) -> str:
        """Pass a post on; the id of the retweet."""
        with self.lock:
            shared = self.find(post_id)
            retweet_id = self._new_id()
            text = f"RT @{shared.author}: {shared.text}"[:140]
            self.posts[retweet_id] = Post(
                [[retweet_id, text]], username, shared.conversation, retweets=shared.id
            )
        self.changed()
        return retweet_id

    def edit(self, post_id: str, text: str) -> str:
        """Let the author change a post; its new id."""
        with self.lock:
            self.find(post_id).versions.append([self._new_id(), text])
        self.changed()
        return self.find(post_id).id

    def delete(self, post_id: str) -> None:
        """Let the author delete a post with all its versions."""
        with self.lock:
            self.find(post_id).deleted = True
        self.changed()

    def like(self, username: str, post_id: str) -> None:
        with self.lock:
            self.find(post_id).likes.append(username)
        self.changed()

    def message(self, username: str, to: str, text: str) -> str:
        """Write a direct message; its id."""
        with self.lock:
            message_id = self._new_id()
            self.messages[message_id] = Message(message_id, username, to, text)
            self.messages[message_id].sender = self.users[username].id
            self.messages[message_id].receiver = self.users[to].id
        self.changed()
        return message_id

    # What stands there

    def find(self, post_id: str) -> Post | None:
        """The post that has, or had, this id."""
        if post_id in self.posts:
            return self.posts[post_id]
        versions = (post for post in self.posts.values() if len(post.versions) > 1)
        return next((p for p in versions if post_id in [v[0] for v in p.versions]), None)

    def user_by_id(self, user_id: str) -> User | None:
        return next((user for user in self.users.values() if user.id == user_id), None)

    def is_shown(self, post: Post) -> bool:
        """Whether anybody can see a post."""
        author = self.users[post.author]
        return not (post.deleted or author.suspended or author.protected)

    def newest_first(self) -> Iterator[Post]:
        """All posts that can be seen, by the id that they have now."""
        with self.lock:
            shown = [post for post in self.posts.values() if self.is_shown(post)]
        return iter(sorted(shown, key=lambda post: int(post.id), reverse=True))

    def mentions(self, post: Post, username: str) -> bool:
        """Whether a post names somebody, or answers a post of theirs."""
        above = self.find(post.reply_to) if post.reply_to else None
        names = {name.lower() for name in NAME.findall(post.text)}
        return username in names or bool(above and above.author == username)

    def answers_to(self, post_id: str) -> list[str]:
        """The ids of the posts that answer this one."""
        ids = {version[0] for version in self.find(post_id).versions}
        found = [post for post in self.posts.values() if post.reply_to in ids and not post.deleted]
        return [post.first_id for post in found]

    # Keeping it

    def save(self, file: Path) -> None:
        """Write the state down, all of it or nothing."""
        with self.lock:
            state = {
                "users": [asdict(user) for user in self.users.values()],
                "posts": [asdict(post) for post in self.posts.values()],
                "messages": [asdict(message) for message in self.messages.values()],
            }
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(state, ensure_ascii=False))
        beside.replace(file)

    def load(self, file: Path) -> None:
        state = json.loads(file.read_text())
        self.users |= {row["username"]: User(**row) for row in state["users"]}
        self.posts = {row["versions"][0][0]: Post(**row) for row in state["posts"]}
        self.messages = {row["id"]: Message(**row) for row in state["messages"]}
        ids = [version[0] for post in self.posts.values() for version in post.versions]
        self._last_id = max(map(int, [*ids, *self.messages]), default=0)

    def _new_id(self, days_ago: float = 0) -> str:
        """The next id; of a post that was written some days ago one of that time."""
        now = datetime.now(timezone.utc)
        if days_ago:
            wanted = int(id_at(now - timedelta(days=days_ago)))
            while str(wanted) in self.posts:
                wanted += 1
            return str(wanted)
        self._last_id = max(int(id_at(now)), self._last_id + 1)
        return str(self._last_id)


def written_at(post_id: str) -> str:
    """The time in an id, as X writes times."""
    return time_of(post_id).strftime("%Y-%m-%dT%H:%M:%S.000Z")
