"""Stories: who tells of the same, whose number, who leads, and the rows after whatever happens to entries."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from aggregator.errors import StoreError
from aggregator.model import Account, Feed, Tags, Text
from aggregator.store import Database, Grouping, open_writer
from aggregator.store.accounts import accounts
from tests.store.polling import FEEDS, NOW, TOLD, asked, entry, group, opened, parsed, poll, reading, tag
from tests.store.test_polls import rows

HOUR = timedelta(hours=1)
STORIES = "SELECT story_id, lead_entry_id, entries, feeds FROM stories ORDER BY story_id"


def stricter(new: Sequence[Account], recent: Sequence[Account]) -> list[int]:
    """The same for accounts that name a country; any other is a story of its own."""
    some = [one for one in new if one.countries]
    found = dict(zip((one.entry_id for one in some), group(some, recent), strict=True))
    return [found.get(one.entry_id, one.entry_id) for one in new]


OTHER = Grouping(stricter, TOLD.window, "g2", at_once=3)  # what is more is put off, as of a long document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def deaf(text: Text) -> Tags:
    """A tagger that knows no topic: keep_only = "topic:defence" sets all of its feed aside."""
    return replace(tag(text), topics=())


def test_accounts_of_one_happening_are_one_story_at_once(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "@strike on Azerbaijan"), entry(2, "Something else")])
        poll(database, "azernews", [entry(3, "Azerbaijan: @strike"), entry(4, "@visit")], NOW + HOUR)
        poll(database, "azernews", [entry(5, "Azerbaijan: more of the @strike")], NOW + 2 * HOUR)
        assert database.check() == []
    (else_, strike, visit) = rows(path, STORIES)
    assert strike[2:] == (3, 2), "entries, and feeds"
    assert strike[0] == strike[1], "the founder leads and gives its number"
    assert else_[2:] == visit[2:] == (1, 1)
    with reading(path) as reader:
        assert asked(reader, "story:one") == ["@visit", "@strike on Azerbaijan", "Something else"]
        assert asked(reader, "story:one country:AZ") == ["@strike on Azerbaijan"]
        assert asked(reader, "-story:one") == ["Azerbaijan: more of the @strike", "Azerbaijan: @strike"]
        found = reader.entry(4)
        assert found is not None
        assert found.story_id == strike[0]


def test_a_document_that_tells_it_twice_is_one_story_numbered_by_the_first(path: Path) -> None:
    with opened(path) as database:
        poll(
            database,
            "apa",
            [entry(1, "@a two", days=1), entry(2, "@a one", days=2), entry(3, "@a old", days=9)],
        )
    assert rows(path, "SELECT title, story_id FROM news ORDER BY entry_id") == [
        ("@a old", 1), ("@a one", 2), ("@a two", 2),
    ]  # fmt: skip
    assert rows(path, "SELECT * FROM stories WHERE story_id = 2") == [
        (2, 2, 2, 1, "2026-11-22T02:03:04Z", "2026-11-23T02:03:04Z")
    ]


@pytest.mark.parametrize(
    ("one", "other", "compared"),
    [
        ("Azerbaijan", "Azerbaijan", True),
        ("Azerbaijan ~Turkey", "Turkey", True),
        ("Azerbaijan", "nowhere", True),
        ("nowhere", "Azerbaijan", True),
        ("Azerbaijan", "Turkey", False),
    ],
)
def test_only_what_may_be_the_same_is_compared(path: Path, one: str, other: str, compared: bool) -> None:
    seen: list[Account] = []

    def watching(new: Sequence[Account], recent: Sequence[Account]) -> list[int]:
        seen[:] = recent
        return group(new, recent)

    with opened(path) as database:
        poll(database, "apa", [entry(1, f"@a {one}"), entry(2, f"@a {one}", days=5)])
        poll(database, "azernews", [entry(3, f"@a {other}", days=1)], NOW + HOUR,
             grouping=Grouping(watching, TOLD.window, "g1"))  # fmt: skip
    assert [account.title for account in seen] == ([f"@a {one}"] if compared else [])


def test_an_account_is_the_entry_as_grouping_wants_it(path: Path) -> None:
    with opened(path) as database:
        late = entry(1, "Azerbaijan AzMoD ~Turkey", summary="", content="x" * 5000, lang="az", days=3)
        poll(database, "apa", [late, entry(2, published_at=None), entry(3, days=-2, summary="In short")])
        found = {one.title: one for one in accounts(database._connection, [1, 2, 3])}
    one = found["Azerbaijan AzMoD ~Turkey"]
    assert (one.feed_id, one.home, one.lang, one.at) == ("apa", "AZ", "az", NOW - timedelta(days=3))
    assert one.text == "x" * 2000
    assert [(country.code, country.role) for country in one.countries] == [
        ("AZ", "subject"),
        ("TR", "mention"),
    ]
    assert [ministry.tag for ministry in one.ministries] == ["AZ/defence"]
    assert [found[title].at for title in ("Story 2", "Story 3")] == [NOW, NOW], "no date, and one yet to come"
    assert found["Story 3"].text == "In short"


def test_a_revision_keeps_its_story_and_renews_its_row(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "@a", published_at=None)])
        poll(database, "azernews", [entry(2, "@a", published_at=None)], NOW + HOUR)
        assert rows(path, "SELECT entries, first_published_at FROM stories") == [(2, None)]
        dated = entry(2, "Another @b title", published_at=NOW - timedelta(days=1))
        assert poll(database, "azernews", [dated], NOW + 2 * HOUR).changed == 1
        assert database.check() == []
    assert rows(path, "SELECT entries, first_published_at FROM stories") == [(2, "2026-11-23T02:03:04Z")]


def test_a_founder_that_leaves_is_followed_by_the_first_that_came(path: Path) -> None:
    with opened(path) as database:
        poll(database, "desk", [entry(1, "army @a", days=1.5)])
        poll(database, "apa", [entry(2, "@a"), entry(3, "@b")], NOW + HOUR)
        poll(database, "azernews", [entry(4, "@a", days=0.5)], NOW + 2 * HOUR)
        assert rows(path, STORIES)[0] == (1, 1, 3, 3)
        database.correct(1, ["-topic:defence"], tag, "r1", NOW, grouping=TOLD)
        assert rows(path, "SELECT set_aside, story_id FROM news_all WHERE entry_id = 1") == [(1, None)]
        (first,) = rows(path, "SELECT min(entry_id) FROM news WHERE title = '@a'")[0]
        assert rows(path, STORIES)[0] == (1, first, 2, 2)
        poll(database, "akipress", [entry(5, "@a", days=1)], NOW + 3 * HOUR)
        assert rows(path, STORIES)[0] == (1, first, 3, 3), "one that comes later takes no place"
        database.correct(1, [], tag, "r1", NOW, clear=True, grouping=TOLD)
        assert rows(path, STORIES)[0] == (1, 1, 4, 4)
        assert database.prune(NOW - timedelta(days=1.2)) == 1
        assert rows(path, STORIES)[0] == (1, first, 3, 3)
        assert database.prune(NOW + timedelta(days=1)) == 4
        assert rows(path, STORIES) == []
        assert database.check() == []


def test_a_retag_moves_stories_in_and_out_of_the_news(path: Path) -> None:
    with opened(path) as database:
        poll(database, "desk", [entry(n, f"army @{n % 3}") for n in range(9)])
        list(database.retag(deaf, "r2", NOW))
        assert rows(path, STORIES) == []
        for number, text in database.stale("r1"):
            database.apply_tags([(number, tag(text))], "r1", NOW, grouping=TOLD)
        assert [row[2:] for row in rows(path, STORIES)] == [(3, 1)] * 3
        assert database.check() == []


def test_a_word_of_stories_in_keep_only_keeps_everything(path: Path) -> None:
    with opened(path) as database:
        database.reconcile([replace(FEEDS[1], keep_only="story:one country:AZ")], NOW)
        poll(
            database, "apa", [entry(1, "@a Azerbaijan"), entry(2, "@a Azerbaijan too"), entry(3, "@a Turkey")]
        )
        for _ in range(2):
            list(database.retag(tag, "r2", NOW, everything=True))
            assert rows(path, "SELECT count(*) FROM news") == [(2,)]


def test_what_no_release_grouped_is_filled_batch_by_batch(path: Path) -> None:
    with opened(path) as database:
        for turn, feed in enumerate(("apa", "azernews", "akipress")):
            some = [entry(turn * 10 + n, f"@{n % 4} {n}", days=n / 3) for n in range(9)]
            poll(database, feed, some, NOW + turn * HOUR)
        made = rows(path, STORIES)
        database._connection.execute("UPDATE entry SET story_id = NULL")
        database._connection.execute("DELETE FROM story")
        with reading(path) as reader:
            assert len(asked(reader, "story:one")) == 27, "until then each is its own"
        # A poll meanwhile: what it joins has the number that it will have had all along.
        poll(database, "apa", [entry(99, "@1 more")], NOW + 3 * HOUR)
        assert rows(path, "SELECT sum(entries) FROM stories") == [(2,)]
        assert database.check() == []
        assert database.begin_stories("g1", fill=True)
        while database.make_stories(TOLD, 5).entries:
            assert database.check() == []
        assert [row[:2] for row in rows(path, STORIES)] == [row[:2] for row in made]
        assert rows(path, "SELECT sum(entries) FROM stories") == [(28,)]
        assert not database.begin_stories("g1", fill=True)
        assert not database.begin_stories("g2", fill=True), "what other rules made is left to a retag"
        assert database.begin_stories("g2")


def test_made_again_by_other_rules_as_rehearsed_and_twice_is_no_change(path: Path) -> None:
    with opened(path) as database:
        assert not database.begin_stories("g1"), "nothing is stored: what comes is by these rules"
        for turn, feed in enumerate(("apa", "azernews", "akipress")):
            some = [entry(turn * 10 + n, f"@{n % 4} {'Azerbaijan' if n % 3 else ''}") for n in range(9)]
            poll(database, feed, some, NOW + turn * HOUR)
        with reading(path) as reader:
            assert list(reader.compare_stories(TOLD)) == []
            assert sum(batch.changed for batch in reader.compare_stories(TOLD, everything=True)) == 0
            foreseen = sum(batch.changed for batch in reader.compare_stories(OTHER))
        before = rows(path, STORIES)
        assert regrouped(database, OTHER) == foreseen > 0, "as rehearsed"
        assert rows(path, STORIES) != before
        assert database.check() == []
        assert not database.begin_stories("g2")
        assert regrouped(database, OTHER, everything=True) == 0
        assert regrouped(database, TOLD) == foreseen
        assert rows(path, STORIES) == before, "numbers survive"


def regrouped(database: Database, how: Grouping, *, everything: bool = False, most: int = 200) -> int:
    """How many entries have another story."""
    changed = 0
    assert database.begin_stories(how.ruleset, everything=everything)
    while (batch := database.make_stories(how, most)).entries:
        changed += batch.changed
    return changed


def test_a_long_document_has_its_last_entries_grouped_at_once_and_the_others_soon(path: Path) -> None:
    pieces = [entry(n, f"@{n % 5} {n}", days=n / 100) for n in range(60)]
    with opened(path) as database:
        database.begin_stories("g1")
        poll(database, "apa", pieces, grouping=replace(TOLD, at_once=25))
        assert database.check() == []
        assert rows(path, "SELECT count(*) FROM stories") == [(35,)], "of the others each is its own"
        newest = rows(path, "SELECT count(DISTINCT story_id) FROM news WHERE entry_id > 35")
        assert newest == [(5,)]
        assert database.begin_stories("g1", fill=True)
        while database.make_stories(TOLD, 10).entries:
            pass
        assert rows(path, "SELECT count(*), min(entries), max(lead_entry_id) FROM stories") == [(5, 12, 5)]
        assert not database.begin_stories("g1", fill=True)


def test_killed_again_and_again_it_comes_to_the_same(path: Path, tmp_path: Path) -> None:
    with opened(path) as database:
        database.begin_stories("g1")
        for turn, feed in enumerate(("apa", "azernews", "akipress")):
            some = [
                entry(turn * 50 + n, f"@{n % 7} {'Azerbaijan' if n % 3 else ''}", days=n / 20)
                for n in range(50)
            ]
            poll(database, feed, some, NOW + turn * HOUR)
    whole = Path(shutil.copy(path, tmp_path / "whole.db"))
    with open_writer(whole) as database:
        regrouped(database, OTHER, most=5)
    came_to = []
    for _ in range(400):
        child = os.fork()
        if not child:
            _make(path)
        time.sleep(0.04)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        came_to += rows(path, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'stories_up_to'")
        with open_writer(path) as database:
            assert database.check() == []
            if not database.begin_stories("g2"):
                break
    else:
        pytest.fail("it never came to the end")
    assert came_to == sorted(came_to)
    assert len(came_to) > 2
    assert rows(path, STORIES) == rows(whole, STORIES)


def _make(path: Path) -> None:
    """A child's: makes stories slowly until it is killed, or they are made."""
    database = open_writer(path)
    if database.begin_stories("g2"):
        while database.make_stories(OTHER, 5).entries:
            time.sleep(0.005)
    time.sleep(60)


TITLES = st.builds(
    lambda happening, country, army: f"{happening} {country} {army}".strip() or "plain",
    st.sampled_from(["@a", "@b", "@c", ""]),
    st.sampled_from(["Azerbaijan", "Turkey", ""]),
    st.sampled_from(["army", ""]),
)
FEED = st.sampled_from([feed.id for feed in FEEDS])
PIECES = st.lists(st.tuples(st.integers(0, 30), TITLES, st.integers(0, 200)), max_size=6)


class Histories(RuleBasedStateMachine):
    """Polls, revisions, retags, corrections, pruning, other settings, other rules, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "a.db")
        self.database = opened(self.path)
        self.database.begin_stories(TOLD.ruleset)
        self.now = NOW
        self.how = TOLD
        self.reader = reading(self.path)

    def leads(self) -> dict[int, int]:
        return dict(self.database._connection.execute("SELECT story_id, lead_entry_id FROM story"))

    @rule(feed=FEED, pieces=PIECES, hours=st.integers(0, 30))
    def poll(self, feed: str, pieces: list[tuple[int, str, int]], hours: int) -> None:
        self.now += timedelta(hours=hours)
        before = self.leads()
        shown = [
            entry(number, title, published_at=None if age > 190 else self.now - timedelta(hours=age))
            for number, title, age in {piece[0]: piece for piece in pieces}.values()
        ]
        # Their texts tell them apart, so that what has another title is a revision.
        held = [replace(one, title=f"{one.title} {one.guid}") for one in shown]
        news = {number for (number,) in self.database._connection.execute("SELECT entry_id FROM news")}
        poll(self.database, feed, held, self.now, grouping=self.how)
        left = news - {number for (number,) in self.database._connection.execute("SELECT entry_id FROM news")}
        after = self.leads()
        for story, lead in before.items():
            assert after.get(story) == lead or lead in left or story == after.get(story), "a lead stays"

    @rule(hears=st.booleans())
    def retag(self, hears: bool) -> None:
        how, ruleset = (tag, "r1") if hears else (deaf, "r2")
        for number, text in self.database.stale(ruleset, limit=7):
            self.database.apply_tags([(number, how(text))], ruleset, self.now, grouping=self.how)

    @rule(which=st.integers(0, 99), word=st.sampled_from(["+topic:defence", "-topic:defence", ""]))
    def correct(self, which: int, word: str) -> None:
        found = [number for (number,) in self.database._connection.execute("SELECT entry_id FROM entry")]
        if found:
            words = [word] if word else []
            self.database.correct(
                found[which % len(found)], words, tag, "r1", self.now, clear=not word, grouping=self.how
            )

    @rule(days=st.integers(1, 6))
    def prune(self, days: int) -> None:
        self.database.prune(self.now - timedelta(days=days))

    @rule(strict=st.booleans())
    def keep_only(self, strict: bool) -> None:
        kept = [replace(feed, keep_only="topic:defence" if strict else "") for feed in FEEDS]
        self.database.reconcile(kept, self.now)

    @rule(batches=st.integers(0, 4))
    def other_rules(self, batches: int) -> None:
        self.how = OTHER if self.how is TOLD else TOLD
        self.database.begin_stories(self.how.ruleset)
        for _ in range(batches):
            self.database.make_stories(self.how, 5)

    @rule(old=st.sampled_from(FEEDS))
    def rename(self, old: Feed) -> None:
        with suppress(StoreError):
            self.database.rename(old.id, f"{old.id}-too")
            self.database.rename(f"{old.id}-too", old.id)

    @invariant()
    def rows_agree_with_entries(self) -> None:
        assert self.database.check() == []
        with self.reader._asking() as connection:
            entries = connection.execute(
                "SELECT entry_id, feed, published_at, story_id, set_aside FROM news_all"
            ).fetchall()
            stored = connection.execute("SELECT * FROM stories").fetchall()
        assert all((story is None) == bool(aside) for _, _, _, story, aside in entries)
        made = {}
        for number in {story for _, _, _, story, _ in entries if story}:
            members = [row for row in entries if row[3] == number]
            numbers = sorted(row[0] for row in members)
            dates = sorted(row[2] for row in members if row[2])
            lead = number if number in numbers else numbers[0]
            made[number] = (
                number, lead, len(members), len({row[1] for row in members}),
                dates[0] if dates else None, dates[-1] if dates else None,
            )  # fmt: skip
        assert {row[0]: row for row in stored} == made
        shown = Counter(one.story_id for one in self.reader.page(parsed(self.reader, "story:one"), 500))
        assert shown == Counter(made.keys()), "each story once"
        rest = {one.entry_id for one in self.reader.page(parsed(self.reader, "-story:one"), 500)}
        assert rest == {row[0] for row in entries if row[3]} - {row[1] for row in made.values()}

    def teardown(self) -> None:
        try:
            if self.leads():
                regrouped(self.database, self.how, everything=True, most=7)
                self.rows_agree_with_entries()
                assert regrouped(self.database, self.how, everything=True, most=7) == 0
        finally:
            self.reader.close()
            self.database.close()
            self.folder.cleanup()


TestHistories = Histories.TestCase  # pytest finds it by this name
TestHistories.settings = settings(
    max_examples=int(os.environ.get("HISTORY_EXAMPLES") or 20),
    stateful_step_count=20,
    deadline=None,
    derandomize="HISTORY_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
