"""Which entries of a document are stored ones: a match, not a key.

The first that fits: the guid, unique in this document and in the feed so far; link and title; title
and date; title and text. A new guid on a stored link, title and date is that entry; a new guid and a
new title on an old link is a new one. An entry is matched once and a stored one is taken once, so the
same is never two and two are never one.

How far a weaker rule may go against a guid or a link that differs depends on whether they hold in this
feed: where some of a document's guids are stored, guids are stable, and a new one means a new entry;
where none is, they may change at every poll, and prove nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace

from aggregator.model import Decision, ParsedEntry, StoredKey
from aggregator.parse import faces, urls
from aggregator.parse.faces import Face

_LOOK = 16  # candidates tried under one key, so that a thousand equal titles cost no square


def match(parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> list[Decision]:
    """A decision for each parsed entry, in order. Linear in the number of both, but for sorting."""
    return _Matching(parsed, stored).decide()


class _Matching:
    def __init__(self, parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> None:
        self.stored = stored
        self.prints = [faces.fingerprint(entry) for entry in parsed]
        self.texts = [faces.text_hash(entry) for entry in parsed]
        self.guids = [faces.guid(entry.guid) for entry in parsed]
        self.new = [
            Face(guid, urls.key(entry.link), faces.title(entry.title), entry.published_at, text, guid)
            for entry, guid, text in zip(parsed, self.guids, self.texts, strict=True)
        ]
        counted = Counter(guid for one in stored if (guid := faces.guid(one.guid)))
        shared = {faces.guid(one.guid) for one in stored if one.guid_seen_twice}
        shared |= {guid for guid, times in counted.items() if times > 1}
        self.old = [
            Face(
                "" if (guid := faces.guid(one.guid)) in shared else guid,
                urls.key(one.link),
                faces.title(one.title),
                one.published_at,
                one.text_hash,
                faces.guid(one.guid),
            )
            for one in stored
        ]
        self.known_links = {face.link for face in self.old if face.link}
        self.found: dict[int, int] = {}  # parsed → stored, by position
        self.taken: set[int] = set()
        self.copies: set[int] = set()
        self.drop_repeats()
        times = Counter(guid for n, guid in enumerate(self.guids) if guid and n not in self.copies)
        self.shared_here = {guid for guid, count in times.items() if count > 1}
        useless = self.shared_here | shared
        self.new = [replace(face, guid="") if face.guid in useless else face for face in self.new]
        self.old = [replace(face, guid="") if face.guid in self.shared_here else face for face in self.old]
        self.guids_hold = self.links_hold = False
        self.pages, self.phrases = set[str](), set[str]()  # links and texts of several

    def decide(self) -> list[Decision]:
        self.by_guid()
        self.links_hold = any(face.link in self.known_links for face in self.new)
        self.drop_copies()
        self.pages, self.phrases = self.common(lambda f: f.link), self.common(lambda f: f.text)
        for key, fits in self.rules():
            self.apply(key, fits)
        return [self.decision(number) for number in range(len(self.new))]

    def decision(self, number: int) -> Decision:
        prints, text = self.prints[number], self.texts[number]
        shared = self.guids[number] in self.shared_here
        if number in self.copies:
            return Decision("duplicate", None, shared, prints, text)
        position = self.found.get(number)
        if position is None:
            return Decision("new", None, shared, prints, text)
        one = self.stored[position]
        return Decision(
            "same" if one.fingerprint == prints else "changed", one.entry_id, shared, prints, text
        )

    # --- within the document ------------------------------------------------------------------------

    def drop_repeats(self) -> None:
        """Copies that say the same of themselves: guid, link, title, date, and for a bare day the text.

        Under one guid the link may be another, a section's: that guid is still one piece's alone.
        """
        seen: set[Hashable] = set()
        for number in sorted(range(len(self.new)), key=lambda n: self.new[n].link not in self.known_links):
            face = self.new[number]
            who = (face.guid, face.link, face.title)
            keys: list[Hashable] = [(who, face.date, face.text)] if any(who) or face.text else []
            if face.guid or (face.timed and any(who)):
                keys.append((who, face.date))
            if face.guid and face.title and face.timed and face.text:
                keys.append((face.guid, face.title, face.date, face.text))
            if any(key in seen for key in keys):
                self.copies.add(number)
            seen.update(keys)

    def drop_copies(self) -> None:
        """The same piece under two guids or two links: link, title and date, or title, date and text.

        The one whose guid is stored stays, else the one whose link is, else the first.
        """
        seen: set[Hashable] = set()
        surest_first = sorted(
            range(len(self.new)),
            key=lambda n: (n not in self.found, self.new[n].link not in self.known_links),
        )
        for number in surest_first:
            face = self.new[number]
            if number in self.copies:
                continue
            keys: list[Hashable] = []
            if face.link and face.title and (face.date or face.text):
                # Two texts under one link, title and day: the day's second bulletin, unless the clock agrees.
                text = "" if face.timed else face.text
                keys.append(("link", face.link, face.title, face.date, text))
            if face.title and face.timed and face.text:
                keys.append(("text", face.title, face.date, face.text))
            if number not in self.found and any(key in seen for key in keys):
                self.copies.add(number)
            else:
                seen.update(keys)

    # --- against what is stored ---------------------------------------------------------------------

    def by_guid(self) -> None:
        positions = {face.guid: position for position, face in enumerate(self.old) if face.guid}
        for number, face in enumerate(self.new):
            if face.guid and number not in self.copies and face.guid in positions:
                self.take(number, positions[face.guid])
        self.guids_hold = bool(self.found)

    def rules(self) -> Iterator[tuple[Callable[[Face], Hashable | None], Callable[[Face, Face], bool]]]:
        """Key and condition of each rule, the surest first."""
        yield lambda f: (f.link, f.title, f.date, f.text) if f.link else None, self.any_guid
        yield lambda f: (f.link, f.title, f.date) if f.link and f.title else None, self.any_guid
        yield (
            lambda f: (f.link, f.title, f.text) if f.link and (f.title or f.text) else None,
            self.no_new_guid,
        )
        yield self.alone(lambda f: (f.link, f.title) if f.link else None), self.guidless
        yield lambda f: (f.title, f.date, f.text) if f.title and f.date and f.text else None, self.same_moment
        yield self.alone(lambda f: (f.title, f.date) if f.title and f.date else None), self.same_hour
        yield lambda f: (f.title, f.text) if f.text else None, self.same_piece
        # A headline rewritten in a feed without guids, where the link is all that stays.
        yield self.alone(lambda f: (f.link, f.date) if f.link and f.date else None), self.own_date
        yield self.alone(lambda f: (f.link, f.text) if f.link and f.text else None), self.own_text
        # Nothing else is left to tell by.
        yield lambda f: (f.said, f.link, f.title, f.date, f.text), self.any_guid

    def apply(self, key: Callable[[Face], Hashable | None], fits: Callable[[Face, Face], bool]) -> None:
        waiting = [n for n in range(len(self.new)) if n not in self.found and n not in self.copies]
        if not waiting:
            return
        candidates: dict[Hashable, list[int]] = defaultdict(list)
        for position in range(len(self.old) - 1, -1, -1):
            if position not in self.taken and (name := key(self.old[position])) is not None:
                candidates[name].append(position)
        for number in waiting:
            face = self.new[number]
            name = key(face)
            places = candidates.get(name) if name is not None else None
            for index in range(len(places or ()) - 1, max(-1, len(places or ()) - 1 - _LOOK), -1):
                assert places is not None
                if fits(face, self.old[places[index]]):
                    self.take(number, places.pop(index))
                    break

    def take(self, number: int, position: int) -> None:
        self.found[number] = position
        self.taken.add(position)

    def common(self, part: Callable[[Face], str]) -> set[str]:
        """What several entries have in common, here or in the store: it tells none apart."""
        here = Counter(part(face) for n, face in enumerate(self.new) if n not in self.copies)
        there = Counter(part(face) for face in self.old)
        return {name for counted in (here, there) for name, times in counted.items() if times > 1}

    def alone(self, key: Callable[[Face], Hashable | None]) -> Callable[[Face], Hashable | None]:
        """The key where it is one entry's alone, here and in the store: else it proves too little."""
        here = Counter(key(face) for n, face in enumerate(self.new) if n not in self.copies)
        there = Counter(key(face) for n, face in enumerate(self.old) if n not in self.taken)
        return lambda face: name if (name := key(face)) and here[name] <= 1 and there[name] <= 1 else None

    # Conditions. A guid or link is *against* where both have one and they differ.

    def guid_against(self, new: Face, old: Face) -> bool:
        return bool(new.guid and old.guid and new.guid != old.guid)

    def link_against(self, new: Face, old: Face) -> bool:
        return bool(new.link and old.link and new.link != old.link)

    def any_guid(self, new: Face, old: Face) -> bool:
        return True

    def no_new_guid(self, new: Face, old: Face) -> bool:
        """Another date: a new guid makes it a new piece where guids hold (an alert that repeats)."""
        undated = new.date is None or old.date is None
        return undated or not (self.guids_hold and self.guid_against(new, old))

    def guidless(self, new: Face, old: Face) -> bool:
        """Link and title alone, date and text both changed: only without a guid that says otherwise."""
        undated = new.date is None or old.date is None
        return not self.guid_against(new, old) or (undated and not self.guids_hold)

    def same_moment(self, new: Face, old: Face) -> bool:
        """Title, date and text: of a bare day there may be two, under two guids and two links."""
        return new.timed or not (self.guid_against(new, old) and self.link_against(new, old))

    def same_hour(self, new: Face, old: Face) -> bool:
        """Title and date, another text: what holds must not say otherwise, and a day alone is too coarse."""
        against = self.guid_against(new, old) or self.link_against(new, old)
        if not against:
            return True
        holds = (self.guids_hold and self.guid_against(new, old)) or (
            self.links_hold and self.link_against(new, old)
        )
        return new.timed and not holds

    def same_piece(self, new: Face, old: Face) -> bool:
        """Title and text, another date: not where another guid or link says that it happened again."""
        if new.date is None or old.date is None or new.date == old.date:
            return True
        holds = (self.guids_hold and self.guid_against(new, old)) or (
            self.links_hold and self.link_against(new, old)
        )
        return not holds

    def own_date(self, new: Face, old: Face) -> bool:
        """Link and date, without guids: on a page that is the link of several, a bare day proves nothing."""
        return not (new.guid or old.guid) and (new.timed or new.link not in self.pages)

    def own_text(self, new: Face, old: Face) -> bool:
        """Link and text, without guids: on such a page, nor does a text that several have."""
        return not (new.guid or old.guid) and (new.link not in self.pages or new.text not in self.phrases)
