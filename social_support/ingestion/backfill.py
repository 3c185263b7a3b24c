"""How much the first reading of a stream brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from social_support.networks.contract import Page
from social_support.networks.words import _

CUT = _("Only the newest posts were read back; older ones were left out.")


def newest(pages: Iterable[Page], at_most: int) -> list[Page]:
    """The newest `at_most` posts of `pages` (newest first; the answer comes oldest first).

    The last page comes in any case, if need be without posts: its cursor says where to go on.
    """
    kept: list[Page] = []
    left, cut = at_most, False
    pages = list(pages)
    for page in pages:
        page = replace(page, next_cursor=pages[0].starts_at)
        posts = page.posts[max(len(page.posts) - left, 0) :]
        cut = cut or len(posts) < len(page.posts)
        left -= len(posts)
        if posts or not page.posts or not kept:
            kept.insert(0, replace(page, posts=posts))
    if cut:
        kept[0] = replace(kept[0], remarks=(*kept[0].remarks, CUT))
    return kept
