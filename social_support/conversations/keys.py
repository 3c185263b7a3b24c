"""Names and unique keys of the big tables.

Ids of networks are opaque: they may differ in case alone, which MariaDB's collation calls equal,
and may be longer than a column. So rows are told apart by a hex digest of the id, and the id
itself stands beside it.
"""

import hashlib
import secrets
import time
from functools import lru_cache

# The stream that every channel has: its row stands for the channel where one locks or leases it.
BY_HAND = "By Hand"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TIME_CHARACTERS, RANDOM_CHARACTERS = 10, 9


def new_name() -> str:
    """A row's name: 19 lower-case characters, in the order of their making to the millisecond.

    The first 10 tell the time, so that rows are added at the end of the primary key, the other 9
    are random (45 bits a millisecond).
    """
    chosen = [ALPHABET[byte & 31] for byte in secrets.token_bytes(RANDOM_CHARACTERS)]
    return _moment(time.time_ns() // 1_000_000) + "".join(chosen)


def first_name_at(moment: float) -> str:
    """What sorts before every name that is made from then on (seconds of the epoch), and behind all
    that were made before.
    """
    return _moment(int(moment * 1000))


def digest(*parts: str) -> str:
    """32 hex characters that stand for these parts, whatever they contain."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def post_key(channel: str, external_id: str) -> str:
    """What makes a post unique: once per channel."""
    return digest("post", channel, external_id)


def same_post_key(network: str, external_id: str) -> str:
    """The same for one post that reached two of our channels."""
    return digest("same post", network, external_id)


def profile_key(network: str, external_id: str) -> str:
    """What makes an author unique: once per network."""
    return digest("profile", network, external_id)


def open_key(channel: str, thread_id: str, profile: str) -> str:
    """What makes work unique: one author in one thread of one channel, until it closes for good."""
    return digest("conversation", channel, thread_id, profile)


def metric_key(channel: str, metric: str, day: str) -> str:
    """What makes a figure unique: once per channel, metric and day (ISO 8601)."""
    return digest("metric", channel, metric, day)


def state_key(channel: str, stream: str, term: str = "") -> str:
    """What makes a Social Stream State unique."""
    return digest("stream", channel, stream, term)


@lru_cache(maxsize=1)
def _moment(milliseconds: int) -> str:
    digits = [ALPHABET[(milliseconds >> (5 * place)) & 31] for place in range(TIME_CHARACTERS)]
    return "".join(reversed(digits))
