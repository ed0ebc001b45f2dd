"""What has come in since: for the hub, every ten seconds, however large the file is."""

from __future__ import annotations

from pathlib import Path

import pytest

from aggregator.store.arrivals import COUNTRIES, MINISTRIES
from tests.store.polling import NOW, entry, opened, parsed, poll, reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with opened(path) as database:
        poll(database, "azernews", [entry(1, "Azerbaijan AzMoD drone"), entry(2, "Kyrgyzstan army")], NOW)
        poll(database, "azernews", [entry(3, "Georgia GeMFA drone")], NOW)
    return path


def test_arrivals_are_those_above_a_number(path: Path) -> None:
    with reading(path) as reader:
        whole, rest, none = (reader.arrivals(after) for after in (0, 2, 3))
        assert (whole.last, rest.last, none.last) == (3, 3, 3)
        assert (whole.countries, whole.ministries) == (
            ("AZ", "GE", "KG"),
            ("AZ/defence", "GE/foreign-affairs"),
        )
        assert (rest.countries, rest.ministries) == (("GE",), ("GE/foreign-affairs",))
        assert (none.news, none.countries) == (False, ())
        for text, above_none, above_two in (
            ("drone", True, True),
            ("army", True, False),
            ("-drone", True, False),
            ("drone country:GE", True, True),
            ("drone -country:GE", True, False),
            ("nowhere", False, False),
        ):
            found = parsed(reader, text)
            assert (reader.arrived(found, 0), reader.arrived(found, 2)) == (above_none, above_two), text


@pytest.mark.parametrize("sql", [COUNTRIES, MINISTRIES])
def test_only_what_came_in_is_read(path: Path, sql: str) -> None:
    with reading(path) as reader:
        plan = [row[3] for row in reader._connection.execute(f"EXPLAIN QUERY PLAN {sql}", (2,))]
    assert not [step for step in plan if step.startswith("SCAN")], plan
