"""Edits of a feeds.toml's text that keep its comments, its order and its spacing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import tomlkit
from tomlkit.items import Table


def with_authority(text: str, authority: str) -> str:
    """The text with settings.authority set, if it was empty or missing; else the text as it is."""
    document = tomlkit.parse(text)
    settings = document.get("settings")
    if not isinstance(settings, Table):
        settings = tomlkit.table()
        document["settings"] = settings
    if settings.get("authority"):
        return text
    settings["authority"] = authority
    return tomlkit.dumps(document)


def save(path: Path, text: str) -> None:
    """Write the file whole or not at all: a daemon may read it at any moment."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
