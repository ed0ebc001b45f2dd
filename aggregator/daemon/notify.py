"""systemd's notify protocol (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names, if any."""

from __future__ import annotations

import contextlib
import os
import socket
import time


def tell(*assignments: str) -> None:
    """Send assignments such as "READY=1". Without systemd it does nothing, and it never fails."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        # An abstract socket's name begins with a NUL, which the variable writes as @.
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall("\n".join(assignments).encode())


def reloading() -> None:
    tell("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def watchdog_seconds() -> float | None:
    """How long systemd waits for a sign of life, if it does for this process (sd_watchdog_enabled(3))."""
    pid = os.environ.get("WATCHDOG_PID", "")
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    if not microseconds.isdecimal() or (pid and pid != str(os.getpid())):
        return None
    return int(microseconds) / 1e6
