"""The daemon as a process: polls, serves, takes requests, follows edits, dies well and badly."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest

from aggregator import control
from tests.conftest import Answer, Folder, Publisher, Running, rss
from tests.kills import Load

Start = Callable[..., Running]


def test_it_polls_serves_and_ends_on_a_signal(folder: Folder, publisher: Publisher, start: Start) -> None:
    publisher.answers["/az"] = rss("Azerbaijan tests a missile")
    publisher.answers["/bad"] = Answer(b"", status=500)
    folder.write({"az": publisher.url("/az"), "bad": publisher.url("/bad")})
    running = start()
    running.line("az: ok, 1 new")
    running.line("bad: error")
    assert "Azerbaijan tests a missile" in running.get("/country/AZ.atom")
    assert running.get("/healthz")
    assert running.get("/readyz")
    began = time.monotonic()
    assert running.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 10
    assert not list(folder.database.parent.glob("*.sock"))


def test_a_second_daemon_names_the_first(folder: Folder, start: Start) -> None:
    folder.write({})
    running = start()
    running.line("listening")
    second = folder.run("run")
    assert second.returncode == 1
    assert str(running.process.pid) in second.stderr
    running.process.kill()
    running.process.wait()
    start().line("listening")  # the lock freed itself


def test_verbs_that_write_ask_the_daemon(folder: Folder, publisher: Publisher, start: Start) -> None:
    publisher.answers["/az"] = rss("One")
    folder.write(
        {"az": publisher.url("/az")},
        more='[[feed]]\nid = "off"\nurl = "http://127.0.0.1:9/"\nenabled = false\n',
    )
    running = start()
    running.line("az: ok, 1 new")
    publisher.answers["/az"] = rss("One", "Two", "Three")
    answer = folder.json("poll", "--json", "--all")
    assert {feed["id"]: feed["outcome"] for feed in answer["feeds"]} == {"az": "ok", "off": "skipped"}
    assert len(folder.json("entries", "--json")) == 3
    unknown = folder.run("poll", "azz")
    assert unknown.returncode == 2
    assert "azz" in unknown.stderr
    refused = folder.run("db", "migrate")
    assert refused.returncode == 1
    assert str(running.process.pid) in refused.stderr
    assert folder.json("db", "prune", "--older", "365d", "--json")["pruned"] == 1
    assert folder.run("db", "snapshot", "copy.db").returncode == 0
    mode = stat.S_IMODE(folder.database.with_name("aggregator.db.sock").stat().st_mode)
    assert mode == 0o600


def test_a_path_longer_than_a_socket_may_have(tmp_path: Path, publisher: Publisher) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 5)
    deep.mkdir(parents=True)
    folder = Folder(deep)
    publisher.answers["/az"] = rss("One")
    folder.write({"az": publisher.url("/az")})
    running = Running(folder, "run")
    try:
        running.line("az: ok")
        assert folder.json("poll", "--json", "az")["feeds"][0]["id"] == "az"
    finally:
        running.stop()


def test_an_edited_configuration_is_followed_and_a_bad_one_is_not(
    folder: Folder, publisher: Publisher, start: Start
) -> None:
    publisher.answers["/az"] = rss("One")
    publisher.answers["/kg"] = rss("Two")
    folder.write({"az": publisher.url("/az")})
    running = start()
    running.line("az: ok")
    folder.write({"az": publisher.url("/az"), "kg": "ftp://wrong/"})
    running.line("feed kg: url")
    running.line("last good configuration stays")
    folder.write({"az": publisher.url("/az"), "kg": publisher.url("/kg")})
    answer = control.ask(folder.database, "poll", {"feeds": ["kg"], "every": False})
    assert answer is not None, "whoever asks right after an edit finds it followed"
    running.line("kg: ok, 1 new")
    so_far = len(running.lines)
    running.process.send_signal(signal.SIGHUP)
    running.line("2 feeds", after=so_far)
    folder.write({"kg": publisher.url("/kg")})
    running.line("1 feeds", after=so_far)
    so_far = len(publisher.asked)
    running.line("kg: ", after=len(running.lines))
    assert "/az" not in publisher.paths()[so_far:]


def test_a_taken_port_is_named(folder: Folder, start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        folder.write({}, listen=f"127.0.0.1:{port}")
        ran = folder.run("run")
        assert ran.returncode == 1
        assert str(port) in ran.stderr


def test_log_lines_as_json_and_no_line_forged(folder: Folder, publisher: Publisher, start: Start) -> None:
    publisher.answers["/az"] = Answer(b"<html>", headers={"Content-Type": "text/html", "X": "1"}, status=404)
    folder.write({"az": publisher.url("/az")})
    running = start("run", "--json")
    running.line('"outcome": "error"')
    running.stop()
    events = [json.loads(line) for line in running.lines]
    assert {"az"} == {event["feed"] for event in events if "outcome" in event}
    assert all(event["time"].endswith("Z") and event["level"] for event in events)


def test_a_poll_under_way_does_not_outlive_ten_seconds(
    folder: Folder, publisher: Publisher, start: Start
) -> None:
    publisher.answers["/slow"] = Answer(b"", wait=30)
    folder.write({"slow": publisher.url("/slow")})
    running = start()
    running.line("listening")
    _wait(lambda: bool(publisher.asked))
    assert running.stop() == 0


def test_a_second_signal_ends_at_once(folder: Folder, publisher: Publisher, start: Start) -> None:
    publisher.answers["/slow"] = Answer(b"", wait=30)
    folder.write({"slow": publisher.url("/slow")})
    running = start()
    _wait(lambda: bool(publisher.asked))
    running.process.send_signal(signal.SIGTERM)
    running.line("stopping")
    running.process.send_signal(signal.SIGTERM)  # as timeout(1) does, which wants it to end well
    time.sleep(0.3)
    assert running.process.poll() is None
    began = time.monotonic()
    assert running.stop() == 128 + signal.SIGTERM
    assert time.monotonic() - began < 1


def test_killed_at_random_it_loses_nothing_and_stores_nothing_twice(
    folder: Folder, publisher: Publisher
) -> None:
    """A short run of kills.py."""
    load = Load(folder, publisher, seed=5)
    load.kill(4)
    load.settle()


def test_no_request_leaves_before_the_stored_time_after_a_kill(
    folder: Folder, publisher: Publisher, start: Start
) -> None:
    publisher.answers["/slow"] = Answer(b"", wait=5)
    folder.write({"slow": publisher.url("/slow")})
    folder.config.write_text(folder.config.read_text().replace('"1s"', '"1h"').replace('"2s"', '"24h"'))
    running = start()
    _wait(lambda: bool(publisher.asked))
    running.process.kill()
    running.process.wait()
    again = start()
    again.line("listening")
    time.sleep(2.5)
    assert len(publisher.asked) == 1


def test_systemd_is_told_and_its_watchdog_fed(folder: Folder, start: Start) -> None:
    folder.write({})
    with _systemd(folder) as systemd:
        running = start("run", NOTIFY_SOCKET=str(folder.path / "notify"), WATCHDOG_USEC="3000000")
        _told(systemd, b"READY=1")
        _told(systemd, b"WATCHDOG=1")
        running.process.send_signal(signal.SIGHUP)
        _told(systemd, b"RELOADING=1")
        _told(systemd, b"READY=1")
        running.stop()
        _told(systemd, b"STOPPING=1")


@contextmanager
def _systemd(folder: Folder) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(folder.path / "notify"))
        systemd.settimeout(6.3)  # as long as the watchdog waits
        yield systemd


def _told(systemd: socket.socket, word: bytes) -> None:
    while not systemd.recv(100).startswith(word):
        pass


def test_a_feed_is_renamed_under_a_running_daemon(folder: Folder, publisher: Publisher, start: Start) -> None:
    publisher.answers["/az"] = rss("One")
    folder.write({"az": publisher.url("/az")})
    running = start()
    running.line("az: ok, 1 new")
    assert folder.run("feeds", "rename", "az", "baku").returncode == 0
    running.line("baku: ")
    assert [entry["feed"] for entry in folder.json("entries", "--json")] == ["baku"]
    assert [feed["feed"] for feed in folder.json("status", "--json")["feeds"]] == ["baku"]


def test_a_users_write_lock_makes_a_poll_wait_and_loses_nothing(
    folder: Folder, publisher: Publisher, start: Start
) -> None:
    folder.write({"az": publisher.url("/az")})
    publisher.answers["/az"] = rss("One")
    publisher.answers["/kg"] = rss("One", "Two")
    with _systemd(folder) as systemd:
        running = start("run", NOTIFY_SOCKET=str(folder.path / "notify"), WATCHDOG_USEC="6300000")
        running.line("az: ok, 1 new")
        with closing(sqlite3.connect(folder.database, isolation_level=None)) as user:
            user.execute("BEGIN IMMEDIATE")
            publisher.answers["/az"] = rss("One", "Two")
            folder.write({"az": publisher.url("/az"), "kg": publisher.url("/kg")})  # is to be written too
            running.line("writing waits: another program holds the write lock")
            assert running.get("/healthz")
            with pytest.raises(HTTPError) as unready:
                running.get("/readyz")
            assert b"another program holds the write lock" in unready.value.read()
            _told(systemd, b"READY=1")
            for _ in range(2):
                _told(systemd, b"WATCHDOG=1")  # it waits, and does not hang
            user.execute("ROLLBACK")
        running.line("writing goes on")
        running.line("az: ok, 1 new", after=running.lines.index(running.line("az: ok, 1 new")) + 1)
        running.line("kg: ok, 2 new")
        assert running.get("/readyz")
    with closing(sqlite3.connect(folder.database)) as connection:
        assert connection.execute("SELECT count(*) FROM polls WHERE outcome = 'error'").fetchone() == (0,)


@pytest.fixture
def demo(start: Start) -> Iterator[Running]:
    running = start("run", "--demo", "--listen", "127.0.0.1:0")
    yield running
    running.stop()


def test_the_demo_shows_tagged_news_within_fifteen_seconds(demo: Running) -> None:
    began = time.monotonic()
    demo.line("ok, ")
    _wait(lambda: "<entry" in demo.get("/country/AZ.atom"))
    assert time.monotonic() - began < 15
    _wait(lambda: " outlets<" in demo.get("/?story=one"))


def _wait(true: Callable[[], bool], seconds: float = 15.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)
