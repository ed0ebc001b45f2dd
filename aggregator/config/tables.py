"""Which tables and keys a feeds.toml has, and how a table is read: every fault noted, none raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aggregator.config import locate, values
from aggregator.config.nearest import hint
from aggregator.config.values import Reader

SETTINGS: Mapping[str, Reader] = {
    "database": values.text,
    "title": values.text,
    "contact": values.text,
    "authority": values.authority,
    "base_url": values.base_url,
    "listen": values.listen,
    "hub": values.url_or_nothing,
    "keep": values.keep,
    "concurrency": values.count(1, 1000),
}
DEFAULTS: Mapping[str, Reader] = {
    "interval": values.duration,
    "min_interval": values.duration,
    "max_interval": values.duration,
    "deadline": values.duration,
    "max_bytes": values.size,
    "host_delay": values.duration_or_zero,
    "per_host": values.count(1, 100),
    "allow_private": values.flag,
}
FEED: Mapping[str, Reader] = {
    "id": values.identifier,
    "url": values.url,
    "title": values.text,
    "home": values.country,
    "lang": values.language,
    "region": values.text,
    "kind": values.publisher_kind,
    "enabled": values.flag,
    "encoding": values.encoding,
    "tz": values.zone,
    "headers": values.headers,
    "user_agent": values.user_agent,
    "keep_only": values.text,
    **DEFAULTS,
}
VIEW: Mapping[str, Reader] = {"id": values.identifier, "title": values.text, "filter": values.text}
DOCUMENT = ("settings", "defaults", "feed", "view")


@dataclass
class Faults:
    """The faults of one file, in the order of its lines in the end."""

    name: str
    text: str
    found: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def _lines(self) -> dict[locate.Path, int]:
        return locate.lines(self.text)  # only a file with faults is gone through for them

    def line(self, path: locate.Path) -> int:
        return locate.of(self._lines, path)

    def note(self, path: locate.Path, where: str, message: str) -> None:
        line = self.line(path)
        self.found.append((line, f"{self.name}:{line}: {where + ': ' if where else ''}{message}"))

    def sorted(self) -> tuple[str, ...]:
        return tuple(message for _, message in sorted(self.found, key=lambda fault: fault[0]))


def one(document: Mapping[str, Any], name: str, keys: Mapping[str, Reader], faults: Faults) -> dict[str, Any]:
    """[settings] or [defaults], read."""
    table = document.get(name, {})
    if not isinstance(table, dict):
        faults.note((name,), "", f"{name} must be a table: write [{name}]")
        return {}
    return _read(table, (name,), f"[{name}]", keys, faults)


def many(
    document: Mapping[str, Any],
    name: str,
    keys: Mapping[str, Reader],
    required: tuple[str, ...],
    faults: Faults,
) -> list[tuple[locate.Path, dict[str, Any]]]:
    """Each [[feed]] or [[view]] with its path; those without what they need are left out."""
    tables = document.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        faults.note((name,), "", f"{name} must be a list of tables: write [[{name}]]")
        return []
    read: list[tuple[locate.Path, dict[str, Any]]] = []
    for index, table in enumerate(tables):
        path = (name, index)
        where = called(name, table, index)
        found = _read(table, path, where, keys, faults)
        missing = [key for key in required if key not in table]
        for key in missing:
            faults.note(path, where, f"{key} is missing")
        if all(key in found for key in required):
            read.append((path, found))
    return read


def called(name: str, table: Mapping[str, Any], index: int) -> str:
    """How a fault names a feed or view: by its id, else its url, else its number."""
    for key in ("id", "url"):
        if isinstance(table.get(key), str) and table[key]:
            return f"{name} {table[key]}"
    return f"{name} number {index + 1}"


def unknown(document: Mapping[str, Any], faults: Faults) -> None:
    for name in document:
        if name not in DOCUMENT:
            faults.note((name,), "", f"unknown table or key {name}{hint(name, DOCUMENT)}")


def _read(
    table: Mapping[str, Any], path: locate.Path, where: str, keys: Mapping[str, Reader], faults: Faults
) -> dict[str, Any]:
    found = {}
    for key, value in table.items():
        if key not in keys:
            faults.note((*path, key), where, f"unknown key {key}{hint(key, list(keys))}")
            continue
        try:
            found[key] = keys[key](value)
        except ValueError as error:
            faults.note((*path, key), where, f"{key} {error}")
    return found
