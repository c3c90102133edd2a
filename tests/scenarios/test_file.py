"""A file reads back as exactly what was written; what is not right and whole is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.changes import KINDS, Change
from assessment.settings import CAPACITY, COVERAGES, MEANS, SCALES
from scenarios import Content, ContentError, Event, FileError, Imported, Scenario, read, write
from scenarios.content import MOST_IDS
from scenarios.file import KEY, LARGEST
from scenarios.shapes import MOST_STEPS
from tests.scenarios.samples import SCORES, content

AT = datetime(2026, 11, 23, 8, 15, 30, 123456, UTC)


def scenario(**other: Any) -> Scenario:
    parts: dict[str, Any] = {
        "id": "synthetic2",
        "version": 3,
        "name": "Synthetic «Түркістан» 👩🏽\u200d🌾",
        "description": "Made up\nin two lines",
        "data_version": "synthetic-1",
        "method_version": "0.0",
        "author": "Synthetic analyst A",
        "created": AT,
        "changed_by": "Synthetic analyst B",
        "changed": AT + timedelta(days=1),
        "archived": False,
        "copied_from": None,
        "content": content(),
        "scores": SCORES,
    }
    return Scenario(**{**parts, **other})


def events(count: int) -> list[Event]:
    who = "Ә" * 80
    return [
        Event(k, "scenario", "synthetic2", k, "changed", who, "analyst", None, AT, "Synthetic")
        for k in range(count, 0, -1)
    ]


def says(imported: Imported) -> dict[str, Any]:
    return {name: value for name, value in vars(imported).items() if name != "claimed"}


def test_it_reads_back_as_it_was() -> None:
    one = scenario()
    text = write(one, events(3))
    imported = read(text)
    assert read(text.encode()) == read("\ufeff" + text) == imported
    assert says(imported) == {name: getattr(one, name) for name in says(imported)}
    claimed = imported.claimed
    assert (claimed.id, claimed.version) == (one.id, one.version)
    assert (claimed.created, claimed.changed) == (one.created, one.changed)
    assert [step.version for step in claimed.history] == [3, 2, 1]
    assert claimed.created.tzinfo is UTC
    assert text.endswith("}\n")
    assert next(iter(json.loads(text))) == KEY


IDS = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,9}", fullmatch=True)
HUNDREDTHS = st.integers(0, 100_000).map(lambda number: number / 100)
CONTENTS = st.builds(
    Content,
    weights=st.dictionaries(IDS, HUNDREDTHS, min_size=1, max_size=6),
    scale=st.sampled_from(SCALES),
    mean=st.sampled_from(MEANS),
    coverage=st.sampled_from(COVERAGES),
    capacity=st.sampled_from(CAPACITY),
    spread=st.dictionaries(IDS, st.integers(0, 2500).map(lambda n: n / 100), max_size=3),
    changes=st.lists(
        st.builds(
            Change,
            IDS,
            IDS,
            st.sampled_from(KINDS),
            st.integers(-(10**13), 10**13).map(lambda number: number / 10**4),
        ),
        max_size=4,
        unique_by=lambda change: (change.region, change.indicator),
    ).map(tuple),
    year=st.integers(1000, 9999),
)
ANY_SCORES = st.dictionaries(
    IDS, st.none() | st.floats(allow_nan=False, allow_infinity=False), max_size=6
)


@given(content=CONTENTS, scores=ANY_SCORES)
def test_any_content_and_any_float_reads_back_exactly(
    content: Content, scores: dict[str, float | None]
) -> None:
    imported = read(write(scenario(content=content, scores=scores)))
    assert imported.content == content
    assert {name: repr(score) for name, score in imported.scores.items()} == {
        name: repr(score) for name, score in scores.items()
    }


def test_the_longest_that_can_be_written_can_be_read() -> None:
    long = [f"{'x' * 76}{k:04d}" for k in range(MOST_IDS)]
    one = scenario(
        name="Ә" * 120,
        description="\n\U0001f33e" * 999 + "x",
        content=content(
            weights=dict.fromkeys(long, 999.99),
            spread=dict.fromkeys(long, 24.99),
            changes=tuple(Change(long[k], long[k], "add", -123456.7891) for k in range(10)),
        ),
        scores=dict.fromkeys(long, -1.7976931348623157e308),
    )
    text = write(replace(one, description=one.description.strip()), events(3 * MOST_STEPS))
    assert len(text.encode()) < LARGEST
    assert [step.version for step in read(text.encode()).claimed.history] == list(
        range(3 * MOST_STEPS, 2 * MOST_STEPS, -1)
    )


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    data = json.loads(write(scenario(), events(2)))
    change(data)
    return json.dumps(data)


def refused(text: str | bytes) -> FileError | ContentError:
    with pytest.raises((FileError, ContentError)) as told:
        read(text)
    assert told.value.user_message.isprintable()
    assert len(told.value.user_message) < 1000
    return told.value


PATHS = [
    (),
    ("content",),
    ("content", "changes", 0),
    ("origin",),
    ("origin", "history", 0),
]


def part(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_filled_in_and_nothing_passed_over(path: tuple[str | int, ...]) -> None:
    for key in part(json.loads(write(scenario(), events(2))), path):
        error = refused(changed(lambda data, key=key: part(data, path).pop(key)))
        if key != KEY:
            assert error.code == "missing"
            assert error.fields["key"] == ".".join(map(str, (*path, key)))
        error = refused(changed(lambda data, key=key: part(data, path).update({key: object_()})))
        assert error.code in ("wrong", "schema")
    error = refused(changed(lambda data: part(data, path).update({"extra": 1})))
    assert (error.code, error.fields["key"]) == (
        "unknown",
        ".".join(map(str, (*path, "extra"))),
    )


def object_() -> list[list[None]]:
    """Return what no key can be."""
    return [[None]]


def with_value(*path: str | int, value: Any) -> str:
    return changed(lambda data: part(data, path[:-1]).__setitem__(path[-1], value))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("json", ""),
        ("json", "{"),
        ("json", "name: synthetic"),
        ("not_ours", "null"),
        ("not_ours", "[]"),
        ("not_ours", "{}"),
        ("not_ours", '"kelisim_scenario"'),
        ("schema", '{"kelisim_scenario": 2}'),
        ("schema", '{"kelisim_scenario": 0}'),
        ("schema", '{"kelisim_scenario": 1.0}'),
        ("schema", '{"kelisim_scenario": true}'),
        ("schema", '{"kelisim_scenario": "1"}'),
        ("twice", '{"kelisim_scenario": 1, "kelisim_scenario": 1}'),
        ("number", '{"kelisim_scenario": NaN}'),
        ("number", '{"kelisim_scenario": -Infinity}'),
        ("number", '{"kelisim_scenario": 1e999}'),
        ("number", '{"kelisim_scenario": ' + "1" * 5000 + "}"),
        ("deep", "[" * 100_000),
        ("deep", '{"a":' * 50_000),
        ("encoding", b'{"kelisim_scenario": "\xff"}'),
        ("encoding", "{}".encode("utf-16")),
        ("large", " " * (LARGEST + 1)),
        ("large", b" " * (LARGEST + 1)),
    ],
)
def test_no_scenario(code: str, text: str | bytes) -> None:
    assert refused(text).code == code


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), ""),
        (("name",), " blanks around "),
        (("name",), "two\nlines"),
        (("name",), "a\0b"),
        (("name",), "\ud800"),
        (("name",), "x" * 121),
        (("name",), 1),
        (("description",), "x" * 2001),
        (("description",), "a\r\nb"),
        (("data_version",), ""),
        (("content", "year"), 2024.0),
        (("content", "year"), "2024"),
        (("content", "year"), 24),
        (("content", "weights", "labour"), "33.33"),
        (("content", "weights", "labour"), True),
        (("content", "weights", "labour"), None),
        (("content", "weights", "labour"), -1),
        (("content", "weights", "labour"), 33.333),
        (("content", "weights", "\ud800"), 1),
        (("content", "weights"), {}),
        (("content", "spread", "labour"), 99),
        (("content", "scale"), "made_up"),
        (("content", "changes", 0, "kind"), "times"),
        (("content", "changes", 1), None),
        (("content", "changes", 0, "amount"), 1e300),
        (("content", "changes"), {}),
        (("scores", "KZ-10"), "1"),
        (("scores", "no id"), 1),
        (("scores",), []),
        (("origin", "id"), "short"),
        (("origin", "version"), 0),
        (("origin", "version"), 2**40),
        (("origin", "author"), "a\x1b[31mb"),
        (("origin", "created"), "2026-11-23"),
        (("origin", "created"), "2026-11-23T08:15:30"),
        (("origin", "created"), "2026-13-23T08:15:30+00:00"),
        (("origin", "created"), 1),
        (("origin", "history", 0, "action"), "destroyed"),
        (("origin", "history"), None),
    ],
)
def test_values_that_cannot_be(path: tuple[str | int, ...], value: Any) -> None:
    refused(with_value(*path, value=value))


def test_whole_numbers_are_numbers_too() -> None:
    assert read(with_value("content", "weights", "labour", value=33)).content == content(33.0)
