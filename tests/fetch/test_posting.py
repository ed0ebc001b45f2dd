"""What is sent to a hub, over real sockets on loopback."""

from __future__ import annotations

import ssl
from datetime import timedelta

import pytest

from aggregator.errors import Blocked, Refused, Timeout
from aggregator.fetch.client import Client
from aggregator.model import Feed
from tests.hostile import Hostile


def hub(url: str, *, private: bool = True) -> Feed:
    return Feed("hub", url, allow_private=private, deadline=timedelta(seconds=0.4), host_delay=timedelta(0))


async def test_a_form_is_posted_and_an_answer_other_than_2xx_is_told() -> None:
    client = Client(
        version="1.2", contact="mailto:desk@example.org", tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    )
    with Hostile() as server:
        await client.post(hub(server.url("/feed")), b"hub.mode=publish")
        seen = server.asked("/feed")[-1]
        assert (seen.method, seen.headers["content-length"]) == ("POST", "16")
        assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
        assert "mailto:desk@example.org" in seen.headers["user-agent"]
        with pytest.raises(Refused, match="302"):
            await client.post(hub(server.url("/redirect/302")), b"")
        with pytest.raises(Blocked):
            await client.post(hub(server.url("/feed"), private=False), b"")
        with pytest.raises(Timeout):
            await client.post(hub(server.url("/silence")), b"")
