"""What happens in town while a channel is read: people write, answer, edit, delete, by dice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from tests.fakes.town import OURS, Habits, Town, TownPost

DAYS_BEFORE = 3
WORDS = (
    *("drill", "box", "<screw>", "müller", "“third”", "day", "&amp;", "still", "🔩"),
    *("no answer", "Бургас", "O'Neil", "50%", "cheaper", "https://example.com/a?b=1"),
)
MESSAGE = "direct message"
# Of a hundred posts, how many are of each kind.
KINDS = {
    "mention": 38,
    "reply": 20,
    "reply to a stranger": 7,
    "reply to what is not shown": 3,
    "reply before its parent": 5,
    MESSAGE: 11,
    "tagged": 5,
    "own post": 2,
    "own answer": 5,
    "share": 2,
    "own share": 1,
    "too big": 1,
}
CHANGES = {"edit": 3, "deletion": 1}
# Who looks again at posts looks at the recent ones; what is older may change unseen.
RECENT = 60


class Story:
    """`seed` decides who does what. `before_edit` and `before_deletion` hear of a post whose text
    is about to go.
    """

    def __init__(self, seed: int, town: Town, posts: int, habits: Habits) -> None:
        self.town = town
        self.wanted = posts
        self.habits = habits
        self.happened: Counter = Counter()
        self.before_edit: Callable[[TownPost], None] = lambda post: None
        self.before_deletion: Callable[[TownPost], None] = lambda post: None
        self._dice = random.Random(f"story {seed}")
        self._late: list[TownPost] = []
        self._kinds = {k: n for k, n in KINDS.items() if habits.messages or k != MESSAGE}
        self._authors = self._names(max(posts // 6, 4))

    def _names(self, many: int) -> list[str]:
        """Half of them differ from another one in case alone."""
        half = [f"anna{number}" for number in range(many // 2)]
        return [*half, *(name.title() for name in half)]

    @property
    def is_over(self) -> bool:
        return len(self.town.posts) >= self.wanted and not self._late

    def past(self, posts: int) -> None:
        """Write the posts of the last days, before anybody listens."""
        for number in range(posts):
            ago = timedelta(days=DAYS_BEFORE) * (1 - number / posts) + timedelta(minutes=5)
            self._write(ago)
        self.catch_up()

    def goes_on(self, posts: int, changes: int) -> None:
        """A moment in which so many posts are written and so many change."""
        self.catch_up()
        for _post in range(min(posts, max(self.wanted - len(self.town.posts), 0))):
            self._write(timedelta())
        for _change in range(changes):
            self._change()

    def catch_up(self) -> None:
        """Let arrive what was late."""
        while self._late:
            self.town.arrive(self._late.pop())

    def _write(self, ago: timedelta) -> None:
        kind = self._one_of(self._kinds)
        self.happened[kind] += 1
        tagged = self._dice.random() < 0.15
        author = self._dice.choice(self._authors)
        write = self.town.write
        if kind == "reply to a stranger":
            write(author, self._text(), ago=ago, parent=self._conversation_of_strangers(ago))
        elif kind == "reply to what is not shown":
            gone = write(self._dice.choice(self._authors), "?", ago=ago, hidden=True)
            write(author, self._text(), ago=ago, parent=gone)
        elif kind == "reply before its parent":
            self._reply_before_its_parent(author, ago)
        elif kind == MESSAGE:
            write(author, self._text(), ago=ago, private=True)
        elif kind == "tagged":
            write(author, self._text(), ago=ago, names_us=False, tagged=True)
        elif kind in ("share", "own share"):
            who = OURS if kind == "own share" else author
            write(who, "", ago=ago, names_us=False, shares=self._known(private=False))
        elif kind == "own post":
            write(OURS, self._text(), ago=ago, names_us=False)
        elif kind == "own answer":
            parent = self._known(ours=False)
            private = bool(parent and parent.private)
            facts = {"names_us": False, "private": private, "parent": parent}
            write(OURS, self._text(), ago=ago, **facts)
        else:
            parent = self._known(private=False) if kind == "reply" else None
            facts = {"tagged": tagged, "too_big": kind == "too big"}
            write(author, self._text(), ago=ago, parent=parent, **facts)

    def _reply_before_its_parent(self, author: str, ago: timedelta) -> None:
        above = self._known(private=False) if self._dice.random() < 0.5 else None
        first = self._dice.choice(self._authors)
        late = self.town.write(first, self._text(), ago=ago, parent=above, late=self.habits.late)
        self._late += [late] if self.habits.late else []
        self.town.write(author, self._text(), ago=ago, parent=late)

    def _conversation_of_strangers(self, ago: timedelta) -> TownPost:
        """Nobody in it speaks to us, so we are told of none of it."""
        parent = None
        for _depth in range(self._dice.randint(1, 3)):
            facts = {"parent": parent, "names_us": False}
            parent = self.town.write(
                self._dice.choice(self._authors), self._text(), ago=ago, **facts
            )
        return parent

    def _change(self) -> None:
        kind = self._one_of(CHANGES) if self.habits.edits else "deletion"
        private = None if self.habits.messages_change else False
        post = self._known(recent=RECENT, private=private, parents=kind == "edit")
        if post is None:
            return
        self.happened[kind] += 1
        if kind == "edit":
            self.before_edit(post)
            self.town.edit(post, self._text())
        else:
            self.before_deletion(post)
            self.town.delete(post)

    def _known(
        self,
        *,
        recent: int = 0,
        private: bool | None = None,
        ours: bool | None = None,
        parents: bool = True,
    ) -> TownPost | None:
        """A post that people see. parents: also one that others have answered."""
        answered = () if parents else {post.parent for post in self.town.posts}
        found = [
            post
            for post in self.town.posts[-recent:]
            if post.is_shown
            and post.reaches_us
            and not post.too_big
            and private in (None, post.private)
            and ours in (None, post.is_ours)
            and post not in answered
        ]
        return self._dice.choice(found) if found else None

    def _text(self) -> str:
        words = self._dice.choices(WORDS, k=self._dice.randint(2, 12))
        return f"@{OURS} {' '.join(words)} {self._dice.randrange(10**9)}"

    def _one_of(self, kinds: dict[str, int]) -> str:
        return self._dice.choices([*kinds], [*kinds.values()])[0]
