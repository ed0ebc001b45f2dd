"""The page of a story: who told it, when and in which language, and why each account belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from aggregator import cluster
from aggregator.model import Account, CountryTag, Entry, MinistryTag, Story, Tags, TopicTag
from aggregator.store import Reader
from aggregator.web.answers import Answer, prepare, redirection
from aggregator.web.asked import PAGE, no_parameters, query_text
from aggregator.web.pages import HTML, frame
from aggregator.web.problems import NotFound
from aggregator.web.rendering import render
from aggregator.web.site import Site

SHOWN = 100  # accounts; the first
COMPARED = 20  # accounts that one is compared with to say why it belongs
REASONS = 4  # of one account, the weightiest


@dataclass(frozen=True, slots=True)
class Told:
    """An account: its entry, and why it belongs. `like` is the one that it is like, None for the first."""

    entry: Entry
    like: Entry | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Whatever has the tags of all accounts, to be shown as an entry's are."""

    tags: Tags


async def page(site: Site, request: Request) -> Answer:
    written = request.path_params["story_id"]
    no_parameters(request.query_params)
    if not re.fullmatch(r"[0-9]{1,18}", written):
        raise NotFound(f"There is no story {written[:40]}.")
    number = int(written)

    def read(reader: Reader) -> Answer:
        story = reader.stories([number]).get(number)
        if story is None:
            path = f"{site.root}/stories/{_of_entry(reader, number)}"
            return redirection(path + query_text((), PAGE, token=request.query_params.get("token")))
        told = reader.told(number, SHOWN)
        lead = next((entry for _, entry in told if entry.entry_id == story.lead_entry_id), None)
        body = render(
            "story.html",
            **frame(site),
            story=story,
            lead=lead or reader.entry(story.lead_entry_id),
            together=Together(_union(entry.tags for _, entry in told)),
            accounts=explained(story, told),
        )
        return prepare(body, HTML, request.headers)

    return await site.readings.run(read)


def _of_entry(reader: Reader, number: int) -> int:
    """The story of an entry. Raises NotFound."""
    entry = reader.entry(number)
    if entry is None:
        raise NotFound(f"There is no story {number}.")
    if entry.story_id is None:
        raise NotFound(f"Entry {number} is in no story.", nearest=f"/entries/{number}")
    return entry.story_id


def explained(story: Story, told: Sequence[tuple[Account, Entry]]) -> list[Told]:
    """Each account, in its order, with why it belongs: how it is like the lead, or another more alike."""
    lead = [pair for pair in told if pair[1].entry_id == story.lead_entry_id]
    return [
        Told(entry) if entry.entry_id == story.lead_entry_id else _why(account, entry, lead, told)
        for account, entry in told
    ]


def _why(
    account: Account,
    entry: Entry,
    lead: Sequence[tuple[Account, Entry]],
    told: Sequence[tuple[Account, Entry]],
) -> Told:
    likenesses = [(cluster.reasons(account, other), of) for other, of in lead]
    if not any(likeness.joined for likeness, _ in likenesses):
        others = [pair for pair in told[:COMPARED] if pair[1].entry_id not in (entry.entry_id, *_ids(lead))]
        likenesses += [(cluster.reasons(account, other), of) for other, of in others]
    if not likenesses:
        return Told(entry)
    likeness, like = max(likenesses, key=lambda pair: pair[0].score)
    words = [reason.words for reason in likeness.reasons if reason.weight > 0]
    return Told(entry, like, tuple(words[:REASONS]))


def _ids(pairs: Iterable[tuple[Account, Entry]]) -> list[int]:
    return [entry.entry_id for _, entry in pairs]


def _union(all_tags: Iterable[Tags]) -> Tags:
    """The tags of all; a country is a subject where one account has it so."""
    countries: dict[str, CountryTag] = {}
    ministries: dict[str, MinistryTag] = {}
    topics: dict[str, TopicTag] = {}
    for tags in all_tags:
        for country in tags.countries:
            if country.role == "subject" or country.code not in countries:
                countries[country.code] = country
        ministries |= {ministry.tag: ministry for ministry in tags.ministries}
        topics |= {topic.topic: topic for topic in tags.topics}
    return Tags(
        tuple(countries[code] for code in sorted(countries)),
        tuple(ministries[tag] for tag in sorted(ministries)),
        tuple(topics[topic] for topic in sorted(topics)),
    )
