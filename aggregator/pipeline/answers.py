"""What a request is answered, as JSON: the same whether a daemon answers it or the verb itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aggregator.model import Span, Tags

if TYPE_CHECKING:  # `tag` answers too, and needs neither HTTP nor a database for it
    from aggregator.pipeline.poll import Polled
    from aggregator.store import Difference


def polls(polled: Iterable[Polled]) -> dict[str, Any]:
    """A pass as `poll --json` prints it."""
    feeds = [
        {
            "id": one.id,
            "outcome": one.outcome,
            "new": one.new,
            "changed": one.changed,
            "error": one.error or None,
        }
        for one in polled
    ]
    return {
        "feeds": feeds,
        "new": sum(one["new"] for one in feeds),
        "changed": sum(one["changed"] for one in feeds),
    }


def tags(found: Tags) -> dict[str, Any]:
    """Tags as `tag` prints them."""
    return {
        "countries": [
            {"code": one.code, "role": one.role, "spans": spans(one.spans)} for one in found.countries
        ],
        "ministries": [{"tag": one.tag, "spans": spans(one.spans)} for one in found.ministries],
        "topics": [{"tag": one.topic, "spans": spans(one.spans)} for one in found.topics],
    }


def spans(found: Sequence[Span]) -> list[dict[str, Any]]:
    return [
        {"field": one.field, "start": one.start, "end": one.end, "surface": one.surface, "rule": one.rule}
        for one in found
    ]


def difference(found: Difference) -> dict[str, Any]:
    """What a retag changed, or would."""
    return {
        "entries": found.entries,
        "changed": found.changed,
        "added": dict(found.added),
        "removed": dict(found.removed),
        "regrouped": found.regrouped,
        "samples": [
            {"entry_id": entry_id, "added": list(added), "removed": list(removed)}
            for entry_id, added, removed in found.samples
        ],
    }
