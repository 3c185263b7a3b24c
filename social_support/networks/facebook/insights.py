"""How a Page does, day by day. https://developers.facebook.com/docs/graph-api/reference/insights

Meta takes metrics away from time to time: an unknown one is left out, and the others are asked for
one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ..contract import Metric
from ..errors import UnexpectedPayload
from ..times import parse_time
from ..values import objects
from .api import Api

METRICS = (
    "page_follows",
    "page_media_view",
    "page_total_media_view_unique",
    "page_post_engagements",
)


def metrics(api: Api, page: str, since: date, until: date) -> list[Metric]:
    """What Meta tells of the days from `since` to `until`, both included. Raises UnexpectedPayload
    when Meta knows none of the metrics.
    """
    try:
        return list(_asked(api, page, METRICS, since, until))
    except UnexpectedPayload:
        pass
    found: list[Metric] = []
    refused: list[UnexpectedPayload] = []
    for name in METRICS:
        try:
            found += _asked(api, page, [name], since, until)
        except UnexpectedPayload as error:
            refused.append(error)
    if len(refused) == len(METRICS):
        raise refused[0]
    return found


def _asked(api: Api, page: str, names: Sequence[str], since: date, until: date) -> Iterator[Metric]:
    query = {"metric": ",".join(names), "period": "day", "since": since.isoformat()}
    query |= {"until": (until + timedelta(days=1)).isoformat()}
    for row in objects(api.get(f"{page}/insights", query).get("data")):
        for value in objects(row.get("values")):
            # Meta names the moment at which a day has ended.
            ended, number = parse_time(value.get("end_time")), value.get("value")
            if ended and isinstance(number, (int, float)) and isinstance(row.get("name"), str):
                yield Metric(row["name"], (ended - timedelta(days=1)).date(), float(number))
