"""Where sentences end, well enough for agency prose: a full stop, save after an abbreviation."""

from __future__ import annotations

import re
from bisect import bisect_right

# A stop and what closes with it, then a blank and no small letter; a line's end; the Indic and CJK stop;
# a colon where an Armenian writes it for his full stop.
_END = re.compile(  # one set of signs in front lets the search skip all that is none
    r"[:.!?…։。؟।\n](?:(?<=:)\s+(?=[«\"]*[Ա-Ֆ])|(?<=[।\n])\s*"
    r"|(?<!:)[.!?…։؟]*[\"'”»’)\]]*\s+(?=[\"'“«„(\[]*[^\W_a-zа-яё]))"
)
_ABBREVIATED = frozenset(
    "Gen Lt Col Maj Capt Adm Brig Sgt Dr Mr Mrs Ms Prof Sen Rep Gov St No"
    " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
    " vs approx UU Sr Sra Gral bzw ca Mio Mrd Mme Mlle г гг им тыс млн млрд руб ст т д"
    " Dipl Nr Av Dz Sn Doç Org Korg Tümg".split()
)
_INITIAL = re.compile("[A-ZА-Яء-ي]")  # a letter that stands for a name
_LONGEST = 8  # letters that an abbreviation can have, and the one before them


def _abbreviates(clean: str, stop: int) -> bool:
    """Whether the full stop at a position ends an abbreviation, an initial or a number."""
    start = stop
    while start > 0 and stop - start < _LONGEST and (clean[start - 1].isalnum() or clean[start - 1] == "_"):
        start -= 1
    word = clean[start:stop]
    return (
        word in _ABBREVIATED or word[-1:].isdigit() or (len(word) == 1 and _INITIAL.match(word) is not None)
    )


def boundaries(clean: str) -> list[int]:
    """The positions where a sentence begins, ascending, the first 0."""
    starts = [0]
    for found in _END.finditer(clean):
        if clean[found.start()] == "." and _abbreviates(clean, found.start()):
            continue
        starts.append(found.end())
    return starts


def sentence_of(starts: list[int], position: int) -> int:
    """The number of the sentence that a position lies in."""
    return bisect_right(starts, position) - 1
