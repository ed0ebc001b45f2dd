"""What a pretended publisher prints: pieces in their versions, as RSS and as Atom.

Each bears its number as a category, which identity does not look at, so that a test knows which piece a
stored entry is of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Literal
from xml.sax.saxutils import escape

Format = Literal["rss", "atom"]
Copy = Literal["", "as it is", "under another guid", "in a section"]


@dataclass(frozen=True)
class Face:
    """A version of a piece. The guid of a paper with fresh ones is made as it is printed."""

    guid: str | None
    link: str | None
    title: str | None
    date: datetime | None
    text: str

    def clue(self, *names: str) -> tuple[object, ...] | None:
        """These fields as identity compares them, or None if one is missing."""
        found = tuple(getattr(self, name) for name in names)
        if not all(found):
            return None
        return tuple(one.removeprefix("http://").removeprefix("https://") if isinstance(one, str) else one
                     for one in found)  # fmt: skip


@dataclass
class Piece:
    number: int
    face: Face
    listed: bool = True
    copy: Copy = ""
    copy_first: bool = False
    before: list[Face] = field(default_factory=list)
    stored: Face | None = None  # as the database has it


@dataclass(frozen=True)
class Shown:
    """An entry of a document: of which piece, as it is printed, and whether that is a copy."""

    piece: Piece
    face: Face
    is_copy: bool = False


@dataclass(frozen=True)
class Printed:
    """A document. `whole` are its entries, `halves` how many were cut, `empty` how many hold nothing."""

    body: bytes
    whole: tuple[Shown, ...]
    halves: int
    empty: int

    @property
    def pieces(self) -> dict[int, Piece]:
        return {one.piece.number: one.piece for one in self.whole}


ENDS = {
    "rss": (
        '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Paper</title>'
        "<link>https://news.example/</link><description>{edition}</description>",
        "</channel></rss>",
    ),
    "atom": (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>'
        '<link href="https://news.example/"/><id>urn:paper</id><subtitle>{edition}</subtitle>',
        "</feed>",
    ),
}
EMPTY = {"rss": "<item></item>", "atom": "<entry></entry>"}


def item(one: Shown) -> str:
    face = one.face
    return (
        "<item>"
        + _element("title", face.title)
        + _element("link", face.link)
        + (f'<guid isPermaLink="false">{escape(face.guid)}</guid>' if face.guid else "")
        + _element("pubDate", format_datetime(face.date, usegmt=True) if face.date else None)
        + f"<category>{one.piece.number}</category>"
        + f"<description><![CDATA[<p>{escape(face.text)}</p>]]></description></item>"
    )


def entry(one: Shown) -> str:
    face = one.face
    return (
        "<entry>"
        + _element("title", face.title)
        + (f'<link href="{escape(face.link)}"/>' if face.link else "")
        + _element("id", face.guid)
        + _element("published", face.date.isoformat() if face.date else None)
        + f'<category term="{one.piece.number}"/>'
        + f'<content type="html">{escape(f"<p>{escape(face.text)}</p>")}</content></entry>'
    )


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
