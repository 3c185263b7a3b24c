"""How far an author's voice carries, among the authors whom we have read.

voice = ln(1 + followers) + ln(1 + engagement) + 1 if the network verified them. Engagement is what
their posts of the last 90 days set off: likes, and twice the replies and shares, for those ask for
more than a tap. Logarithms, because the hundredth follower says more than the ten-thousandth.
`influence` is the percentile of that.
"""

from datetime import timedelta

import frappe

from social_support.conversations.clock import utc_now
from social_support.conversations.store.rows import update_rows
from social_support.customers import percentiles

PROFILE = "Social Profile"
DAYS = 90
VOICE = """ROUND(LN(1 + GREATEST(profile.followers, 0))
    + LN(1 + GREATEST(IFNULL(heard.engagement, 0), 0)) + profile.verified, 3)"""


def recompute() -> None:
    """The scheduler's entry, once a day: voices in batches, then the percentiles."""
    for after, last in percentiles.ranges(PROFILE):
        _write_voices(after, last)
        # A batch is done when it is written: nobody waits for the locks of all.
        frappe.db.commit()
    percentiles.write(PROFILE, "voice", "influence", {"erased": 0})


def _write_voices(after: str, last: str) -> None:
    """Read first, then write by name: a statement that does both would lock the posts it reads."""
    changed = frappe.db.sql(
        f"""SELECT profile.name, {VOICE} AS voice FROM `tabSocial Profile` profile
        LEFT JOIN (
            SELECT profile, SUM(like_count + 2 * (reply_count + share_count)) AS engagement
            FROM `tabSocial Interaction`
            WHERE profile > %(after)s AND profile <= %(last)s
                AND direction = 'Incoming' AND posted_at_utc >= %(since)s
            GROUP BY profile
        ) heard ON heard.profile = profile.name
        WHERE profile.name > %(after)s AND profile.name <= %(last)s AND profile.erased = 0
            AND profile.voice != {VOICE}""",
        {"after": after, "last": last, "since": utc_now() - timedelta(days=DAYS)},
        as_dict=True,
    )
    update_rows(PROFILE, changed)
