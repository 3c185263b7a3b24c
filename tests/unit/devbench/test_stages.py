"""The build resumes: what is done stays done, what changed or vanished is made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from devbench.errors import DevbenchError, StageFailed
from devbench.stages import Builder, Stage


@pytest.fixture
def made() -> list[str]:
    """Names of the stages that did their work, in order."""
    return []


@pytest.fixture
def stage(made: list[str]) -> Callable[..., Stage]:
    def build(name: str, **fields: object) -> Stage:
        return Stage(name=name, title=name, make=lambda: made.append(name), **fields)

    return build


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path / "stamps", workers=2)


def test_a_stage_that_is_done_is_not_done_again(builder, stage, made):
    builder.build([stage("a")])
    assert builder.build([stage("a")]) == []
    assert made == ["a"]


def test_a_changed_input_builds_the_stage_anew(builder, stage, made, tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("click==1\n")
    builder.build([stage("env", inputs=("3.11", lock))])
    lock.write_text("click==2\n")
    builder.build([stage("env", inputs=("3.11", lock))])
    builder.build([stage("env", inputs=("3.12", lock))])
    assert made == ["env"] * 3


def test_inputs_do_not_run_into_each_other(builder, stage, made):
    builder.build([stage("a", inputs=("ab", "c"))])
    builder.build([stage("a", inputs=("a", "bc"))])
    assert made == ["a", "a"]


def test_a_file_deep_in_a_folder_counts(builder, stage, made, tmp_path):
    source = tmp_path / "source" / "deep"
    source.mkdir(parents=True)
    builder.build([stage("a", inputs=(tmp_path / "source",))])
    (source / "new.js").write_text("1")
    builder.build([stage("a", inputs=(tmp_path / "source",))])
    assert made == ["a", "a"]


def test_what_was_removed_is_made_again(builder, stage, made, tmp_path):
    folder = tmp_path / "env"
    folder.mkdir()
    builder.build([stage("env", made=folder)])
    folder.rmdir()
    builder.build([stage("env", made=folder)])
    assert made == ["env", "env"]


def test_needs_come_first(builder, stage, made):
    builder.build([stage("site", needs=("database", "env")), stage("database"), stage("env")])
    assert made[-1] == "site"


def test_a_failed_stage_is_named_and_resumed_and_nothing_after_it_runs(builder, stage, made):
    def fail() -> None:
        raise DevbenchError("The disk is full.", hint="Make room.")

    broken = Stage(name="env", title="Packages", make=fail, needs=("tools",))
    with pytest.raises(StageFailed) as failure:
        builder.build([stage("tools"), broken, stage("site", needs=("env",))])
    assert made == ["tools"]
    assert "Packages" in failure.value.reason and "The disk is full." in failure.value.reason
    assert failure.value.hint == "Make room."

    builder.build([stage("tools"), stage("env", needs=("tools",)), stage("site", needs=("env",))])
    assert made == ["tools", "env", "site"]


def test_a_stage_interrupted_while_it_is_made_anew_is_not_taken_for_done(builder, stage, made):
    builder.build([stage("env", inputs=("1",))])

    def fail() -> None:
        raise DevbenchError("interrupted")

    with pytest.raises(StageFailed):
        builder.build([Stage(name="env", title="env", make=fail, inputs=("2",))])
    builder.build([stage("env", inputs=("1",))])
    assert made == ["env", "env"]


def test_a_stage_without_a_stamp_runs_every_time(builder, stage, made):
    builder.build([stage("services", always=True)])
    builder.build([stage("services", always=True)])
    assert made == ["services", "services"]
