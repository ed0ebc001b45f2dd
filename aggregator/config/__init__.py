"""feeds.toml → Config: the settings, the feeds with the defaults filled in, the saved views.

`load` finds every fault at once; each names its line, its feed, its key and the nearest right one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aggregator import filter as filters
from aggregator.config import locate, tables
from aggregator.config.tables import Faults
from aggregator.errors import ConfigError, FilterError
from aggregator.model import Feed, View

_BOUNDS = ("min_interval", "max_interval")


@dataclass(frozen=True, slots=True)
class Settings:
    """[settings]. `database` is absolute; `keep` None is for ever; port 0 is any free one."""

    database: Path
    title: str = "Regional defence news"
    contact: str = ""
    authority: str = ""
    base_url: str = ""  # without a slash at its end
    listen: tuple[str, int] = ("127.0.0.1", 8787)
    hub: str = ""
    keep: timedelta | None = None
    concurrency: int = 32


@dataclass(frozen=True, slots=True)
class Config:
    settings: Settings
    feeds: tuple[Feed, ...]
    views: tuple[View, ...]
    defaults: Feed  # what a feed is that sets nothing itself
    path: Path
    text: str  # as read: the daemon sees by it that the file was edited

    @property
    def vocabulary(self) -> filters.Vocabulary:
        """What feeds and regions a filter may name."""
        return vocabulary(self.feeds)


def load(path: Path) -> Config:
    """The configuration of a file. Raises ConfigError with all that is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError((f"{path}: cannot be read: {error.strerror or error}",)) from error
    return read(data, path)


def read(data: bytes, path: Path) -> Config:
    """The same from bytes; relative paths in them resolve against the path's folder."""
    text = _decoded(data, path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((_malformed(error, path),)) from error
    except RecursionError as error:
        raise ConfigError((f"{path}:1: no TOML: nested too deeply",)) from error
    faults = Faults(str(path), text)
    tables.unknown(document, faults)
    settings = tables.one(document, "settings", tables.SETTINGS, faults)
    defaults = tables.one(document, "defaults", tables.DEFAULTS, faults)
    feeds = _feeds(document, defaults, faults)
    views = _views(document, feeds, faults)
    if faults.found:
        raise ConfigError(faults.sorted())
    folder = path.absolute().parent
    settings["database"] = folder / Path(settings.get("database") or "db/aggregator.db").expanduser()
    return Config(Settings(**settings), feeds, views, Feed("", "", **defaults), path.absolute(), text)


def vocabulary(feeds: Sequence[Feed]) -> filters.Vocabulary:
    return filters.Vocabulary(
        feeds=frozenset(feed.id for feed in feeds),
        regions=frozenset(feed.region for feed in feeds if feed.region),
    )


def _feeds(document: dict[str, Any], defaults: dict[str, Any], faults: Faults) -> tuple[Feed, ...]:
    placed = tables.many(document, "feed", tables.FEED, ("id", "url"), faults)
    _twice(placed, "id", lambda value: value, faults)
    _twice(placed, "url", _same_address, faults)
    feeds = []
    general = Feed("", "", **defaults)
    if general.min_interval > general.max_interval:
        faults.note(_set(("defaults",), defaults), "[defaults]", "min_interval is longer than max_interval")
    for path, own in placed:
        feed = Feed(**{**defaults, **own}, interval_is_own="interval" in own)
        if feed.min_interval > feed.max_interval and not own.keys().isdisjoint(_BOUNDS):
            faults.note(_set(path, own), f"feed {feed.id}", "min_interval is longer than max_interval")
        feeds.append(feed)
    known = vocabulary(feeds)
    for (path, own), feed in zip(placed, feeds, strict=True):
        if "keep_only" in own:
            _filter(feed.keep_only, (*path, "keep_only"), f"feed {feed.id}", known, faults)
    return tuple(feeds)


def _views(document: dict[str, Any], feeds: Sequence[Feed], faults: Faults) -> tuple[View, ...]:
    placed = tables.many(document, "view", tables.VIEW, ("id", "filter"), faults)
    _twice(placed, "id", lambda value: value, faults)
    known = vocabulary(feeds)
    for path, own in placed:
        _filter(own["filter"], (*path, "filter"), f"view {own['id']}", known, faults)
    return tuple(View(own["id"], own.get("title") or own["id"], own["filter"]) for _, own in placed)


def _filter(text: str, path: locate.Path, where: str, known: filters.Vocabulary, faults: Faults) -> None:
    """Whether it is a filter; it is kept as written, since its ages count from when it is asked."""
    try:
        filters.parse(text, known, datetime.now(UTC))
    except FilterError as error:
        faults.note(path, where, f"{path[-1]}: {error}")


def _twice(placed: list[tuple[locate.Path, dict[str, Any]]], key: str, same: Any, faults: Faults) -> None:
    first: dict[str, locate.Path] = {}
    for path, own in placed:
        seen = first.setdefault(same(own[key]), path)
        if seen is not path:
            line = faults.line((*seen, key))
            faults.note(
                (*path, key), f"{path[0]} {own['id']}", f"{key} {own[key]} stands on line {line} already"
            )


def _same_address(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="").geturl()


def _set(path: locate.Path, own: dict[str, Any]) -> locate.Path:
    """Where a pair of bounds that cannot be was set."""
    return (*path, *[key for key in _BOUNDS if key in own][:1])


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError((f"{path}:{line}: not UTF-8",)) from error


def _malformed(error: tomllib.TOMLDecodeError, path: Path) -> str:
    """tomllib says '… (at line 3, column 5)' or '(at end of document)'; here the line comes first."""
    message, _, place = str(error).rpartition(" (at ")
    line = place.removeprefix("line ").partition(",")[0]
    where = f"{path}:{line}" if line.isdecimal() else f"{path}: at the end"
    return f"{where}: no TOML: {message[:1].lower()}{message[1:]}"
