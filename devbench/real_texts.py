"""Real tweets and product reviews: the data that PyPI's vaderSentiment 3.3.2 (MIT) carries."""

from __future__ import annotations

import io
import shutil
import tarfile
from pathlib import Path

from devbench import commands
from devbench.errors import DevbenchError

PACKAGE, VERSION = "vaderSentiment", "3.3.2"
INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"


def make(folder: Path, *, downloads: Path, python: Path, log: Path) -> None:
    """Lay the files of the data set flat into `folder`."""
    source = _download(downloads, python=python, log=log)
    fresh = folder.with_name(f"{folder.name}.unpacking")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tarfile.open(source) as outer:
        inner = next(name for name in outer.getnames() if name.endswith(INNER))
        _unpack_flat(outer.extractfile(inner).read(), fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _unpack_flat(packed: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive.getmembers():
            name = Path(member.name).name
            if member.isfile() and not name.startswith("."):
                (folder / name).write_bytes(archive.extractfile(member).read())


def _download(downloads: Path, *, python: Path, log: Path) -> Path:
    if not (found := _source_in(downloads)):
        downloads.mkdir(parents=True, exist_ok=True)
        commands.run(
            [
                *(python, "-m", "pip", "download", "--progress-bar=off", "--no-deps"),
                *("--no-binary", ":all:", "--no-build-isolation", "--dest", downloads, f"{PACKAGE}=={VERSION}"),
            ],
            log=log,
            hint="Check that pip reaches its package index, then start again.",
        )
        found = _source_in(downloads)
    if not found:
        raise DevbenchError(f"pip downloaded no source of {PACKAGE} {VERSION}.", log=log)
    return found


def _source_in(downloads: Path) -> Path | None:
    found = [*downloads.glob(f"*-{VERSION}.tar.gz")]
    return next((file for file in found if file.name.lower().startswith(PACKAGE.lower())), None)
