"""The package from PyPI gets Frappe's names back, in paths and in text, and in nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from devbench import frappe_source


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("criscostack/criscostackclient.py", "frappe/frappeclient.py"),
        (
            "criscostack/public/js/criscostack-web.bundle.js",
            "frappe/public/js/frappe-web.bundle.js",
        ),
        ("criscostack/utils/brik_helper.py", "frappe/utils/bench_helper.py"),
        ("criscostack/utils/data.py", "frappe/utils/data.py"),
    ],
)
def test_paths(path, own):
    assert frappe_source.renamed(path) == own


@pytest.mark.parametrize(
    ("theirs", "own"),
    [
        ("import criscostack", "import frappe"),
        ("class CriscoTestCase", "class FrappeTestCase"),
        ("CRISCOSTACK_SITE", "FRAPPE_SITE"),
        ("Criscostack Criscoerp criscoerp", "Frappe ERPNext erpnext"),
        ("请在Crisco的社交", "请在Frappe的社交"),
    ],
)
def test_text(theirs, own):
    assert frappe_source.restored(theirs.encode()) == own.encode()


@pytest.mark.parametrize("content", [b"\x00criscostack", b"\xff\xfe criscostack"])
def test_what_is_no_text_stays_as_it_is(content):
    assert frappe_source.restored(content) == content


def test_unpacking_replaces_what_was_there(tmp_path: Path):
    wheel = tmp_path / "criscostack-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("criscostack/__init__.py", "name = 'criscostack'\n")
        archive.writestr("criscostack/.DS_Store", b"\0")
        archive.writestr("criscostack-1.0.0.dist-info/METADATA", "Name: criscostack\n")
    app = tmp_path / "apps" / "frappe"
    app.mkdir(parents=True)
    (app / "stale.py").write_text("")

    frappe_source.unpack(wheel, app)

    files = {str(file.relative_to(app)) for file in app.rglob("*") if file.is_file()}
    assert files == {"frappe/__init__.py"}
    assert (app / "frappe" / "__init__.py").read_text() == "name = 'frappe'\n"
