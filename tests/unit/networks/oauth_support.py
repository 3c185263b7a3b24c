"""An app that asks the fakes for tokens, as a careful one does and as a careless one does."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
import requests

from tests.fakes import consent
from tests.fakes.oauth2 import CALLBACK
from tests.fakes.x import XServer

VERIFIER = secrets.token_urlsafe(48)
STATE = "state of the Desk & nobody's else"


@pytest.fixture
def x_server() -> Iterator[XServer]:
    with XServer() as server:
        yield server


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def without_none(facts: dict) -> dict:
    return {name: value for name, value in facts.items() if value is not None}


def address(base: str, /, **known: str | None) -> str:
    """Where somebody is sent to be asked. `known`: client_id, scope …; None takes one out."""
    asked = {
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "state": STATE,
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    return f"{base}?{urlencode(without_none(asked | known))}"


def told(led_to: str) -> dict[str, str]:
    """What the app is told when somebody comes back to it."""
    where, _, query = led_to.partition("?")
    assert where == CALLBACK
    return dict(parse_qsl(query.partition("#")[0], strict_parsing=True))


def exchange_form(code: str, /, **other: str | None) -> dict[str, str]:
    known = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    return without_none(known | {"code_verifier": VERIFIER} | other)


def is_led_nowhere(address: str) -> bool:
    """Whether nobody is sent on from here, whatever they press."""
    form = {"decision": consent.ALLOW}
    answers = [
        requests.request(method, address, data=form, allow_redirects=False, timeout=20)
        for method in ("GET", "POST")
    ]
    return all(one.status_code == 400 and "Location" not in one.headers for one in answers)


def control(url: str, name: str, **arguments: object) -> object:
    """What another process may do to a fake."""
    answer = requests.post(f"{url}/_control/{name}", json=arguments, timeout=20)
    assert answer.ok, answer.text
    return answer.json()["answer"]
