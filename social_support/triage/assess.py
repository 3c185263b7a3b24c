"""Look at new posts: category, sentiment, priority with its reasons, team, and until when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import frappe

from social_support.conversations.actions import set_triage
from social_support.conversations.due import Goals, due_columns
from social_support.conversations.reasons import packed
from social_support.triage.agencies import an_agency_works_here
from social_support.triage.category import Category, category_of, severity
from social_support.triage.priority import Facts, priority
from social_support.triage.sentiment import NOT_RATED, sentiment


def assess(conversations: Sequence[str], interactions: Sequence[str]) -> None:
    """Triage `conversations` by their new or changed `interactions`, in the caller's transaction.

    A conversation keeps the most severe category that its posts named, the mood of the latest post
    that could be rated, and the reach of the post that was shared most. What a customer is worth
    counts where no agency works: one would read it off the order of its list. Five queries and one
    statement, whatever the number of posts.
    """
    if not conversations:
        return
    posts = _posts(interactions)
    categories = _categories()
    goals = Goals.now()
    worth = not an_agency_works_here()
    set_triage(
        [
            _assessed(row, posts[row.name], categories, goals, worth)
            for row in _conversations(conversations)
        ]
    )


def _assessed(
    row: Any, posts: list[Any], categories: dict[str, Category], goals: Goals, worth: bool
) -> dict[str, Any]:
    category = _most_severe(row.category, posts, categories)
    mood = _mood(row, posts)
    facts = Facts(
        category=category.name if category else "",
        category_priority=category.priority if category else "",
        sentiment=mood,
        followers=row.followers or 0,
        shares=row.shares or 0,
        vip=bool(row.vip),
        influence=row.influence or 0,
        value=(row.value or 0) if worth else 0,
    )
    level, reasons = priority(facts)
    return {
        "name": row.name,
        "category": category.name if category else None,
        "sentiment": mood,
        "priority": level,
        "value_counts": int(level != priority(replace(facts, value=0))[0]),
        "priority_reasons": packed((reason.text, reason.value) for reason in reasons),
        "user_group": (category and category.user_group) or row.channel_group,
        **due_columns(level, row.waiting_since_utc if row.status == "Open" else None, goals),
    }


def _mood(row: Any, posts: list[Any]) -> str:
    """Of a post that arrives behind newer ones only where none of those could be rated."""
    before = row.sentiment or NOT_RATED
    came_late = posts and posts[-1].posted_at_utc < row.last_inbound_at_utc
    if came_late and before != NOT_RATED:
        return before
    moods = (sentiment(post.text, post.language or "") for post in reversed(posts))
    return next((mood for mood in moods if mood != NOT_RATED), before)


def _most_severe(
    current: str | None, posts: list[Any], categories: dict[str, Category]
) -> Category | None:
    found = [category_of(post.text, list(categories.values())) for post in posts]
    named = [category for category in [categories.get(current or ""), *found] if category]
    return max(named, key=severity, default=None)


def _conversations(names: Sequence[str]) -> list[Any]:
    return frappe.db.sql(
        """SELECT conversation.name, conversation.status, conversation.category,
            conversation.sentiment, conversation.waiting_since_utc,
            conversation.last_inbound_at_utc,
            (SELECT MAX(post.share_count) FROM `tabSocial Interaction` post
                WHERE post.conversation = conversation.name AND post.direction = 'Incoming'
                    AND post.deleted = 0) AS shares,
            profile.followers, profile.vip, profile.influence, channel.user_group AS channel_group,
            value.revenue_percentile AS value
        FROM `tabSocial Conversation` conversation
        LEFT JOIN `tabSocial Profile` profile ON profile.name = conversation.profile
        LEFT JOIN `tabCustomer Social Value` value
            ON value.customer = profile.customer AND value.company = conversation.company
        LEFT JOIN `tabSocial Channel` channel ON channel.name = conversation.channel
        WHERE conversation.name IN %(names)s ORDER BY conversation.name""",
        {"names": tuple(names)},
        as_dict=True,
    )


def _posts(names: Sequence[str]) -> dict[str, list[Any]]:
    """What came in, by conversation, oldest first."""
    posts: dict[str, list[Any]] = defaultdict(list)
    if names:
        rows = frappe.db.sql(
            """SELECT conversation, text, language, posted_at_utc FROM `tabSocial Interaction`
            WHERE name IN %(names)s AND direction = 'Incoming' ORDER BY posted_at_utc""",
            {"names": tuple(names)},
            as_dict=True,
        )
        for row in rows:
            posts[row.conversation].append(row)
    return posts


def _categories() -> dict[str, Category]:
    rows = frappe.db.sql(
        """SELECT name, default_priority, user_group, COALESCE(words, '') FROM `tabSocial Category`
        WHERE disabled = 0 ORDER BY creation"""
    )
    return {
        name: _category(name, priority, group, words or "") for name, priority, group, words in rows
    }


# Page after page the same few, each with a pattern that takes its time to be made.
_category = lru_cache(maxsize=256)(Category)
