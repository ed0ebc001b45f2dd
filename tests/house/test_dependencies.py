"""What the package is built on: every import declared, every licence one that we may ship under MIT."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata

from packaging.requirements import Requirement

from tests.house.checkout import ROOT

# What a licence field, classifier or expression may say. All permissive.
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|PSF-2\.0|Python Software Foundation|ISC|Unicode-3\.0|Public Domain|Unlicense|0BSD)\b"
)
# Not permissive, and why each is all right here.
OTHERWISE = {
    "certifi": "MPL-2.0: a list of authorities, installed as published",
    "pebble": "LGPL-3.0: used as a library, installed as published, never copied or changed",
}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(Requirement(line).name) for line in project["dependencies"]}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def closure() -> set[str]:
    """Every distribution that the declared ones bring with them on this machine."""
    found: set[str] = set()
    waiting = declared()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for line in metadata.requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.add(normal(requirement.name))
    return found


def licence(name: str) -> str:
    about = metadata.metadata(name)
    said = [about.get("License-Expression"), (about.get("License") or "")[:80]]
    said += [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    return " | ".join(s for s in said if s)


def test_every_dependency_has_a_licence_that_we_may_build_on() -> None:
    names = closure()
    strange = {n: licence(n) for n in names if not PERMISSIVE.search(licence(n)) and n not in OTHERWISE}
    assert not strange, strange
    copyleft = {n for n in names if re.search(r"GPL|MPL|EUPL|CDDL|AGPL", licence(n))}
    assert copyleft <= set(OTHERWISE), copyleft - set(OTHERWISE)
    assert set(OTHERWISE) <= names, "an exception that nothing needs"


def test_every_import_is_declared() -> None:
    providers = metadata.packages_distributions()
    undeclared: dict[str, set[str]] = {}
    for path in (ROOT / "aggregator").rglob("*.py"):
        for module in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            if module in sys.stdlib_module_names or module == "aggregator":
                continue
            if not {normal(d) for d in providers.get(module, [module])} & declared():
                undeclared.setdefault(module, set()).add(path.relative_to(ROOT).as_posix())
    assert not undeclared, undeclared


def test_every_dependency_is_imported() -> None:
    providers = metadata.packages_distributions()
    used = {
        normal(distribution)
        for path in (ROOT / "aggregator").rglob("*.py")
        for module in _imported(ast.parse(path.read_text(encoding="utf-8")))
        for distribution in providers.get(module, ())
    }
    assert declared() <= used, declared() - used


def test_the_readme_says_why_for_each() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    assert not {name for name in declared() if f"`{name}`" not in readme}


def _imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found
