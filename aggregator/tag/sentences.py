"""Where sentences end, well enough for agency prose: a full stop, save after an abbreviation."""

from __future__ import annotations

import re
from bisect import bisect_right

# A stop and what closes with it, then a blank and no small letter; a line's end; the Indic and CJK stop.
_END = re.compile(r"[.!?…։。؟।\n](?:(?<=[।\n])\s*|[.!?…։؟]*[\"'”»’)\]]*\s+(?=[\"'“«„(\[]*[^\W_a-zа-яё]))")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-ZА-Яء-ي]|U\.S|U\.K|U\.N|Gen|Lt|Col|Maj|Capt|Adm|Brig|Sgt|Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|Oct|Nov|Dec|vs|approx|UU|Sr|Sra|Gral|bzw|ca|Mio|Mrd|Mme|Mlle|г|гг|им|тыс|млн|млрд|руб|ст|т|д|Prof|Dipl|Nr|Av|Dz|Sn|Doç|Org|Korg|Tümg)|\d{1,2})$"
)


def boundaries(clean: str) -> list[int]:
    """The positions where a sentence begins, ascending, the first 0."""
    starts = [0]
    for found in _END.finditer(clean):
        if clean[found.start()] == "." and _ABBREVIATED.search(
            clean, max(0, found.start() - 8), found.start()
        ):
            continue
        starts.append(found.end())
    return starts


def sentence_of(starts: list[int], position: int) -> int:
    """The number of the sentence that a position lies in."""
    return bisect_right(starts, position) - 1
