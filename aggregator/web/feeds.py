"""The merged feeds: /feed, /country, /ministry, /kind and /view, in three formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.requests import Request

from aggregator.config import Config
from aggregator.filter import nearest
from aggregator.model import COUNTRIES, KINDS, Entry
from aggregator.publish import atom, jsonfeed, rss
from aggregator.publish.merged import MergedFeed, ministry_label, tag_uri, uri
from aggregator.store import Reader
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import Asked, Pairs, key_of
from aggregator.web.problems import NotFound
from aggregator.web.site import Site, path_of

Write = Callable[[MergedFeed, Sequence[Entry]], bytes]
FORMATS: Mapping[str, tuple[str, Write]] = {
    "atom": (atom.MEDIA_TYPE, atom.write),
    "rss": (rss.MEDIA_TYPE, rss.write),
    "json": (jsonfeed.MEDIA_TYPE, jsonfeed.write),
}
CACHE = "max-age=60"  # seconds that an answer may be used again without asking


@dataclass(frozen=True, slots=True)
class Place:
    """A feed's address without its format, what it says in the filter, and its title.

    `page` is the path of the page for people that shows the same. `single` is false where the path names
    several tags at once.
    """

    path: str
    pairs: Pairs
    title: str
    page: str
    single: bool = True


def place_of(kind: str, name: str, config: Config) -> Place:
    """The place that a path names. Raises NotFound for a view that is not there; the filter judges codes."""
    match kind:
        case "feed":
            return Place("/feed", (), "", "/")
        case "country":
            code = name.upper()
            path = path_of("country", code)
            single = code in COUNTRIES
            return Place(path, (("country", name),), COUNTRIES.get(code, name), path, single)
        case "ministry":
            country, _, office = name.partition("/")
            code, kind = country.upper(), office.lower()
            tag = f"{code}/{kind}" if kind else code
            label = ministry_label(code, kind) if kind else COUNTRIES.get(tag, tag)
            path = path_of("ministry", tag)
            single = code in COUNTRIES and (not kind or kind in KINDS)
            return Place(path, (("ministry", name),), label, path, single)
        case "kind":
            path = path_of("kind", name.lower())
            label = KINDS.get(name.lower(), name)
            return Place(path, (("kind", name),), label, path, name.lower() in KINDS)
        case _:
            for view in config.views:
                if view.id == name:
                    path = path_of("view", name)
                    return Place(path, (("q", view.filter),), view.title, path)
            hint = nearest(name, [view.id for view in config.views])
            raise NotFound(f"There is no view {name}.", nearest=hint)


def merged_feed(
    site: Site, place: Place, asked: Asked, suffix: str, updated: datetime, hub: str = ""
) -> MergedFeed:
    """What the feed of a place, narrowed by a query, says of itself."""
    settings = site.config().settings
    plain = replace(asked, limit=50, before=None)
    about = " ".join(filter(None, (place.title, " ".join(f"{key}:{value}" for key, value in asked.pairs))))
    return MergedFeed(
        title=f"{settings.title}: {about}" if about else settings.title,
        id=tag_uri(site.authority, f"merged{place.path}{plain.query()}"),
        self_url=f"{site.base}{place.path}.{suffix}{asked.query(asked.before)}",
        html_url=f"{site.base}{place.page}{plain.query()}",
        updated=updated,
        authority=site.authority,
        hub=hub,
        base_url=site.base,
    )


def feed(site: Site, request: Request, place: Place, asked: Asked, suffix: str) -> Callable[[Reader], Answer]:
    """The read that makes the document."""
    media_type, write = FORMATS[suffix]
    token = request.query_params.get("token")
    address = f"{place.path}.{suffix}{asked.query()}"
    standing = place.single and not asked.query()
    # What is new stands on the first page: no other is ever announced.
    hub = "" if asked.before else site.hub(address, (*place.pairs, *asked.pairs), standing)

    def read(reader: Reader) -> Answer:
        found = reader.page(asked.filter, asked.limit + 1, asked.before)
        entries = found[: asked.limit]
        changed = [max(entry.updated_at, entry.first_seen_at) for entry in entries]
        updated = max(changed, default=site.beginning)
        merged = merged_feed(site, place, asked, suffix, updated, hub)
        if len(found) > len(entries):
            query = asked.query(key_of(entries[-1]), token)
            merged = replace(merged, next_url=f"{site.base}{place.path}.{suffix}{query}")
        content_type = f"{media_type}; charset=utf-8" if suffix != "json" else media_type
        return sent(site, request, merged, write(merged, entries), content_type)

    return read


def sent(site: Site, request: Request, merged: MergedFeed, body: bytes, content_type: str) -> Answer:
    """The answer that bears a feed's document."""
    private = "token" in request.query_params or "authorization" in request.headers
    return prepare(
        body,
        content_type,
        request.headers,
        last_modified=site.ages.last_modified(merged.self_url, body, merged.updated, site.now()),
        cache=f"private, {CACHE}" if private else CACHE,
        vary="Accept",
        link=_links(merged),
    )


def _links(merged: MergedFeed) -> str:
    """Where to subscribe, for who reads no XML (WebSub, 4): a JSON Feed's readers."""
    return f'<{uri(merged.hub)}>; rel="hub", <{uri(merged.self_url)}>; rel="self"' if merged.hub else ""
