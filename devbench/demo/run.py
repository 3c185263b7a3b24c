"""`devbench demo`: plays the demonstration, checks it, or plays one scene of it."""

from __future__ import annotations

import argparse

from devbench.bench import Bench


def main(bench: Bench, options: argparse.Namespace) -> int:
    """The bench is built and everything runs. Returns the exit code."""
    if options.check:
        from devbench.demo import check

        return check.main(bench, options)
    if options.scene:
        from devbench.demo import scenes

        return scenes.main(bench, options.scene)
    from devbench.demo import show

    return show.main(bench)
