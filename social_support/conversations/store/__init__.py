"""The one place where posts become rows: a page in a handful of statements."""

from social_support.conversations.store.page import Stored, begin_page, lock_channel, store_posts

__all__ = ["Stored", "begin_page", "lock_channel", "store_posts"]
