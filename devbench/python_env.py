"""Python environments at exact versions: the bench's, the network's, the tests'."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from devbench import commands
from devbench.errors import CommandFailed, DevbenchError

LOCKS = Path(__file__).resolve().parent / "locks"
OLDEST, NEWEST = (3, 10), (3, 12)


def find_python() -> str:
    """The Python that the environments are made with: ours, else one on the path.

    Raises DevbenchError when none of 3.10 to 3.12 is there.
    """
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    running = ".".join(map(str, sys.version_info[:2]))
    raise DevbenchError(
        f"Frappe needs Python 3.10, 3.11 or 3.12; this is {running}.",
        hint="Install one (Debian: `apt-get install python3 python3-venv`) and start again.",
    )


def make_venv(folder: Path, *, python: str, log: Path) -> None:
    """An empty environment in `folder`; one that is there already is made anew."""
    commands.run([python, "-m", "venv", "--clear", folder], log=log)


def install_lock(folder: Path, lock: str, *, tools: Path, log: Path) -> None:
    """Install exactly what `locks/<lock>.txt` names.

    uv does it in a fraction of pip's time; where it can't, because a package index is configured
    for pip alone, pip does.
    """
    wanted = LOCKS / f"{lock}.txt"
    python = folder / "bin" / "python"
    uv = tools / "bin" / "uv"
    if uv.exists() and _runs(
        [uv, "pip", "install", "--no-progress", "--python", python, "--no-deps", "-r", wanted], log
    ):
        return
    commands.run(
        [python, "-m", "pip", "install", "--progress-bar=off", "--no-deps", "-r", wanted],
        log=log,
        hint="Check that pip reaches its package index, then start again.",
    )


def make_tools(folder: Path, *, python: str, log: Path) -> None:
    """An environment with uv, the fast installer; without it pip installs."""
    make_venv(folder, python=python, log=log)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--progress-bar=off"]
    _runs([*pip, "-r", LOCKS / "tools.txt"], log)


def site_packages(folder: Path) -> Path:
    """The folder of an environment that its packages lie in."""
    return next((folder / "lib").glob("python3.*")) / "site-packages"


def add_paths(folder: Path, name: str, lines: list[str]) -> None:
    """Make the environment's Python run `lines` of a .pth file: folders, or `import …`.

    https://docs.python.org/3/library/site.html
    """
    (site_packages(folder) / f"{name}.pth").write_text("".join(f"{line}\n" for line in lines))


def version_of(python: str) -> str:
    """What `python --version` says: part of what decides an environment."""
    return subprocess.run(
        [python, "--version"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def _runs(argv: list[str | Path], log: Path) -> bool:
    try:
        commands.run(argv, log=log)
    except CommandFailed:
        return False
    return True
