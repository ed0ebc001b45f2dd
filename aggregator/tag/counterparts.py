"""Which office a counterpart, a colleague or a bare "the Lithuanian minister" holds: the one spoken of."""

from __future__ import annotations

from aggregator.tag.units import OfficeUnit


def give_kinds(offices: list[OfficeUnit]) -> None:
    """Give counterparts and bare heads the kinds of the office last named; `offices` in text order."""
    _bare(offices)
    waiting: list[OfficeUnit] = []
    known: dict[tuple[str, ...], tuple[str, ...]] = {}  # codes of a counterpart → the kinds it got
    last: OfficeUnit | None = None
    last_person: OfficeUnit | None = None
    for office in offices:
        if not office.counterpart:
            if _speaks(office):
                last = office
                last_person = office if office.person else last_person
            continue
        office.rule = "office:counterpart"
        # Rescuers and journalists have colleagues too: only an officer's count, and tied to a country.
        before = (last_person if office.codes else None) if office.loose else last
        if before is not None:
            office.kinds = before.kinds
            known[tuple(office.codes)] = office.kinds
            if before.void and "bloc" not in before.void:
                office.void = before.void
        elif not office.loose or (office.codes and not office.plural):
            waiting.append(office)
    _headline(waiting, known, offices)
    _narrow(offices)


def _narrow(offices: list[OfficeUnit]) -> None:
    """Of a minister of two kinds the counterpart holds what the entry says of the counterpart's country."""
    held: dict[str, set[tuple[str, ...]]] = {}
    for office in offices:
        if not office.counterpart and office.kinds and len(office.codes) == 1:
            held.setdefault(office.codes[0], set()).add(office.kinds)
    for office in offices:
        if office.counterpart and len(office.kinds) > 1 and len(office.codes) == 1:
            parts = [kinds for kinds in held.get(office.codes[0], ()) if set(kinds) < set(office.kinds)]
            if len(parts) == 1:
                office.kinds = parts[0]


def _bare(offices: list[OfficeUnit]) -> None:
    """ "The Lithuanian minister said": of the one kind of ministry that the entry speaks of."""
    kinds = {office.kinds for office in offices if office.kinds and not office.bare and not office.void}
    if len(kinds) == 1:
        only = kinds.pop()
        for office in offices:
            if office.bare and office.codes and not office.plural:
                office.kinds, office.rule = only, "office:bare"


def _speaks(office: OfficeUnit) -> bool:
    return not (office.bare and not office.kinds)


def _headline(
    waiting: list[OfficeUnit], known: dict[tuple[str, ...], tuple[str, ...]], offices: list[OfficeUnit]
) -> None:
    """A counterpart in a headline holds what the text then says of that country's, else the first office."""
    coming = next((office.kinds for office in offices if office.kinds and not office.counterpart), ())
    for office in waiting:
        office.kinds = known.get(tuple(office.codes), coming)
