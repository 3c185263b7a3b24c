"""X's field names, old and new: what is asked for in one of them, and read in both.

Since 2026-08-07 X's specification speaks of posts where its samples still speak of tweets.
https://docs.x.com/x-api/fundamentals/data-dictionary
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import NetworkError
from ..values import as_dict

NAMED = re.compile(r"['\[]([\w.]+)['\]]")
USER_FIELDS = "username,name,verified,verified_type,protected,location,url,description,entities,"
USER_FIELDS += "public_metrics,profile_image_url"


@dataclass(frozen=True)
class Dialect:
    """How to ask for posts: the name of the parameter that lists their fields, and the words in it
    that differ.
    """

    name: str
    fields: str
    referenced: str
    expansion: str
    history: str
    note: str

    @property
    def parameters(self) -> dict[str, str]:
        """What each call for posts carries: everything that `parse` reads."""
        fields = ("author_id", "conversation_id", "created_at", "in_reply_to_user_id", "lang")
        more = ("entities", "public_metrics", self.referenced, self.history, self.note)
        return {
            self.fields: ",".join((*fields, *more)),
            "expansions": f"author_id,{self.expansion}",
            "user.fields": USER_FIELDS,
        }

    def is_refused_by(self, error: NetworkError) -> bool:
        """Whether X refused a call because it does not know these names."""
        return error.status == 400 and any(
            name in named_in(error) for name in (self.fields, "expansions")
        )


POSTS = Dialect(
    "post",
    "post.fields",
    "referenced_posts",
    "referenced_posts",
    "edit_history_post_ids",
    "note_post",
)
TWEETS = Dialect(
    "tweet",
    "tweet.fields",
    "referenced_tweets",
    "referenced_tweets.id",
    "edit_history_tweet_ids",
    "note_tweet",
)


def named(name: object) -> Dialect:
    """The dialect of this name; the specification's own when there is none."""
    return TWEETS if name == TWEETS.name else POSTS


def other(dialect: Dialect) -> Dialect:
    return TWEETS if dialect is POSTS else POSTS


def either(data: dict, name: str) -> object:
    """A value under its new name (`note_post`) or under the old one (`note_tweet`)."""
    return data.get(name, data.get(name.replace("post", "tweet")))


def named_in(error: NetworkError) -> set[str]:
    """The parameters that a refusal complains of: those it lists, else those that it speaks of."""
    answer = as_dict(error.answer)
    problems = answer.get("errors")
    rows = [row for row in problems if isinstance(row, dict)] if isinstance(problems, list) else []
    found: set[str] = set()
    for row in rows:
        listed = row.get("parameters")
        found |= set(listed) if isinstance(listed, dict) else {str(row.get("parameter") or "")}
    found.discard("")
    words = " ".join(str(row.get("message")) for row in rows)
    return found or set(NAMED.findall(words))
