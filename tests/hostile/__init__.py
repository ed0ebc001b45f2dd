"""A feed server of bad manners on loopback: raw sockets, and a table of behaviours by path.

    with Hostile() as server:
        poll(server.url("/drip"))
        server.requests[-1].headers["if-none-match"]

server      the sockets, in a thread of its own; each request's head is kept
behaviours  BEHAVIOURS: path → what happens there; add to it, or to one server's own `table`
documents   the feeds it serves when it is good
"""

from tests.hostile.behaviours import BEHAVIOURS
from tests.hostile.server import Hostile, Seen, Wire

__all__ = ["BEHAVIOURS", "Hostile", "Seen", "Wire"]
