"""parse: a document's bytes → entries of text. Pure: no clock, network or disk.

    charset → sniff → mend → feedparser | jsonfeed → draft

charset   which charset the bytes are in            codepages, likeness
sniff     a feed, or what came instead
mend      any XML → well-formed XML                 names, nesting, refs, scope
feed      the whole; the only feedparser            entry, rhythm
jsonfeed  JSON Feed
draft     fields cleaned and capped                 text, urls, dates (months, zones), limits
identity  which entries are stored ones             faces
"""

from aggregator.parse.feed import parse

__all__ = ["parse"]
