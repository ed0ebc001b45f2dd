"""A pretended publisher, that edits its pieces and moves them about, and what a reader can know of it.

What it may do to a piece and still be understood is `Paper.known`: identity is a match, not a key.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from tests.pieces import EMPTY, ENDS, Copy, Face, Format, Piece, Printed, Shown, entry, item

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
PAGE = "https://news.example/news"


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


class Paper:
    def __init__(self, habits: Habits) -> None:
        self.habits = habits
        self.pieces: list[Piece] = []  # as they are listed, the first one first
        self.window = 8
        self.format: Format = "rss"
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
        chance = random.Random(seed)
        chance.shuffle(self.pieces)
        for piece in self.pieces:
            piece.copy_first = chance.random() < 0.5

    def copies(self, piece: Piece, copy: Copy) -> None:
        """Lists a piece twice, in a way that shows that it is the same."""
        face = piece.face
        shown = {
            "": True,
            "as it is": True,
            "under another guid": not self.habits.guidless
            and face.clue("link", "title", "text" if self.habits.dates == "none" else "date"),
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
            or (kept("link", "date") and not against and (timed or habits.links == "own"))
            or (kept("link", "text") and not against)
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
        everyones = (self.habits.guids == "shared" or self.habits.links == "page") and self.habits.guidless
        if everyones and stored and max(len(stored), len(shown)) == 1 and list(shown) != stored:
            return False
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
        head, tail = ENDS[self.format]
        body = head.format(edition=self.edition).encode()
        listed: list[tuple[Shown, int, int]] = []
        for one in self._listed():
            printed = (item if self.format == "rss" else entry)(one).encode()
            listed.append((one, len(body), len(body) + len(printed)))
            body += printed
        end = len(body)
        body += (EMPTY[self.format] * self.empties + tail).encode()
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
            both = [Shown(piece, face), *self._copies(piece, face)]
            yield from both[::-1] if piece.copy_first else both

    def _copies(self, piece: Piece, face: Face) -> Iterator[Shown]:
        if piece.copy == "as it is":
            yield Shown(piece, face, is_copy=True)
        elif piece.copy == "under another guid":
            yield Shown(piece, replace(face, guid=f"{face.guid} again"), is_copy=True)
        elif piece.copy == "in a section":
            section = self._address(f"http://news.example/section/{piece.number}")
            yield Shown(piece, replace(face, link=section), is_copy=True)

    def _address(self, address: str | None) -> str | None:
        return address and address.replace("http:", self.scheme + ":", 1)
