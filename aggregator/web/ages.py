"""Since when a feed has been what it is now: Last-Modified, for whoever asks by it alone (RFC 9110, 8.8.2).

A feed changes by more than the dates of its entries: by a retag, a correction, an edit of feeds.toml, an
entry forgotten. So what was last sent from an address is remembered, and when it became another.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from threading import Lock

MOST = 1000  # addresses; the one asked for longest ago makes room

_SECOND = timedelta(seconds=1)


class Ages:
    """Kept while the server runs. What it does not remember may have changed until `start`, its beginning."""

    def __init__(self, start: datetime, most: int = MOST) -> None:
        self._floor = start.replace(microsecond=0)
        self._most = most
        # By address: what was there, since when, and when it was last seen to be.
        self._known: dict[str, tuple[bytes, datetime, datetime]] = {}
        self._lock = Lock()

    def last_modified(self, address: str, body: bytes, dated: datetime, now: datetime) -> datetime | None:
        """When `body`, which is at `address` now and holds nothing newer than `dated`, came to be.

        None where what was there before was sent in this very second: a date of whole seconds could not
        tell the two apart.
        """
        digest = hashlib.sha256(body).digest()
        second = now.replace(microsecond=0)
        with self._lock:
            known = self._known.pop(address, None)
            if known is None:
                since = max(min(dated.replace(microsecond=0), second), self._floor)
            elif known[0] == digest:
                since = known[1]
            else:
                since = second if known[2] < second else second + _SECOND
            self._known[address] = (digest, since, second)
            if len(self._known) > self._most:
                del self._known[next(iter(self._known))]
                self._floor = second + _SECOND
        return since if since <= now else None
