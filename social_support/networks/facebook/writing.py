"""What an answer looks like on Facebook, how long it may be and who reads it.

https://developers.facebook.com/docs/messenger-platform/reference/send-api
"""

from __future__ import annotations

from ..contract import PRIVATE, UNNAMED, Length, Target
from ..words import _
from .parse import COMMENT

# Of a comment (?); of a message.
MOST_OF_A_COMMENT, MOST_OF_A_MESSAGE = 8_000, 2_000
IN_THE_WINDOW = {"messaging_type": "RESPONSE"}
# For up to 7 days, and only for what a person wrote.
BY_A_PERSON = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def text_to_send(text: str) -> str:
    """The text as Facebook keeps it."""
    return text.strip()


def is_message(target: Target) -> bool:
    """Whether the answer is a message: to a message, or in private to a comment."""
    return target.kind == "Direct Message" or target.visibility == PRIVATE


def is_private_reply(target: Target) -> bool:
    """Whether the answer is the one message that a comment may get."""
    return is_message(target) and target.external_id.startswith(COMMENT)


def may_be_for(person: str, target: Target) -> bool:
    """Whether a message to the person of this id ("": nobody knows) may answer `target`. Whom
    Facebook does not name in a comment it names in messages.
    """
    asked = target.author_external_id
    return not person or not asked or asked.startswith(UNNAMED) or person == asked


def stands_beside(target: Target) -> bool:
    """Whether the answer may stand beside what it answers: a comment below a comment."""
    nested = target.kind in ("Reply", "Mention") and target.external_id.startswith(COMMENT)
    return nested and not is_message(target)


def recipient(target: Target) -> dict[str, str]:
    """For whom a message is."""
    if is_private_reply(target):
        return {"comment_id": target.external_id.removeprefix(COMMENT)}
    return {"id": target.author_external_id}


def length(target: Target, text: str) -> Length:
    limit = MOST_OF_A_MESSAGE if is_message(target) else MOST_OF_A_COMMENT
    return Length(len(text_to_send(text)), limit)


def audience(target: Target) -> str:
    """Who will read the answer, in words."""
    if is_private_reply(target):
        return _("Only the author of the comment can read it. A comment gets one such message.")
    if is_message(target):
        return _("Only the author of the message can read it.")
    return _("Everyone can read it. It stands below the post, in the Page's name.")


def essence(text: str) -> str:
    """A text in the form in which what was sent and what Facebook shows of it are equal."""
    return " ".join(text.split())
