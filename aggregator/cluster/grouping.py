"""Greedy joining: each account goes to the story that it is most like, or founds one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from aggregator.cluster.likeness import THRESHOLD, reasons
from aggregator.model import Account

WINDOW = timedelta(days=4)


def group(new: Sequence[Account], recent: Sequence[Account]) -> list[int]:
    """The story of each new account: a recent or another new account's, or its own `entry_id`.

    New accounts are taken in the order of their time, whatever their order in `new`.
    """
    stories: defaultdict[int, list[Account]] = defaultdict(list)
    for account in recent:
        if account.story_id is not None:
            stories[account.story_id].append(account)
    joined: dict[int, int] = {}
    for account in sorted(new, key=lambda account: (account.at, account.entry_id)):
        best, story = THRESHOLD, account.entry_id
        for number, members in sorted(stories.items()):
            near = [member for member in members if abs(member.at - account.at) <= WINDOW]
            if near:
                mean = sum(reasons(account, member).score for member in near) / len(near)
                if mean > best:
                    best, story = mean, number
        stories[story].append(account)
        joined[account.entry_id] = story
    return [joined[account.entry_id] for account in new]
