"""A sign of life for whoever waits at a terminal. In a pipe there is none."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 2.0  # what is done sooner needs no sign
_STEP_SECONDS = 1.0
_ERASED = "\r\x1b[K"


class Progress:
    """What is being done, and how far: `far` may be set as it goes on, "200 entries"."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.far = ""


@contextmanager
def waiting(what: str) -> Iterator[Progress]:
    """Say on standard error, if that is a terminal, that `what` goes on; the line is gone at the end.

    Write nothing to the terminal meanwhile.
    """
    progress = Progress(what)
    if not sys.stderr.isatty():
        yield progress
        return
    over = threading.Event()
    teller = threading.Thread(target=_tell, args=(progress, over), daemon=True)
    teller.start()
    try:
        yield progress
    finally:
        over.set()
        teller.join()


def _tell(progress: Progress, over: threading.Event) -> None:
    began, wait = time.monotonic(), PATIENCE_SECONDS
    while not over.wait(wait):
        wait = _STEP_SECONDS
        far = f"{progress.far}, " if progress.far else ""
        sys.stderr.write(f"{_ERASED}{progress.what} … {far}{time.monotonic() - began:.0f} s")
        sys.stderr.flush()
    if wait == _STEP_SECONDS:
        sys.stderr.write(_ERASED)
        sys.stderr.flush()
