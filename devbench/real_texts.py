"""Real tweets and product reviews: the data that PyPI's vaderSentiment 3.3.2 (MIT) carries."""

from __future__ import annotations

import io
import shutil
import tarfile
from pathlib import Path

PACKAGE, VERSION = "vaderSentiment", "3.3.2"
INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"


def unpack(source: Path, folder: Path) -> None:
    """Lay the files of the data set, out of the package's source archive, flat into `folder`."""
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
