"""Whoever waits at a terminal sees that something goes on; a program sees nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from tests.conftest import Answer, Folder, Publisher, environment, rss


def test_a_terminal_is_told_and_a_pipe_is_not(folder: Folder, publisher: Publisher) -> None:
    slow = rss("One")
    publisher.answers["/slow"] = Answer(slow.body, headers=slow.headers, wait=2.5)
    folder.write({"slow": publisher.url("/slow")})
    said = _at_a_terminal(folder, "poll", "--json")
    assert "Polling … 2 s" in said
    assert said.endswith("\r\x1b[K"), "nothing of it stays"
    assert folder.run("poll", "slow").stderr == ""
    assert _at_a_terminal(folder, "entries") == "", "what is quick needs no sign"


def _at_a_terminal(folder: Folder, *arguments: str) -> str:
    """What a verb writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "aggregator", *arguments]
    subprocess.run(
        command,
        cwd=folder.path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        timeout=60,
    )
    os.write(theirs, b"$")  # so that there is something to read
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    return said.removesuffix("$")
