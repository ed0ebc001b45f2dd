"""Full-text search in any script: what news_search indexes, and what a filter's word asks of it.

FTS5's unicode61 lower-cases and drops Latin accents, but does not make an e of ə, nor words of a script
that sets no spaces. So beside the text stand a folded copy, and the one- and two-letter pieces of such
scripts. The folded copy is left out where it would say what the text says already.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence

# Letters that no decomposition takes apart.
_LETTERS = str.maketrans(
    {
        "ə": "e", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
        "ŋ": "n", "ß": "ss", "ʻ": "", "ʼ": "", "ʹ": "", "ъ": "ъ", "ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه",
        "ـ": "",
    }
)  # fmt: skip

# Thai, Lao, Tibetan, Myanmar, Khmer; kana; Han; and Hangul, whose words carry their particles.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def fold(text: str) -> str:
    """The text in lower case, without accents, for comparing."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    if not folded.isascii():
        folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return folded


def pieces(text: str) -> str:
    """The two-letter, then the one-letter pieces of each run of a script without spaces.

    Pairs stand next to each other, so that a longer word is the phrase of its pairs.
    """
    runs = _SPACELESS.findall(unicodedata.normalize("NFKC", text))
    return " . ".join(" ".join(_pairs(run)) + " . " + " ".join(run) for run in runs)


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def copies(text: str) -> tuple[str, str] | None:
    """The folded copy and the pieces that `text` needs, or None if its own words are all there is."""
    if text.isascii() or not any(
        letter > "\x7f" and (letter.isalnum() or unicodedata.combining(letter)) for letter in text
    ):
        return None
    return fold(text), pieces(text)


def expression(values: Sequence[str]) -> str:
    """The FTS5 expression for any of `values`, each a word or a phrase."""
    return " OR ".join(f"({_phrase(value)})" for value in values)


def _phrase(value: str) -> str:
    runs = _SPACELESS.findall(unicodedata.normalize("NFKC", value))
    parts = ['pieces : "' + " ".join(_pairs(run) or [run]) + '"' for run in runs]
    rest = _SPACELESS.sub(" ", unicodedata.normalize("NFKC", value)) if parts else value
    if any(letter.isalnum() for letter in rest):
        folded = fold(rest).replace('"', " ").replace("\0", " ")
        parts.append(f'{{title summary content folded}} : "{folded}"')
    return " AND ".join(parts)


def add(connection: sqlite3.Connection, entry_id: int, title: str | None, summary: str, content: str) -> None:
    """Indexes an entry that is stored already."""
    if found := copies(f"{title or ''}\n{summary}\n{content}"):
        connection.execute(
            "INSERT INTO search_copy (entry_id, folded, pieces) VALUES (?, ?, ?)", (entry_id, *found)
        )
    connection.execute(
        "INSERT INTO news_search (rowid, title, summary, content, folded, pieces) "
        "SELECT entry_id, title, summary, content, folded, pieces FROM search_text WHERE entry_id = ?",
        (entry_id,),
    )


def erase(connection: sqlite3.Connection, entry_id: int) -> None:
    """Takes an entry out of the index. Before its text changes: FTS5 has to be told what it indexed."""
    connection.execute(
        "INSERT INTO news_search (news_search, rowid, title, summary, content, folded, pieces) "
        "SELECT 'delete', entry_id, title, summary, content, folded, pieces FROM search_text "
        "WHERE entry_id = ?",
        (entry_id,),
    )
    connection.execute("DELETE FROM search_copy WHERE entry_id = ?", (entry_id,))
