"""Does a client that opens a feed's address want a page for people instead (RFC 9110, 12.5.1)?"""

from __future__ import annotations


def html(accept: str, feed_type: str) -> bool:
    """True only if HTML is named and liked better than the feed: a browser names it, a feed reader does not.

    `*/*` says nothing for HTML, so that a client which takes anything gets the feed.
    """
    weights = dict(_weights(accept))
    likes_html = max(weights.get("text/html", 0.0), weights.get("application/xhtml+xml", 0.0))
    if not likes_html:
        return False
    general = max(weights.get("application/*", 0.0), weights.get("*/*", 0.0))
    named = [weights[name] for name in (feed_type, *_named_so(feed_type)) if name in weights]
    return likes_html > max([*named, general])


def _named_so(feed_type: str) -> tuple[str, ...]:
    """What else a reader of that format may call it. Not plain XML: browsers name that, too."""
    return (
        ("application/json",)
        if feed_type.endswith("json")
        else ("application/rss+xml", "application/atom+xml")
    )


def _weights(accept: str) -> list[tuple[str, float]]:
    found = []
    for offer in accept.split(","):
        name, *parameters = (part.strip().lower() for part in offer.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        found.append((name, weight))
    return found
