"""A site that has been listening for years: posts by the million, made in minutes.

The rows have the keys, lengths and relations that the store gives them: random unique keys, names
in the order of time, three conversations for five posts, five posts for an author.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import frappe

from social_support.conversations.store.profiles import store_profiles
from social_support.networks.mastodon.parse import author_of
from tests.load.recorded import DOMAIN, account, known_author, texts
from tests.load.site import TABLES

POSTS_PER_AUTHOR = 5
CONVERSATIONS_PER_POST = 0.6
# Raw answers are kept for 30 days: not all posts have theirs.
MOST_PAYLOADS = 50_000
AT_ONCE = 50_000
# The rest never writes again.
MOST_KNOWN_AUTHORS = 20_000
FEW_PAGES, MOST_SECONDS_TO_SETTLE = 2000, 60
RANDOM = ("same_post_key", "parent_key", "profile", "handle")
TEXTS, PROFILES = "bench texts", "bench profiles"


def known_authors(posts: int) -> int:
    """How many of the authors whom `fill` stores for so many posts have a name that we know."""
    return min(posts // POSTS_PER_AUTHOR, MOST_KNOWN_AUTHORS)


def fill(channel: str, posts: int) -> None:
    """Store `posts` interactions of `channel`, with authors and conversations, and commit."""
    _number_texts()
    values = _values(channel, posts)
    _known_authors(known_authors(posts))
    insert(PROFILE_ROWS, values, known_authors(posts), values["authors"])
    _number_profiles()
    insert(CONVERSATIONS, values, 0, values["conversations"])
    insert(INTERACTIONS, values, 0, posts)
    insert(PAYLOADS, values, 0, min(posts, MOST_PAYLOADS))
    for table in (TEXTS, PROFILES):
        frappe.db.sql_ddl(f"DROP TABLE `{table}`")
    frappe.db.sql(f"ANALYZE TABLE {', '.join(f'`tab{doctype}`' for doctype in TABLES)}")
    settle()


def settle() -> None:
    """Let the server write what waits, and read the indexes: a site that runs has them at hand."""
    end = time.monotonic() + MOST_SECONDS_TO_SETTLE
    while _pages_to_write() > FEW_PAGES and time.monotonic() < end:
        time.sleep(1)
    for doctype in TABLES:
        for index in _indexes(doctype):
            frappe.db.sql(f"SELECT COUNT(*) FROM `tab{doctype}` FORCE INDEX (`{index}`)")
    frappe.db.commit()


def _pages_to_write() -> int:
    return int(frappe.db.sql("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")[0][1])


def _indexes(doctype: str) -> list[str]:
    """Those whose keys come in any order."""
    return [
        row[0]
        for row in frappe.db.sql(
            """SELECT index_name FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = %s AND seq_in_index = 1
                AND (non_unique = 0 OR column_name IN %s) AND index_name != 'PRIMARY'""",
            (f"tab{doctype}", RANDOM),
        )
    ]


class Aside:
    """Two contents for our tables, exchanged in an instant by their names."""

    def __init__(self, doctypes: Sequence[str]) -> None:
        self.doctypes = doctypes
        for doctype in doctypes:
            frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `aside {doctype}`")
            frappe.db.sql_ddl(f"CREATE TABLE `aside {doctype}` LIKE `tab{doctype}`")

    def exchange(self) -> None:
        renames = (
            f"`tab{doctype}` TO `between`, `aside {doctype}` TO `tab{doctype}`,"
            f" `between` TO `aside {doctype}`"
            for doctype in self.doctypes
        )
        for rename in renames:
            frappe.db.sql_ddl(f"RENAME TABLE {rename}")

    def drop(self) -> None:
        for doctype in self.doctypes:
            frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `aside {doctype}`")


@contextmanager
def aside(doctypes: Sequence[str] = TABLES) -> Iterator[Aside]:
    """Empty tables beside those of `doctypes`, dropped at the end."""
    tables = Aside(doctypes)
    try:
        yield tables
    finally:
        tables.drop()


def _known_authors(count: int) -> None:
    for begin in range(0, count, 500):
        names = map(known_author, range(begin, min(begin + 500, count)))
        authors = [author_of(account(name), DOMAIN) for name in names]
        store_profiles("mastodon", {author.external_id: author for author in authors}, {})
        frappe.db.commit()


def _number_profiles() -> None:
    """Beside the table: posts are given to authors by number."""
    frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `{PROFILES}`")
    frappe.db.sql_ddl(
        f"""CREATE TABLE `{PROFILES}` (number INT PRIMARY KEY, name VARCHAR(140))
        SELECT ROW_NUMBER() OVER (ORDER BY name) - 1 AS number, name FROM `tabSocial Profile`"""
    )


def _number_texts() -> None:
    frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `{TEXTS}`")
    frappe.db.sql_ddl(f"CREATE TABLE `{TEXTS}` (number INT PRIMARY KEY, text TEXT)")
    rows = [value for number, text in enumerate(texts()) for value in (number, text)]
    marks = ", ".join(["(%s, %s)"] * len(texts()))
    frappe.db.sql(f"INSERT INTO `{TEXTS}` VALUES {marks}", rows)


def insert(statement: str, values: dict[str, object], begin: int, end: int) -> None:
    """Run an INSERT for the numbers from `begin` to below `end`, in parts, each committed."""
    for first in range(begin, end, AT_ONCE):
        last = min(first + AT_ONCE, end) - 1
        frappe.db.sql(statement, values | {"begin": first, "end": last})
        frappe.db.commit()


def _values(channel: str, posts: int) -> dict[str, object]:
    known = frappe.db.get_value("Social Channel", channel, ["company", "user_group"], as_dict=True)
    return {
        "channel": channel,
        "posts": posts,
        "authors": posts // POSTS_PER_AUTHOR,
        "conversations": int(posts * CONVERSATIONS_PER_POST),
        "texts": len(texts()),
        **known,
    }


# Older than any name made now, in the order of their numbers, as long as the store's names.
NAME = (
    "CONCAT('00', LPAD(LOWER(CONV({number}, 10, 32)), 8, '0'),"
    " LEFT(MD5(CONCAT('{kind}', {number})), 9))"
)
FRAMEWORK = "creation, modified, owner, modified_by, docstatus, idx"
FRAMEWORK_VALUES = "NOW(6), NOW(6), 'Administrator', 'Administrator', 0, 0"
# A million of them fill the last year.
POSTED = "TIMESTAMPADD(SECOND, CAST(seq AS SIGNED) * 31, UTC_TIMESTAMP(6) - INTERVAL 370 DAY)"
AUTHOR = f"(SELECT name FROM `{PROFILES}` p WHERE p.number = {{number}} * 7919 %% %(authors)s)"


def _name(kind: str, number: str = "seq") -> str:
    return NAME.format(kind=kind, number=number)


PROFILE_ROWS = f"""INSERT INTO `tabSocial Profile` (name, external_key, external_id, network,
    handle, display_name, url, avatar_url, bio, followers, {FRAMEWORK})
SELECT {_name("a")}, MD5(CONCAT('author ', seq)), CONCAT('https://{DOMAIN}/@reader', seq),
    'mastodon', CONCAT('reader', seq, '@{DOMAIN}'), CONCAT('Reader ', seq),
    CONCAT('https://{DOMAIN}/@reader', seq),
    CONCAT('https://files.{DOMAIN}/accounts/avatars/', MD5(seq), '.png'), t.text, seq,
    {FRAMEWORK_VALUES}
FROM seq_0_to_2000000 JOIN `{TEXTS}` t ON t.number = seq %% %(texts)s
WHERE seq BETWEEN %(begin)s AND %(end)s ORDER BY seq"""
CONVERSATIONS = f"""INSERT INTO `tabSocial Conversation` (name, open_key, subject, status,
    outcome, priority, priority_reasons, sentiment, profile, channel, network, company, user_group,
    visibility, thread_id, inbound_count, first_post_on, first_post_at_utc, last_inbound_on,
    last_inbound_at_utc, {FRAMEWORK})
SELECT {_name("c")}, MD5(CONCAT('open ', seq)), CONCAT('@citizen: ', LEFT(t.text, 100)),
    ELT(1 + seq %% 10, 'Open', 'Replied', 'Replied', 'Closed', 'Closed', 'Closed', 'Closed',
        'Closed', 'Closed', 'Closed'),
    '', 'Medium', '[]', 'Neutral', {AUTHOR.format(number="seq")}, %(channel)s, 'mastodon',
    %(company)s, %(user_group)s, 'Public', CONCAT('112', LPAD(seq, 15, '0')), 1,
    {POSTED}, {POSTED}, {POSTED}, {POSTED}, {FRAMEWORK_VALUES}
FROM seq_0_to_2000000 JOIN `{TEXTS}` t ON t.number = seq %% %(texts)s
WHERE seq BETWEEN %(begin)s AND %(end)s ORDER BY seq"""
INTERACTIONS = f"""INSERT INTO `tabSocial Interaction` (name, channel, conversation, profile,
    direction, kind, visibility, posted_on, posted_at_utc, permalink, language, can_reply, text,
    external_id, thread_id, parent_id, parent_key, external_key, same_post_key, {FRAMEWORK})
SELECT {_name("i")}, %(channel)s, {_name("c", "seq * 3 DIV 5")},
    {AUTHOR.format(number="(seq * 3 DIV 5)")}, 'Incoming', 'Mention', 'Public',
    {POSTED}, {POSTED},
    CONCAT('https://{DOMAIN}/@citizen/112', LPAD(seq, 15, '0')), 'en', 1, t.text,
    CONCAT('112', LPAD(seq, 15, '0')), CONCAT('112', LPAD(seq * 3 DIV 5, 15, '0')), '',
    IF(seq %% 4 = 0, MD5(CONCAT('post ', seq DIV 2)), NULL), MD5(CONCAT('post ', seq)),
    MD5(CONCAT('same ', seq)), {FRAMEWORK_VALUES}
FROM seq_0_to_2000000 JOIN `{TEXTS}` t ON t.number = seq %% %(texts)s
WHERE seq BETWEEN %(begin)s AND %(end)s ORDER BY seq"""
PAYLOADS = f"""INSERT INTO `tabSocial Payload` (name, interaction, payload, {FRAMEWORK})
SELECT {_name("p")}, {_name("i", "(%(posts)s - 1 - seq)")}, REPEAT('{{"id": "112345678"}}, ', 120),
    {FRAMEWORK_VALUES}
FROM seq_0_to_2000000 WHERE seq BETWEEN %(begin)s AND %(end)s"""
