"""The whole way of a page: from the bytes that the network sent to the announcement."""

from __future__ import annotations

import time

from tests.load import site
from tests.load.network import Bodies, reading_from
from tests.load.recorded import RecordedServer


def by_the_pipeline(channel: str, server: RecordedServer, bodies: Bodies) -> float:
    """Seconds for jobs of the channel to read all of `server`, whose `bodies` are at hand."""
    first, *_between, last = server.cursors()
    site.start_at(channel, first)
    with reading_from(bodies):
        began = time.perf_counter()
        while site.mentions(channel, "cursor_value").cursor_value != last:
            site.run_job(channel)
        return time.perf_counter() - began
