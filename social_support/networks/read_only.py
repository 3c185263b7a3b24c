"""A network on which nothing can be written, and nobody asked for a single post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from .contract import Length, Network, Post, Published, Target
from .errors import NotFound, PostRejected
from .words import _


class ReadOnly(Network):
    """`no_answer`: why, as a sentence that says what to do instead."""

    can_reply_publicly = False
    shows_single_posts = False
    no_answer: ClassVar[str]

    def refresh(self, external_ids: Sequence[str]) -> list[Post]:
        """What it shows no more may still be there."""
        raise NotFound(_("{0} shows no single posts. Open the post on its page."), self.label)

    def reply(self, target: Target, text: str, key: str) -> Published:
        raise PostRejected(self.no_answer)

    def find_own(
        self, key: str, text: str, since: datetime, target: Target | None = None
    ) -> Published | None:
        return None

    def measure(self, target: Target, text: str) -> Length:
        return Length(len(text), 0)

    def audience(self, target: Target) -> str:
        return self.no_answer
