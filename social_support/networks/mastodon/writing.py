"""What a reply looks like on Mastodon, and how long it is.

Facts: https://docs.joinmastodon.org/user/posting/#text and the server's StatusLengthValidator:
grapheme clusters of the content warning and the text, each link counted as 23, a mention without
its domain.
"""

from __future__ import annotations

import re

import regex

from ..contract import PRIVATE, Account, Target
from ..words import _

MAX_CHARACTERS = 500
CHARACTERS_PER_URL = 23

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]]")
REMOTE_MENTION = re.compile(r"(?<![\w/@])(@\w+)@[\w.-]*[\w]")
LEADING_MENTIONS = re.compile(r"^(?:@[\w@.-]+\s+)+")
FORMATTING = str.maketrans("", "", "*_`~")


def text_to_send(target: Target, text: str, account: Account, domain: str) -> str:
    """`text` with the author's name in front: Mastodon tells nobody about a reply that does not
    name them.
    """
    handle = target.author_handle
    is_own = handle == account.handle or target.author_external_id == account.external_id != ""
    if not handle or is_own:
        return text
    mention = "@" + handle.removesuffix(f"@{domain}")
    return text if _names(text, handle, mention) else f"{mention} {text}"


def _names(text: str, handle: str, mention: str) -> bool:
    named = "|".join(re.escape(name) for name in {f"@{handle}", mention})
    return re.search(rf"(?<![\w/@])(?:{named})(?!\w|[@.-]\w)", text, re.IGNORECASE) is not None


def count(text: str, content_warning: str, limits: dict) -> int:
    """The length that Mastodon gives a text with its content warning."""
    per_link = limits.get("characters_per_url") or CHARACTERS_PER_URL
    shown = LINK.sub("x" * per_link, REMOTE_MENTION.sub(r"\1", text))
    return len(regex.findall(r"\X", content_warning + shown))


def visibility_of(target: Target) -> str:
    """Who sees the reply, in Mastodon's words.

    A private post is answered at most as widely as it was written: a message to those named in it,
    a post for followers to followers. A public one is answered in public, although "unlisted" is
    customary among friends: replies fill nobody's public timeline anyway, and the next customer
    with the same question should find the answer.
    """
    if target.visibility != PRIVATE:
        return "public"
    return "private" if target.kind in ("Mention", "Reply", "Post") else "direct"


def audience(target: Target) -> str:
    """Who will read the reply, in words."""
    return {
        "public": _("Everyone can read it."),
        "private": _("The followers of your account and the people named in it can read it."),
        "direct": _("Only the people named in it can read it."),
    }[visibility_of(target)]


def essence(text: str) -> str:
    """A text in the form in which what was sent and what the server shows of it are equal.

    Without the mentions in front, whose domain servers drop, the spaces that they join and the
    signs that some turn into bold and italics.
    """
    return " ".join(LEADING_MENTIONS.sub("", text.strip()).translate(FORMATTING).split())
