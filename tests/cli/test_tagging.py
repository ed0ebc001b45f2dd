"""tag: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import Folder, environment


def test_lines_are_answered_in_order_and_bad_ones_are_named(folder: Folder) -> None:
    lines = [
        json.dumps({"id": "a", "title": "Azerbaijan and Kyrgyzstan sign a plan", "more": 1}),
        "{no json",
        "[]",
        "",
        json.dumps({"id": 7, "title": None, "content": "Nothing here."}),
        json.dumps({"title": 3}),
    ]
    ran = folder.run("tag", given="\n".join(lines))
    assert ran.returncode == 75
    first, second = map(json.loads, ran.stdout.splitlines())
    assert first["id"] == "a"
    assert [one["code"] for one in first["countries"]] == ["AZ", "KG"]
    for country in first["countries"]:
        for span in country["spans"]:
            assert span["field"] == "title"
            assert "Azerbaijan and Kyrgyzstan"[span["start"] : span["end"]] == span["surface"]
    assert second == {"id": 7, "countries": [], "ministries": [], "topics": []}
    assert [line.partition(":")[0] for line in ran.stderr.splitlines()] == ["line 2", "line 3", "line 6"]


def test_a_file_and_text_that_utf_8_has_not(folder: Folder) -> None:
    (folder.path / "in.jsonl").write_text('{"id": "\\ud800", "title": "Kyrgyz \\ud83d army"}\n')
    ran = folder.run("tag", "in.jsonl")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["id"] == "\ud800"
    assert folder.run("tag", "none.jsonl").returncode == 2


def test_a_reader_that_has_enough_is_no_failure(folder: Folder) -> None:
    (folder.path / "in.jsonl").write_text('{"title": "Kyrgyzstan buys drones"}\n' * 5000)
    running = subprocess.Popen(
        [sys.executable, "-m", "aggregator", "tag", "in.jsonl"],
        cwd=folder.path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout
    assert running.stderr
    assert running.stdout.readline().startswith(b"{")
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(30) == 0
    running.stderr.close()
