"""Prefixes and attributes of a start tag, as strict XML wants them (Namespaces in XML 1.0)."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from aggregator.parse import names
from aggregator.parse.refs import References

_ATTRIBUTE = re.compile(r"([^\s=/>\"'<]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?+")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*\Z")
_NOT_ASCII_NAME = re.compile(r"[^A-Za-z0-9_.\-]")
_RESERVED = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns")
_QUOTE = {'"': "&quot;"}
_ATTRIBUTES = 32
_PREFIXES = 64
_VALUE = 8_000  # code points of an attribute's value; longer are pictures as data: URLs

Before = tuple[tuple[str, str | None], ...]


class Scope:
    """Which prefixes are declared where the reading is; `enter` and `leave` go with the elements."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.scope: dict[str, str] = {}
        self.prefixes: set[str] = set()

    def enter(self, declarations: dict[str, str]) -> Before:
        """Puts them in force; what they meant before, for `leave`."""
        before = tuple((prefix, self.scope.get(prefix)) for prefix in declarations)
        self.scope.update(declarations)
        return before

    def leave(self, before: Before) -> None:
        for prefix, meant in before:
            if meant is None:
                self.scope.pop(prefix, None)
            else:
                self.scope[prefix] = meant

    def spelt(self, declarations: dict[str, str]) -> str:
        return "".join(
            f' {f"xmlns:{prefix}" if prefix else "xmlns"}="{escape(uri, _QUOTE)}"'
            for prefix, uri in declarations.items()
        )

    def key(self, name: str, declarations: dict[str, str]) -> str:
        """prefix:local in lower case; declares a prefix that nobody did."""
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return name.lower()
        uri = declarations.get(prefix) or self.scope.get(prefix)
        if (
            uri is None
            and prefix.isascii()
            and prefix not in {"xml", "xmlns"}
            and len(self.prefixes) < _PREFIXES
        ):
            uri = names.NAMESPACES.get(prefix.lower(), names.UNKNOWN + prefix)
            declarations[prefix] = uri
            self.prefixes.add(prefix)
        usual = names.USUAL.get((uri or "").rstrip("/").lower(), prefix.lower())
        return f"{usual}:{local}".lower() if usual else local.lower()

    def written(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        if colon and prefix in self.scope:
            return name if local.isascii() else f"{prefix}:{_NOT_ASCII_NAME.sub('_', local)}"
        return _NOT_ASCII_NAME.sub("_", name)

    def attributes(self, rest: str) -> tuple[dict[str, str], dict[str, str]]:
        """The attributes of a start tag, and the prefixes that it declares (Namespaces in XML 1.0)."""
        attributes: dict[str, str] = {}
        declarations: dict[str, str] = {}
        if "=" not in rest:
            return attributes, declarations
        for match in _ATTRIBUTE.finditer(rest[:50_000]):
            name = match[1]
            value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
            if value is None:
                continue
            if name == "xmlns" or name.startswith("xmlns:"):
                self.declare(name[6:], "".join(value.split()), declarations)
            elif len(attributes) < _ATTRIBUTES:
                attributes.setdefault(name, value)
        return attributes, declarations

    def declare(self, prefix: str, uri: str, declarations: dict[str, str]) -> None:
        reserved = prefix in {"xml", "xmlns"} or uri.startswith(_RESERVED)
        if reserved or (prefix and not (uri and _ATTRIBUTE_NAME.match(prefix))):
            return
        # feedparser looks through all prefixes at each element: a few are plenty.
        if prefix in self.prefixes or len(self.prefixes) < _PREFIXES:
            self.prefixes.add(prefix)
            declarations.setdefault(prefix, uri)

    def write(self, key: str, attributes: dict[str, str]) -> str:
        written: dict[str, str] = {}
        for name, value in attributes.items():
            prefix, colon, local = name.rpartition(":")
            if not _ATTRIBUTE_NAME.match(local) or len(value) > _VALUE:
                continue
            if colon and prefix != "xml" and self.scope.get(prefix) != names.RDF:
                continue
            if key == "guid" and local.lower() == "ispermalink":
                value = "false" if value.strip().lower() == "false" else "true"
            spelt = self.references.mend(value).replace("<", "&lt;").replace('"', "&quot;")
            kind = "rdf:" if colon and prefix != "xml" else prefix
            written.setdefault(kind + local, f' {name}="{spelt}"')
        return "".join(written.values())
