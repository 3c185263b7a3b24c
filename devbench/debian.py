"""The programs that come from Debian's packages; never touches a service of the system."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from devbench import commands
from devbench.errors import DevbenchError

# Package → a file that shows it is there.
PACKAGES = {
    "mariadb-server": "/usr/sbin/mariadbd",
    "mariadb-client": "/usr/bin/mariadb",
    "redis-server": "/usr/bin/redis-server",
    "chromium": "/usr/bin/chromium",
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "fonts-noto-color-emoji": "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
}
POLICY = Path("/usr/sbin/policy-rc.d")
OLDEST_NODE = 18


def missing(packages: Mapping[str, str] = PACKAGES) -> list[str]:
    """Names of the packages that have to be installed."""
    needed = [name for name, file in packages.items() if not Path(file).exists()]
    if not has_ensurepip():
        needed.append("python3-venv")
    return needed


def install(log: Path, packages: Mapping[str, str] = PACKAGES) -> None:
    """Install what is missing; raises DevbenchError with the exact command when we may not."""
    check_node()
    needed = missing(packages)
    if not needed:
        return
    command = f"apt-get install --no-install-recommends {' '.join(needed)}"
    if not shutil.which("apt-get"):
        raise DevbenchError(
            f"These programs are missing: {', '.join(needed)}.",
            hint="Install them with your system's package manager (the bench is made for Debian).",
        )
    if os.geteuid() != 0:
        raise DevbenchError(
            f"Debian packages are missing: {', '.join(needed)}.",
            hint=f"Run `sudo {command}`, then start the same command again.",
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with _services_stay_stopped():
        commands.run(["apt-get", "update"], log=log, env=quiet)
        commands.run([*command.split(), "--yes"], log=log, env=quiet, hint=f"Try `{command}`.")


def check_node() -> None:
    """Raise DevbenchError unless a Node.js is there that can build the Desk's assets."""
    found = shutil.which("node")
    version = commands.capture([found, "--version"]).strip() if found else ""
    npm = shutil.which("npm")
    if found and int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE and npm:
        return
    there = f"Node.js {version or 'none'}{'' if npm else ', no npm'}"
    raise DevbenchError(
        f"Node.js {OLDEST_NODE} or newer with npm is needed; found: {there}.",
        hint="Install it (Debian: `apt-get install nodejs npm`), then start again.",
    )


def has_ensurepip() -> bool:
    from devbench.python_env import find_python

    probe = [find_python(), "-c", "import ensurepip"]
    return subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0


@contextmanager
def _services_stay_stopped() -> Iterator[None]:
    """Keep the packages from starting their services: Debian asks policy-rc.d before it does.

    https://www.debian.org/doc/debian-policy/ch-opersys.html#interfacing-with-init-systems
    """
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(POLICY.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    try:
        yield
    finally:
        POLICY.unlink()
