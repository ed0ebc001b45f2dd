"""What is compared of an entry to know it again, parsed or stored (identity.py)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from aggregator.model import ParsedEntry
from aggregator.parse import urls


@dataclass(frozen=True, slots=True)
class Face:
    """An entry as it is compared: "" where it has none of a thing."""

    guid: str  # "" where it is shared too, and proves nothing
    link: str
    title: str
    date: datetime | None
    text: str  # "" for an entry without any
    said: str = ""  # the guid, shared or not

    @property
    def timed(self) -> bool:
        """Whether the date has a time of day, so that it tells two entries of a day apart."""
        date = self.date
        return date is not None and (date.hour, date.minute, date.second) != (0, 0, 0)


def fingerprint(entry: ParsedEntry) -> str:
    """Hash of what makes a revision: title and text. No date, author, markup or address, and it is the
    same whether a text came as summary or as content. The store follows a link without a revision."""
    return _hash(" ".join((entry.title or "").split()), _text(entry))


def text_hash(entry: ParsedEntry) -> str:
    """Hash of summary and content alone; "" where there is neither."""
    text = _text(entry)
    return _hash(text) if text else ""


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def title(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _text(entry: ParsedEntry) -> str:
    return " ".join(" ".join(dict.fromkeys(part for part in (entry.summary, entry.content) if part)).split())


def guid(text: str | None) -> str:
    """A guid that is an address is the same over http and https."""
    bare = (text or "").strip()
    return urls.key(bare) if bare[:8].lower().startswith(("http://", "https://")) else bare
