"""What a contributor to the gazetteer must mend: every fault that a machine can see, each naming its form.

Not faults of layout, which loading finds (GazetteerError), but of sense: a form that two countries share, a
stem too short for its endings, a common English word, a by-name that the grammar composes anyway.
"""

from __future__ import annotations

from importlib.resources import files

from aggregator.model import Text
from aggregator.tag.forms import CAPITAL, EXACT, Country, Form, OfficeName
from aggregator.tag.gazetteer import Gazetteer
from aggregator.tag.tagger import Tagger
from aggregator.tag.units import OfficeUnit

_SHORTEST_STEM = 3  # letters; a shorter one with endings matches half a dictionary


def lint(gazetteer: Gazetteer) -> list[str]:
    """Every fault, a line each; empty where there is none."""
    return sorted({*_shared(gazetteer), *_short(gazetteer), *_common(gazetteer), *_composed(gazetteer)})


def _where(form: Form) -> str:
    code = form.sense.code if isinstance(form.sense, Country | OfficeName) else ""
    return f"{code or 'languages'} [{form.gate.rstrip('*')}] {form.written!r}"


def _shared(gazetteer: Gazetteer) -> list[str]:
    """Forms that mean two countries and are not marked weak (`?`) in all of them but one."""
    owners: dict[tuple[str, str, int], dict[str, Form]] = {}
    for form in gazetteer.all_forms:
        if isinstance(form.sense, Country) and not form.weak:
            case = form.case if form.case == EXACT else CAPITAL
            owners.setdefault((form.stem, form.gate, case), {}).setdefault(form.sense.code, form)
    return [
        f"{_where(next(iter(forms.values())))} is {' and '.join(sorted(forms))}: mark it `?` in all but one"
        for forms in owners.values()
        if len(forms) > 1
    ]


def _short(gazetteer: Gazetteer) -> list[str]:
    return [
        f"{_where(form)}: a stem of {len(form.stem)} letters is too short to take endings: list its forms"
        for form in gazetteer.all_forms
        if form.endings is not None
        and len(form.stem) < _SHORTEST_STEM
        and form.case != EXACT
        and isinstance(form.sense, Country)
    ]


def _common(gazetteer: Gazetteer) -> list[str]:
    text = (files("aggregator.tag") / "data" / "common_words.txt").read_text(encoding="utf-8")
    words = {word for line in text.splitlines() if not line.startswith("#") for word in line.split()}
    return [
        f"{_where(form)} is a common English word: mark it `?`, or write it so that case tells it (`=`)"
        for form in gazetteer.all_forms
        if form.stem in words
        and not form.weak
        and form.gate.rstrip("*") == "en"
        and form.case != EXACT
        and isinstance(form.sense, Country)
    ]


def _is_by_name(form: Form) -> bool:
    return isinstance(form.sense, OfficeName) and bool(form.sense.code)


def _composed(gazetteer: Gazetteer) -> list[str]:
    """English by-names that head and complement give without being listed."""
    tagger = Tagger(
        gazetteer.without(lambda form: isinstance(form.sense, OfficeName) and bool(form.sense.code))
    )
    faults = []
    for form in gazetteer.all_forms:
        sense = form.sense
        if (
            not isinstance(sense, OfficeName)
            or not sense.code
            or sense.alone
            or form.gate.rstrip("*") != "en"
        ):
            continue
        reading = tagger.read(Text(summary=f"The {form.written} said so.", lang="en"))
        offices = [unit for unit in reading.units if isinstance(unit, OfficeUnit) and unit.kinds]
        if [(unit.kinds, unit.rule) for unit in offices] == [(sense.kinds, "office")]:
            faults.append(
                f"{_where(form)}: the grammar composes it anyway: drop it, or put it into [en.alone]"
            )
    return faults
