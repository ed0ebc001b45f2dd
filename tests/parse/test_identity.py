"""Identity by cases (design.md, What real feeds do) and by its promises: the same is not two, two not one."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.model import Decision, ParsedEntry, StoredKey
from aggregator.parse import faces, identity

Document = list[ParsedEntry]
Documents = list[Document]

NOON = datetime(2023, 7, 7, 13, 31, tzinfo=UTC)
DAY = datetime(2023, 7, 7, tzinfo=UTC)
LATER = NOON + timedelta(hours=26)
PAGE = "https://news.example/news"


class Shelf:
    """A feed's stored entries, kept as the store keeps them."""

    def __init__(self) -> None:
        self.rows: list[StoredKey] = []

    def poll(self, *entries: ParsedEntry) -> list[Decision]:
        decisions = identity.match(entries, self.rows)
        for entry, decision in zip(entries, decisions, strict=True):
            if decision.kind == "duplicate":
                continue
            number = len(self.rows) + 1 if decision.entry_id is None else decision.entry_id
            before = self.rows[number - 1] if decision.entry_id else None
            row = StoredKey(
                entry_id=number,
                guid=entry.guid or (before.guid if before else None),
                link=entry.link,
                title=entry.title,
                published_at=entry.published_at,
                fingerprint=decision.fingerprint,
                text_hash=decision.text_hash,
                guid_seen_twice=decision.guid_is_shared or bool(before and before.guid_seen_twice),
            )
            if before:
                self.rows[number - 1] = row
            else:
                self.rows.append(row)
        return decisions

    def kinds(self, *entries: ParsedEntry) -> str:
        return " ".join(decision.kind for decision in self.poll(*entries))


def entry(
    guid: str | None = "g1",
    link: str | None = "https://news.example/1",
    title: str | None = "Ship handed over",
    at: datetime | None = NOON,
    text: str = "The ship was handed over.",
) -> ParsedEntry:
    return ParsedEntry(guid=guid, link=link, title=title, published_at=at, summary=text)


E1, E2 = entry(), entry("g2", "https://news.example/2", "Talks in Tbilisi", NOON, "Ministers met.")

# Name, the documents polled one after the other, what each of their entries is.
CASES: list[tuple[str, Documents, list[str]]] = [
    ("as before", [[E1, E2], [E1, E2]], ["new new", "same same"]),
    ("reordered", [[E1, E2], [E2, E1]], ["new new", "same same"]),
    ("a window that rolls", [[E1], [E2, E1], [E2]], ["new", "new same", "same"]),
    ("removed and returned", [[E1, E2], [E2], [E1, E2]], ["new new", "same", "same same"]),
    ("edited", [[E1], [entry(text="Mended.")], [E1]], ["new", "changed", "changed"]),
    ("a new headline under its guid", [[E1], [entry(title="Other words")]], ["new", "changed"]),
    ("a date alone", [[E1], [entry(at=LATER)], [entry(at=None)]], ["new", "same", "same"]),
    ("http to https", [[entry("http://n.example/1", "http://n.example/1")],
                       [entry("https://n.example/1", "https://n.example/1")]], ["new", "same"]),
    ("tracking that changes", [[entry(None, "https://n.example/1?utm_source=a")],
                               [entry(None, "https://n.example/1?utm_source=b")]], ["new", "same"]),
    ("no guid", [[entry(None), entry(None, "https://news.example/2", "Talks")]] * 2,
     ["new new", "same same"]),
    ("no guid, edited", [[entry(None)], [entry(None, text="Mended.")]], ["new", "changed"]),
    ("no guid, date and text changed", [[entry(None)], [entry(None, at=LATER, text="Mended.")]],
     ["new", "changed"]),
    ("no guid, a new headline", [[entry(None), E2], [entry(None, title="Better words"), E2]],
     ["new new", "changed same"]),
    ("no guid, no link", [[entry(None, None)], [entry(None, None)]], ["new", "same"]),
    ("no guid, no link, edited", [[entry(None, None)], [entry(None, None, text="Mended.")]],
     ["new", "changed"]),
    ("text alone", [[entry(None, None, None, None)]] * 2, ["new", "same"]),
    ("link alone", [[entry(None, title=None, at=None, text="")]] * 2, ["new", "same"]),
    ("guid alone", [[entry(link=None, title=None, at=None, text="")]] * 2, ["new", "same"]),
    ("a guid that all share", [
        [entry("x"), entry("x", "https://news.example/2", "Talks", LATER, "Met.")]] * 2,
     ["new new", "same same"]),
    ("a shared guid, and one more", [
        [entry("x"), entry("x", "https://news.example/2", "Talks", LATER, "Met.")],
        [entry("x", "https://news.example/3", "Drill", LATER, "Began.")]], ["new new", "new"]),
    ("a guid unique until now", [
        [entry("x")], [entry("x", "https://news.example/2", "Talks", LATER, "Met."), entry("x")]],
     ["new", "new same"]),
    ("listed twice", [[E1, E1], [E1, E1]], ["new duplicate", "same duplicate"]),
    ("listed twice under two guids", [[E1, entry("g9")]] * 2, ["new duplicate", "same duplicate"]),
    ("listed in two sections", [[E1, entry("g9", "https://news.example/section/1")]] * 2,
     ["new duplicate", "same duplicate"]),
    ("listed twice under two guids, the other first", [[E1, entry("g9")], [entry("g9"), E1]],
     ["new duplicate", "duplicate same"]),
    ("listed in two sections, the other first and edited, no guid", [
        [entry(None), entry(None, "https://news.example/section/1"), E2],
        [entry(None, "https://news.example/section/1", text="Mended."), entry(None, text="Mended."), E2]],
     ["new duplicate new", "duplicate changed same"]),
    ("listed in two sections under one guid, then known by that alone", [
        [E1, entry(link="https://news.example/section/1")],
        [entry("g1", "https://news.example/9", "Other words", LATER, "Mended.")]],
     ["new duplicate", "changed"]),
    ("listed twice under two guids, no date", [[entry(at=None), entry("g9", at=None)]] * 2,
     ["new duplicate", "same duplicate"]),
    ("listed under a guid and without, beside the day's second bulletin", [
        [entry(None, at=DAY, text=""), entry("a", at=DAY, text=""), entry("b", at=DAY, text="More.")]] * 2,
     ["new duplicate new", "same duplicate same"]),
    ("one guid for all, which one entry did not show, and its headline rewritten", [
        [E1], [entry(title="Handed over"), dataclasses.replace(E2, guid="g1")]],
     ["new", "changed new"]),
    ("guids change at every poll", [
        [entry(f"a{n}"), dataclasses.replace(E2, guid=f"b{n}")] for n in range(3)],
     ["new new", "same same", "same same"]),
    ("guids and dates change", [[entry(f"a{n}", at=NOON + timedelta(hours=n))] for n in range(3)],
     ["new", "same", "same"]),
    ("guids and links change", [[entry(f"a{n}", f"https://news.example/s/{n}")] for n in range(3)],
     ["new", "same", "same"]),
    ("a new guid on its link, title and date", [[E1, E2], [entry("g9", text="Mended."), E2]],
     ["new new", "changed same"]),
    ("a new guid and title on an old link", [[E1, E2], [entry("g9", title="Drill", text="Began."), E2]],
     ["new new", "new same"]),
    ("the same title daily", [
        [entry("d1", "https://news.example/d1", "Briefing", NOON, "Monday.")],
        [entry("d2", "https://news.example/d2", "Briefing", LATER, "Tuesday."),
         entry("d1", "https://news.example/d1", "Briefing", NOON, "Monday.")]], ["new", "new same"]),
    ("the same title daily on one link", [
        [entry("d1", "https://news.example/b", "Briefing", NOON, "Monday.")],
        [entry("d2", "https://news.example/b", "Briefing", LATER, "Tuesday.")]], ["new", "new"]),
    ("the same title daily, no guid, no link", [
        [entry(None, None, "Briefing", NOON, "Monday.")],
        [entry(None, None, "Briefing", LATER, "Tuesday.")]], ["new", "new"]),
    ("the same title daily, no guid, links", [
        [entry(None, "https://news.example/d1", "Briefing", NOON, "Monday.")],
        [entry(None, "https://news.example/d2", "Briefing", LATER, "Tuesday.")]], ["new", "new"]),
    ("two bulletins of a day, no guid", [[
        entry(None, "https://news.example/b", "Bulletin", DAY, "Morning."),
        entry(None, "https://news.example/b", "Bulletin", DAY, "Evening.")]] * 2, ["new new", "same same"]),
    ("an alert that repeats", [
        [entry("a1", "https://news.example/a1", "Air alert", NOON, "Air alert."), E2],
        [entry("a2", "https://news.example/a2", "Air alert", LATER, "Air alert."), E2]],
     ["new new", "new same"]),
    ("an alert twice in a document", [[
        entry("a1", "https://news.example/a1", "Air alert", NOON, "Air alert."),
        entry("a2", "https://news.example/a2", "Air alert", LATER, "Air alert.")]] * 2,
     ["new new", "same same"]),
    ("photographs of a day", [[
        entry("p1", "https://news.example/p1", "Photo of the day", DAY, ""),
        entry("p2", "https://news.example/p2", "Photo of the day", DAY, "")]] * 2, ["new new", "same same"]),
    ("from RSS to Atom", [
        [entry("https://news.example/1")],
        [dataclasses.replace(entry("tag:n.example:1"), summary="", content="The ship was handed over.")]],
     ["new", "same"]),
    ("no guid, one page for all, a bare day", [
        [entry(None, PAGE, "One", DAY, "1."), entry(None, PAGE, "Two", DAY, "2.")],
        [entry(None, PAGE, "Three", DAY, "3."), entry(None, PAGE, "One", DAY, "1.")],
        [entry(None, PAGE, "Four", DAY, "4.")]],
     ["new new", "new same", "new"]),
    ("no guid, one page and one text for all", [
        [entry(None, PAGE, "One", DAY, "More."), entry(None, PAGE, "Two", DAY, "More.")],
        [entry(None, PAGE, "Three", LATER, "More."), entry(None, PAGE, "One", DAY, "More.")]],
     ["new new", "new same"]),
    ("no guid, one page for all, a headline rewritten", [
        [entry(None, PAGE, "One", NOON, "1."), entry(None, PAGE, "Two", LATER, "2.")],
        [entry(None, PAGE, "First", NOON, "1st."), entry(None, PAGE, "Second", DAY, "2.")]],
     ["new new", "changed changed"]),
    ("an empty guid", [[entry("")], [entry(" ")]], ["new", "same"]),
]  # fmt: skip


@pytest.mark.parametrize(("documents", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_cases(documents: Documents, expected: list[str]) -> None:
    shelf = Shelf()
    assert [shelf.kinds(*document) for document in documents] == expected


def test_a_stored_entry_is_taken_once() -> None:
    shelf = Shelf()
    shelf.poll(entry(None, None, "Alert", NOON, "x"), entry(None, None, "Alert", LATER, "x"))
    ids = [
        d.entry_id
        for d in shelf.poll(entry("n1", None, "Alert", None, "x"), entry("n2", None, "Alert", NOON, "x"))
    ]
    assert len(set(ids)) == 2


def test_a_shared_guid_is_said_so() -> None:
    decisions = identity.match([entry("x"), entry("x", "https://news.example/2", "Talks"), E2], [])
    assert [decision.guid_is_shared for decision in decisions] == [True, True, False]


def test_the_fingerprint_sees_text_and_not_dates() -> None:
    same = [
        entry(at=LATER),
        entry("other", "https://news.example/other"),
        dataclasses.replace(E1, author="x"),
    ]
    other = [entry(title="Other"), entry(text="Other"), entry(title=None)]
    assert {faces.fingerprint(one) for one in same} == {faces.fingerprint(E1)}
    assert len({faces.fingerprint(one) for one in [E1, *other]}) == 4


FIELD = st.sampled_from
ENTRIES = st.lists(
    st.builds(
        entry,
        FIELD([None, "", "a", "b", "c", "https://news.example/1", "http://news.example/1"]),
        FIELD([None, "https://news.example/1", "http://news.example/1", "https://news.example/2"]),
        FIELD([None, "One", "one", "Two"]),
        FIELD([None, NOON, LATER, DAY]),
        FIELD(["", "x", "y"]),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ENTRIES, max_size=3), ENTRIES)
def test_what_was_decided_holds_when_asked_again(before: Documents, now: Document) -> None:
    shelf = Shelf()
    for document in before:
        shelf.poll(*document)
    first = shelf.poll(*now)
    stored = len(shelf.rows)
    again = shelf.poll(*now)
    assert len(shelf.rows) == stored, "nothing new in what was just stored"
    assert {d.kind for d in again} <= {"same", "duplicate", "changed"}
    taken = [d.entry_id for d in first if d.entry_id is not None]
    assert len(taken) == len(set(taken))


@settings(max_examples=200, deadline=None)
@given(ENTRIES)
def test_what_differs_in_everything_is_new(document: Document) -> None:
    numbered = [
        dataclasses.replace(one, guid=f"n{n}", title=f"{n}", link=f"https://news.example/{n}")
        for n, one in enumerate(document)
    ]
    assert {d.kind for d in identity.match(numbered, [])} <= {"new"}
