"""Runs other programs with their output in a log file: progress bars would flood a terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from devbench.errors import CommandFailed

_RUNNING: set[subprocess.Popen[bytes]] = set()


def run(
    argv: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    hint: str = "",
) -> None:
    """Run `argv`, append its output to `log`; raise CommandFailed unless it exits with 0.

    `env` is added to the environment of this process.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in argv]
    with log.open("ab") as output:
        output.write(f"\n$ {shlex.join(words)}\n".encode())
        output.flush()
        code = _call(words, output=output, cwd=cwd, env=env)
    if code:
        raise CommandFailed(f"`{_short(words)}` ended with {code}.", hint=hint, log=log)


def capture(argv: Sequence[str | Path], **options: object) -> str:
    """What `argv` prints on its standard output; its errors go through to ours."""
    return subprocess.run(
        [str(word) for word in argv], check=True, stdout=subprocess.PIPE, text=True, **options
    ).stdout


def end_running() -> None:
    """Ask the commands that still run, in other threads, to end: the build was interrupted."""
    for process in list(_RUNNING):
        process.terminate()


def _call(
    words: list[str], *, output: IO[bytes], cwd: Path | None, env: Mapping[str, str] | None
) -> int:
    try:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    except FileNotFoundError:
        output.write(f"{words[0]}: not found\n".encode())
        return 127
    _RUNNING.add(process)
    try:
        return process.wait()
    finally:
        _RUNNING.discard(process)


def _short(words: list[str]) -> str:
    line = shlex.join([Path(words[0]).name, *words[1:]])
    return line if len(line) <= 90 else line[:87] + "…"
