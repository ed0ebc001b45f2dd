"""What the tests of whole verbs share: a publisher on loopback, and the command as a user runs it."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from urllib.request import urlopen

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent

# How long an example takes says how busy the machine is, nothing else.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


@dataclass
class Answer:
    """What the publisher answers at a path. `wait` seconds pass before it does."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/rss+xml"})
    wait: float = 0.0


class Publisher:
    """A real HTTP server whose answers a test sets by path, and which remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        self.posted: list[dict[str, list[str]]] = []  # forms
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked.append((time.time(), self.path, dict(self.headers)))
                found = publisher.answers.get(self.path, Answer(status=404))
                answer = found() if callable(found) else found
                time.sleep(answer.wait)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # a daemon that was killed does not listen
                    self.wfile.write(answer.body)

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.do_GET()
                publisher.posted.append(parse_qs(form))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def rss(*titles: str, feed: str = "A feed", when: str = "Fri, 07 Jul 2023 13:31:00 GMT") -> Answer:
    """An RSS document with an item for each title."""
    items = "".join(
        f"<item><title>{title}</title><link>https://news.example/{title.replace(' ', '-')}</link>"
        f"<guid>{title}</guid><pubDate>{when}</pubDate></item>"
        for title in titles
    )
    return Answer(f'<rss version="2.0"><channel><title>{feed}</title>{items}</channel></rss>'.encode())


class Folder:
    """A folder with a feeds.toml, and the command run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config = path / "feeds.toml"
        self.database = path / "db" / "aggregator.db"

    def write(self, feeds: Mapping[str, str], more: str = "", **settings: str) -> None:
        """A feeds.toml of these feeds by id and url; `more` goes to its end, `settings` into [settings]."""
        table = {"authority": "test.example,2026", "listen": "127.0.0.1:0", **settings}
        self.config.write_text(
            "[settings]\n"
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
            + '[defaults]\ninterval = "1s"\nmin_interval = "1s"\nmax_interval = "2s"\n'
            + 'host_delay = "0s"\nper_host = 8\nallow_private = true\n'
            + "".join(f'[[feed]]\nid = "{name}"\nurl = "{url}"\n' for name, url in feeds.items())
            + more,
            encoding="utf-8",
        )

    def run(self, *arguments: str, given: str | bytes | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "aggregator", *arguments],
            cwd=self.path,
            env=environment(),
            input=given.decode() if isinstance(given, bytes) else given,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        """The JSON that a verb prints; it must have done its work, wholly or in part."""
        ran = self.run(*arguments)
        assert ran.returncode in (0, 75), ran.stderr
        return json.loads(ran.stdout)


class Running:
    """A daemon as a user runs it: its lines as they come, its address, its end."""

    def __init__(self, folder: Folder, *arguments: str, **more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "aggregator", *arguments],
            cwd=folder.path,
            env={**environment(), **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def line(self, words: str, seconds: float = 15.0, after: int = 0) -> str:
        """The first line with these words, waited for."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for line in self.lines[after:]:
                if words in line:
                    return line
            if self.process.poll() is not None and time.monotonic() > until - seconds + 1:
                break
            time.sleep(0.02)
        raise AssertionError(f"no line with {words!r} in:\n" + "\n".join(self.lines))

    @property
    def address(self) -> str:
        return self.line("listening on ").rpartition("listening on ")[2].rstrip("/")

    def get(self, path: str) -> str:
        with urlopen(self.address + path, timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    def stop(self, number: int = signal.SIGTERM, seconds: float = 10.0) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)


def environment() -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AGGREGATOR_")}
    return {**environment, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that is a coroutine runs in an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.function):
        return None
    wanted = inspect.signature(pyfuncitem.function).parameters
    asyncio.run(pyfuncitem.function(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    yield server
    server.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def start(folder: Folder) -> Iterator[Callable[..., Running]]:
    """Starts a daemon; whatever was started is killed at the test's end."""
    started: list[Running] = []

    def begin(*arguments: str, **more: str) -> Running:
        started.append(Running(folder, *(arguments or ("run",)), **more))
        return started[-1]

    yield begin
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait(10)
