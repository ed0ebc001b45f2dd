"""What a feed goes through in years, made up by hypothesis, with every stage of ours but the wire.

A paper (paper.py) publishes, edits, moves and prints; turns.py polls it and says what has to be so.

    HISTORY_EXAMPLES=2000 pytest tests/test_history.py      # other histories than the suite's
"""

from __future__ import annotations

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.paper import Habits, Paper
from tests.pieces import Copy, Piece
from tests.turns import Answer, Moment, Turns

EXAMPLES = os.environ.get("HISTORY_EXAMPLES")

HABITS = st.builds(
    Habits,
    guids=st.sampled_from(["kept", "address", "fresh", "shared", "none"]),
    links=st.sampled_from(["own", "page", "none"]),
    dates=st.sampled_from(["timed", "day", "none"]),
    titles=st.sampled_from(["own", "daily", "alert", "none"]),
).filter(Habits.tell_apart)
WHICH = st.integers(0, 99)
NAMES = st.lists(st.sampled_from(["title", "text", "date", "link", "guid"]), min_size=1, max_size=3)


class History(RuleBasedStateMachine):
    @initialize(habits=HABITS, pieces=st.integers(1, 4), watched=st.booleans())
    def found(self, habits: Habits, pieces: int, watched: bool) -> None:
        self.paper = Paper(habits)
        self.turns = Turns(self.paper)
        self.watched = watched  # each change is seen alone, else several come together
        for _ in range(pieces):
            self.paper.publish()

    def piece(self, which: int) -> Piece:
        return self.paper.pieces[which % len(self.paper.pieces)]

    # the publisher

    def changed(self) -> None:
        if self.watched:
            self.turns.turn("whole")

    @rule(pieces=st.integers(1, 3))
    def publish(self, pieces: int) -> None:
        for _ in range(pieces):
            self.paper.publish()
        self.changed()

    @rule(which=WHICH, names=NAMES)
    def edit(self, which: int, names: list[str]) -> None:
        self.paper.edit(self.piece(which), names)
        self.changed()

    @rule(which=WHICH)
    def put_back(self, which: int) -> None:
        self.paper.put_back(self.piece(which))
        self.changed()

    @rule(which=WHICH)
    def drop_or_return(self, which: int) -> None:
        self.piece(which).listed ^= True
        self.changed()

    @rule(seed=WHICH)
    def reorder(self, seed: int) -> None:
        self.paper.reorder(seed)
        self.changed()

    @rule(names=NAMES)
    def edit_all(self, names: list[str]) -> None:
        for piece in self.paper.pieces:
            self.paper.edit(piece, names)
        self.changed()

    @rule()
    def turn_to_https(self) -> None:
        self.paper.scheme = "https"
        self.changed()

    @rule(rotate=st.booleans())
    def change_format(self, rotate: bool) -> None:
        self.paper.format = "atom" if self.paper.format == "rss" else "rss"
        if rotate:
            self.edit_all(["guid"])
        self.changed()

    @rule(entries=st.integers(1, 8))
    def roll_the_window(self, entries: int) -> None:
        self.paper.window = entries
        self.changed()

    @rule()
    def bump_the_edition(self) -> None:
        self.paper.edition += 1
        self.changed()

    @rule(which=WHICH, how=st.sampled_from(["", "as it is", "under another guid", "in a section"]))
    def list_twice(self, which: int, how: Copy) -> None:
        self.paper.copies(self.piece(which), how)
        self.changed()

    @rule(entries=st.integers(0, 2))
    def hold_nothing(self, entries: int) -> None:
        self.paper.empties = entries
        self.changed()

    # us

    @rule()
    def poll(self) -> None:
        self.turns.turn("whole")

    @rule(at=st.floats(0, 1))
    def poll_cut(self, at: float) -> None:
        self.turns.turn("cut", cut=at)

    @rule(answer=st.sampled_from(["not modified, wrongly", "busy", "a page"]))
    def poll_in_vain(self, answer: Answer) -> None:
        self.turns.turn(answer)

    @rule(moment=st.sampled_from(["claimed", "matching", "settling", "recorded"]))
    def crash(self, moment: Moment) -> None:
        self.turns.turn("whole", dies=moment)

    @rule()
    def restart(self) -> None:
        self.turns.restart()

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.turns.now += timedelta(hours=hours)

    def teardown(self) -> None:
        if not hasattr(self, "turns"):
            return
        try:
            for _ in range(2):
                self.turns.now += timedelta(days=2)
                self.turns.turn("whole")
            assert self.turns.database.check() == []
        finally:
            self.turns.close()


TestHistory = History.TestCase  # pytest finds it by this name
TestHistory.settings = settings(
    max_examples=int(EXAMPLES or 60),
    stateful_step_count=40,
    deadline=None,
    derandomize=not EXAMPLES,
    suppress_health_check=list(HealthCheck),
)
