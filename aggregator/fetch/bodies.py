"""A body as it comes off the wire, inflated here, within a bound (pure).

httpx inflates a whole wire chunk at once, whatever it becomes, and takes a gzip stream without its
end mark for whole; so bytes are taken raw and inflated piece by piece.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from aggregator.errors import FetchError, TooLarge, Unreachable

_GZIP = b"\x1f\x8b"
_PIECE = 1 << 18  # inflated at a time: some milliseconds
_MEMBERS = 10_000  # gzip members in one body: empty ones inflate to nothing and would never end


class Body:
    """Collects a body. `take` is given wire bytes, `finish` returns it whole or raises."""

    def __init__(self, coding: str, max_bytes: int) -> None:
        """`coding` is the Content-Encoding as sent; any but gzip (RFC 9110, 8.4.1.3) is refused."""
        codings = [part.strip().lower() for part in coding.split(",") if part.strip()]
        codings = [part for part in codings if part != "identity"]
        if codings not in ([], ["gzip"], ["x-gzip"]):
            named = ", ".join(codings)[:60]
            raise FetchError(f"it answered in the coding {named!r}, which was not asked for: only gzip is")
        self.wire_bytes = 0
        self._max_bytes = max_bytes
        # Gzip makes nothing larger by more than a thousandth: more wire bytes than that are a trick.
        self._most_wire = max_bytes + max_bytes // 100 + (1 << 16)
        self._declared = bool(codings)
        self._gzip: bool | None = None  # unknown until its first two bytes are there
        self._head = b""
        self._inflater: zlib._Decompress | None = None
        self._ended = False  # a member's end mark was the last thing read
        self._members = 0
        self._size = 0
        self._pieces: list[bytes] = []

    def announced(self, length: str) -> None:
        """A Content-Length that is too large is refused before its first byte."""
        if length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > self._most_wire):
            raise self._too_large()

    def take(self, data: bytes) -> Iterator[None]:
        """Take wire bytes; yields between pieces, so that the caller can let others run."""
        self.wire_bytes += len(data)
        if self.wire_bytes > self._most_wire:
            raise self._too_large()
        if self._gzip is None:
            self._head += data
            if len(self._head) < len(_GZIP):
                return
            data, self._head = self._head, b""
            # Some servers send gzip without saying so (UN News); no feed begins with these bytes.
            self._gzip = data.startswith(_GZIP)
            if self._declared and not self._gzip:
                raise FetchError("it said gzip and sent something else: the publisher must mend its server")
        if self._gzip:
            yield from self._inflate(data)
        else:
            self._keep(data)

    def finish(self) -> bytes:
        """The whole body; Unreachable if its gzip stream was cut before its end mark."""
        if self._gzip and not self._ended:
            raise Unreachable("the body was cut: its gzip stream has no end mark; it is asked for again")
        if self._head:
            if self._declared:
                raise Unreachable("the body was cut: its gzip stream has no end mark; it is asked for again")
            self._keep(self._head)
            self._head = b""
        return b"".join(self._pieces)

    def _inflate(self, data: bytes) -> Iterator[None]:
        if self._ended:
            data, self._head = self._head + data, b""
        more = False  # output may wait in the inflater though all input is in
        while data or more:
            if self._ended or self._inflater is None:
                if self._ended and len(data) < len(_GZIP) and _GZIP.startswith(data):
                    self._head = data
                    return
                if self._ended and not data.startswith(_GZIP):
                    return  # padding or junk after the last member, as gzip(1) too passes over
                self._members += 1
                if self._members > _MEMBERS:
                    raise self._too_large()
                self._inflater, self._ended = zlib.decompressobj(16 + zlib.MAX_WBITS), False
            try:
                piece = self._inflater.decompress(data, _PIECE)
            except zlib.error as error:
                raise Unreachable("the gzip stream is damaged; it is asked for again") from error
            self._keep(piece)
            data, more = self._inflater.unconsumed_tail, len(piece) == _PIECE
            if self._inflater.eof:
                data, more, self._ended = self._inflater.unused_data, False, True
            yield

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._max_bytes:
            raise self._too_large()
        if piece:
            self._pieces.append(piece)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"the body is over max_bytes ({self._max_bytes:,}): raise it if the feed is worth it")
