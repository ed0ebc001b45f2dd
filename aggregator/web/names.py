"""What the gazetteer knows a ministry by: names of its own, and the words any such office is composed of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock

from aggregator.tag import gazetteer
from aggregator.tag.forms import Complement, OfficeName

MOST = 6  # of each
_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Names:
    """`own` are that country's alone: the Pentagon; `words` what a ministry, department or minister of that
    kind is of, whatever the country: defence, national defence."""

    own: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def names(tag: str) -> Names:
    """The names in English of a ministry such as AZ/defence."""
    with _LOADING:  # once is enough: the gazetteer takes a while to read
        own, words = _known()
    kind = tag.partition("/")[2]
    return Names(own.get(tag, ())[:MOST], words.get(kind, ())[:MOST])


@cache
def _known() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Names by ministry, words by kind. Only these are kept of the gazetteer."""
    own: dict[str, dict[str, str]] = {}
    words: dict[str, dict[str, str]] = {}
    for form in gazetteer.load().forms("en"):
        sense = form.sense
        if isinstance(sense, OfficeName) and sense.code and not sense.person and "." not in form.written:
            for kind in sense.kinds:
                own.setdefault(f"{sense.code}/{kind}", {}).setdefault(_plain(form.written), form.written)
        elif isinstance(sense, Complement):
            for kind in sense.kinds:
                words.setdefault(kind, {}).setdefault(_plain(form.written), form.written)
    return (
        {tag: tuple(found.values()) for tag, found in own.items()},
        {kind: tuple(found.values()) for kind, found in words.items()},
    )


def _plain(name: str) -> str:
    """American spelling and case make no other name."""
    return (
        name.casefold()
        .removeprefix("the ")
        .replace("defense", "defence")
        .replace("labor", "labour")
        .replace("programme", "program")
    )
