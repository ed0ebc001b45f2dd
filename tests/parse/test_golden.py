"""Every odd document under tests/feeds becomes what its JSON says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.parse import golden


@pytest.mark.parametrize("name", golden.names())
def test_golden(name: str) -> None:
    expected = json.loads((golden.FOLDER / f"{name}.json").read_text("utf-8"))
    assert golden.outcome(name, expected.get("document", {})) == expected


def test_every_file_is_half_of_a_pair() -> None:
    feeds = {path.stem for path in Path(golden.FOLDER).glob("*.feed")}
    assert feeds == {path.stem for path in Path(golden.FOLDER).glob("*.json")}
    assert len(feeds) >= 40
