"""Every kind of push that nobody should take in, as the bytes that go over the line."""

from __future__ import annotations

import hashlib
import hmac
import json

SECRET = "the-secret-of-the-benchmark-and-of-nobody-else"
ADDRESS = "/api/method/social_support.api.push.receive?network=webhook"
HEADER = "X-Social-Support-Signature"
PING = "ping"
# In its size like what networks push.
BODY = json.dumps({"posts": [{"id": str(n), "text": "My drill" * 10} for n in range(10)]}).encode()
TEN_MEGABYTES = 10_000_000


def signature(body: bytes) -> str:
    """The right one."""
    return "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def calls() -> dict[str, bytes]:
    """A ping, and a request of each hostile kind."""
    forged = {HEADER: "sha256=" + "0" * 64}
    return {
        PING: _request("GET", "/api/method/ping"),
        "no signature": _push(BODY, {}),
        "a wrong signature": _push(BODY, forged),
        "a truncated signature": _push(BODY, {HEADER: signature(BODY)[:-2]}),
        "another body's signature": _push(BODY, {HEADER: signature(BODY[:-1])}),
        "a body that was cut": _push(BODY[:-3], {HEADER: signature(BODY)}),
        "a delivery sent again": _push(BODY, {HEADER: signature(BODY)}),
        "no UTF-8": _push(b"\xff\xfe\x00" * 300, forged),
        "a list": _push(b"[1, 2]", forged),
        "lists in lists": _push(b"[" * 50_000, forged),
        "a cmd": _push(b'{"cmd": "frappe.ping", "posts": []}', forged),
        "a foreign Authorization": _push(BODY, forged | {"Authorization": "Bearer eyJhbGciOi"}),
        "10 MB": _push(b'"' + b"x" * (TEN_MEGABYTES - 2) + b'"', forged),
    }


def _push(body: bytes, headers: dict[str, str]) -> bytes:
    return _request("POST", ADDRESS, {"Content-Type": "application/json", **headers}, body)


def _request(
    verb: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> bytes:
    lines = [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += [f"Content-Length: {len(body)}"] if body else []
    first = [f"{verb} {path} HTTP/1.1", "Host: bench"]
    return "\r\n".join([*first, *lines, "", ""]).encode() + body
