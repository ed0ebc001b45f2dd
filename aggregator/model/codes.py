"""The codes that every room shares: kinds of ministries and publishers, roles, topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Role = Literal["subject", "mention"]
ROLES: tuple[Role, ...] = ("subject", "mention")
TOPICS: tuple[str, ...] = ("defence",)
PUBLISHER_KINDS: tuple[str, ...] = ("official", "agency", "press", "trade", "research")


# A ministry's kind and how it reads in a label.
KINDS: Mapping[str, str] = {
    "defence": "Defence",
    "defence-industry": "Defence industry",
    "foreign-affairs": "Foreign affairs",
    "interior": "Interior",
    "emergency-situations": "Emergency situations",
    "security": "Security",
    "justice": "Justice",
    "finance": "Finance",
    "economy": "Economy",
    "trade": "Trade",
    "industry": "Industry",
    "energy": "Energy",
    "transport": "Transport",
    "digital": "Digital affairs",
    "science": "Science",
    "education": "Education",
    "health": "Health",
    "labour": "Labour",
    "agriculture": "Agriculture",
    "environment": "Environment",
    "culture": "Culture",
    "veterans": "Veterans",
}
