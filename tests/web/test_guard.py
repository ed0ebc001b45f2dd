"""Who is let in: hosts, methods, the token; and the headers that everything bears."""

from __future__ import annotations

import base64
import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.web.guard import hostname, is_loopback
from tests.web.filled import configured, fill
from tests.web.serving import Served, serve

TOKEN = "sésame+/=?&ouvre toi"


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("private")
    loaded = configured(folder)
    served = serve(fill(folder, loaded), loaded, token=TOKEN)
    yield served
    served.close()


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8787", 200),
        ("LOCALHOST", 200),
        ("news.localhost", 200),
        ("[::1]:80", 200),
        ("127.9.9.9", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("10.0.0.1", 421),
        ("evil.example@127.0.0.1", 400),
        ("127.0.0.1/evil", 400),
        ("", 400),
        ("127.0.0.1:port", 400),
        ("127.0.0.1, evil.example", 400),
    ],
)
def test_only_its_own_names_are_answered(site: Served, host: str, status: int) -> None:
    assert site.get("/healthz", host=host).status_code == status


def test_a_request_without_a_host_is_refused(site: Served) -> None:
    with socket.create_connection(site.address) as client:
        client.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert client.recv(4096).split()[1] == b"400"


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://127.0.0.1:8787/country/AZ.atom?limit=2", "127.0.0.1", 200),
        ("HTTP://localhost", "127.0.0.1", 200),
        ("http://localhost/healthz", "evil.example", 200),
        ("https://localhost/healthz", "localhost", 200),
        ("http://localhost/%2e%2e/%2Fhealthz", "localhost", 404),
        ("http://evil.example/healthz", "127.0.0.1", 421),
        ("http://evil.example", "127.0.0.1", 421),
        ("http:///healthz", "127.0.0.1", 400),
        ("http://user@localhost/healthz", "127.0.0.1", 400),
        ("ftp://localhost/healthz", "127.0.0.1", 400),
        ("healthz", "127.0.0.1", 400),
        ("*", "127.0.0.1", 400),
    ],
)
def test_a_target_may_be_absolute(site: Served, target: str, host: str, status: int) -> None:
    with socket.create_connection(site.address) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.split()[1] == str(status).encode()
    if "country" in target:
        plain = site.get("/country/AZ.atom?limit=2", accept_encoding="identity")
        assert answer.endswith(plain.content)
        assert plain.headers["etag"].encode() in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECTX"])
def test_nothing_but_get_and_head(site: Served, method: str) -> None:
    answer = site.client.request(method, "/feed.atom")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    with socket.create_connection(site.address) as client:
        client.sendall(f"{method} * HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(4096).split()[1] == b"405"


@pytest.mark.parametrize(
    "path", ["/", "/feed.atom", "/static/site.css", "/nowhere", "/feed.atom?country=XX", "/healthz"]
)
def test_every_answer_bears_the_headers(site: Served, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize(
    "path", ["/", "/feed.atom", "/readyz", "/metrics", "/static/site.css", "/nowhere", "/healthz/"]
)
def test_without_the_token_nothing_is_shown(private: Served, path: str) -> None:
    for headers in (
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer"},
        {"authorization": _basic("any", "wrong")},
        {"authorization": _basic(TOKEN, "")},
        {"authorization": "Basic ???"},
        {"authorization": f"Digest {TOKEN.encode().hex()}"},
    ):
        answer = private.client.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
    assert private.client.get(path, params={"token": "wrong"}).status_code == 401


def test_the_token_opens_in_three_ways(private: Served) -> None:
    bearer = b"Bearer " + TOKEN.encode()
    assert private.client.get("/feed.atom", headers={b"authorization": bearer}).status_code == 200
    assert private.client.get("/", headers={"authorization": _basic("any", TOKEN)}).status_code == 200
    answer = private.client.get("/feed.atom", params={"token": TOKEN, "limit": 5})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("private")
    assert private.get("/healthz").status_code == 200


def test_a_reader_let_in_by_address_can_page_on(private: Served) -> None:
    feed = private.client.get("/feed.json", params={"token": TOKEN, "limit": 5}).json()
    assert "token" not in feed["feed_url"]
    assert "token" not in feed["home_page_url"]
    assert len(private.client.get(feed["next_url"]).json()["items"]) == 5


def test_the_token_is_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "aggregator")
    loaded = configured(tmp_path)

    def broken() -> str:
        raise RuntimeError("a bug")

    site = serve(fill(tmp_path, loaded), loaded, token="secret-token", ready=broken)
    try:
        assert site.get("/readyz?token=secret-token").status_code == 500
        assert site.get("/feed.atom?token=secret-token").status_code == 200
    finally:
        site.close()
    ours = [record for record in caplog.records if record.name.startswith("aggregator")]
    assert any("/readyz" in record.getMessage() for record in ours)
    assert not any("secret-token" in record.getMessage() + str(record.exc_text or "") for record in ours)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Example.org:80", "example.org"),
        ("example.org.", "example.org"),
        ("[::1]:8080", "::1"),
        ("[::1", ""),
        ("a b", ""),
        ("user@host", ""),
    ],
)
def test_hostnames(header: str, name: str) -> None:
    assert hostname(header) == name


def test_loopback_is_judged_by_name_and_number() -> None:
    assert is_loopback("127.1.2.3")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("notlocalhost")
