"""Every dotted path that the app names is there: Frappe skips a wrong one silently."""

import inspect
import re
import types
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest

import social_support
from social_support import hooks

PACKAGE = Path(social_support.__file__).parent
DOTTED_PATH = re.compile(r"social_support(?!\.bundle)(\.\w+){2,}")


def dotted_paths(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from dotted_paths(each)
    elif isinstance(value, list):
        for each in value:
            yield from dotted_paths(each)
    elif isinstance(value, str) and DOTTED_PATH.fullmatch(value):
        yield value


def all_hooks() -> dict[str, object]:
    return {
        name: value
        for name, value in vars(hooks).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }


@pytest.mark.parametrize("path", sorted(dotted_paths(all_hooks())))
def test_every_path_in_hooks_is_callable(path: str) -> None:
    assert callable(frappe.get_attr(path))


def test_scheduler_paths_need_no_argument() -> None:
    for path in dotted_paths(hooks.scheduler_events):
        inspect.signature(frappe.get_attr(path)).bind()


def test_each_scheduled_function_has_its_job() -> None:
    for path in dotted_paths(hooks.scheduler_events):
        job = frappe.get_doc("Scheduled Job Type", {"method": path})
        assert job.name == ".".join(path.split(".")[-2:])
        assert not job.stopped


def test_files_named_in_hooks_are_there() -> None:
    for files in hooks.doctype_js.values():
        assert (PACKAGE / files).is_file()


def test_no_hook_reacts_to_all_documents() -> None:
    assert "*" not in hooks.doc_events


def test_every_patch_can_be_imported() -> None:
    lines = (PACKAGE / "patches.txt").read_text().splitlines()
    patches = [line.split("#")[0].strip() for line in lines]
    for patch in patches:
        if patch and not patch.startswith("["):
            assert callable(frappe.get_attr(f"{patch.split()[0]}.execute"))


def test_logs_that_frappe_clears_know_how() -> None:
    for doctype in hooks.default_log_clearing_doctypes:
        controller = frappe.model.base_document.get_controller(doctype)
        assert callable(controller.clear_old_logs), doctype
