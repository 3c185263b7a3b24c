"""The check's steps about what came in: stored, unchanged, linked, announced."""

from __future__ import annotations

import html
import time
from collections import Counter
from collections.abc import Mapping

from devbench.demo import authors, office
from devbench.demo.checking import Run, Wrong, wait_for

# The scheduler starts a reading at the next full minute; then there are hundreds of posts to store.
STORED_WITHIN = 150.0
ALERTED_WITHIN = 30.0
# A health line that complains may pass by itself; one that goes on is what is wrong.
PATIENCE_WITH_ERRORS = 12.0
SHOWN = 3

Row = Mapping[str, str]


def stored(run: Run) -> str:
    """Wait for the scheduler and a worker; every post has to be stored once."""
    errors = _Complaints(run)
    wait_for(
        lambda: _all_stored(run) or errors.look(),
        STORED_WITHIN,
        lambda: f"{len(_stored(run))} of {len(run.written)} posts were stored. {errors.sentence}",
    )
    rows = _stored(run)
    counts = Counter(row["external_id"] for row in rows)
    twice = [post for post, count in counts.items() if count > 1]
    if twice:
        raise Wrong(f"{len(twice)} posts were stored more than once: {', '.join(twice[:SHOWN])}.")
    run.rows = {row["external_id"]: row for row in rows}
    seconds = time.monotonic() - run.written_at
    return f"{len(rows)} of {len(run.written)} posts, {seconds:.0f} s after the last was written."


def same_texts(run: Run) -> str:
    """Compare with what was written, character for character."""
    wrong = [post for post, text in run.written.items() if run.rows[post]["text"] != text]
    if wrong:
        pairs = [f"{run.written[post]!r} → {run.rows[post]['text']!r}" for post in wrong[:SHOWN]]
        raise Wrong(f"{len(wrong)} texts differ: {'; '.join(pairs)}")
    characters = sum(map(len, run.written.values()))
    beyond = sum(not text.isascii() for text in run.written.values())
    return f"{len(run.written)} texts, {characters} characters, {beyond} texts beyond ASCII."


def linked(run: Run) -> str:
    """Whom the app sees in each author; a name and what several share link nobody."""
    profiles = {author: run.rows[run.posts[author]]["profile"] for author in authors.ALL}
    fields = ("name", "customer", "link_basis", "link_evidence")
    chosen = ["name", "in", list(profiles.values())]
    found = {row["name"]: row for row in run.manager.rows("Social Profile", fields, chosen)}
    for author, profile in profiles.items():
        _check_link(author, found[profile])
        _check_possible(run, author, profile)
    links = [found[profile] for author, profile in profiles.items() if author.customer]
    return "\n".join(
        [f"{row['customer']}: {row['link_evidence']} ({row['link_basis']})" for row in links]
        + [f"{len(profiles) - len(links)} others rightly linked to nobody."]
    )


def alerted(run: Run) -> str:
    """A Notification Log for the team's agent, and one for the customer's account manager."""
    about = {row["conversation"] for row in run.rows.values()}
    hers = {run.conversation_of(author) for author in authors.ALL if author.customer}
    customers = {buyer.docname for buyer in (*office.BUYERS, *office.CHECKED)}
    hers |= _conversations_with(run, customers)
    told = _alert(run, "agent", about)
    also_told = _alert(run, "sales", hers)
    return f"Agent: {told}\nAccount manager: {also_told}"


class _Complaints:
    """What the channel's health line complains of, and for how long it has."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.sentence = ""
        self._since: float | None = None

    def look(self) -> None:
        """Raises Wrong when an error stays that only a person can end."""
        health = self.run.manager.call("channels.health", channel=self.run.channel)
        self.sentence = f"The channel says: {health['sentence']}"
        if health["level"] != "error":
            self._since = None
            return
        self._since = self._since or time.monotonic()
        if time.monotonic() - self._since > PATIENCE_WITH_ERRORS:
            raise Wrong(f"{len(_stored(self.run))} posts were stored. {self.sentence}")


def _all_stored(run: Run) -> bool | None:
    return len(_stored(run)) >= len(run.written) or None


def _stored(run: Run) -> list[Row]:
    fields = ("name", "external_id", "text", "profile", "conversation")
    ours = (["channel", "=", run.channel], ["external_id", "in", list(run.written)])
    return run.manager.rows("Social Interaction", fields, *ours)


def _check_link(author: authors.Author, profile: Row) -> None:
    if profile["customer"] != author.customer:
        raise Wrong(
            f"{author.display_name} should be linked to {author.customer or 'nobody'}, "
            f"and is linked to {profile['customer'] or 'nobody'}."
        )


def _check_possible(run: Run, author: authors.Author, profile: str) -> None:
    if author.customer:
        return
    conditions = (["profile", "=", profile], ["decision", "=", "Open"])
    rows = run.manager.rows("Social Link Suggestion", ("customer",), *conditions)
    possible = {row["customer"] for row in rows}
    if possible != author.possible:
        raise Wrong(
            f"{author.display_name} should be possibly one of {sorted(author.possible)}, "
            f"and is possibly one of {sorted(possible)}."
        )


def _conversations_with(run: Run, customers: set[str]) -> set[str]:
    """Conversations of this run whose author is linked to one of the customers."""
    profiles = list({row["profile"] for row in run.rows.values()})
    conditions = (["name", "in", profiles], ["customer", "in", list(customers)])
    known = {row["name"] for row in run.manager.rows("Social Profile", ("name",), *conditions)}
    return {row["conversation"] for row in run.rows.values() if row["profile"] in known}


def _alert(run: Run, who: str, about: set[str]) -> str:
    """The newest alert of this run for somebody; no alert may quote what was written privately."""
    desk = getattr(run, who)
    rows = wait_for(
        lambda: _alerts(run, who, about) or None,
        ALERTED_WITHIN,
        lambda: f"{desk.user} got no notification of what was written.",
    )
    private = run.written[run.posts[authors.PRIVATE]].removeprefix("@shop ")
    if any(private[:20] in row["subject"] for row in rows):
        raise Wrong(f"A notification for {desk.user} quotes a private message.")
    return html.unescape(rows[-1]["subject"])


def _alerts(run: Run, who: str, about: set[str]) -> list[Row]:
    since = (["creation", ">=", run.began], ["document_type", "=", "Social Conversation"])
    mine = ["for_user", "=", getattr(run, who).user]
    fields = ("subject", "document_name")
    rows = getattr(run, who).rows("Notification Log", fields, *since, mine, order="creation")
    return [row for row in rows if row["document_name"] in about]
