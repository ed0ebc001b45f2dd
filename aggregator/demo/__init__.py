"""The bundled newsroom: publishers on loopback, so that everything can be tried off line."""

from aggregator.demo.newsroom import Newsroom
from aggregator.demo.settings import config_text

__all__ = ["Newsroom", "config_text"]
