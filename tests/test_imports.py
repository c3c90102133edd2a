"""Imports go one way: from what is shown to what is known, never back.

A package stands in `MAY_IMPORT` with all that it may import of ours; a new package must be added
there, which is the moment to ask where it belongs.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

KNOWLEDGE = {"indicators", "geodata", "scoring"}
BELOW_PAGES = KNOWLEDGE | {
    "assessment",
    "exchange",
    "i18n",
    "intake",
    "methodology",
    "reports",
    "scenarios",
}
MAY_IMPORT: dict[str, set[str]] = {
    "app": BELOW_PAGES | {"views"},
    "views": BELOW_PAGES,
    "cli": BELOW_PAGES | {"browser"},
    "methodology": KNOWLEDGE | {"assessment", "i18n"},
    "exchange": KNOWLEDGE | {"assessment"},
    "intake": KNOWLEDGE | {"assessment"},
    "reports": KNOWLEDGE | {"assessment", "exchange", "i18n", "methodology"},
    "scenarios": KNOWLEDGE | {"assessment"},
    "assessment": KNOWLEDGE,
    "indicators": set(),
    "geodata": set(),
    "scoring": set(),
    "i18n": set(),
    "browser": set(),
    "run": {"cli"},
}
WITH_STREAMLIT = {"app", "views"}
# Formulas work on arrays and frames; whoever wants to read them needs no file and no page.
SCORING_MAY_IMPORT = {
    "__future__",
    "collections",
    "dataclasses",
    "enum",
    "fractions",
    "functools",
    "itertools",
    "math",
    "types",
    "typing",
    "numpy",
    "pandas",
    "scipy",
    "SALib",
    "sklearn",
}
NOT_PACKAGES = {"tests", "benchmarks"}  # they look at everything
Import = tuple[str, int]  # full dotted name, line


def sources(package: str) -> list[Path]:
    if (ROOT / package).is_dir():
        return sorted((ROOT / package).rglob("*.py"))
    return [path for path in (ROOT / f"{package}.py", ROOT / package) if path.is_file()]


def imports(source: str) -> Iterator[Import]:
    """Yield what `source` imports from outside its own package, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module), node.lineno
        elif isinstance(node, ast.Call):
            function = ast.unparse(node.func).rpartition(".")[2]
            given = node.args[0] if node.args else None
            if function in ("import_module", "__import__") and isinstance(given, ast.Constant):
                yield str(given.value), node.lineno


def offences(package: str, forbidden: set[str]) -> list[str]:
    found = []
    for path in sources(package):
        for name, line in imports(path.read_text(encoding="utf-8")):
            if name.partition(".")[0] in forbidden:
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


def test_every_package_has_its_place() -> None:
    folders = {path.parent.name for path in ROOT.glob("[a-zA-Z]*/*.py")} - NOT_PACKAGES
    files = {path.stem for path in ROOT.glob("*.py")}
    assert folders | files <= set(MAY_IMPORT)
    assert [package for package in MAY_IMPORT if not sources(package)] == []


def test_the_table_itself_goes_one_way() -> None:
    def reach(package: str) -> set[str]:
        direct = MAY_IMPORT[package]
        return direct.union(*(reach(below) for below in direct))

    for package in MAY_IMPORT:
        assert package not in reach(package)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_only_what_stands_below_is_imported(package: str) -> None:
    assert offences(package, set(MAY_IMPORT) - MAY_IMPORT[package] - {package}) == []


@pytest.mark.parametrize("package", sorted(set(MAY_IMPORT) - WITH_STREAMLIT))
def test_streamlit_stays_in_the_pages(package: str) -> None:
    assert offences(package, {"streamlit"}) == []


def test_product_imports_no_test() -> None:
    assert [line for package in MAY_IMPORT for line in offences(package, NOT_PACKAGES)] == []


def test_scoring_is_pure() -> None:
    found = []
    for path in sources("scoring"):
        source = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT)
        for name, line in imports(source):
            if name.partition(".")[0] not in SCORING_MAY_IMPORT | {"scoring"}:
                found.append(f"{where}:{line} imports {name}")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                function = ast.unparse(node.func).rpartition(".")[2]
                if function in ("open", "print", "input") or function.startswith("read_"):
                    found.append(f"{where}:{node.lineno} calls {function}")
    assert found == []


@pytest.mark.parametrize("path", ["run", "cli/__init__.py", "browser/chromium.py"])
def test_what_runs_before_the_installation_needs_nothing(path: str) -> None:
    # Playwright is asked for its browser only inside a function, when it is there.
    allowed = sys.stdlib_module_names | {"cli", "playwright"}
    names = {name for name, _ in imports((ROOT / path).read_text(encoding="utf-8"))}
    assert {name for name in names if name.partition(".")[0] not in allowed} == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a.b, c", ["a.b", "c"]),
        ("from a.b import c", ["a.b"]),
        ("from . import c", []),
        ("def f():\n    import late", ["late"]),
        ("if x:\n    importlib.import_module('hidden.one')", ["hidden.one"]),
    ],
)
def test_imports_are_seen_wherever_they_stand(source: str, names: list[str]) -> None:
    assert [name for name, _ in imports(source)] == names
