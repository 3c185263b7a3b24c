"""X's users → our `Author`. https://docs.x.com/x-api/fundamentals/data-dictionary#user"""

from __future__ import annotations

from ..contract import Author, ProfileField
from ..values import as_dict, objects, text_of
from .text import as_written, shown_link

SITE = "https://x.com"


def author_of(user: dict, external_id: str) -> Author:
    """A user as an Author; of one whom X does not show, the id alone is known.

    `verified` is any badge that X shows. The address and the place that people enter are lines of
    their profile.
    """
    handle = text_of(user.get("username"))
    return Author(
        external_id=external_id,
        handle=handle,
        display_name=as_written(user.get("name"), None) or handle,
        url=f"{SITE}/{handle}" if handle else f"{SITE}/i/user/{external_id}",
        followers=number(as_dict(user.get("public_metrics")).get("followers_count")),
        verified=user.get("verified") is True or _has_badge(user.get("verified_type")),
        bio=as_written(user.get("description"), as_dict(user.get("entities")).get("description")),
        fields=tuple(_fields(user)),
        avatar_url=_web_address(user.get("profile_image_url")),
    )


def id_of(value: object) -> str | None:
    """An id, which X sends as text because JavaScript rounds such numbers."""
    return str(value) if isinstance(value, (str, int)) and str(value) else None


def number(value: object) -> int | None:
    """A count, which X sends as a number or as text."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) and value >= 0 else None


def _has_badge(kind: object) -> bool:
    return kind not in (None, "", "none")


def _fields(user: dict) -> list[ProfileField]:
    website = _website(user)
    place = as_written(user.get("location"), None)
    lines = (("Website", website), ("Location", place))
    return [ProfileField(name, value) for name, value in lines if value]


def _website(user: dict) -> str:
    """The whole address behind the t.co link of a profile."""
    links = objects(as_dict(as_dict(user.get("entities")).get("url")).get("urls"))
    whole = next(filter(None, map(shown_link, links)), None)
    return _web_address(whole) or whole or _web_address(user.get("url"))


def _web_address(value: object) -> str:
    """The value, if it is an address that a browser may be sent to."""
    address = text_of(value)
    return address if address.startswith(("https://", "http://")) else ""
