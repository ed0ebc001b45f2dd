"""Feeds that the hostile server serves when it is good."""

from __future__ import annotations


def rss(*titles: str, title: str = "Hostile", extra: str = "") -> bytes:
    """An RSS 2.0 document with an item for each title; `extra` goes into the channel."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><title>{name}</title>"
        f"<link>http://example.org/{name}</link>"
        f"<pubDate>Mon, {number:02d} Jun 2026 10:00:00 GMT</pubDate></item>"
        for number, name in enumerate(titles, start=1)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel>"
        f"<title>{title}</title><link>http://example.org/</link><description>d</description>{extra}"
        f"{items}</channel></rss>\n"
    ).encode()


FEED = rss("one", "two", "three")
