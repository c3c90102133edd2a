"""The grammar of formulas: what is read, and that everything else is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from indicators.formula import (
    FUNCTIONS,
    Call,
    Formula,
    FormulaError,
    Number,
    Operation,
    Prefer,
    SeriesName,
)


def test_a_formula_is_a_tree_of_its_text() -> None:
    formula = Formula.parse("100 * jobs / (births - 0.5)")
    assert formula.text == "100 * jobs / (births - 0.5)"
    assert formula.root == Operation(
        "/",
        Operation("*", Number(100.0), SeriesName("jobs")),
        Operation("-", SeriesName("births"), Number(0.5)),
    )
    assert formula.series == ("jobs", "births")


def test_a_function_carries_its_options() -> None:
    root = Formula.parse("abs(mean(1000 * births / jobs, years=3, at_least=2))").root
    assert isinstance(root, Call)
    inner = root.term
    assert (root.function, root.options) == ("abs", ())
    assert isinstance(inner, Call)
    assert inner.option("years") == 3
    assert inner.option("at_least") == 2


def test_a_series_that_stands_twice_is_named_once() -> None:
    assert Formula.parse("births / jobs + national(births)").series == ("births", "jobs")


def test_one_term_may_be_preferred_to_another() -> None:
    formula = Formula.parse("prefer(100 * births / jobs, last(jobs))")
    assert isinstance(formula.root, Prefer)
    assert formula.root.second == Call("last", SeriesName("jobs"), ())
    assert formula.series == ("births", "jobs")
    assert formula.has_level
    assert not Formula.parse("prefer(national(births), national(jobs))").has_level


@pytest.mark.parametrize(
    "text",
    [
        "prefer(births)",
        "prefer(births, jobs, births)",
        "prefer(births, years=3)",
        "prefer(births, jobs, years=3)",
        "prefer(births, 1)",
        "prefer(1, births)",
    ],
)
def test_what_is_preferred_must_be_two_terms_with_series(text: str) -> None:
    with pytest.raises(FormulaError, match="prefer"):
        Formula.parse(text)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("births", False),
        ("jobs", True),
        ("100 * births / jobs", False),
        ("prefer(births, jobs)", True),
        ("prefer(births, 2 * births)", False),
        ("mean(prefer(births, jobs), years=3, at_least=2)", True),
    ],
)
def test_whether_a_formula_runs_without_a_series(text: str, runs: bool) -> None:
    assert Formula.parse(text).runs_without({"births"}) == runs


def example(name: str) -> str:
    """A right call of a function."""
    options = {"years": "years=3", "at_least": "at_least=2"}
    return f"{name}({', '.join(('births', *(options[key] for key in FUNCTIONS[name])))})"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_is_read_and_refused_without_its_term(name: str) -> None:
    assert Formula.parse(example(name)).series == ("births",)
    with pytest.raises(FormulaError):
        Formula.parse(example(name).replace("births, ", "").replace("births", ""))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "invalid syntax"),
        ("births +", "invalid syntax"),
        ("births; jobs", "invalid syntax"),
        ("births = 3", "invalid syntax"),
        ("bir\0ths", "null"),
        ("100", "names no series"),
        ("2 * 3", "names no series"),
        ("1e999 * births", "at most"),
        (f"1{'0' * 400} * births", "at most"),
        ("-births", "'-births' is not allowed"),
        ("births ** 2", "is not allowed"),
        ("births // 2", "is not allowed"),
        ("births % 2", "is not allowed"),
        ("births @ jobs", "is not allowed"),
        ("births > jobs", "is not allowed"),
        ("births and jobs", "is not allowed"),
        ("births if jobs else 1", "is not allowed"),
        ("births.real", "is not allowed"),
        ("births[0]", "is not allowed"),
        ("[births]", "is not allowed"),
        ("(births, jobs)", "is not allowed"),
        ("lambda: births", "is not allowed"),
        ("(x := births)", "is not allowed"),
        ("'births'", "is not allowed"),
        ("f'{births}'", "is not allowed"),
        ("True * births", "'True' is not allowed"),
        ("None", "is not allowed"),
        ("2j * births", "is not allowed"),
        ("sqrt(births)", "'sqrt(births)' is not allowed"),
        ("__import__('os')", "is not allowed"),
        ("births.__class__()", "is not allowed"),
        ("abs(births)(jobs)", "is not allowed"),
        ("abs()", "is not allowed"),
        ("abs(births, jobs)", "is not allowed"),
        ("abs(*births)", "is not allowed"),
        ("abs(births, years=3)", "write abs(x)"),
        ("national(births, years=3)", "write national(x)"),
        ("latest(births)", "write latest(x, years=…)"),
        ("mean(births)", "write mean(x, years=…, at_least=…)"),
        ("mean(births, years=3)", "write mean(x, years=…, at_least=…)"),
        ("mean(births, at_least=2, years=3)", "write mean(x, years=…, at_least=…)"),
        ("mean(births, 3, 2)", "is not allowed"),
        ("mean(births, years=3, at_least=2, every=1)", "write mean"),
        ("mean(births, **jobs)", "must be a whole number"),
        ("latest(births, years=0)", "'0' must be a whole number above 0"),
        ("latest(births, years=-1)", "'-1' must be a whole number above 0"),
        ("latest(births, years=1.5)", "'1.5' must be a whole number above 0"),
        ("latest(births, years=True)", "'True' must be a whole number above 0"),
        ("latest(births, years=jobs)", "'jobs' must be a whole number above 0"),
        ("mean(births, years=2, at_least=3)", "at_least cannot be more than years"),
        ("last(births / jobs)", "last(x) takes one series"),
        ("last(last(births))", "last(x) takes one series"),
    ],
)
def test_what_is_outside_the_grammar_is_refused(text: str, said: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula.parse(text)
    assert said in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never another error, and nothing is ever run."""
    try:
        formula = Formula.parse(text)
    except FormulaError:
        return
    assert formula.series


def test_a_yaml_string_becomes_a_formula_in_a_model() -> None:
    adapter = TypeAdapter(Formula)
    assert adapter.validate_python("births / jobs") == Formula.parse("births / jobs")
    with pytest.raises(ValidationError, match="not allowed"):
        adapter.validate_python("births ** 2")
    with pytest.raises(ValidationError):
        adapter.validate_python(3)
