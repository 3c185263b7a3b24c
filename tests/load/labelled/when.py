"""The moment at which everything in the labelled set happened."""

from datetime import datetime, timezone

PROVED_AT = datetime(2023, 11, 1, 12, tzinfo=timezone.utc)
POSTED_AT = datetime(2023, 11, 3, 12, tzinfo=timezone.utc)
