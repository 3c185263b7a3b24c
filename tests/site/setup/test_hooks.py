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
from social_support.networks.registry import get_network_class

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


def test_no_two_scheduled_functions_share_the_name_of_their_job() -> None:
    paths = list(dotted_paths(hooks.scheduler_events))
    assert len({".".join(path.split(".")[-2:]) for path in paths}) == len(paths)


def test_each_network_is_named_by_its_own_key() -> None:
    for key, path in hooks.social_support_networks.items():
        assert get_network_class(key).key == key
        assert frappe.get_attr(path) is get_network_class(key)


def test_what_the_workspace_leads_to_is_there() -> None:
    workspace = frappe.get_doc("Workspace", "Social Support")
    for link in [link for link in workspace.links if link.type == "Link"]:
        assert frappe.db.exists(link.link_type, link.link_to), link.label


def test_reports_are_for_those_who_run_channels() -> None:
    report = frappe.get_doc("Report", "Sync Health")
    assert {row.role for row in report.roles} == {"Social Manager", "System Manager"}
    assert callable(frappe.get_attr(f"{report_module(report.name)}.execute"))


def test_the_pareto_report_is_for_our_own_people() -> None:
    report = frappe.get_doc("Report", "Social Pareto")
    assert {row.role for row in report.roles} == {"Social Manager", "Social Agent"}
    assert callable(frappe.get_attr(f"{report_module(report.name)}.execute"))


def report_module(name: str) -> str:
    scrubbed = frappe.scrub(name)
    return f"social_support.social_support.report.{scrubbed}.{scrubbed}"


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
