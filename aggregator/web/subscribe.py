"""What a browser gets at a feed's address: the address to copy, and how to subscribe."""

from __future__ import annotations

from starlette.requests import Request

from aggregator.web import feeds
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import Asked
from aggregator.web.pages import FORMATS, HTML, frame
from aggregator.web.rendering import render
from aggregator.web.site import Site


def page(site: Site, request: Request, place: feeds.Place, asked: Asked, suffix: str) -> Answer:
    """The page for the feed of a place; the other formats and the news page are a click away."""

    def address(other: str) -> str:
        return f"{site.base}{place.path}.{other}{asked.query()}"

    merged = feeds.merged_feed(site, place, asked, suffix, site.beginning)
    body = render(
        "subscribe.html",
        **frame(site, query=asked.filter.text),
        heading=merged.title,
        address=address(suffix),
        type=feeds.FORMATS[suffix][0],
        page=f"{site.root}{place.page}{asked.query()}",
        others=[(other, name, address(other)) for other, name, _ in FORMATS if other != suffix],
    )
    return prepare(body, HTML, request.headers, vary="Accept")
