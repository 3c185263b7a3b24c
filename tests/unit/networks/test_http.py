"""The HTTP layer against a real local server that behaves badly."""

from __future__ import annotations

import gzip
import json
import socket
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from social_support import __version__
from social_support.networks import addresses
from social_support.networks.addresses import is_public
from social_support.networks.errors import (
    AddressNotAllowed,
    AuthenticationFailed,
    NetworkError,
    NotFound,
    PermissionRefused,
    PostRejected,
    RateLimited,
    Unavailable,
    UnexpectedPayload,
    WritingNotAllowed,
)
from social_support.networks.http import Http
from tests.fakes.http_server import FakeServer
from tests.unit.networks.http_support import TOKEN, opened


@pytest.fixture
def http() -> Http:
    return opened()


def test_json_is_read_and_the_caller_is_named(fake: FakeServer, http: Http):
    fake.answer("/a", b'{"text": "\xd0\x96 \\ud83d\\ude21 \\ud83d"}')
    assert http.get(f"{fake.url}/a", {"types[]": "mention"}).data == {"text": "Ж 😡 �"}
    (seen,) = fake.seen
    assert seen.path == "/a?types%5B%5D=mention"
    assert seen.headers["User-Agent"] == f"SocialSupport/{__version__}"
    assert seen.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("status", "reading", "writing", "maybe_done"),
    [
        (400, UnexpectedPayload, PostRejected, False),
        (401, AuthenticationFailed, AuthenticationFailed, False),
        (403, PermissionRefused, PermissionRefused, False),
        (404, NotFound, NotFound, False),
        (408, Unavailable, Unavailable, True),
        (410, NotFound, NotFound, False),
        (413, UnexpectedPayload, PostRejected, False),
        (418, UnexpectedPayload, PostRejected, False),
        (422, UnexpectedPayload, PostRejected, False),
        (429, RateLimited, RateLimited, False),
        (500, Unavailable, Unavailable, True),
        (502, Unavailable, Unavailable, True),
        (503, Unavailable, Unavailable, True),
        (599, Unavailable, Unavailable, True),
    ],
)
def test_every_status_has_its_error(
    fake: FakeServer, http: Http, status: int, reading: type, writing: type, maybe_done: bool
):
    fake.answer("/a", b'{"error": "The  network\'s\\nown words"}', status)
    with pytest.raises(NetworkError) as read:
        http.get(f"{fake.url}/a")
    with pytest.raises(NetworkError) as wrote:
        http.post(f"{fake.url}/a", {"status": "hi"})
    assert (type(read.value), read.value.maybe_done) == (reading, False)
    assert (type(wrote.value), wrote.value.maybe_done) == (writing, maybe_done)
    assert read.value.said == wrote.value.said == "The network's own words"
    assert "own words" in str(read.value)


def test_a_web_page_as_refusal_is_not_quoted(fake: FakeServer, http: Http):
    fake.html("/a", 500)
    with pytest.raises(Unavailable) as caught:
        http.get(f"{fake.url}/a")
    assert caught.value.said == ""


NOW = datetime.now(timezone.utc)
LATER = (NOW + timedelta(minutes=10)).replace(microsecond=0)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, NOW + timedelta(minutes=5)),
        ({"Retry-After": "120"}, NOW + timedelta(seconds=120)),
        ({"Retry-After": "1.5"}, NOW + timedelta(seconds=1.5)),
        ({"Retry-After": format_datetime(LATER, usegmt=True)}, LATER),
        ({"X-RateLimit-Reset": LATER.isoformat()}, LATER),
        ({"X-RateLimit-Reset": LATER.strftime("%Y-%m-%dT%H:%M:%S.123Z")}, LATER),
        ({"X-RateLimit-Reset": str(int(LATER.timestamp()))}, LATER),
        ({"X-Ratelimit-Reset": "600.0"}, LATER),
        ({"RateLimit-Reset": str(int(LATER.timestamp()))}, LATER),
        (
            {"Retry-After": "60", "X-RateLimit-Reset": LATER.isoformat()},
            NOW + timedelta(seconds=60),
        ),
        ({"Retry-After": "soon", "X-RateLimit-Reset": LATER.isoformat()}, LATER),
        ({"Retry-After": "soon"}, NOW + timedelta(minutes=5)),
        ({"Retry-After": "nan"}, NOW + timedelta(minutes=5)),
        ({"Retry-After": "-100"}, NOW),
        ({"Retry-After": "99999999"}, NOW + timedelta(hours=24)),
        ({"X-RateLimit-Reset": "99999999999999"}, NOW + timedelta(minutes=5)),
        ({"X-RateLimit-Reset": "2001-01-01T00:00:00Z"}, NOW),
    ],
)
def test_a_rate_limit_tells_when_to_come_back(
    fake: FakeServer, http: Http, headers: dict, expected: datetime
):
    fake.answer("/a", b'{"error": "Too many requests"}', 429, headers)
    with pytest.raises(RateLimited) as caught:
        http.get(f"{fake.url}/a")
    # NOW was taken when the tests were collected.
    assert timedelta(seconds=-2) < caught.value.retry_at - expected < timedelta(minutes=3)


def test_an_outage_may_tell_when_to_come_back(fake: FakeServer, http: Http):
    fake.answer("/a", b"", 503, {"Retry-After": "120"})
    with pytest.raises(Unavailable) as caught:
        http.get(f"{fake.url}/a")
    assert caught.value.retry_at > datetime.now(timezone.utc) + timedelta(seconds=100)


@pytest.mark.parametrize(
    ("way", "error"),
    [
        ("html", UnexpectedPayload),
        ("half_json", Unavailable),
        ("cut_off", Unavailable),
        ("reset", Unavailable),
        ("silence", Unavailable),
        ("drip", Unavailable),
    ],
)
def test_a_broken_answer(fake: FakeServer, way: str, error: type):
    getattr(fake, way)("/a")
    http = opened(read_timeout=0.4, total_timeout=0.8)
    with pytest.raises(error) as read:
        http.get(f"{fake.url}/a")
    assert not read.value.maybe_done
    with pytest.raises(Unavailable) as wrote:
        http.post(f"{fake.url}/a", {"status": "hi"})
    assert wrote.value.maybe_done, "the post may be out"
    assert [seen.method for seen in fake.seen] == ["GET", "POST"], "nothing is tried twice"


def test_an_empty_answer_is_broken_off(fake: FakeServer, http: Http):
    fake.answer("/a", b"")
    with pytest.raises(Unavailable):
        http.get(f"{fake.url}/a")


def test_the_session_is_good_after_a_deadline(fake: FakeServer):
    fake.drip("/slow")
    fake.answer("/a", b"[]")
    http = opened(total_timeout=0.4)
    with pytest.raises(Unavailable, match="in time"):
        http.get(f"{fake.url}/slow")
    assert http.get(f"{fake.url}/a").data == []


def test_50000_characters_are_read(fake: FakeServer, http: Http):
    fake.answer("/a", json.dumps({"text": "ж" * 50_000}).encode())
    assert len(http.get(f"{fake.url}/a").data["text"]) == 50_000


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_has_a_greatest_size(fake: FakeServer, packed: bool):
    body = json.dumps({"text": "a" * 200_000}).encode()
    headers = {"Content-Encoding": "gzip"} if packed else {}
    fake.answer("/a", gzip.compress(body) if packed else body, headers=headers)
    assert opened(max_bytes=300_000).get(f"{fake.url}/a").data
    with pytest.raises(UnexpectedPayload, match="more than we can take"):
        opened(max_bytes=100_000).get(f"{fake.url}/a")


def test_json_that_is_nested_without_end_is_broken(fake: FakeServer, http: Http):
    fake.answer("/a", b"[" * 200_000)
    with pytest.raises(Unavailable):
        http.get(f"{fake.url}/a")


def test_nobody_listens(http: Http):
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{sock.getsockname()[1]}/a"
        with pytest.raises(Unavailable, match="no server") as caught:
            http.post(url, {})
    assert not caught.value.maybe_done, "nothing was sent"


def test_a_name_without_address(http: Http):
    with pytest.raises(Unavailable, match=r"no server at nowhere\.invalid") as caught:
        http.post("https://nowhere.invalid/a", {})
    assert not caught.value.maybe_done


def test_a_server_without_https_is_named(fake: FakeServer, http: Http):
    with pytest.raises(Unavailable, match="secure connection"):
        http.get(f"{fake.url.replace('http', 'https')}/a")


def test_without_leave_nothing_is_written(fake: FakeServer):
    fake.answer("/a")
    with pytest.raises(WritingNotAllowed):
        opened(may_write=False).post(f"{fake.url}/a", {})
    assert fake.seen == []
    assert opened(may_write=False).get(f"{fake.url}/a").data == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3"])
def test_private_addresses_are_refused(fake: FakeServer, host: str):
    fake.answer("/a")
    with pytest.raises(AddressNotAllowed):
        opened(allow_private_addresses=False).get(f"https://{host}:{fake.port}/a")
    assert fake.seen == []


def test_a_name_that_changes_its_address_gains_nothing(fake: FakeServer, monkeypatch):
    """The first look-up shows a public address, the next one a private one: what is connected to
    is what was checked."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    looked_up = []

    def getaddrinfo(name, port, *args, **kwargs):
        looked_up.append(name)
        address = next(answers) if name == "rebinding.example" else name
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []

    def connect(sock, address):
        connected.append(address[0])
        raise ConnectionRefusedError("not in a test")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    http = opened(allow_private_addresses=False)
    with pytest.raises(Unavailable):
        http.get(f"https://rebinding.example:{fake.port}/a")
    assert connected == ["93.184.216.34"]
    with pytest.raises(AddressNotAllowed):
        http.get(f"https://rebinding.example:{fake.port}/a")
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool):
    assert is_public(address) is public


@pytest.mark.parametrize("url", ["http://93.184.216.34/a", "ftp://example.org/a", "example.org"])
def test_only_https_goes_out(url: str):
    with pytest.raises(AddressNotAllowed):
        opened(allow_private_addresses=False).get(url)
