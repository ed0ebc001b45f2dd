"""Makes any document well-formed, so that feedparser reads it by its strict, linear parser.

One pass over the text. It closes what is open, drops ends that began nowhere, declares prefixes,
resolves references, leaves out DTD, comments and instructions, and caps what costs feedparser
quadratic time. A document that was well-formed keeps its meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from aggregator.parse import limits, names
from aggregator.parse.nesting import Nesting, nesting
from aggregator.parse.refs import References
from aggregator.parse.scope import Before, Scope

_NCNAME = r"[A-Za-z_\u00c0-\U0010ffff][\w.\-]*"
_NAME = rf"{_NCNAME}(?::{_NCNAME})?"
_START = re.compile(rf"<(?=[!?/]|{_NAME})")
_TAG = re.compile(rf"<({_NAME})((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_LOOSE_TAG = re.compile(rf"<({_NAME})([^<>]*+)>")
_ENTRY = re.compile(r"<(?:\w{1,40}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_UNENDED = re.compile(rf"<({_NAME})([^<>]*+)")
_END = re.compile(rf"</\s*({_NAME})[^<>]*+>?")
_DEPTH = 256
_INSTRUCTION = 4_000


@dataclass(slots=True)
class _Open:
    name: str
    key: str  # prefix:local, lower case, the prefix as usual for its namespace
    declared: Before
    room: int | None  # code points that its text may still have
    begins: int  # its start tag among the pieces
    is_entry: bool = False


@dataclass(slots=True)
class Mended:
    """`text` is well-formed. `faults` say what was wrong in its structure, `skipped` what it cost.

    `entries` are slices of `pieces`, one for each entry, `pieces` joined being `text`.
    """

    pieces: list[str] = field(default_factory=list)
    entries: list[tuple[int, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def mend(text: str, start: int, references: References) -> Mended:
    """Mends the document whose root's start tag is at `start`."""
    return _Mender(text, references, nesting=nesting(text, start)).run(start)


class _Mender:
    def __init__(self, text: str, references: References, *, nesting: Nesting) -> None:
        self.text = text
        self.nesting = nesting
        self.references = references
        self.out = Mended()
        self.stack: list[_Open] = []
        self.open_names: dict[str, int] = {}
        self.too_deep: dict[str, int] = {}
        self.scope = Scope(references)
        self.entry_at: int | None = None
        self.entry_has: set[str] = set()
        self.stand_ins: list[tuple[int, int, str]] = []
        self.categories = 0
        self.silent = 0  # depth of the stack under which nothing is written; 0: all is
        self.never: set[str] = set()  # closing marks known not to come any more
        self.ended = False
        self.full = False  # it holds as many entries as are kept

    def run(self, start: int) -> Mended:
        text, at = self.text, start
        while not self.ended:
            found = _START.search(text, at)
            self.characters(text[at : found.start() if found else len(text)])
            if not found:
                break
            at = self.markup(found.start())
            if self.full:
                rest = sum(1 for _ in _ENTRY.finditer(text, found.start()))
                self.out.skipped.extend([limits.PAST] * rest)
                self.pop_to(0)
        if not self.ended:
            self.cut()
        return self.out

    def markup(self, at: int) -> int:
        """Reads the tag or the like at `at`; where the next piece begins."""
        text = self.text
        if text.startswith("<![CDATA[", at):
            end = self.find("]]>", at + 9)
            self.characters(text[at + 9 : end], literal=True)
            return end + 3
        if text.startswith("<!--", at):
            end = self.find("-->", at + 4)
            if end < len(text):
                return end + 3
            return self.find(">", at) + 1
        second = text[at + 1]
        if second == "?":
            end = text.find("?>", at, at + _INSTRUCTION)
            return end + 2 if end >= 0 else self.find(">", at) + 1
        if second == "!":
            return self.find(">", at) + 1
        if second == "/":
            match = _END.match(text, at)
            if match:
                self.end(match[1])
                return match.end()
        else:
            match = _TAG.match(text, at) or _LOOSE_TAG.match(text, at)
            if match:
                self.start(match[1], match[2])
                return match.end()
            unended = _UNENDED.match(text, at)
            if unended and unended.end() == len(text):  # cut within a tag
                return len(text)
            if unended and (not self.stack or unended[1].lower() in names.FOLLOWERS):
                self.fault("a tag is not closed")
                self.start(unended[1], unended[2])
                return unended.end()
        self.characters(text[at])
        return at + 1

    def find(self, mark: str, at: int) -> int:
        """Where `mark` comes next, or the document's end; never searches twice in vain."""
        found = -1 if mark in self.never else self.text.find(mark, at)
        if found < 0:
            self.never.add(mark)
            return len(self.text)
        return found

    def characters(self, run: str, *, literal: bool = False) -> None:
        if not run or not self.stack or self.silent:
            return
        room = self.stack[-1].room
        if room is not None:
            run = run[:room]
            self.stack[-1].room = room - len(run)
        if literal:
            self.out.pieces.append(escape(run))
        else:
            self.out.pieces.append(self.references.mend(run).replace("<", "&lt;"))

    def start(self, name: str, rest: str) -> None:
        empty = rest.rstrip().endswith("/")
        if len(self.stack) >= _DEPTH:
            if not empty:
                self.too_deep[name] = self.too_deep.get(name, 0) + 1
            return
        attributes, declarations = self.scope.attributes(rest)
        key = self.scope.key(name, declarations)
        self.close_leaves(key)
        is_entry = key in names.ENTRIES
        if is_entry and self.entry_at is not None:
            is_entry = self.nested(key)
        if is_entry and len(self.out.entries) >= limits.ENTRIES:
            self.full = True
            return
        if is_entry:
            self.entry_at = len(self.out.pieces)
            self.entry_has, self.stand_ins, self.categories = set(), [], 0
        elif key in names.CATEGORIES:
            self.categories += 1
            if self.categories > limits.CATEGORIES and not self.silent:
                self.silent = len(self.stack) + 1
        before = self.scope.enter(declarations)
        one = _Open(name, key, before, self.room(key), len(self.out.pieces), is_entry)
        self.stack.append(one)
        self.open_names[name] = self.open_names.get(name, 0) + 1
        if self.entry_at is not None and key in names.STAND_INS:
            self.stand_ins.append((len(self.out.pieces), -1, names.STAND_INS[key]))
        if not self.silent:
            inside = self.scope.spelt(declarations) + self.scope.write(key, attributes)
            self.out.pieces.append(f"<{self.scope.written(name)}{inside}>")
        if empty or (name.lower() in names.VOID):
            self.pop_to(len(self.stack) - 1)

    def nested(self, key: str) -> bool:
        """An entry begins within an entry: whether it is the next one, the open one never having ended."""
        begun = next(i for i, one in enumerate(self.stack) if one.is_entry)
        leaves = all(one.key in names.LEAVES for one in self.stack[begun + 1 :])
        if begun == 0 or self.nesting == "sound" or (self.nesting == "cut" and not leaves):
            # A copy that some extension keeps inside: an older version, a thing replied to.
            if not self.silent:
                self.silent = len(self.stack) + 1
                self.out.skipped.append("an entry within an entry: it is part of that one")
            return False
        self.fault("an entry is not closed")
        self.pop_to(begun)
        return True

    def room(self, key: str) -> int | None:
        own = names.SHORT.get(key)
        above = self.stack[-1].room if self.stack else None
        return own if above is None else above if own is None else min(own, above)

    def end(self, name: str) -> None:
        if self.too_deep.get(name):
            self.too_deep[name] -= 1
            return
        if not self.open_names.get(name):
            if name.lower() in names.VOID:
                return
            other = next((one.name for one in reversed(self.stack) if one.name.lower() == name.lower()), None)
            self.fault("an end tag is wrong")
            if other is None:
                return
            name = other
        index = max(i for i, one in enumerate(self.stack) if one.name == name)
        if index < len(self.stack) - 1:
            self.fault("an element is not closed")
        self.pop_to(index)

    def close_leaves(self, key: str) -> None:
        """Ends a title, link or text that nothing ended, where the next element shows it."""
        if self.nesting == "sound" or len(self.stack) < 2 or key not in names.FOLLOWERS:
            return
        top = self.stack[-1].key
        if top in names.LEAVES and (top != "category" or key != "category"):
            self.fault("an element is not closed")
            self.pop_to(len(self.stack) - 1)
        if self.nesting == "broken" and key in names.ENDS_A_TEXT:
            for index in range(len(self.stack) - 1, 0, -1):
                if self.stack[index].is_entry:
                    break
                if self.stack[index].key in names.TEXTS:
                    self.fault("an element is not closed")
                    self.pop_to(index)
                    break

    def pop_to(self, index: int) -> None:
        """Closes the stack down to `index` elements."""
        while len(self.stack) > index:
            one = self.stack.pop()
            self.ended = not self.stack
            self.open_names[one.name] -= 1
            if not self.silent:
                self.out.pieces.append(f"</{self.scope.written(one.name)}>")
            elif len(self.stack) < self.silent:
                self.silent = 0
            self.scope.leave(one.declared)
            if self.entry_at is not None and self.stack and self.stack[-1].is_entry:
                self.note_own(one)
            if self.stand_ins and self.stand_ins[-1][1] < 0 and one.key in names.STAND_INS:
                begin, _, kind = self.stand_ins[-1]
                self.stand_ins[-1] = (begin, len(self.out.pieces), kind)
            if one.is_entry and self.entry_at is not None:
                self.end_entry()

    def note_own(self, one: _Open) -> None:
        """Notes that the entry has a title or text of its own, if the element that ends holds any."""
        kind = names.OWN.get(one.key)
        if kind and any(piece.strip() for piece in self.out.pieces[one.begins + 1 : -1]):
            self.entry_has.add(kind)

    def end_entry(self) -> None:
        assert self.entry_at is not None
        for begin, end, kind in self.stand_ins:
            if kind in self.entry_has and end > begin:
                self.out.pieces[begin:end] = [""] * (end - begin)
        self.out.entries.append((self.entry_at, len(self.out.pieces)))
        self.entry_at, self.stand_ins, self.categories = None, [], 0

    def cut(self) -> None:
        """The document ended before its root: closes it, without the entry that is only half there."""
        self.fault("the document is cut short")
        if self.entry_at is not None:
            index = next(i for i, one in enumerate(self.stack) if one.is_entry)
            del self.out.pieces[self.entry_at :]
            del self.stack[index:]
            self.silent, self.entry_at = 0, None
            self.out.skipped.append("cut short: only half of it came")
        self.pop_to(0)

    def fault(self, what: str) -> None:
        if what not in self.out.faults:
            self.out.faults.append(what)
