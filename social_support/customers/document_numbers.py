"""What may be the number of an order, an invoice or a machine, in a text. Pure: no database.

A site names its documents as it likes (naming series are settable), so anything that looks like a
number is one until the tables have been asked, by their primary keys.
"""

import re
from collections.abc import Iterator

SHORTEST, LONGEST = 4, 140
FEWEST_DIGITS = 3
MOST_PER_TEXT = 20
"""Of one text: who lists more does not name a document of their own."""

_AROUND = " \t\r\n.,;:!?…\"'`«»„“”‘’()[]{}<>#№"
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9/_.\-]*")


def document_numbers(text: str) -> list[str]:
    """The words of `text` that may be a document's number, in capitals, each once.

    >>> document_numbers("Where is (sal-ord-2023-00007)? I paid on 2 November.")
    ['SAL-ORD-2023-00007']
    """
    return list(dict.fromkeys(_numbers(text)))[:MOST_PER_TEXT]


def _numbers(text: str) -> Iterator[str]:
    for word in text.upper().split():
        number = word.strip(_AROUND)
        if _may_be_a_number(number):
            yield number


def _may_be_a_number(word: str) -> bool:
    return (
        SHORTEST <= len(word) <= LONGEST
        and sum(map(str.isdigit, word)) >= FEWEST_DIGITS
        and bool(_TOKEN.fullmatch(word))
    )
