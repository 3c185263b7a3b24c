"""Acts as the customers of the demonstration, until it is ended. Runs in the network's environment.

`python -m devbench.demo.act SERVER` plays the opening and goes on for ever, at a pace that one can
watch; `--once` ends after the opening, which has no pauses; `--going-on` leaves it out.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterable

from mastodon import MastodonError

from devbench.demo import people, story
from devbench.demo.network import DIRECT, PUBLIC, Somebody

SHORTEST_PAUSE, LONGEST_PAUSE = 6.0, 14.0


class Cast:
    """The customers, each with what they wrote last."""

    def __init__(self, server: str) -> None:
        self.everybody = {
            person["username"]: Somebody(server, person["token"]) for person in people.CUSTOMERS
        }
        self.newest: dict[str, str] = {}
        self.thanked: set[str] = set()

    def introduce(self) -> None:
        for person in people.CUSTOMERS:
            name = person["username"]
            self.everybody[name].introduce(person, people.FIELDS.get(name, ()))

    def play(self, beat: story.Beat) -> None:
        """Do what the beat says; without an earlier post there is nothing to change or to share."""
        if beat.kind in ("public", "direct"):
            self._write(beat)
        elif beat.who in self.newest:
            getattr(self, f"_{beat.kind}")(beat)

    def thank_for_answers(self) -> None:
        """Whoever was answered since says thank you, once for each answer."""
        for name, post in list(self.newest.items()):
            answers = self.everybody[name].answers(post)
            ours = [row["id"] for row in answers if row["author"] == people.COMPANY["username"]]
            if ours and ours[-1] not in self.thanked:
                self.thanked.add(ours[-1])
                language = people.LANGUAGE.get(name, "en")
                self._follow_up(story.Beat(name, "follow_up", story.THANKS[language]), ours[-1])

    def _write(self, beat: story.Beat) -> None:
        visibility = DIRECT if beat.kind == "direct" else PUBLIC
        self.newest[beat.who] = self._said(beat, visibility=visibility)

    def _follow_up(self, beat: story.Beat, post: str | None = None) -> None:
        self._said(beat, reply_to=post or self.newest[beat.who])

    def _edit(self, beat: story.Beat) -> None:
        self.everybody[beat.who].edit(self.newest[beat.who], beat.text)

    def _delete(self, beat: story.Beat) -> None:
        self.everybody[beat.who].delete(self.newest.pop(beat.who))

    def _share(self, beat: story.Beat) -> None:
        for name, somebody in self.everybody.items():
            if name != beat.who:
                somebody.share(self.newest[beat.who])

    def _said(self, beat: story.Beat, **how: str | None) -> str:
        text = beat.text.format(number=f"DC-{random.randint(10_000, 99_999)}")
        language = people.LANGUAGE.get(beat.who, "en")
        print(f"{beat.who}: {text}")
        return self.everybody[beat.who].write(text, language=language, **how)["id"]


def go_on(cast: Cast, beats: Iterable[story.Beat]) -> None:
    """Play the beats with pauses between them. What the network refuses is told and passed over."""
    for beat in beats:
        time.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
        try:
            cast.thank_for_answers()
            cast.play(beat)
        except MastodonError as error:
            print(f"{beat.who}, {beat.kind}: {error}", file=sys.stderr)


def main() -> None:
    options = _options()
    cast = Cast(options.server)
    if not options.going_on:
        cast.introduce()
        for beat in story.OPENING:
            cast.play(beat)
    if not options.once:
        go_on(cast, itertools.cycle(story.GOING_ON))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("server")
    parser.add_argument("--once", action="store_true", help="end after the opening")
    parser.add_argument("--going-on", action="store_true", help="leave the opening out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
