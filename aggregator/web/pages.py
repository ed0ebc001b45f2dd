"""The pages of news: everything, a country, a ministry, a kind, a view, each narrowed by any filter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from aggregator import filter as filters
from aggregator.errors import FilterError
from aggregator.model import Entry
from aggregator.store import Reader
from aggregator.web import feeds, pictures, prefers, static, worldmap
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import Asked, key_of
from aggregator.web.counted import count
from aggregator.web.mending import mended
from aggregator.web.names import Names, names
from aggregator.web.problems import MEDIA_TYPE, Problem
from aggregator.web.rendering import render
from aggregator.web.site import Site

HTML = "text/html; charset=utf-8"
NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
FORMATS = [(suffix, NAMES[suffix], media_type) for suffix, (media_type, _) in feeds.FORMATS.items()]
_LAND = worldmap.land_path()


async def place(site: Site, request: Request, kind: str, name: str) -> Answer:
    """The page of a place of feeds.place_of."""
    where = feeds.place_of(kind, name, site.config())
    asked = await site.asked(request, where.pairs)
    today = site.now().astimezone(UTC).date()
    own = where.pairs[0][1].partition("/")[0].upper() if kind in ("country", "ministry") else ""

    def read(reader: Reader) -> Answer:
        found = reader.page(asked.filter, asked.limit + 1, asked.before)
        entries = found[: asked.limit]
        here = f"{site.root}{where.page}"
        other = _toggled(asked)
        body = render(
            "news.html",
            **frame(site, here="news", query=asked.filter.text),
            heading=_heading(where.title, asked),
            names=_names(kind, own, where),
            groups=_by_day(entries),
            stories=reader.stories({entry.story_id for entry in entries if entry.story_id}),
            once=_once(asked),
            toggle=here + other.query() if other.pairs != asked.pairs else "",
            older=here + asked.query(key_of(entries[-1])) if len(found) > len(entries) else "",
            newest=here + asked.query() if asked.before else "",
            formats=FORMATS,
            feed_path=where.path,
            feed_query=asked.query(),
            counted=count(reader, asked.filter, own, today),
            first_week=pictures.first_week(today),
            land=_LAND,
            span=pictures.DAYS,
            one=bool(own),
        )
        return prepare(body, HTML, request.headers)

    return await site.readings.run(read)


def frame(site: Site, *, here: str = "", query: str = "", query_problem: bool = False) -> dict[str, Any]:
    """What the layout around every page wants."""
    return {
        "site": site,
        "root": site.root,
        "css": static.address("site.css"),
        "script": static.address("times.js"),
        "icon": static.address("icon.svg"),
        "here": here,
        "query": query,
        "query_problem": query_problem,
    }


def problem(site: Site, request: Request, problem: Problem) -> Response:
    """A problem as a page where the client would rather have one, else as its document."""
    fields = {"cache-control": "no-store", "vary": "Accept", **problem.headers}
    if not prefers.html(request.headers.get("accept", ""), MEDIA_TYPE):
        return Response(problem.document(), problem.status, fields, MEDIA_TYPE)
    bad_query = problem.status == 400
    query = " ".join(value for key, value in request.query_params.multi_items() if key == "q")
    body = render(
        "problem.html",
        **frame(site, query=query, query_problem=bad_query),
        problem=problem,
        heading="That filter cannot be read" if bad_query else problem.title,
        mended=_mended(site, query, problem) if query else "",
    )
    return Response(body, problem.status, fields, HTML)


def _mended(site: Site, query: str, problem: Problem) -> str:
    """The query as it may have been meant."""

    def reads(text: str) -> bool:
        try:
            filters.parse(text, site.config().vocabulary, site.now())
        except FilterError:
            return False
        return True

    term, nearest = problem.extra.get("term"), problem.extra.get("nearest")
    return mended(query, term, nearest, reads) if term and nearest else ""


def _heading(title: str, asked: Asked) -> str:
    said = [pair for pair in asked.pairs if pair != ("story", "one")]  # the line below the heading says it
    own = " ".join(value if key == "q" else f"{key}:{value}" for key, value in said)
    return " · ".join(filter(None, (title, own)))


def _once(asked: Asked) -> bool:
    return any(term.key == "story" and not term.negated for term in asked.filter.terms)


def _toggled(asked: Asked) -> Asked:
    """The same with one entry a story, or with every one where it is so; of a view that says it, the same."""
    if not _once(asked):
        return replace(asked, pairs=(*asked.pairs, ("story", "one")))
    kept = [
        (key, " ".join(re.sub(r"(?<!\S)story:one(?!\S)", "", value).split()) if key == "q" else value)
        for key, value in asked.pairs
        if key != "story"
    ]
    return replace(asked, pairs=tuple((key, value) for key, value in kept if value))


def _by_day(entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    days = groupby(entries, key=lambda entry: entry.placed_at.astimezone(UTC).date())
    return [(day, list(group)) for day, group in days]


def _names(kind: str, own: str, where: feeds.Place) -> Names | None:
    """What the gazetteer knows a ministry by; None for a page that is of none."""
    office = where.pairs[0][1].partition("/")[2].lower() if kind == "ministry" else ""
    return names(f"{own}/{office}") if office else None
