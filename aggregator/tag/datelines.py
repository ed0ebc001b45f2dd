"""Bare offices in a text that says where it was written, or that something was said in a capital."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.tag.surroundings import Surroundings
from aggregator.tag.units import OfficeUnit


def datelined_home(office: OfficeUnit, around: Surroundings) -> str:
    """The home, where the text is datelined there and its sentence names no other country before the office.

    "MANILA – The Department of Foreign Affairs has called in the Chinese ambassador".
    """
    if not around.home or around.dateline != around.home:
        return ""
    before = {unit.code for unit in around.near(office) if unit.start < office.start and not unit.dateline}
    return around.home if before <= {around.home} else ""


def placed(office: OfficeUnit, around: Surroundings, subjects: Sequence[str]) -> str:
    """Where the home is not even named: the subject in which the text is datelined, or in whose capital
    alone the sentence places what is said."""
    if around.home in around.first:
        return ""
    if around.dateline in subjects:
        return around.dateline
    if around.native(office):
        return ""  # "Ministerin Reiche flog nach Abu Dhabi": the home's own travels
    capitals = {unit.code for unit in around.near(office) if unit.sort == "capital"}
    code = capitals.pop() if len(capitals) == 1 else ""
    return code if code in subjects else ""
