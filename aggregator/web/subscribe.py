"""What a browser gets at a feed's address: the address to copy, and how to subscribe."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from aggregator.web import feeds, static
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import Asked
from aggregator.web.pages import FORMATS, HTML, frame
from aggregator.web.rendering import render
from aggregator.web.site import Site


def page(site: Site, request: Request, place: feeds.Place, asked: Asked, suffix: str) -> Answer:
    """The page for the feed of a place; the other formats and the news page are a click away."""

    def address(other: str) -> str:
        return f"{site.base}{place.path}.{other}{asked.query()}"

    return sheet(
        site,
        request,
        feeds.merged_feed(site, place, asked, suffix, site.beginning).title,
        address(suffix),
        feeds.FORMATS[suffix][0],
        f"{site.root}{place.page}{asked.query()}",
        [(name, address(other)) for other, name, _ in FORMATS if other != suffix],
        asked.filter.text,
    )


def sheet(
    site: Site,
    request: Request,
    heading: str,
    address: str,
    media_type: str,
    page: str,
    others: Sequence[tuple[str, str]] = (),
    query: str = "",
) -> Answer:
    """The page for any feed at `address`; `page` shows the same to people, `others` are (format, address)."""
    body = render(
        "subscribe.html",
        **frame(site, query=query),
        copy=static.address("copy.js"),
        heading=heading,
        address=address,
        type=media_type,
        page=page,
        others=others,
    )
    return prepare(body, HTML, request.headers, vary="Accept")
