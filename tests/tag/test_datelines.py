"""Bare offices in texts that say where they were written."""

from __future__ import annotations

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger


@pytest.mark.parametrize(
    ("home", "summary", "tags"),
    [
        # datelined at home, no other country before the office in its sentence
        ("PH", "MANILA – The Foreign Ministry called in the Chinese ambassador.", {"PH/foreign-affairs"}),
        (
            "DE",
            "Berlin (dpa) - The Foreign Office summoned Russia's ambassador on Friday.",
            {"DE/foreign-affairs"},
        ),
        (
            "GB",
            "LONDON (PA) - The Foreign Office summoned Russia's ambassador on Friday.",
            {"GB/foreign-affairs"},
        ),
        # datelined abroad, the home not named
        (
            "ES",
            "Quito, May 9 (EFE).- Ecuadorian soldiers died near Peru. Defense Minister Loffredo mourned.",
            {"EC/defence"},
        ),
        (
            "ES",
            "Quito, May 9 (EFE).- Ecuadorian soldiers met Spain's Defense Minister Robles.",
            {"ES/defence"},
        ),
    ],
)
def test_where_a_text_was_written_says_whose_a_bare_office_is(
    home: str, summary: str, tags: set[str], tagger: Tagger
) -> None:
    assert {tag.tag for tag in tagger.tag(Text(summary=summary, lang="en", home=home)).ministries} == tags
