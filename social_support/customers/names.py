"""Names and places as people of many alphabets write them, made comparable. Pure: no database.

"Георги Иванов", "Georgi Ivanov" and "Gueorgui Ivanoff" may be one man; no index of a database
finds that. So each name has a skeleton, equal for all its spellings and for some other names too,
by which it is looked up, and a likeness, by which what was found is compared.
"""

import re
import unicodedata
from functools import cache, lru_cache

import cyrtranslit
from rapidfuzz import fuzz

SAME, ALIKE = 100, 85
"""Likeness of one name in other letters, and that from which on two may be spellings of one."""

FEWEST_LETTERS = 5
"""Of a name of one word: "Anna" is not looked for, "Drillhouse" is."""

_LEGAL_FORMS = """
    ltd limited llc llp inc corp corporation co company plc gmbh mbh ag kg ohg ug ev ood eood ad
    ead et sa sas sarl srl spa bv nv oy ab as aps kft zrt doo dd sro sp zoo ooo oao pao tov
"""
# What Unicode does not take apart into a letter and a mark
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "æ": "ae", "œ": "oe"})
_ALPHABETS = ("bg", "ru", "ua", "el")
_SAME_SOUND = (("ph", "f"), ("ou", "u"), ("y", "i"), ("j", "i"), ("w", "v"))
_SKELETON = (
    ("dzh", "d"),
    ("x", "ks"),
    ("tz", "s"),
    ("ts", "s"),
    ("z", "s"),
    ("c", "k"),
    ("q", "k"),
    ("f", "v"),
)
_NOT_IN_SKELETON = re.compile(r"[aeiouh]")
_WORD = re.compile(r"[a-z0-9]+")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def words_of(name: str | None) -> tuple[str, ...]:
    """The words of a name in Latin letters, without case, marks, legal forms.

    >>> words_of("ЕТ „Юлия Щерева“"), words_of("Petrova Ltd.")
    (('iulia', 'shtereva'), ('petrova',))
    """
    found = _WORD.findall(_latin(name or ""))
    return tuple(word for word in found if word not in _legal_forms()) or tuple(found)


def skeleton(name: str | None) -> str | None:
    """What all spellings of a name have in common, or None where it is too short to tell anything.

    >>> skeleton("Георги Иванов") == skeleton("IVANOFF, Gueorgui")
    True
    """
    words = words_of(name)
    if not words or (len(words) == 1 and len(words[0]) < FEWEST_LETTERS):
        return None
    return " ".join(sorted(_bones(word) for word in words))


def likeness(one: str, other: str) -> float:
    """0 to 100, whatever the order of the words; 100 for the same name in other letters."""
    return fuzz.token_sort_ratio(" ".join(words_of(one)), " ".join(words_of(other)))


def mentions_place(text: str, place: str) -> bool:
    """Whether every word of `place` stands in `text`, in whatever letters."""
    wanted, there = words_of(place), words_of(text)
    return bool(wanted) and all(
        any(fuzz.ratio(word, found) >= ALIKE for found in there) for word in wanted
    )


@cache
def _legal_forms() -> frozenset[str]:
    """As names are written here."""
    return frozenset(_latin(_LEGAL_FORMS).split())


def _latin(name: str) -> str:
    text = name.casefold()
    if not text.isascii():
        for alphabet in _ALPHABETS:
            text = cyrtranslit.to_latin(text, alphabet)
        text = text.replace("'", "")  # what some alphabets give for a soft sign
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
        text = text.translate(_LETTERS)
    for spelling, sound in _SAME_SOUND:
        text = text.replace(spelling, sound)
    return _TWICE.sub(r"\1", text)


def _bones(word: str) -> str:
    for spelling, sound in _SKELETON:
        word = word.replace(spelling, sound)
    return _TWICE.sub(r"\1", _NOT_IN_SKELETON.sub("", word)) or word[:1]
