"""Edits of a feeds.toml's text that keep its comments, its order and its spacing."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from aggregator.config import locate, mentions


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


def with_feed(text: str, keys: Mapping[str, str]) -> str:
    """The text with a feed more, at its end; empty keys are left out."""
    table = "".join(f"{key} = {_quoted(value)}\n" for key, value in keys.items() if value)
    return f"{text.rstrip()}\n\n[[feed]]\n{table}".lstrip()


def without_feed(text: str, number: int) -> str:
    """The text without its feed of that number, from 0. Comments that stand around its table stay."""
    own = [(start, end) for path, start, end in locate.spans(text) if path[:2] == ("feed", number)]
    start, end = own[0][0], own[-1][1]
    return (text[:start].rstrip("\n") + "\n\n" + text[end:].lstrip("\n")).strip("\n") + "\n"


def renamed(text: str, number: int, new: str) -> str:
    """The text with another id for its feed of that number, in the filters that name it too."""
    document = tomlkit.parse(text)
    old = str(document["feed"][number]["id"])
    document["feed"][number]["id"] = new
    for _, table, key in mentions.filters(document):
        put = mentions.renamed(table[key], old, new)
        if put != table[key]:
            table[key] = put
    return tomlkit.dumps(document)


def naming(text: str, name: str) -> list[str]:
    """The views and the other feeds whose filter names a feed."""
    return mentions.naming(tomlkit.parse(text), name)


def _quoted(value: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False)


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
