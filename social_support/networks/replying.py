"""What a network is told of a reply, and what it tells of one. `contract` names all of it."""

from __future__ import annotations

from dataclasses import dataclass

from .posts import PUBLIC, Post


@dataclass(frozen=True)
class Target:
    """What a reply answers. `visibility`: who may read the reply: whoever reads the post, or its
    author alone where the network answers such a post so (`Network.answers_in_private`).
    """

    external_id: str
    author_handle: str = ""
    kind: str = ""
    visibility: str = PUBLIC
    thread_id: str | None = None
    content_warning: str = ""
    language: str = ""
    permalink: str = ""
    author_external_id: str = ""

    @classmethod
    def of(cls, post: Post) -> Target:
        """The target that answers `post`."""
        return cls(
            external_id=post.external_id,
            author_handle=post.author.handle,
            kind=post.kind,
            visibility=post.visibility,
            thread_id=post.thread_id,
            content_warning=post.content_warning,
            language=post.language,
            permalink=post.permalink,
            author_external_id=post.author.external_id,
        )


@dataclass(frozen=True)
class Published:
    """A reply that stands on the network. `post` is the reply as the network shows it, where it
    told us.
    """

    external_id: str
    permalink: str
    post: Post | None = None


@dataclass(frozen=True)
class Length:
    """How long a text is and how long it may be, in the characters that the network counts.

    `remark`: what whoever writes it should know of this text, its price for one.
    """

    used: int
    limit: int
    remark: str = ""

    @property
    def fits(self) -> bool:
        return self.used <= self.limit
