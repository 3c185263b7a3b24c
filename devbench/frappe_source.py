"""Frappe's package from PyPI, given its own name back.

Frappe itself is not on PyPI. The package `criscostack` 1.0.0 (MIT) is the Frappe Framework's
develop branch of August 2023, version 15.0.0-dev, with the name replaced throughout. Replacing the
names in paths and in text files gives the package `frappe` again. It serves development, tests
and demonstration; production takes Frappe from bench.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

PACKAGE, VERSION = "criscostack", "1.0.0"
# In this order: the longer names hold the shorter ones.
NAMES = (
    ("criscostack", "frappe"),
    ("Criscostack", "Frappe"),
    ("CRISCOSTACK", "FRAPPE"),
    ("criscoerp", "erpnext"),
    ("Criscoerp", "ERPNext"),
    ("Crisco", "Frappe"),
)
RENAMED_FILES = {"frappe/utils/brik_helper.py": "frappe/utils/bench_helper.py"}
LEFT_OUT = (".DS_Store",)


def unpack(wheel: Path, app: Path) -> None:
    """Lay the wheel out as the app folder `app`, its package inside; what was there is replaced."""
    fresh = app.with_name(f"{app.name}.unpacking")
    shutil.rmtree(fresh, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if _belongs(entry):
                target = fresh / renamed(entry.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(restored(archive.read(entry)))
    shutil.rmtree(app, ignore_errors=True)
    fresh.rename(app)


def renamed(path: str) -> str:
    """The path of a file of the wheel in the restored package."""
    own = _replaced(path)
    return RENAMED_FILES.get(own, own)


def restored(content: bytes) -> bytes:
    """The content of a file with Frappe's own names; what is no text stays as it is."""
    if b"\0" in content:
        return content
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    return _replaced(text).encode()


def _replaced(text: str) -> str:
    for theirs, own in NAMES:
        text = text.replace(theirs, own)
    return text


def _belongs(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    return not entry.is_dir() and path.parts[0] == PACKAGE and path.name not in LEFT_OUT
