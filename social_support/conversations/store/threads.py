"""In which thread a post is: the network's word, else the thread of the post that it answers.

A reply whose parent is not stored begins a thread of its own, named after that parent. When the
parent arrives in another thread, the earlier name is known to mean that one: `find_threads` answers
such moves, and `moves` carries them out.
"""

from collections.abc import Mapping, Sequence

from social_support.conversations.store.interactions import PRIVATE_THREAD, SHARE, Arrival
from social_support.conversations.store.near import Near

Moves = dict[str, str]


def find_threads(arrivals: Sequence[Arrival], near: Near) -> Moves:
    """Give every arrival its `thread_id`; answers which stored threads belong to which others.

    The thread of a private post is its author, of ours the person it is for. What is public stays
    apart from what was said in private.
    """
    in_page = {arrival.post.external_id: arrival for arrival in arrivals}
    public = {}
    for arrival in arrivals:
        if arrival.is_share:
            arrival.thread_id = _own_word(arrival)
        elif arrival.is_private:
            arrival.thread_id = _private_thread(arrival, in_page, near)
        else:
            public[arrival.post.external_id] = arrival
    told = _told(public, near)
    for arrival in public.values():
        _settle(arrival, public, told, near)
    moves = _moves(public, told, near)
    for arrival in public.values():
        arrival.thread_id = final(arrival.thread_id, moves)
    return moves


def final(thread_id: str, moves: Mapping[str, str]) -> str:
    """Where a thread ends up, when the one it belongs to belongs to another itself."""
    for _step in range(len(moves)):
        if thread_id not in moves or moves[thread_id] == thread_id:
            break
        thread_id = moves[thread_id]
    return thread_id


def _own_word(arrival: Arrival) -> str:
    post = arrival.post
    return post.thread_id or post.parent_id or post.external_id


def _private_thread(arrival: Arrival, in_page: Mapping[str, Arrival], near: Near) -> str:
    """Of our own post: the person's whom it is for, else the one of what it answers."""
    passed: set[str] = set()
    step = arrival
    while True:
        post = step.post
        if step.incoming or post.addressed_to:
            author = post.author.external_id if step.incoming else post.addressed_to
            return PRIVATE_THREAD + author
        passed.add(post.external_id)
        stored = near.parents.get(post.parent_id or "")
        if stored and stored["thread_id"].startswith(PRIVATE_THREAD):
            return stored["thread_id"]
        above = in_page.get(post.parent_id or "")
        if above is None or above.is_share or above.post.external_id in passed:
            return _own_word(arrival)
        step = above


def _told(public: Mapping[str, Arrival], near: Near) -> Moves:
    """{external id: thread} where the network told it, of the post or of one that answers it.

    What was stored below a missing post is in a thread of that post's name, unless it was told.
    """
    told: Moves = {}
    for external_id, arrival in public.items():
        below = sorted(near.threads_below.get(arrival.key, set()) - {external_id})
        if thread := arrival.post.thread_id or (below[0] if below else ""):
            told[external_id] = thread
    for external_id in sorted(told):
        thread, above = told[external_id], public[external_id].post.parent_id
        while above in public and above not in told:
            told[above] = thread
            above = public[above].post.parent_id
    return told


def _settle(arrival: Arrival, public: Mapping[str, Arrival], told: Moves, near: Near) -> None:
    """Walk up to the first post whose thread is known, and give it to all on the way."""
    way: list[Arrival] = []
    step: Arrival | None = arrival
    thread = ""
    while step is not None and not thread:
        if step in way:
            # Posts that answer each other in a circle: any name will do, as long as it is one.
            thread = min(one.post.external_id for one in way)
            break
        way.append(step)
        thread = (
            step.thread_id or told.get(step.post.external_id, "") or _parents_thread(step, near)
        )
        above = public.get(step.post.parent_id or "")
        if not thread and above is None:
            thread = _own_word(step)
        step = above
    for one in way:
        # No network's word makes a public post a private one.
        one.thread_id = f"public {thread}" if thread.startswith(PRIVATE_THREAD) else thread


def _parents_thread(arrival: Arrival, near: Near) -> str:
    stored = near.parents.get(arrival.post.parent_id or "")
    if not stored or stored["thread_id"].startswith(PRIVATE_THREAD):
        return ""
    # An answer to a post that only passes another one on begins a thread of its own.
    return "" if stored["kind"] == SHARE else stored["thread_id"]


def _moves(public: Mapping[str, Arrival], told: Moves, near: Near) -> Moves:
    moves: Moves = {}
    for external_id, arrival in public.items():
        if external_id in near.threads_below.get(arrival.key, ()):
            moves[external_id] = arrival.thread_id
        above = _parents_thread(arrival, near)
        differs = external_id in told and above not in ("", arrival.thread_id)
        if differs and not near.is_stored(above):
            # Named after a post that is missing, the thread above now has its true name.
            moves[above] = arrival.thread_id
    return {old: new for old, new in moves.items() if old != new}
