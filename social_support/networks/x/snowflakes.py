"""X's ids tell when they were given out: the upper 42 of their 64 bits are milliseconds.
https://docs.x.com/x-api/fundamentals/x-ids
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=timezone.utc)
WORKER_BITS = 22


def time_of(external_id: object) -> datetime | None:
    """When an id was given out (UTC); None for what is no such id."""
    if not isinstance(external_id, str) or not external_id.isdecimal():
        return None
    milliseconds = int(external_id) >> WORKER_BITS
    if not 0 < milliseconds < 1 << 41:
        return None
    return EPOCH + timedelta(milliseconds=milliseconds)


def id_at(moment: datetime) -> str:
    """The first id that could be given out at `moment`."""
    return str(int((moment - EPOCH) / timedelta(milliseconds=1)) << WORKER_BITS)


def id_before(moment: datetime) -> str:
    """The id behind which everything written since `moment` lies."""
    return str(int(id_at(moment)) - 1)
