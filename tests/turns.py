"""A feed's turns, stage by stage as the pipeline has them, on a pretended publisher and a real file.

After each, every entry that it could see is stored once or named in the ledger, and nothing else has
changed. A turn may end in a crash: what a killed program leaves of its files is then opened.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from aggregator.errors import AggregatorError, Refused
from aggregator.fetch import policy
from aggregator.model import (
    Counts,
    Decision,
    Digest,
    Document,
    Facts,
    Feed,
    FeedState,
    ParsedEntry,
    PollRow,
    Request,
    Response,
    StoredKey,
    TaggedEntry,
    Tags,
)
from aggregator.parse import identity, parse
from aggregator.store import open_reader, open_writer
from aggregator.store.polls import KEPT_POLLS
from tests.paper import Paper
from tests.pieces import Face, Piece, Printed

URL = "https://news.example/feed"
FEED = Feed("paper", URL)

Answer = Literal["whole", "cut", "not modified, wrongly", "busy", "a page"]
Moment = Literal["claimed", "matching", "settling", "recorded"]


class Killed(Exception):
    """The program ends here."""


@dataclass(frozen=True)
class Row:
    """A stored entry: whose piece it is, what it says, and what of it may never change."""

    piece: int
    face: Face
    revision: int
    kept: tuple[Any, ...]  # its published_at, once it has one; placed_at; first_seen_at


@cache
def empty_database() -> Path:
    """A database made once: migrating takes longer than a history."""
    folder = tempfile.TemporaryDirectory()
    _folders.append(folder)
    path = Path(folder.name) / "empty.db"
    with open_writer(path) as database:
        database.reconcile([FEED], datetime(2026, 11, 1, tzinfo=UTC))
    return path


_folders: list[tempfile.TemporaryDirectory[str]] = []  # gone with the program


class Turns:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.folder = tempfile.TemporaryDirectory()
        self.life = 0
        self.path = Path(self.folder.name) / "0.db"
        shutil.copy(empty_database(), self.path)
        self.database = open_writer(self.path)
        self.now = datetime(2026, 12, 1, tzinfo=UTC)
        self.rows: dict[int, Row] = {}
        self.polls = 0
        self.misled = False  # a wrong 304 named a document that was not sent: till one is, so may right ones

    def restart(self) -> None:
        self.database.close()
        self.database = open_writer(self.path)
        self.database.reconcile([FEED], self.now)
        assert self.read() == self.rows

    def close(self) -> None:
        self.database.close()
        self.folder.cleanup()

    # a poll

    def turn(self, answer: Answer, cut: float | None = None, dies: Moment | None = None) -> None:
        self.paper.be_plain()
        printed = self.paper.print(cut)
        if not self.paper.plain(printed):
            return
        began = self.its_time()
        state = self.database.states()[FEED.id]
        request = policy.request(FEED, state, began)
        claimed = policy.claim(FEED, state, began)
        self.database.claim(FEED.id, *claimed)
        if dies == "claimed":
            self.lose(self.image())
            assert self.database.states()[FEED.id].next_poll_at == claimed[0].replace(microsecond=0)
            return
        misled = self.misled
        facts, digest = self.fetched(request, state, printed, answer)
        facts = replace(facts, newest_stored=self.database.newest(FEED.id))
        decided: list[tuple[ParsedEntry, Decision]] = []
        image = Path()

        def match(parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> list[Decision]:
            decisions = identity.match(parsed, stored)
            decided.extend(zip(parsed, decisions, strict=True))
            if dies == "matching":
                die()
            return decisions

        def settle(counts: Counts | None = None) -> tuple[PollRow, FeedState]:
            if dies == "settling" and counts:
                die()
            after, outcome, notes = policy.conclude(FEED, state, began, replace(facts, counts=counts))
            status = facts.response.status if facts.response else None
            return PollRow(FEED.id, began, outcome, status, notes=notes, error=after.last_error), after

        def die() -> None:
            nonlocal image
            image = self.image()
            raise Killed

        try:
            counts = self.database.record(*settle(), digest, began, match, settle)
        except Killed:
            self.misled = misled
            self.lose(image)
            assert self.database.states()[FEED.id].next_poll_at == claimed[0].replace(microsecond=0)
            assert self.read() == self.rows, "a poll that was not recorded left something"
            return
        self.polls += 1
        if digest is not None:
            self.look(printed, decided, counts)
        else:
            assert counts == Counts()
            if answer == "whole" and not self.misled:
                self.look_unread(printed)
        self.look_at_ledger(counts)
        if dies == "recorded":
            self.lose(self.image())
        assert self.read() == self.rows

    def its_time(self) -> datetime:
        """Goes on to when the feed is due, which is no sooner than was stored."""
        at = self.database.states()[FEED.id].next_poll_at
        if at and at > self.now:
            assert self.database.due(at - timedelta(seconds=1)) == []
            self.now = at
        assert [one.feed_id for one in self.database.due(self.now)] == [FEED.id]
        return self.now

    def fetched(
        self, request: Request, state: FeedState, printed: Printed, answer: Answer
    ) -> tuple[Facts, Digest | None]:
        """As the pipeline does it. A cut document comes under the validator of the whole one."""
        facts = Facts(request)
        etag = f'"{policy.body_hash(self.paper.print().body if answer == "cut" else printed.body)}"'
        headers = {"etag": etag, "content-type": "application/xml"}
        if answer == "busy":
            busy = Response(URL, 503, {})
            return replace(facts, error=Refused("503: busy", response=busy)), None
        lies = answer == "not modified, wrongly" and request.etag
        if lies or (answer != "a page" and request.etag == etag):
            self.misled |= bool(lies)
            return replace(facts, response=Response(URL, 304, {"etag": etag})), None
        body = b"<!DOCTYPE html><html><body>Soon.</body></html>" if answer == "a page" else printed.body
        response = Response(URL, 200, headers, body)
        facts = replace(facts, response=response)
        self.misled = False
        if policy.unchanged(FEED, state, response):
            return facts, None
        try:
            parsed = parse(Document(FEED.id, URL, body, "application/xml"))
        except AggregatorError as error:
            assert answer == "a page" or not printed.whole
            return replace(facts, error=error), None
        entries = tuple(TaggedEntry(entry, Tags(), "r1") for entry in parsed.entries)
        return replace(facts, parsed=parsed), Digest(parsed, entries)

    # what has to be so

    def look(self, printed: Printed, decided: Sequence[tuple[ParsedEntry, Decision]], counts: Counts) -> None:
        """Every entry of the document is stored once, is its own piece's, and was counted for what it is."""
        came = [int(entry.categories[0]) for entry, _ in decided]
        assert came == [one.piece.number for one in printed.whole], "each entry that came whole is parsed"
        before, self.rows = self.rows, self.read()
        assert {one.piece for one in self.rows.values()} >= set(came), "an entry was lost"
        owners = [one.piece for one in self.rows.values()]
        assert len(owners) == len(set(owners)), "one piece became two entries"
        for entry_id, row in before.items():
            now = self.rows[entry_id]
            assert now.piece == row.piece, "two pieces became one entry"
            assert now.kept == row.kept or (row.kept[0] is None and now.kept[1:] == row.kept[1:])
        for entry, decision in decided:
            if decision.entry_id is not None:
                assert before[decision.entry_id].piece == int(entry.categories[0]), "taken for another piece"
        shown = printed.pieces
        new = {number for number, piece in shown.items() if piece.stored is None}
        changed = {
            number
            for number, piece in shown.items()
            if piece.stored and (piece.stored.title, piece.stored.text) != (piece.face.title, piece.face.text)
        }
        assert counts == Counts(
            in_document=len(came) + printed.halves + printed.empty,
            new=len(new),
            changed=len(changed),
            same=len(shown) - len(new) - len(changed),
            duplicate=len(came) - len(shown),
            skipped=printed.halves + printed.empty,
        )
        revisions = {row.piece: row.revision for row in before.values()}
        for row in self.rows.values():
            due = revisions.get(row.piece, 1) + (row.piece in changed)
            assert row.revision == due, "a revision is for a change of substance"
            if row.piece in shown:
                self.remember(shown[row.piece], row, printed)

    def remember(self, piece: Piece, row: Row, printed: Printed) -> None:
        """The paper learns what is stored of a piece: by that it will be known."""
        faces = [one.face for one in printed.whole if one.piece is piece]
        assert row.face.guid in {face.guid for face in faces}
        assert row.face.link in {face.link for face in faces}
        assert (row.face.title, row.face.text) == (piece.face.title, piece.face.text)
        date = piece.stored.date if piece.stored else piece.face.date
        assert row.face.date == date, "the date first claimed stays"
        fresh = self.paper.habits.guids == "fresh"
        piece.stored = replace(row.face, guid=None) if fresh else row.face

    def look_unread(self, printed: Printed) -> None:
        """A document taken for one that was read holds nothing that was not."""
        for piece in printed.pieces.values():
            assert piece.stored, "an entry was lost"
            assert (piece.stored.title, piece.stored.text) == (piece.face.title, piece.face.text)

    def look_at_ledger(self, counts: Counts) -> None:
        with open_reader(self.path) as reader:
            ledger = reader.ledger(FEED.id)
        assert len(ledger) == min(self.polls, KEPT_POLLS)
        assert ledger[0].counts == counts
        assert len(ledger[0].poll.skip_reasons) == counts.skipped
        assert all(ledger[0].poll.skip_reasons)

    def read(self) -> dict[int, Row]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            found = connection.execute(
                "SELECT entry_id, categories, guid, link, title, published_at, summary || content, revision, "
                "placed_at, first_seen_at FROM entry"
            ).fetchall()
        return {
            entry_id: Row(
                int(json.loads(categories)[0]),
                Face(guid, link, title, published and datetime.fromisoformat(published), text),
                revision,
                (published, *kept),
            )
            for entry_id, categories, guid, link, title, published, text, revision, *kept in found
        }

    # a crash

    def image(self) -> Path:
        """The files as they are now, which is what a killed program leaves."""
        self.life += 1
        image = self.path.with_name(f"{self.life}.db")
        shutil.copy(self.path, image)
        wal = self.path.with_name(self.path.name + "-wal")
        if wal.exists():
            shutil.copy(wal, image.with_name(image.name + "-wal"))
        return image

    def lose(self, image: Path) -> None:
        self.database.close()
        self.path = image
        self.database = open_writer(image)
        self.database.reconcile([FEED], self.now)
