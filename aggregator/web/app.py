"""The ASGI application: its routes, and how a problem is told to a reader, a browser or a machine."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from aggregator.config import Config
from aggregator.filter import nearest
from aggregator.store import Reader
from aggregator.web import (
    entry_page,
    feeds,
    feeds_page,
    health_feed,
    machines,
    pages,
    prefers,
    problems,
    static,
    story_page,
    subscribe,
)
from aggregator.web.ages import Ages
from aggregator.web.answers import Answer, respond
from aggregator.web.guard import Guard
from aggregator.web.reading import Readings
from aggregator.web.site import Site
from aggregator.web.topics import Topics

log = logging.getLogger(__name__)

Handler = Callable[[Site, Request], Awaitable[Answer]]
PLACES = ("country", "ministry", "kind", "view")


def build(
    open_reader: Callable[[], Reader],
    config: Callable[[], Config],
    address: tuple[str, int],
    *,
    ready: Callable[[], str] = lambda: "",
    token: str | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    topics: Topics | None = None,
) -> ASGIApp:
    """The application that serves what `open_reader` reads, under the configuration of the moment.

    `address` is where it listens. `ready` says what is wrong, if anything. `token` None takes
    AGGREGATOR_TOKEN from the environment; empty: everyone may read. `topics` is told what is asked for;
    None: no hub hears of more than the feeds by path.
    """
    secret = os.environ.get("AGGREGATOR_TOKEN", "") if token is None else token
    site = Site(config, Readings(open_reader), now, address, topics, Ages(now()), bool(secret))
    routes = [
        _route(site, "/", news),
        _route(site, "/feed.{suffix}", feed),
        *(_route(site, f"/{kind}/{{name:path}}", place) for kind in PLACES),
        _route(site, "/health.atom", health_feed.feed),
        _route(site, "/opml", machines.opml),
        _route(site, "/entries/{entry_id}", entry_page.page),
        _route(site, "/stories/{story_id}", story_page.page),
        _route(site, "/feeds", feeds_page.page),
        _route(site, "/static/{name}", static.file),
        _route(site, "/healthz", machines.healthz),
        _route(site, "/readyz", partial(machines.readyz, ready)),
        _route(site, "/metrics", machines.metrics),
        _route(site, "/robots.txt", machines.robots),
        _route(site, "/{path:path}", nothing),
    ]
    inner = Router(routes, redirect_slashes=False)
    return Guard(_Rooted(inner, site), site.hosts, secret)


async def news(site: Site, request: Request) -> Answer:
    return await pages.place(site, request, "feed", "")


async def nothing(site: Site, request: Request) -> Answer:
    routes = [route.path for route in request.scope["router"].routes if "{" not in route.path]
    hint = nearest(request.url.path, [*(f"/feed.{suffix}" for suffix in feeds.FORMATS), *routes], 0.7)
    raise problems.NotFound("Nothing is at this address.", nearest=hint)


async def feed(site: Site, request: Request) -> Answer:
    return await _feed(site, request, "feed", "", request.path_params["suffix"])


async def place(site: Site, request: Request) -> Answer:
    """/country/AZ.atom and its like are feeds, /country/AZ a page."""
    kind = request.url.path.removeprefix("/").partition("/")[0]
    name, dot, suffix = request.path_params["name"].rpartition(".")
    if dot and suffix in feeds.FORMATS:
        return await _feed(site, request, kind, name, suffix)
    if dot and suffix.isalnum() and kind != "view":
        raise problems.NotFound(f"There is no feed in the format {suffix}.", nearest=f"/{kind}/{name}.atom")
    return await pages.place(site, request, kind, request.path_params["name"])


async def _feed(site: Site, request: Request, kind: str, name: str, suffix: str) -> Answer:
    if suffix not in feeds.FORMATS:
        raise problems.NotFound(f"There is no feed in the format {suffix}.", nearest=f"/{kind}.atom")
    where = feeds.place_of(kind, name, site.config())
    asked = await site.asked(request, where.pairs)
    if prefers.html(request.headers.get("accept", ""), feeds.FORMATS[suffix][0]):
        return subscribe.page(site, request, where, asked, suffix)
    return await site.readings.run(feeds.feed(site, request, where, asked, suffix))


def _route(site: Site, path: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            return respond(await handler(site, request), request.headers)
        except Exception as error:
            problem = problems.of(error)
            if problem.status == 500:
                # The path alone: a query may hold the token.
                log.exception("a bug of ours in answering %s", request.url.path)
            return pages.problem(site, request, problem)

    return Route(path, endpoint, methods=["GET", "HEAD"])


class _Rooted:
    """Takes off the path that base_url has: a proxy may leave it on, or not."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = self._site.root
        if root and (scope["path"] == root or scope["path"].startswith(root + "/")):
            scope = {**scope, "path": scope["path"][len(root) :] or "/"}
            scope.pop("raw_path", None)
        await self._app(scope, receive, send)
