"""Posts by their ids, as they stand now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..contract import Post
from ..errors import NotFound, UnexpectedPayload
from ..values import objects
from ..words import _
from .api import Api
from .authors import id_of
from .parse import DM, gathered, newest_id
from .refusals import GONE, kind_of
from .timelines import MESSAGE_FIELDS

AT_ONCE = 100


class LookUp:
    """Asks for posts, a hundred in a call, and for messages one by one."""

    def __init__(self, api: Api, read: Callable[[dict], Post]):
        self._api = api
        self._read = read

    def posts(self, external_ids: Sequence[str]) -> list[Post]:
        """The posts in the same order. Raises UnexpectedPayload where X says nothing of one."""
        public = [name for name in external_ids if not name.startswith(DM)]
        found: dict[str, Post] = {}
        for start in range(0, len(public), AT_ONCE):
            found |= self._newest(public[start : start + AT_ONCE])
        found |= {name: self._message(name) for name in external_ids if name.startswith(DM)}
        if not found.keys() >= set(external_ids):
            raise UnexpectedPayload(_("X did not say what became of a post."))
        return [found[name] for name in external_ids]

    def _newest(self, ids: Sequence[str]) -> dict[str, Post]:
        """The posts with these ids; of an edited one the newest version."""
        rows, gone = self._versions(ids)
        newer = {newest_id(raw): name for name, raw in rows.items() if newest_id(raw) not in ids}
        newer.pop(None, None)
        edited, lost = self._versions(list(newer)) if newer else ({}, set())
        rows |= {newer[name]: raw for name, raw in edited.items()}
        gone |= {newer[name] for name in lost}
        found = {name: self._read(raw) for name, raw in rows.items() if name not in gone}
        return found | {name: Post.gone(name) for name in gone}

    def _versions(self, ids: Iterable[str]) -> tuple[dict[str, dict], set[str]]:
        """{id: raw} of what X shows, and the ids of what it does not show any more."""
        answer = self._api.posts("tweets", {"ids": ",".join(ids)})
        rows = {id_of((raw.get("post") or {}).get("id")): raw for raw in gathered(answer)}
        missing = {
            id_of(problem.get("resource_id") or problem.get("value"))
            for problem in objects(answer.get("errors"))
            if kind_of(problem) in GONE
        }
        return {name: rows[name] for name in ids if name in rows}, missing & set(ids)

    def _message(self, external_id: str) -> Post:
        query = {name: value for name, value in MESSAGE_FIELDS.items() if name != "event_types"}
        try:
            answer = self._api.get(f"dm_events/{external_id.removeprefix(DM)}", query)
        except NotFound:
            return Post.gone(external_id)
        rows = gathered(answer)
        return self._read(rows[0]) if rows else Post.gone(external_id)
