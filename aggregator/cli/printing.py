"""What verbs print: JSON for programs, tables for people."""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

# What would move a terminal's cursor or turn its text around; publishers' text is not ours to trust.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

DEADLINE = 600.0  # seconds that a person at a terminal may wait for a query; Ctrl-C is his

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def say_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def table(header: Sequence[str], rows: Iterable[Sequence[Any]], *, widest: int = -1) -> None:
    """Columns side by side. On a terminal the column `widest` is cut to what fits."""
    cells = [[printable(str(_plain(cell) if cell is not None else "")) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(header, *cells, strict=True)]
    if sys.stdout.isatty():
        spare = shutil.get_terminal_size().columns - sum(widths) - 2 * (len(widths) - 1)
        widths[widest] = max(20, widths[widest] + min(0, spare))
    for number, row in enumerate([list(header), *cells]):
        line = "  ".join(_padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()
        click.secho(line, bold=True) if number == 0 else click.echo(line)


def printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def width(text: str) -> int:
    """Columns on a terminal: East Asian wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _padded(text: str, size: int) -> str:
    if width(text) <= size:
        return text + " " * (size - width(text))
    while width(text) > size - 1:
        text = text[:-1]
    return text + "…" + " " * (size - 1 - width(text))


def moment(time: datetime | None) -> str | None:
    """A time as the database and JSON have it: 2026-11-24T02:03:04Z."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else None


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return moment(value)
        case Path():
            return str(value)
        case Mapping():
            return dict(value)
        case tuple() | frozenset() | set():
            return list(value)
        case _:
            return value
