"""Entries into stories: which accounts tell of one happening.

A pure function of accounts, see README.md for the way of one: `group` gives each new account the number of
its story, `reasons` says why two accounts are one story or are not.
"""

from aggregator.cluster.grouping import WINDOW, group
from aggregator.cluster.likeness import Likeness, Reason, reasons
from aggregator.cluster.rules import ruleset

__all__ = ["WINDOW", "Likeness", "Reason", "group", "reasons", "ruleset"]
