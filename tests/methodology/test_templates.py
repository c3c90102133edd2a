"""The templates: the same in three languages, and without a number of their own."""

import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from methodology.document import SECTIONS, file_name
from methodology.environment import TEMPLATES, environment
from scoring.reliability import PARTS

LANGS = ("en", "ru", "kk")
NAMES = sorted(path.name for path in (TEMPLATES / "en").iterdir())
# In a formula these are not choices: the ends of the clipped scale, 1 - z, n - 1, 1/n, x·x + 1.
IN_FORMULAS = {"0", "1"}
VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"


def parse(lang: str, name: str) -> nodes.Template:
    return environment(lang).parse((TEMPLATES / lang / name).read_text(encoding="utf-8"))


def path_of(node: nodes.Node) -> str | None:
    """`pillar.name` of a node, or None when it is not a plain path of names."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        inner = path_of(node.node)
        return inner and f"{inner}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        inner = path_of(node.node)
        return inner and f"{inner}[{node.arg.value!r}]"
    return None


def paths(lang: str, name: str) -> set[str]:
    kinds = (nodes.Name, nodes.Getattr, nodes.Getitem)
    found = {path_of(node) for kind in kinds for node in parse(lang, name).find_all(kind)}
    return {path for path in found if path}


def prose(lang: str, name: str) -> str:
    """What the template itself prints, with a mark where a value goes."""
    source = (TEMPLATES / lang / name).read_text(encoding="utf-8")
    text, inside = [], False
    for _, kind, value in environment(lang).lex(source):
        if kind == "data":
            text.append(value)
        elif kind == "variable_begin":
            inside = True
        elif kind == "variable_end":
            inside = False
            text.append(VALUE)
        elif kind == "string" and inside:
            text.append(value)  # a choice of words, or the forms of a noun
    return "".join(text)


def test_every_section_has_its_template_and_no_template_is_left_over() -> None:
    others = {"card.md.j2", "stream.md.j2", "words.j2"}
    assert set(NAMES) == {file_name(section) for section in SECTIONS} | others


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_languages_have_the_same_files(lang: str) -> None:
    assert sorted(path.name for path in (TEMPLATES / lang).iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_languages_use_the_same_values(name: str) -> None:
    assert paths("ru", name) == paths("en", name)
    assert paths("kk", name) == paths("en", name)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_prose_holds_no_number(lang: str, name: str) -> None:
    text = prose(lang, name)
    formulas = re.findall(r"\$\$.*?\$\$|\$[^$]*\$", text, flags=re.DOTALL)
    for formula in formulas:
        assert set(re.findall(r"\d+", formula)) <= IN_FORMULAS, formula
    outside = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "", text, flags=re.DOTALL)
    assert not re.findall(r"[^\n]*\d[^\n]*", outside)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_printed_from_the_template_by_code(lang: str, name: str) -> None:
    for output in parse(lang, name).find_all(nodes.Output):
        for node in output.nodes:
            while isinstance(node, nodes.Filter):
                node = node.node  # noqa: PLW2901 - down to what is filtered
            assert not isinstance(node, nodes.Const), (lang, name, node)


def test_a_number_in_the_prose_would_be_found(tmp_path: Path) -> None:
    text = "from {{ a }} to 35, {{ 7|num }}"
    env = environment("en")
    data = "".join(value for _, kind, value in env.lex(text) if kind == "data")
    assert re.findall(r"\d+", data) == ["35"]
    (output,) = env.parse(text).find_all(nodes.Output)
    filtered = [node.node for node in output.nodes if isinstance(node, nodes.Filter)]
    assert [node.value for node in filtered if isinstance(node, nodes.Const)] == [7]


def test_number_words_agree_with_the_code() -> None:
    # "four parts".
    assert len(PARTS) == 4


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment("en").from_string("{{ no_such_value }}").render()
