"""What can go wrong while the bench is built or run, each with what to do about it."""

from __future__ import annotations

from pathlib import Path


class DevbenchError(Exception):
    """An error that is told to the person at the terminal, without a traceback.

    `hint` is one sentence that says what to do, `log` the file that holds the details.
    """

    def __init__(self, reason: str, *, hint: str = "", log: Path | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.log = log

    def lines(self) -> list[str]:
        """The error as lines for the terminal, the tail of its log included."""
        told = [self.reason]
        if self.log and self.log.exists():
            told += [f"  | {line}" for line in last_lines(self.log, 8)]
            told.append(f"Log: {self.log}")
        if self.hint:
            told.append(f"To do: {self.hint}")
        return told


class CommandFailed(DevbenchError):
    """A command that we started ended with an error."""


class StageFailed(DevbenchError):
    """A stage of the build could not be completed; the next start resumes with it."""


class ServiceFailed(DevbenchError):
    """A service did not start, or does not answer."""


def last_lines(path: Path, count: int) -> list[str]:
    text = path.read_text(errors="replace").replace("\r", "\n")
    return [line for line in text.splitlines() if line.strip()][-count:]
