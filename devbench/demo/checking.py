"""What the steps of the check share: the run's facts, its failure, and waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from devbench.bench import Bench
from devbench.demo.authors import Author
from devbench.demo.desk_client import Desk
from devbench.demo.postbox import Postbox

LOOK_EVERY = 1.0
Found = TypeVar("Found")


class Wrong(Exception):
    """A step did not see what has to be there; the text says what it saw."""


@dataclass
class Run:
    """One run of the check.

    mark: what makes its accounts and order numbers its own. began: site time. written: the text of
    each post by its id on the network. authors: the token of each of the check's own authors;
    posts: the id of what each wrote. conversations: by the id of the post on the network.
    """

    bench: Bench
    mark: str
    texts: int
    channel: str = ""
    began: str = ""
    postbox: Postbox | None = None
    sales: Desk | None = None
    agent: Desk | None = None
    manager: Desk | None = None
    written: dict[str, str] = field(default_factory=dict)
    written_at: float = 0.0
    tokens: dict[Author, str] = field(default_factory=dict)
    posts: dict[Author, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def conversation_of(self, author: Author) -> str:
        return self.rows[self.posts[author]]["conversation"]


def wait_for(look: Callable[[], Found | None], seconds: float, missing: Callable[[], str]) -> Found:
    """What `look` finds; in the end raises Wrong with what `missing` says."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() > end:
            raise Wrong(f"{missing()} Waited {seconds:.0f} s.")
        time.sleep(LOOK_EVERY)
