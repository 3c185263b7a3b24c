"""A network's own answer as text: what is kept beside a post, and shown when one is set aside."""

import json
from typing import Any

# MariaDB takes no statement of more than `max_allowed_packet` bytes, 16 MB unless set otherwise.
LONGEST_PAYLOAD = 1_000_000
LONGEST_SHOWN = 20_000
NOT_JSON = "not_json"


class Unfit(ValueError):
    """The answer can't be kept; the words say why."""


def dumped(raw: Any) -> str:
    """`raw` as JSON. Raises Unfit."""
    try:
        text = json.dumps(raw, default=str, ensure_ascii=False, separators=(",", ":"))
        if not _can_be_written(text):
            text = json.dumps(raw, default=str, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise Unfit("The network's own answer can't be kept as JSON.") from error
    if len(text) > LONGEST_PAYLOAD:
        raise Unfit(
            f"The network's own answer has {len(text)} characters, more than {LONGEST_PAYLOAD}."
        )
    return text


def showable(raw: Any) -> Any:
    """`raw` itself where it is plain JSON of a bearable size, else what of it can be shown, of
    which `is_part` tells.
    """
    try:
        if len(json.dumps(raw)) <= LONGEST_PAYLOAD:
            return raw
    except (TypeError, ValueError, RecursionError):
        # It is shown as Python writes it.
        pass
    try:
        return {NOT_JSON: repr(raw)[:LONGEST_SHOWN]}
    except RecursionError:
        return {NOT_JSON: f"a {type(raw).__name__} that is nested too deeply"}


def is_part(raw: Any) -> bool:
    """Whether this is what `showable` made of an answer that is no JSON."""
    return isinstance(raw, dict) and list(raw) == [NOT_JSON]


def _can_be_written(text: str) -> bool:
    """Half of a surrogate pair is no character; escaped it can be kept."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
