"""Finds every message that the code translates, by reading its syntax tree.

Found are string literals in the calls that this project uses::

    _("…")   view._("…")   translator(language)("…")   _.plural("…", "…", count)   mark("…")

and both branches of ``_("…" if condition else "…")``. Babel's own extractor reads tokens: it runs
the two branches together and does not see the third form. Messages of packages that know nothing
of translation are read from their tables, and from the ``REASONS`` of every error that somebody
can mend.
"""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.boundaries import BOUNDARIES_MESSAGES
from indicators.faults import FAULT_MESSAGES, FAULT_RULES
from indicators.mendable import MendableError
from indicators.record_notes import WARNINGS

ROOT = Path(__file__).resolve().parents[2]
NOT_THE_PRODUCT = ("tests/", "benchmarks/")
PLACES = ("app.py", "views", "cli", "methodology", "reports")
NAMES = frozenset({"_", "N_", "mark"})


@dataclass(frozen=True)
class Message:
    """One message; ``plural`` is its second form, or empty; ``place`` is file:line."""

    text: str
    plural: str
    place: str


def code() -> list[Path]:
    """The files in which messages stand."""
    paths = [ROOT / place for place in PLACES]
    return [file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py"))]


def messages() -> list[Message]:
    """Every message of the product."""
    found = [message for path in code() for message in extract(path.read_text("utf-8"), name(path))]
    tables = {
        "indicators/faults.py": (*FAULT_MESSAGES.values(), *FAULT_RULES.values()),
        "geodata/boundaries.py": tuple(BOUNDARIES_MESSAGES.values()),
        "indicators/record_notes.py": tuple(WARNINGS.values()),
    }
    found += [Message(text, "", file) for file, texts in tables.items() for text in texts]
    return found + [
        Message(text, "", f"{kind.__module__.replace('.', '/')}.py")
        for kind in errors()
        for text in kind.REASONS.values()
    ]


def errors() -> list[type[MendableError]]:
    """Every kind of error of the product that somebody can mend, wherever it is written."""
    modules = with_reasons()
    for module in modules:  # before that, its classes are no subclasses of anything
        importlib.import_module(module)
    return [kind for kind in kinds(MendableError) if kind.__module__ in modules]


def with_reasons() -> list[str]:
    """Modules in which a table ``REASONS`` stands."""
    return [
        name(path).removesuffix(".py").replace("/", ".")
        for path in ROOT.glob("[a-z]*/**/*.py")
        if not name(path).startswith(NOT_THE_PRODUCT)
        and re.search(r"^ *REASONS\b.*=.*[{(]", path.read_text("utf-8"), re.MULTILINE)
    ]


def kinds(error: type[MendableError]) -> Iterator[type[MendableError]]:
    """An error, all kinds of it, and their kinds."""
    yield error
    for below in error.__subclasses__():
        yield from kinds(below)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def extract(source: str, file: str) -> list[Message]:
    """Every message of one file.

    Raises
    ------
    ValueError
        For an f-string, or a text put together by ``+``, ``%`` or ``.format``, inside a call:
        at run time it would be another text than any catalogue holds.
    """
    found = []
    for node in ast.walk(ast.parse(source, file)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        place = f"{file}:{node.lineno}"
        if isinstance(node.func, ast.Attribute) and node.func.attr == "plural":
            one, many, *_ = (list(literals(part, place)) for part in node.args)
            found += [Message(a, b, place) for a, b in zip(one, many, strict=True)]
        elif translates(node.func):
            found += [Message(text, "", place) for text in literals(node.args[0], place)]
    return found


def translates(function: ast.expr) -> bool:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in NAMES
        case ast.Call(func=ast.Name(id="translator") | ast.Attribute(attr="translator")):
            return True
    return False


def literals(argument: ast.expr, place: str) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body, place)
            yield from literals(orelse, place)
        case ast.JoinedStr() | ast.BinOp():
            raise ValueError(f"{place}: a message must be one literal: {ast.unparse(argument)}")
        case ast.Call(func=ast.Attribute(attr="format")):
            raise ValueError(f"{place}: translate first, then fill in: {ast.unparse(argument)}")


def by_text(found: Iterable[Message]) -> dict[str, Message]:
    """Messages that need a translation, each text once.

    What has no letter outside its placeholders, such as ``{allowed}``, is the same everywhere.
    """
    return {m.text: m for m in found if any(map(str.isalpha, without_placeholders(m.text)))}


def without_placeholders(text: str) -> str:
    outside, depth = [], 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and sign != "}":
            outside.append(sign)
    return "".join(outside)
