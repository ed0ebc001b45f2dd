"""Entries → bytes: Atom, RSS, JSON Feed, OPML. Pure: no clock, no network, no disk."""
