"""Aggregator: a region's defence news, polled, tagged by country and ministry, merged.

    feeds.toml → due → fetch → parse → tag → store → cluster → publish

due      store asks its table which feeds want a poll             store/feeds.py
fetch    one conditional exchange over HTTP: bytes                fetch/
parse    bytes → entries, in a child process                      parse/
tag      entry → countries, ministries, topics with evidence      tag/
store    entries, tags, validators, ledger: one transaction       store/
cluster  what is new → stories, in that transaction               cluster/
publish  entries → Atom, RSS, JSON Feed; pages                    publish/, web/
pipeline composes them; daemon runs it for years; cli is its front
"""

__version__ = "0.1.0"
