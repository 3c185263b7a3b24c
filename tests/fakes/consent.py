"""The page on which a network asks somebody whether an app may act for them.

A GET shows it, a POST of its form decides. `decide` does both without a browser.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import escape

import requests

ALLOW, CANCEL = "allow", "cancel"
TICKED = re.compile(r'name="ticked" value="([^"]+)"')
HTML = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}


def page(
    network: str, question: str, scopes: Iterable[str], buttons: tuple[str, str], *, tick=False
) -> str:
    """HTML. `buttons`: the labels of the one that allows and of the one that cancels; `tick`:
    whether scopes can be allowed one by one.
    """
    show = _ticked if tick else _named
    allow, cancel = (escape(label) for label in buttons)
    return _html(
        network,
        f"<h1>{escape(question)}</h1><form method='post'><ul>"
        + "".join(f"<li>{show(escape(scope))}</li>" for scope in scopes)
        + f'</ul><button name="decision" value="{ALLOW}">{allow}</button> '
        f'<button name="decision" value="{CANCEL}">{cancel}</button></form>',
    )


def refusal(network: str, words: str) -> str:
    """The page that says why nobody is asked."""
    return _html(network, f"<h1>Something went wrong</h1><p>{escape(words)}</p>")


def decide(
    address: str, decision: str = ALLOW, without: Collection[str] = (), session=requests
) -> str:
    """Open the page, untick `without`, press a button; the address to which one is led then.

    Raises requests.HTTPError when the network shows no such page.
    """
    shown = session.get(address, timeout=20)
    shown.raise_for_status()
    ticked = [scope for scope in TICKED.findall(shown.text) if scope not in without]
    form = {"decision": decision, "ticked": ticked}
    decided = session.post(address, data=form, timeout=20, allow_redirects=False)
    decided.raise_for_status()
    return decided.headers["Location"]


def _named(scope: str) -> str:
    return scope


def _ticked(scope: str) -> str:
    box = f'<input type="checkbox" name="ticked" value="{scope}" checked>'
    return f"<label>{box} {scope}</label>"


def _html(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><link rel="icon" href="data:,">'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
