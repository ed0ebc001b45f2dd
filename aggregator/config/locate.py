"""On which line each key of a TOML text stands, since tomllib does not say.

A path is what leads to the value in the parsed document: ("feed", 3, "url"). The text is one that
tomllib has accepted already, so the scan may trust its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
# What may stand in a value; strings first, so that a bracket or a # inside one does not count.
_VALUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[{]|[\]}]|\n|[^"\'#\[\]{}\n]+',
    re.DOTALL,
)


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, of each table header and each key."""
    found: dict[Path, int] = {}
    line, before = 1, 0
    for path, start, _ in spans(text):
        line, before = line + text.count("\n", before, start), start
        for length in range(1, len(path) + 1):
            found.setdefault(path[:length], line)
    return found


def spans(text: str) -> Iterator[tuple[Path, int, int]]:
    """Each header and assignment: its path, and where it starts and ends, its line's end included."""
    table: Path = ()
    counts: dict[Path, int] = {}
    for start, statement in statements(text):
        if statement.startswith("["):
            table = _header(statement, counts)
            yield table, start, start + len(statement)
        else:
            yield table + tuple(_key(statement)), start, start + len(statement)


def of(found: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it that has one (inline tables have none)."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or assignment with its offset; values over several lines are one statement."""
    position = 0
    while position < len(text):
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position >= len(text):
            return
        start, depth = position, 0
        while position < len(text):
            piece = _VALUE.match(text, position)
            if piece is None:
                return
            position = piece.end()
            depth += (piece.group() in "[{") - (piece.group() in "]}")
            if piece.group() == "\n" and depth == 0:
                break
        yield start, text[start:position]


def _header(statement: str, counts: dict[Path, int]) -> Path:
    array = statement.startswith("[[")
    path: Path = ()
    names = list(_key(statement.lstrip("[")))
    for index, name in enumerate(names):
        path += (name,)
        last = index == len(names) - 1
        if last and array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:  # below an array of tables, its latest one is meant
            path += (counts[path],)
    return path


def _key(statement: str) -> Iterator[str]:
    position = 0
    while part := _PART.match(statement, position):
        yield next(group for group in part.groups() if group is not None)
        position = part.end()
        if statement[position : position + 1] != ".":
            return
        position += 1
