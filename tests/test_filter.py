"""The filter grammar: every term, what it refuses and how it helps, and that its text means itself."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import FilterError
from aggregator.filter import KEYS, MAX_TERMS, TEXT, TIMED, Filter, Term, Vocabulary, from_params, parse
from aggregator.model import COUNTRIES, KINDS, PUBLISHER_KINDS

NOW = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
VOCABULARY = Vocabulary(
    frozenset({"azernews", "apa", "mod-gov-az"}), frozenset({"South Caucasus", "Black Sea"})
)

READ = [
    ("", ""),
    ("  \n ", ""),
    ("country:AZ,KG", "country:AZ,KG"),
    ("country:az COUNTRY:Kg", "country:AZ country:KG"),
    ("country:AZ,az", "country:AZ"),
    ("ministry:az/Defence-Industry ministry:AZ", "ministry:AZ/defence-industry ministry:AZ"),
    ("kind:DEFENCE", "kind:defence"),
    ("role:subject", "role:subject"),
    ("topic:defence", "topic:defence"),
    ("feed:AzerNews,apa", "feed:azernews,apa"),
    ("home:xk", "home:XK"),
    ('region:"south caucasus","Black Sea"', 'region:"South Caucasus","Black Sea"'),
    ("lang:RU", "lang:ru"),
    ("lang:ru_RU,az-Latn", "lang:ru-ru,az-latn"),
    ("publisher-kind:official", "publisher-kind:official"),
    ("story:one", "story:one"),
    ("since:7d until:2026-12-01", "since:7d until:2026-12-01"),
    ("since:2026-11-01T05:00:00+04:00", "since:2026-11-01T05:00:00+04:00"),
    ("drone", "drone"),
    ('"air defence"', '"air defence"'),
    ('"drone"', "drone"),
    ("-country:AZ,KG -drone", "-country:AZ,KG -drone"),
    ('-"air defence",radar', '-"air defence",radar'),
    ('"-country:AZ"', '"-country:AZ"'),
    ("F-16 Su-35", "F-16 Su-35"),
    (r'"he said \"no\" \\ never"', r'"he said \"no\" \\ never"'),
    ("Müdafiə 国防 гасанов", "Müdafiə 国防 гасанов"),
]


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_reads_every_term(text: str, canonical: str) -> None:
    found = parse(text, VOCABULARY, NOW)
    assert found.text == canonical
    assert parse(found.text, VOCABULARY, NOW) == found


REFUSED = [
    ("contry:AZ", "contry:AZ", "country"),
    ("text:word", "text:word", None),
    (":AZ", ":AZ", None),
    ("country:", "country:", None),
    ("country:AZ,", "country:AZ,", None),
    ("country:A", "country:A", None),
    ("drone country:UK", "country:UK", "GB"),
    ("country:Azerbaijan", "country:Azerbaijan", "AZ"),
    ("country:ZZ", "country:ZZ", None),
    ("-kind:defense", "-kind:defense", "defence"),
    ("ministry:AZ/defense", "ministry:AZ/defense", "AZ/defence"),
    ("ministry:AZ/", "ministry:AZ/", None),
    ("ministry:/defence", "ministry:/defence", None),
    ("role:subjects", "role:subjects", "subject"),
    ("topic:defense", "topic:defense", "defence"),
    ("feed:azernew", "feed:azernew", "azernews"),
    ("region:caucasus", "region:caucasus", "South Caucasus"),
    ("publisher-kind:offical", "publisher-kind:offical", "official"),
    ("lang:russian", "lang:russian", "ru"),
    ("lang:xx", "lang:xx", None),
    ("story:all", "story:all", "one"),
    ("since:yesterday", "since:yesterday", "since:7d"),
    ("since:7", "since:7", "since:7d"),
    ("since:2026-13-01", "since:2026-13-01", "since:7d"),
    ("until:99999999d", "until:99999999d", "until:7d"),
    ("since:1d,2d", "since:1d,2d", None),
    ("changed:x", "changed:x", "changed:7d"),
    ('"open', '"open', None),
    ('a"b"', 'a"', None),
    ("-", "-", None),
    ("!!!", "!!!", None),
    ("http://x.example/", "http://x.example/", None),
]


@pytest.mark.parametrize(("text", "term", "nearest"), REFUSED)
def test_refuses_naming_the_term_and_the_nearest_right_one(text: str, term: str, nearest: str | None) -> None:
    with pytest.raises(FilterError) as raised:
        parse(text, VOCABULARY, NOW)
    assert raised.value.term == term
    if nearest is not None:
        assert raised.value.nearest == nearest
        assert nearest in str(raised.value)


def test_ages_count_back_from_now_and_days_begin_at_midnight_utc() -> None:
    moments = [
        term.at
        for term in parse("since:90m since:12h since:7d since:2w until:2026-11-01", VOCABULARY, NOW).terms
    ]
    assert moments == [
        NOW - timedelta(minutes=90),
        NOW - timedelta(hours=12),
        NOW - timedelta(days=7),
        NOW - timedelta(weeks=2),
        datetime(2026, 11, 1, tzinfo=UTC),
    ]


def test_a_filter_has_bounds() -> None:
    with pytest.raises(FilterError):
        parse("a " * (MAX_TERMS + 1), VOCABULARY, NOW)
    with pytest.raises(FilterError):
        parse("a" * 10_000, VOCABULARY, NOW)
    with pytest.raises(FilterError):
        from_params([("country", "AZ," * 9000)], VOCABULARY, NOW)


def test_parameters_are_terms_and_q_a_whole_filter() -> None:
    found = from_params(
        [("country", "az,kg"), ("region", "South Caucasus, black sea"), ("q", 'drone -kind:interior "a b"')],
        VOCABULARY,
        NOW,
    )
    assert found.text == 'country:AZ,KG region:"South Caucasus","Black Sea" drone -kind:interior "a b"'
    with pytest.raises(FilterError) as raised:
        from_params([("contry", "AZ")], VOCABULARY, NOW)
    assert raised.value.nearest == "country"
    with pytest.raises(FilterError):
        from_params([("country", "")], VOCABULARY, NOW)
    with pytest.raises(FilterError):
        from_params([("text", "drone")], VOCABULARY, NOW)
    assert from_params([("q", "")], VOCABULARY, NOW) == Filter()


_countries = st.sampled_from(sorted(COUNTRIES))
_kinds = st.sampled_from(sorted(KINDS))
_values = {
    "country": _countries,
    "home": _countries,
    "kind": _kinds,
    "ministry": _countries | st.builds("{}/{}".format, _countries, _kinds),
    "role": st.sampled_from(["subject", "mention"]),
    "topic": st.just("defence"),
    "feed": st.sampled_from(sorted(VOCABULARY.feeds)),
    "region": st.sampled_from(sorted(VOCABULARY.regions)),
    "lang": st.sampled_from(["ru", "az-latn", "zh-hans", "en-gb"]),
    "publisher-kind": st.sampled_from(PUBLISHER_KINDS),
    "story": st.just("one"),
    TEXT: st.text(max_size=12).filter(lambda text: any(letter.isalnum() for letter in text)),
}


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    key = draw(st.sampled_from([*KEYS, TEXT]))
    negated = draw(st.booleans())
    if key in TIMED:
        days = draw(st.integers(0, 5000))
        return Term(key, (f"{days}d",), negated, NOW - timedelta(days=days))
    return Term(key, tuple(draw(st.lists(_values[key], min_size=1, max_size=4, unique=True))), negated)


@given(st.lists(_terms(), max_size=6))
def test_every_filter_is_what_its_text_and_its_parameters_say(terms: list[Term]) -> None:
    made = Filter(tuple(terms))
    assert parse(made.text, VOCABULARY, NOW) == made
    again = from_params(made.params(), VOCABULARY, NOW)
    assert sorted(term.text for term in again.terms) == sorted(term.text for term in terms)


@given(st.text(alphabet=st.sampled_from('":,-\\ ab' + string.digits)) | st.text())
def test_any_text_is_a_filter_or_a_filter_error(text: str) -> None:
    try:
        found = parse(text, VOCABULARY, NOW)
    except FilterError:
        return
    assert parse(found.text, VOCABULARY, NOW) == found
