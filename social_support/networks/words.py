"""Marks texts for translation. This room has no user and no language: whoever shows a text
translates it.
"""


def _(text: str) -> str:
    """Return `text` as it is. The mark lets the translation tools find it."""
    return text
