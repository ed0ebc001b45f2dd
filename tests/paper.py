"""A pretended publisher: pieces that are published, edited and moved about, as real bytes of RSS or Atom.

Each piece bears its number as a category, which identity does not look at, so that a test knows which
piece a stored entry is of. What the publisher may do to a piece and still be understood is `Paper.known`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal
from xml.sax.saxutils import escape

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
PAGE = "https://news.example/news"
Copy = Literal["", "as it is", "under another guid", "in a section"]


@dataclass(frozen=True)
class Habits:
    """What a publisher gives its pieces to be known by, for good."""

    guids: Literal["kept", "address", "fresh", "shared", "none"]
    links: Literal["own", "page", "none"]
    dates: Literal["timed", "day", "none"]
    titles: Literal["own", "daily", "alert", "none"]

    @property
    def guidless(self) -> bool:
        return self.guids in ("shared", "none")

    @property
    def guids_tell(self) -> bool:
        return self.guids in ("kept", "address")

    def tell_apart(self) -> bool:
        """Whether they tell a new piece from an edited one, so that a reader can at all."""
        if self.guids == "address" and self.links != "own":
            return False  # an address as guid is the link where there is none
        if self.titles == "own":
            return True
        if self.titles == "alert":  # nothing but guid or link says that it happened again
            return self.dates == "timed" and (self.guids_tell or self.links == "own")
        if self.links == "page":  # a stored link, title and date is that entry, whatever its guid
            return not self.guidless and self.dates == "timed"
        return self.links == "own" or not self.guidless or self.dates == "timed"


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


class Paper:
    def __init__(self, habits: Habits) -> None:
        self.habits = habits
        self.pieces: list[Piece] = []  # as they are listed, the first one first
        self.window = 8
        self.format: Literal["rss", "atom"] = "rss"
        self.scheme = "http"
        self.empties = 0
        self.edition = 0
        self._count = 0

    def fresh(self) -> int:
        self._count += 1
        return self._count

    # what the publisher does

    def publish(self) -> None:
        number = self.fresh()
        habits = self.habits
        guids = {
            "kept": f"paper {number}",
            "address": f"http://news.example/?p={number}",
            "shared": "paper",
        }
        links = {"own": f"http://news.example/{number}.html", "page": PAGE}
        titles = {"own": f"R&D: «Заголовок» {number}", "daily": "Briefing", "alert": "Air alert"}
        text = "Air alert." if habits.titles == "alert" else f"Text {number}, 3 < 4 & дальше."
        face = Face(
            guids.get(habits.guids), links.get(habits.links), titles.get(habits.titles), self.date(), text
        )
        self.pieces.insert(0, Piece(number, face))

    def date(self) -> datetime | None:
        """The next date: no two have a time of day in common, while three share a bare day."""
        if self.habits.dates == "timed":
            return FIRST + timedelta(minutes=61 * self.fresh() + 1)
        return FIRST + timedelta(days=self.fresh() // 3) if self.habits.dates == "day" else None

    def edit(self, piece: Piece, names: Sequence[str]) -> None:
        face = piece.face
        if "title" in names and face.title and self.habits.titles == "own":
            face = replace(face, title=f"Headline {self.fresh()} & more")
        if "text" in names:
            face = replace(face, text=f"Mended {self.fresh()}: «ещё» & more.")
        if "date" in names:
            face = replace(face, date=self.date())
        if "link" in names and self.habits.links == "own":
            face = replace(face, link=f"http://news.example/moved/{self.fresh()}")
        if "guid" in names and self.habits.guids_tell:
            face = replace(face, guid=f"urn:{self.fresh()}")
        self.change(piece, face)

    def put_back(self, piece: Piece) -> None:
        """The words as they were before the last change; what else changed stays."""
        if piece.before:
            earlier = piece.before[-1]
            self.change(piece, replace(piece.face, title=earlier.title, text=earlier.text))

    def change(self, piece: Piece, face: Face) -> None:
        if face != piece.face:
            piece.before.append(piece.face)
            piece.face = face

    def reorder(self, seed: int) -> None:
        random.Random(seed).shuffle(self.pieces)

    def copies(self, piece: Piece, copy: Copy) -> None:
        """Lists a piece twice, in a way that shows that it is the same."""
        face = piece.face
        shown = {
            "": True,
            "as it is": True,
            "under another guid": not self.habits.guidless and face.clue("link", "title", "date"),
            "in a section": self.habits.dates == "timed"
            and self.habits.links == "own"
            and face.clue("title", "date", "text"),
        }
        if shown[copy]:
            piece.copy = copy

    # what a reader can know

    def be_plain(self) -> None:
        """Takes back what leaves too little to know a stored piece by."""
        while unclear := [
            one for one in self.pieces if one.stored and one.listed and not self.known(one, one.face)
        ]:
            for piece in unclear:
                assert piece.stored
                assert piece.face != piece.stored, "a piece that did not change is not known"
                piece.face = piece.stored

    def known(self, piece: Piece, face: Face) -> bool:
        """Whether the design promises that this is taken for the stored piece (identity is a match)."""
        stored, habits = piece.stored, self.habits
        assert stored is not None
        if habits.guids_tell and face.clue("guid") == stored.clue("guid"):
            return True
        against = not habits.guidless  # another guid than the stored one
        changing = habits.guids == "fresh"  # and it proves nothing
        moved = face.clue("link") != stored.clue("link")
        timed, undated = habits.dates == "timed", habits.dates == "none"

        def kept(*names: str) -> bool:
            return self._alone(piece, face, names)

        return (
            face == stored
            or kept("link", "title", "date")
            or (kept("link", "title", "text") and (undated or changing or not against))
            or (kept("link", "text") and (undated or changing or not against) and not face.title)
            or (kept("link", "title") and (not against or (undated and changing)))
            or (kept("title", "date", "text") and (timed or not (against and moved)))
            or (kept("title", "date") and not moved and (not against or (timed and changing)))
            or (kept("title", "text") and not moved and (not against or changing))
            or ((kept("link", "date") or kept("link", "text")) and not against)
        )

    def _alone(self, piece: Piece, face: Face, names: Sequence[str]) -> bool:
        """Whether the piece kept these, and no other has them."""
        clue = face.clue(*names)
        assert piece.stored is not None
        if clue is None or clue != piece.stored.clue(*names):
            return False
        others = [one for one in self.pieces if one is not piece]
        return not any(
            clue in (one.face.clue(*names), one.stored.clue(*names) if one.stored else None) for one in others
        )

    def plain(self, printed: Printed) -> bool:
        """Whether a document, of which an end may be missing, can be understood."""
        shown = printed.pieces.values()
        stored = [piece for piece in self.pieces if piece.stored]
        originals = {one.piece.number for one in printed.whole if not one.is_copy}
        for one in printed.whole:
            if one.piece.number not in originals and one.piece.stored and not self.known(one.piece, one.face):
                return False
        # That a guid or a link is everyone's shows once two have it.
        if (self.habits.guids == "shared" or self.habits.links == "page") and self.habits.guidless:
            return not stored or max(len(stored), len(shown)) > 1 or list(shown) == stored
        if self.habits.titles == "alert" and any(not piece.stored for piece in shown):
            # That guids or links hold in this feed shows by one that does.
            name = "link" if self.habits.links == "own" else "guid"
            return not stored or any(
                piece.stored
                and piece.number in originals
                and piece.face.clue(name) == piece.stored.clue(name)
                for piece in shown
            )
        return True

    # print

    def print(self, cut: float | None = None) -> Printed:
        """The document, or as much of it as `cut` says, from 0 to 1."""
        head, tail = _ENDS[self.format]
        body = head.format(edition=self.edition).encode()
        listed: list[tuple[Shown, int, int]] = []
        for one in self._listed():
            entry = (_item if self.format == "rss" else _entry)(one).encode()
            listed.append((one, len(body), len(body) + len(entry)))
            body += entry
        end = len(body)
        body += (_EMPTY[self.format] * self.empties + tail).encode()
        if cut is None:
            return Printed(body, tuple(one for one, *_ in listed), 0, self.empties)
        at = int(cut * end)
        tag = len("<item>" if self.format == "rss" else "<entry>")
        # An end tag that wants its last mark alone is one.
        whole = tuple(one for one, _, ends in listed if ends - 1 <= at)
        halves = sum(begins + tag <= at < ends - 1 for _, begins, ends in listed)
        return Printed(body[:at], whole, halves, 0)

    def _listed(self) -> Iterator[Shown]:
        for piece in [piece for piece in self.pieces if piece.listed][: self.window]:
            face = replace(piece.face, link=self._address(piece.face.link))
            if self.habits.guids == "address":
                face = replace(face, guid=self._address(face.guid))
            if self.habits.guids == "fresh":
                face = replace(face, guid=f"now {self.fresh()}")
            yield Shown(piece, face)
            if piece.copy == "as it is":
                yield Shown(piece, face, is_copy=True)
            elif piece.copy == "under another guid":
                yield Shown(piece, replace(face, guid=f"{face.guid} again"), is_copy=True)
            elif piece.copy == "in a section":
                section = self._address(f"http://news.example/section/{piece.number}")
                yield Shown(piece, replace(face, link=section), is_copy=True)

    def _address(self, address: str | None) -> str | None:
        return address and address.replace("http:", self.scheme + ":", 1)


_ENDS = {
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
_EMPTY = {"rss": "<item></item>", "atom": "<entry></entry>"}


def _item(one: Shown) -> str:
    face = one.face
    date = face.date and format_datetime(face.date, usegmt=True)
    return (
        "<item>"
        + _element("title", face.title)
        + _element("link", face.link)
        + (f'<guid isPermaLink="false">{escape(face.guid)}</guid>' if face.guid else "")
        + _element("pubDate", date)
        + f"<category>{one.piece.number}</category>"
        + f"<description><![CDATA[<p>{escape(face.text)}</p>]]></description></item>"
    )


def _entry(one: Shown) -> str:
    face = one.face
    return (
        "<entry>"
        + _element("title", face.title)
        + (f'<link href="{escape(face.link)}"/>' if face.link else "")
        + _element("id", face.guid)
        + _element("published", face.date and face.date.isoformat())
        + f'<category term="{one.piece.number}"/>'
        + f'<content type="html">{escape(f"<p>{escape(face.text)}</p>")}</content></entry>'
    )


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
