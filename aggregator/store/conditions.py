"""A filter's terms as SQL conditions on one entry. Values are always parameters, never text.

A condition speaks of a row `d` that has entry_id, feed_id and dated_at, as the entry and every tag row
have; where it needs more of the entry, it says so and speaks of `e`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from aggregator.filter import TEXT, Filter, Term
from aggregator.model import ROLES
from aggregator.store.search import expression
from aggregator.store.times import to_text

Value = str | int
# Stands for all of a filter's words: they are one question to the index.
WORDS = Term(TEXT, ())
FEED_COLUMNS = {"feed": "feed", "home": "home", "region": "region", "publisher-kind": "kind"}


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL that is true of a row `d`, or of its entry `e`."""

    sql: str
    values: tuple[Value, ...] = ()
    needs_entry: bool = False

    def negated(self, negate: bool) -> Condition:
        return Condition(f"NOT ({self.sql})", self.values, self.needs_entry) if negate else self


def roles(filter_: Filter) -> tuple[str, ...] | None:
    """The roles in which country terms count, or None for any."""
    asked = [term.values for term in filter_.terms if term.key == "role" and not term.negated]
    if not asked:
        return None
    return tuple(role for role in ROLES if all(role in values for values in asked))


def has_country(filter_: Filter) -> bool:
    return any(term.key == "country" for term in filter_.terms)


def conditions(filter_: Filter, *, above: int | None = None) -> list[tuple[Term, Condition]]:
    """Each term with its condition. A role term has none of its own beside country terms; words have one.

    `above` a number, what the index has of a word is read once, for questions that are asked of many entries,
    all of them above it.
    """
    counted = roles(filter_)
    found = [
        (term, condition(term, counted).negated(term.negated))
        for term in filter_.terms
        if not (term.key == "role" and not term.negated and has_country(filter_)) and term.key != TEXT
    ]
    asked, wanted = words(filter_)
    return [*found, (WORDS, _searched(asked, above).negated(not wanted))] if asked else found


def words(filter_: Filter) -> tuple[str, bool]:
    """The FTS5 expression of all words and phrases, and whether it is of what is wanted.

    Where all are negated, it is of what is not: FTS5 has no *not* that stands alone. "" without words.
    """
    terms = [term for term in filter_.terms if term.key == TEXT]
    wanted = " AND ".join(f"({expression(term.values)})" for term in terms if not term.negated)
    unwanted = [f"({expression(term.values)})" for term in terms if term.negated]
    if not wanted:
        return " OR ".join(unwanted), False
    return "".join((wanted, *(f" NOT {one}" for one in unwanted))), True


def _searched(asked: str, above: int | None) -> Condition:
    if above is not None:
        listed = "SELECT rowid FROM news_search WHERE news_search MATCH ? AND rowid > ?"
        return Condition(f"d.entry_id IN ({listed})", (asked, above))
    return Condition(
        "EXISTS (SELECT 1 FROM news_search WHERE news_search MATCH ? AND rowid = d.entry_id)", (asked,)
    )


def condition(term: Term, counted: Sequence[str] | None) -> Condition:
    """The condition of a term that is no word, as if it were not negated."""
    match term.key:
        case "country":
            sql = f"t.country IN ({marks(term.values)})"
            if counted is None:
                return _tagged("country_tag", sql, term.values)
            return _tagged("country_tag", f"{sql} AND t.role IN ({marks(counted)})", (*term.values, *counted))
        case "role":
            return _tagged("country_tag", f"t.role IN ({marks(term.values)})", term.values)
        case "ministry":
            return _ministry(term.values)
        case "kind":
            return _tagged("ministry_tag", f"t.kind IN ({marks(term.values)})", term.values)
        case "topic":
            return _tagged("topic_tag", f"t.topic IN ({marks(term.values)})", term.values)
        case "feed" | "home" | "region" | "publisher-kind":
            column = FEED_COLUMNS[term.key]
            return Condition(
                f"d.feed_id IN (SELECT feed_id FROM feed WHERE {column} IN ({marks(term.values)}))",  # noqa: S608
                term.values,
            )
        case "lang":
            any_of = " OR ".join("e.lang = ? COLLATE NOCASE OR e.lang LIKE ?" for _ in term.values)
            values = tuple(value for lang in term.values for value in (lang, f"{lang}-%"))
            return Condition(f"({any_of})", values, needs_entry=True)
        case "since" | "until":
            assert term.at is not None
            return Condition(f"d.dated_at {'>=' if term.key == 'since' else '<'} ?", (to_text(term.at),))
        case "changed":
            assert term.at is not None
            # An entry without a revision has null: no, not unknown, so that it can be negated.
            return Condition("coalesce(e.changed_at >= ?, 0)", (to_text(term.at),), needs_entry=True)
        case _:
            assert term.key == "story"
            return Condition(
                "NOT EXISTS (SELECT 1 FROM story AS s "
                "WHERE s.story_id = e.story_id AND s.lead_entry_id <> e.entry_id)",
                needs_entry=True,
            )


def _tagged(table: str, sql: str, values: tuple[str, ...]) -> Condition:
    return Condition(f"EXISTS (SELECT 1 FROM {table} AS t WHERE t.entry_id = d.entry_id AND {sql})", values)  # noqa: S608


def _ministry(tags: Sequence[str]) -> Condition:
    any_of, values = [], []
    for tag in tags:
        country, slash, kind = tag.partition("/")
        any_of.append("t.country = ? AND t.kind = ?" if slash else "t.country = ?")
        values += [country, kind] if slash else [country]
    return _tagged("ministry_tag", "(" + " OR ".join(f"({one})" for one in any_of) + ")", tuple(values))


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values)) if values else "NULL"


def matches(connection: sqlite3.Connection, filter_: Filter, entry_id: int) -> bool:
    """Whether a stored entry, set aside or not, matches; inside a transaction, as it stands there."""
    found = [condition for _, condition in conditions(filter_)]
    where = "".join(f" AND {condition.sql}" for condition in found)
    values = [value for condition in found for value in condition.values]
    row = connection.execute(
        f"SELECT 1 FROM entry AS d JOIN entry AS e ON e.entry_id = d.entry_id WHERE d.entry_id = ?{where}",  # noqa: S608
        (entry_id, *values),
    ).fetchone()
    return row is not None
