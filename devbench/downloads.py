"""Packages fetched from the package index as files, kept for every bench of this user."""

from __future__ import annotations

from pathlib import Path

from devbench import commands
from devbench.errors import DevbenchError


def fetch(
    package: str, version: str, *, folder: Path, python: Path, log: Path, source: bool = False
) -> Path:
    """The package's wheel, or its source archive, in `folder`; downloaded when it is not there."""
    ending = ".tar.gz" if source else ".whl"
    if not (found := _find(folder, package, version, ending)):
        folder.mkdir(parents=True, exist_ok=True)
        # Metadata of a source archive is made with the setuptools of `python`.
        kind = ["--no-binary", ":all:", "--no-build-isolation"] if source else []
        commands.run(
            [
                *(python, "-m", "pip", "download", "--progress-bar=off", "--no-deps"),
                *(*kind, "--dest", folder, f"{package}=={version}"),
            ],
            log=log,
            hint="Check that pip reaches its package index, then start again.",
        )
        found = _find(folder, package, version, ending)
    if not found:
        raise DevbenchError(f"pip downloaded no {ending} of {package} {version}.", log=log)
    return found


def _find(folder: Path, package: str, version: str, ending: str) -> Path | None:
    start = f"{package}-{version}".lower()
    files = sorted(folder.glob(f"*{ending}"))
    return next((file for file in files if file.name.lower().startswith(start)), None)
