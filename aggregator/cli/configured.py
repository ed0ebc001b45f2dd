"""Which feeds.toml a verb works with."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from aggregator import config
from aggregator.config import Config
from aggregator.errors import ConfigError

FILE_NAME = "feeds.toml"


class Place:
    """Where a verb works: read when first needed, since some verbs need no configuration."""

    def __init__(self, path: str | None) -> None:
        self.path = Path(path or FILE_NAME)
        self._named = bool(path)

    @cached_property
    def config(self) -> Config:
        """Raises ConfigError, which says how to get a file where there is none."""
        if not self.path.exists():
            if self._named:
                raise ConfigError((f"{self.path}: there is no such file",))
            raise ConfigError(
                (
                    f"no {FILE_NAME} in this folder: write one with `aggregator init`, name one with -c"
                    " or AGGREGATOR_CONFIG, or see `aggregator run --demo`",
                )
            )
        return config.load(self.path)

    @property
    def database(self) -> Path:
        return self.config.settings.database
