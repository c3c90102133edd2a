"""Whatever stands in a file, reading it ends with a scenario or with a sentence."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ContentError, FileError, Imported, read, write
from scenarios.shapes import content_data
from tests.scenarios.test_file import events, scenario

GOOD = write(scenario(), events(3))
BYTES = GOOD.encode()
quick = settings(suppress_health_check=list(HealthCheck))


def accepted(text: str | bytes) -> Imported | None:
    """Return what is read, if it says exactly what stands in the text; None if it is refused."""
    refused = None
    try:
        imported = read(text)
    except (FileError, ContentError) as error:
        refused = error
    if refused is not None:
        assert refused.user_message.isprintable()
        assert refused.user_message.encode()
        return None
    told = json.loads(text)
    assert (imported.name, imported.description) == (told["name"], told["description"])
    assert content_data(imported.content) == told["content"]
    assert dict(imported.scores) == told["scores"]
    assert (imported.data_version, imported.method_version) == (
        told["data_version"],
        told["method_version"],
    )
    again = scenario(**{name: value for name, value in vars(imported).items() if name != "claimed"})
    assert read(write(again)).content == imported.content
    assert len(imported.claimed.history) == len(told["origin"]["history"])
    return imported


SMALL = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "KZ-10", "geometric", "2/3", 2024, 33.33, 0, -0.0, 1e308, "\ud800"])
)
JSON = st.recursive(
    SMALL,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all that stands in a file."""
    found = [path] if path else []
    for step in data if isinstance(data, dict) else range(len(data)) if is_list(data) else ():
        found += places(data[step], (*path, step))
    return found


def is_list(data: Any) -> bool:
    return isinstance(data, list)


PLACES = places(json.loads(GOOD))


@settings(quick, max_examples=900)
@given(st.data())
def test_one_or_two_places_with_something_else(data: st.DataObject) -> None:
    told = json.loads(GOOD)
    # The deepest first, so that the others are still there.
    chosen = data.draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True))
    for *path, last in sorted(chosen, key=len, reverse=True):
        holder = told
        for step in path:
            holder = holder[step]
        how = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "replace" or is_list(holder):
            holder[last] = data.draw(JSON)
        elif how == "remove":
            del holder[last]
        else:
            holder[data.draw(st.text(max_size=8))] = data.draw(JSON)
    accepted(json.dumps(told))


@settings(quick, max_examples=500)
@given(JSON)
def test_any_json(data: Any) -> None:
    assert accepted(json.dumps(data)) is None
    assert accepted(json.dumps({"kelisim_scenario": 1, "name": data})) is None


@settings(quick, max_examples=700)
@given(
    st.integers(0, len(BYTES) - 1), st.integers(0, 60), st.binary(max_size=12) | st.just(b"\x00")
)
def test_bytes_cut_out_and_put_in(start: int, length: int, put: bytes) -> None:
    accepted(BYTES[:start] + put + BYTES[start + length :])


@settings(quick, max_examples=400)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert accepted(data) is None


@settings(quick, max_examples=200)
@given(st.text(alphabet='{}[]":,0123456789.eE+-truefalsn \\u', max_size=60))
def test_what_looks_like_json(text: str) -> None:
    assert accepted(text) is None


def test_the_good_one_is_accepted() -> None:
    assert accepted(GOOD) is not None
    assert accepted(BYTES) is not None
