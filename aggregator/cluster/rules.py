"""The ruleset: what a grouping depends on, as a short hash."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def ruleset() -> str:
    """A short hash of the engine's source and of every data file: stories are made again when it changes."""
    digest = hashlib.sha256()
    room = files("aggregator.cluster")
    for folder in (room, room / "data", room / "data" / "words"):
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".toml", ".tsv")):
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
