"""The network of the demonstration: mastodon-mock with a company and its customers."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

from devbench.bench import Bench


def write_config(bench: Bench) -> None:
    """The mock's configuration: an account with a token for everybody in demo/people.py.

    It keeps its posts in a file: a network that forgot them would look to the Desk as if everybody
    had deleted theirs.
    """
    people = importlib.import_module("devbench.demo.people")
    posts = f"[database]\npath = {json.dumps(str(bench.home / 'mastodon.sqlite'))}\n"
    tables = [posts, *(_account(person) for person in people.EVERYBODY)]
    bench.run_folder.mkdir(parents=True, exist_ok=True)
    config_file(bench).write_text("\n".join(tables))


def config_file(bench: Bench) -> Path:
    return bench.run_folder / "mastodon.toml"


def argv(bench: Bench) -> list[str]:
    return [
        *(str(bench.network_python.with_name("mastodon_mock")), "serve"),
        *("--config", str(config_file(bench)), "--host", "127.0.0.1"),
        *("--port", str(bench.ports["mastodon"])),
    ]


def public_page(bench: Bench) -> Path:
    """The script that shows what the public sees of the network."""
    return bench.repo / "devbench" / "demo" / "public.py"


def public_argv(bench: Bench) -> list[str]:
    return [
        *(str(bench.network_python), str(public_page(bench))),
        *("--port", str(bench.ports["public"]), "--mastodon", bench.mastodon_url),
    ]


def _account(person: dict[str, str]) -> str:
    """One account as TOML, whose basic strings are written as JSON's are."""
    named = {**person, "access_token": person["token"]}
    del named["token"]
    fields = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in named.items()]
    return "\n".join(["[[seed.accounts]]", *fields, ""])
