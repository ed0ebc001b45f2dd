"""The templates, and what they may call. The only file that knows Jinja2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from aggregator.model import COUNTRIES, Entry
from aggregator.publish.merged import headline, language, ministry_label, rfc3339, shorten, uri
from aggregator.web.site import path_of

SUMMARY = 320  # code points of a text that a list of entries shows
_TONGUES = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz",
    "lt": "Lithuanian", "lv": "Latvian", "mn": "Mongolian", "nl": "Dutch", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sr": "Serbian", "sv": "Swedish", "tg": "Tajik",
    "th": "Thai", "tk": "Turkmen", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


@cache
def environment() -> Environment:
    """Every value is escaped; a name that is not there is an error, not a blank."""
    made = Environment(
        loader=PackageLoader("aggregator.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "headline": headline,
        "time": time,
        "number": number,
        "uri": uri,
        "host": lambda url: (urlsplit(url).hostname or "").removeprefix("www."),
        "country": lambda code: COUNTRIES.get(code, code),
        "language": language,
        "tongue": tongue,
        "teaser": teaser,
    }
    made.globals |= {"path": path_of, "ministry_label": ministry_label, "search": search}
    return made


def render(template: str, **values: Any) -> bytes:
    """A page. What UTF-8 cannot carry is replaced, as the feeds drop it."""
    return environment().get_template(template).render(**values).encode("utf-8", "replace")


def time(moment: datetime | None, form: str = "%-d %b %Y, %H:%M UTC") -> Markup:
    """A <time>; without scripts it is UTC, which its title says in full."""
    if moment is None:
        return Markup("–")
    utc = moment.astimezone(UTC)
    exact = rfc3339(utc)
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(exact, utc.strftime(form))


def number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def teaser(entry: Entry) -> str:
    """The beginning of an entry's text, unless it only repeats the headline."""
    text = " ".join((entry.summary or entry.content).split())
    return "" if text == headline(entry) else shorten(text, SUMMARY)


def tongue(tag: str) -> str:
    """The language of a BCP 47 tag in English; one that is not known here as it is written."""
    name = _TONGUES.get(tag.partition("-")[0].lower())
    return f"in {name}" if name else tag


def search(pairs: Sequence[tuple[str, str]]) -> str:
    """The query string of parameters, with its "?"."""
    return f"?{urlencode(pairs, safe=':/,')}" if pairs else ""
