"""The ruleset: what a grouping depends on, as a short hash."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

ENGINE = 2  # raised when the code groups otherwise than before


@cache
def ruleset() -> str:
    """A short hash of the engine's version and of every data file: stories are made again when it changes."""
    digest = hashlib.sha256(str(ENGINE).encode())
    data = files("aggregator.cluster") / "data"
    for folder in (data, data / "words"):
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith((".toml", ".tsv")):
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
