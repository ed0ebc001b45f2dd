"""What tests/test_work.py has children do; importable by name, as a pool's function must be."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from aggregator.model import ParsedEntry

_warmed = 0


def warm() -> None:
    global _warmed
    _warmed += 1


def fail_to_warm() -> None:
    raise ValueError("cold")


def do(item: tuple[str, object]) -> object:
    """One of several doings, by its word."""
    word, value = item
    match word:
        case "double":
            return value * 2  # type: ignore[operator]
        case "pid":
            return os.getpid()
        case "warmed":
            return _warmed
        case "sleep":
            time.sleep(float(str(value)))
            return os.getpid()
        case "spin":  # one call into C that holds the GIL and sees no signal
            return bool(re.match(r"(a+)+$", "a" * 40 + "b"))
        case "eat":
            return len(bytearray(int(str(value)) * 2**20))
        case "hoard":
            return len(list(range(int(str(value)) * 2**20 // 40)))
        case "many":
            return [ParsedEntry(guid=str(n), title=f"title {n}") for n in range(int(str(value)))]
        case "raise":
            raise ValueError(str(value))
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die-once":
            if not Path(str(value)).exists():
                Path(str(value)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return "done"
        case "interrupt":
            os.kill(os.getpid(), signal.SIGINT)
            return "survived"
    return None
