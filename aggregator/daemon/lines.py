"""The daemon's log: one line an event, for people or as JSON, whatever a publisher put into it."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

# What a record has of its own; the rest was given as `extra` and belongs into JSON.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up(*, as_json: bool) -> None:
    """Send every record to standard output, a line each."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonLines() if as_json else _TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Their information is ours already (a line a poll), or an address that might hold credentials.
    for name in ("httpx", "httpcore", "asyncio", "hypercorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns each second that the tick still waits; what for is said once, by whoever waits.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def escaped(text: str) -> str:
    """Control characters made visible, so that no text can forge a line or move a cursor."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "replace").decode()
        for letter in text
    )


class _TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        text = f"{_time(record)} {level}{record.getMessage()}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return escaped(text)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **{key: value for key, value in vars(record).items() if key not in _OWN},
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
