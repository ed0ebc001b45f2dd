"""The error tree. Each leaf is named for what the reader of the log must do.

AggregatorError
├── ConfigError         feeds.toml is wrong: mend the lines it names
├── FilterError         a filter is wrong: mend the term it names
├── Unknown             no such feed or entry: name one that is there
├── FetchError          an exchange with a publisher failed
│   ├── Refused         the server said no (a status), `response` holds what it said
│   ├── Timeout         the exchange passed its deadline
│   ├── Unreachable     no connection, no name, a broken one
│   ├── TooLarge        more bytes or headers than allowed
│   ├── Blocked         our own guard: an address, port or scheme that we do not connect to
│   └── Held            not asked: its domain told several of our feeds to slow down
├── ParseError          the document is no feed; `found` says what it is
├── WorkError           a document took more time or memory than one may: report its feed
├── StoreError          the database
│   ├── Locked          another process writes it; the message names its pid
│   ├── SchemaTooOld    run `aggregator db migrate`
│   ├── SchemaTooNew    made by a newer Aggregator: upgrade the program
│   ├── Full            no room on the disk: free some, polling resumes by itself
│   ├── Unwritable      the file cannot be written, or was taken away: give it back
│   ├── Slow            a query was stopped at its deadline: narrow it, or ask again
│   └── Corrupt         damaged, or not ours
└── GazetteerError      the tagger's data is wrong: file and line
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.model import Response


class AggregatorError(Exception):
    """Whatever this program raises on purpose. `exit_code` is what a verb that it ends exits with."""

    exit_code = 1


class Unknown(AggregatorError):
    """A feed or entry was asked for that is not there."""

    exit_code = 2


class ConfigError(AggregatorError):
    """Every fault of a feeds.toml at once, one line each."""

    exit_code = 78

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class FilterError(AggregatorError):
    """A term of a filter that cannot be understood.

    `term` is the offending term as written, `nearest` the nearest right one or None.
    """

    exit_code = 2

    def __init__(self, message: str, *, term: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.term = term
        self.nearest = nearest


class FetchError(AggregatorError):
    """An exchange failed. `response` is what the server said, if it said anything."""

    def __init__(self, message: str, *, response: Response | None = None) -> None:
        super().__init__(message)
        self.response = response


class Refused(FetchError): ...


class Timeout(FetchError): ...


class Unreachable(FetchError): ...


class TooLarge(FetchError): ...


class Blocked(FetchError): ...


class Held(FetchError):
    """No request was sent; `seconds` are left until the domain may be asked again."""

    def __init__(self, message: str, *, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class ParseError(AggregatorError):
    """The document is no feed. `found` names what it is: html, json, sitemap, empty, …"""

    def __init__(self, message: str, *, found: str = "") -> None:
        super().__init__(message)
        self.found = found


class WorkError(AggregatorError):
    """A child process was stopped, or died, over one document. `reason` is time, memory or died."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class StoreError(AggregatorError): ...


class Locked(StoreError): ...


class SchemaTooOld(StoreError): ...


class SchemaTooNew(StoreError): ...


class Full(StoreError): ...


class Unwritable(StoreError): ...


class Slow(StoreError): ...


class Corrupt(StoreError): ...


class GazetteerError(AggregatorError):
    exit_code = 78
