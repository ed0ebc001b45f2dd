"""What went wrong, as a problem document (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aggregator.errors import FilterError, StoreError


class NotFound(Exception):
    """Nothing is at that address; `nearest` is what may have been meant."""

    def __init__(self, message: str, *, nearest: str | None = None) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal or a failure: `detail` says it in a sentence, `extra` are members for machines."""

    status: int
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def document(self) -> bytes:
        members = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        text = json.dumps(members | self.extra, ensure_ascii=False)
        return text.encode("utf-8", "replace") + b"\n"


MEDIA_TYPE = "application/problem+json"


def of(error: Exception) -> Problem:
    """The problem that an exception is. What nobody foresaw says nothing of its inside."""
    match error:
        case FilterError():
            return Problem(400, str(error), {"term": error.term, "nearest": error.nearest})
        case NotFound():
            return Problem(404, str(error), {"nearest": error.nearest})
        case StoreError():
            detail = "The database could not answer in time. Try again in a moment."
            return Problem(503, detail, headers={"retry-after": "5"})
        case _:
            return Problem(500, "Something in the server failed; its log says what.")
