"""Whether a message gives an e-mail as its writer's own, or speaks of somebody else's. Pure.

A wrong link is worse than a missing one: what is not said to be one's own is another's. English and
Bulgarian are understood; in another language an address counts that stands for itself.
"""

import re

NEAR = 200
"""Characters on either side that are looked at for how the address is given."""

_INTRODUCED = re.compile(
    r"""(?<!\w)(?:
        i\s+am | i['’]m | this\s+is | my\s+(?:e-?)?mail(?:\s+address)?(?:\s+is)?
        | (?:reach|contact|write|mail|e-?mail|answer|reply)\s+(?:to\s+)?me(?:\s+back)?
            (?:\s+(?:at|on|to|under|via|by))?
        | аз\s+съм | (?:пиш(?:ете|и)|отговор(?:ете|и))\s+ми(?:\s+на)?
        | (?:имейлът|мейлът|имейла|мейла|пощата)\s+ми(?:\s+е)? | моят\s+и?мейл(?:\s+е)?
    )[\s:("<–-]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLAIMED = re.compile(r"[\s,)\">]*(?:here|is\s+mine|is\s+me|съм\s+аз|е\s+моят)\b", re.IGNORECASE)
_CLAUSE_BEGINS = re.compile(r"[,.!?;:\n]")
_LABELS = re.compile(
    r"(?<!\w)(?:e-?mail|mail|и?мейл|phone|tel|тел|or|and|или|и)(?!\w)", re.IGNORECASE
)
_CONTACTS = re.compile(r"https?://\S+|\S*[\d@]\S*")
_WORD = re.compile(r"[^\W\d_]")
_ANOTHER = re.compile(
    r"""(?<!\w)(?:
        he | she | they | his | her | him | their | them | colleagues? | boss
        | wrote | written | asked | sent | e-?mailed | contacted | told
        | answer(?:s|ed) | repl(?:y|ies|ied) | responds? | responded | (?:no|not)\s+answer
        | той | тя | него | нея | тях | му | им | неговият | нейният | колега(?:та)? | шеф(?:ът|а)?
        | писа(?:х|хме|л|ла)? | питах(?:ме)? | пратих(?:ме)? | изпратих(?:ме)? | каза(?:ха)?
        | отговар(?:я|ят) | отговори(?:ха)?
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


def is_given_as_own(before: str, after: str) -> bool:
    """Whether the address between these parts of a message is its writer's.

    It is where words say so right beside it ("I am …", "reach me at …", "… here"), or where it
    stands for itself up to the end of its line, as a signature does, and nothing in the message
    speaks of others.
    """
    near = before[-NEAR:], after[:NEAR]
    if _INTRODUCED.search(near[0]) or _CLAIMED.match(near[1]):
        return True
    return _stands_for_itself(*near) and not _ANOTHER.search(f"{before} {after}")


def _stands_for_itself(before: str, after: str) -> bool:
    line = after.split("\n", 1)[0]
    # What other addresses and numbers hold does not end a clause.
    clause = _CLAUSE_BEGINS.split(_bare(before))[-1]
    return not (_WORD.search(clause) or _WORD.search(_bare(line)))


def _bare(text: str) -> str:
    """Without contact data and what one writes before it."""
    return _LABELS.sub(" ", _CONTACTS.sub(" ", text))
