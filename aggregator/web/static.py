"""The stylesheet, the script and the icon: read once, by name, so that no path can lead elsewhere."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request

from aggregator.web.answers import Answer, prepare
from aggregator.web.problems import NotFound
from aggregator.web.site import Site

TYPES = {
    "site.css": "text/css; charset=utf-8",
    "times.js": "text/javascript; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@cache
def content(name: str) -> bytes:
    return files("aggregator.web").joinpath("static", name).read_bytes()


@cache
def address(name: str) -> str:
    """The path of a file, with its contents' hash: a new release is a new address."""
    return f"/static/{name}?v={hashlib.sha256(content(name)).hexdigest()[:12]}"


async def file(site: Site, request: Request) -> Answer:
    name = request.path_params["name"]
    if name not in TYPES:
        raise NotFound("There is no such file.")
    return prepare(content(name), TYPES[name], request.headers, cache="max-age=31536000, immutable")
