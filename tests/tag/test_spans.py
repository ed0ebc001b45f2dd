"""Each span, cut from the field as it was given, is its surface, whatever the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.model import Span, Tags, Text
from aggregator.tag.fold import fold, lay_out
from aggregator.tag.tagger import Tagger

PIECES = (
    *("Kyrgyz Defence Minister", "Ministry of Defence Industry", "Azerbaijan", "министр обороны России"),
    *("the Pentagon", "his Turkish counterpart", "Müdafiə Nazirliyi", "وزير الدفاع السعودي", "საქართველოს"),
    *(
        "ՀՀ ՊՆ",
        "Moscow, Idaho",
        "For\u00adeign Office",
        "Kaza\u0301khstan",
        "Mini\u200bstry  of\u00a0 Defence",
    ),
    *("U.S.", "𝔘𝔨𝔯𝔞𝔦𝔫𝔢", "🇦🇿", "\u202eIran\u202c", "ـإيران", " ", "\n", "\n\n", "—", ", ", ". "),
    *("of ", "and ", "'s ", "İ", "ẞ", "ﬁ"),
)
WORDS = st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=8))
TEXTS = st.lists(WORDS, max_size=14).map("".join)
LANGUAGES = st.sampled_from(("", "en", "ru", "tr", "az", "ar", "fa", "ka", "hy", "uz", "xx"))


def spans_of(tags: Tags) -> list[Span]:
    return [span for tag in (*tags.countries, *tags.ministries, *tags.topics) for span in tag.spans]


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, TEXTS, LANGUAGES)
def test_a_span_cuts_its_surface(tagger: Tagger, title: str, summary: str, content: str, lang: str) -> None:
    text = Text(title, summary, content, lang, "AZ", "Azernews")
    tags = tagger.tag(text)
    for span in spans_of(tags):
        if span.field == "home":
            assert span.start is None
            assert span.end is None
        else:
            assert span.start is not None
            assert getattr(text, span.field)[span.start : span.end] == span.surface != ""
    assert tagger.tag(text) == tags


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    page = lay_out([("title", text), ("summary", "Baku")])
    assert len(page.clean) == len(page.folded)
    at = page.clean.rindex("Baku")
    assert page.locate(at, at + 4) == ("summary", 0, 4)


WORST = {
    "heads": "Ministry of ",
    "adjectives": "Kyrgyz ",
    "one country": "Azerbaijan ",
    "lists": "Kyrgyz, Turkish and ",
    "counterparts": "his Turkish counterpart ",
    "offices": "Azerbaijani Defence Minister and ",
    "marks": "a\u0301\u0302",
    "soft hyphens": "Bak\u00adu\u00ad ",
    "blanks": " \n\t",
    "no blanks": "x",
    "stops": "U.S. ",
    "Arabic prefixes": "وبالعراق ",
    "commas": "Moscow, ",
}


# What is quick in itself shows its square only in a longer text.
WORST_WHEN_LONG = {
    "first names": "Chad Smith won. ",
    "bare offices": "Minister of Industry, Innovation and Trade ",
}


def seconds(tagger: Tagger, piece: str, length: int) -> float:
    text = Text(summary=(piece * (length // len(piece) + 1))[:length], lang="en", home="KG")
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        tagger.tag(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("piece", WORST.values(), ids=WORST.keys())
def test_no_text_is_quadratic(tagger: Tagger, piece: str) -> None:
    """Eight times the text takes less than twenty times as long; quadratic would be sixty-four."""
    assert seconds(tagger, piece, 64_000) < 20 * seconds(tagger, piece, 8_000) + 0.02


@pytest.mark.parametrize("piece", WORST_WHEN_LONG.values(), ids=WORST_WHEN_LONG.keys())
def test_no_long_text_is_quadratic(tagger: Tagger, piece: str) -> None:
    assert seconds(tagger, piece, 240_000) < 14 * seconds(tagger, piece, 30_000)
