"""Greedy joining: each account goes to the story that it is most like, or founds one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from aggregator.cluster import likeness
from aggregator.cluster.signs import sketch_of
from aggregator.model import Account

WINDOW = timedelta(days=4)  # further apart two accounts are not of one story
CANDIDATES = 40  # accounts that share most with a new one, whose stories are looked at
MEMBERS = 12  # of a story that a new account is compared with: its founder and the nearest in time
COUNTRIES = 5  # of an account, by whose pairs it is found
COMMON = 400  # accounts that share a feature: more, and it finds nothing


def group(new: Sequence[Account], recent: Sequence[Account]) -> list[int]:
    """The story of each new account: a recent or another new account's, or its own `entry_id`.

    New accounts are taken in the order of their time, whatever their order in `new`; recent ones without a
    story are passed over.
    """
    board = _Board()
    for account in sorted(recent, key=_order):
        if account.story_id is not None:
            board.add(account, account.story_id)
    joined: dict[int, int] = {}
    for account in sorted(new, key=_order):
        story = board.story_of(account)
        board.add(account, story)
        joined[account.entry_id] = story
    return [joined[account.entry_id] for account in new]


def _order(account: Account) -> tuple[object, int]:
    return account.at, account.entry_id


def _features(account: Account) -> frozenset[str]:
    """By what like accounts are found: what their texts share, and two countries told of, in any language."""
    told = sorted({tag.code for tag in account.countries if tag.role == "subject"})[:COUNTRIES]
    return sketch_of(account).features | {f"c{one}{other}" for one, other in combinations(told, 2)}


class _Board:
    """The accounts laid out: by story, and by the features of their sketches."""

    def __init__(self) -> None:
        self._accounts: list[tuple[Account, int]] = []
        self._stories: defaultdict[int, list[Account]] = defaultdict(list)
        self._by_feature: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, account: Account, story: int) -> None:
        """An account that has its story."""
        for feature in _features(account):
            self._by_feature[feature].append(len(self._accounts))
        self._accounts.append((account, story))
        self._stories[story].append(account)

    def story_of(self, account: Account) -> int:
        """The story that an account joins: the likest of those it is like enough; else its own number."""
        best, chosen = likeness.weights().threshold, account.entry_id
        for story in self._candidates(account):
            score = self._score(account, self._stories[story])
            if score > best:
                best, chosen = score, story
        return chosen

    def _candidates(self, account: Account) -> list[int]:
        """Stories with accounts near in time that share most features, weighed by how few have them."""
        shared: defaultdict[int, float] = defaultdict(float)
        for feature in sorted(_features(account)):
            places = self._by_feature.get(feature, ())
            if len(places) <= COMMON:
                for place in places:
                    shared[place] += 1 / (3 + len(places))
        near = [place for place in shared if abs(self._accounts[place][0].at - account.at) <= WINDOW]
        near.sort(key=lambda place: (-shared[place], place))
        return sorted({self._accounts[place][1] for place in near[:CANDIDATES]})

    def _score(self, account: Account, members: list[Account]) -> float:
        """How like an account is to a story: on average to its accounts, so that no chain joins it."""
        near = [member for member in members if abs(member.at - account.at) <= WINDOW]
        if len(near) > MEMBERS:
            near = [near[0], *sorted(near[1:], key=lambda member: abs(member.at - account.at))[: MEMBERS - 1]]
        scores = [likeness.score(account, member) for member in near]
        return sum(scores) / len(scores)
