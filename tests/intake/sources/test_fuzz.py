"""Whatever a source answers, a run ends with rows that can be figures, or with one line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.sources.client import Client
from intake.sources.faults import SourceError
from intake.sources.refresh import adapter, table
from intake.sources.spec import Spec, load_spec, parse_spec
from tests.intake.sources import shapes

TODAY = date(2026, 11, 28)
SLICE = shapes.slices([("KZ", "2024", "4.7"), ("KZ-63", "2020", "x"), ("KZ-10", "2023", "4,1")], 1)
GOOD: dict[str, Any] = {
    "taldau": SLICE,
    "tree": shapes.nodes([("KZ", "2024", "4.7"), ("KZ-63", "2020", "-")]),
    "worldbank": json.loads(shapes.worldbank("FP.CPI.TOTL.ZG", [("2024", "8.69"), ("2023", None)])),
    "ucdp": json.loads(shapes.ucdp_page([shapes.ucdp_event(1), shapes.ucdp_event(2)], 1)),
    "acled": json.loads(shapes.acled_page([shapes.acled_row("KAZ1"), shapes.acled_row("KAZ2")])),
}


class Canned(Client):
    """A client to which every answer is the same; the end of pages is an empty one."""

    def __init__(self, text: str, path: Path) -> None:
        secrets = {"KELISIM_UCDP_TOKEN": "a", "KELISIM_ACLED_USER": "b"}
        secrets["KELISIM_ACLED_PASSWORD"] = "c"
        super().__init__("canned", "http://127.0.0.1", every=1.0, secrets=secrets)
        self.text, self.path = text, path

    def ask(self, path: str, read: Any, **options: Any) -> Any:
        text = self.text
        if path == "/oauth/token":
            text = '{"access_token": "t"}'
        elif "acled" in path and options["query"]["page"] != "1":
            text = shapes.acled_page([])
        self.path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return read(self.path, "")


def spec_of(name: str) -> Spec:
    if name == "tree":
        return parse_spec(
            "{adapter: taldau, base_url: 'https://taldau.stat.gov.kz', source: bns_taldau, every: 2,"
            "series: {unemployment_rate: {code: '702944', period: year, dics: '67', "
            "tree: {measure: 1, terms: '741880', idx: 0}}}}",
            "taldau",
        )
    spec = load_spec(name)
    if name != "taldau":
        return spec
    return spec.model_copy(
        update={"series": {"unemployment_rate": spec.series["unemployment_rate"]}}
    )


SPECS = {name: spec_of(name) for name in GOOD}
ODD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["²", "٢٠٢٤", "\ud800", "\x1b[2J", "1e999999999", "31.12.0000", "2024-99-99"])
    | st.sampled_from([[], {}, [[]], [{}], 10**5000, -1, "9" * 40])
)


def places(node: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [at, *(place for name, child in inner for place in places(child, (*at, name)))]


def changed(node: Any, at: tuple[Any, ...], new: Any, gone: bool) -> Any:
    if not at:
        return new
    copy = node.copy()
    if gone and len(at) == 1:
        del copy[at[0]]
    else:
        copy[at[0]] = changed(node[at[0]], at[1:], new, gone)
    return copy


def dumped(node: Any) -> str:
    """JSON, also of numbers with more digits than Python writes by itself."""
    huge = 10**5000
    if node == huge and isinstance(node, int):
        return "1" + "0" * 5000
    if isinstance(node, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{dumped(v)}" for k, v in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(dumped, node)) + "]"
    return json.dumps(node, ensure_ascii=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_rows_or_one_line(name: str, folder: Path, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(places(GOOD[name])))
    answer = changed(GOOD[name], at, data.draw(ODD), data.draw(st.booleans()))
    spec, verbs = SPECS[name], adapter(SPECS[name].adapter)
    client = Canned(dumped(answer), folder / "answer")
    try:
        rows = verbs.tidy(verbs.fetch(client, spec), spec, TODAY)
    except SourceError as error:
        line = error.user_message
        assert line.isprintable()
        line.encode("utf-8")
        assert len(line) <= 600
        return
    assert all(row.region == "KZ" or row.region.startswith("KZ-") for row in rows)
    assert all(len(row.value) <= 40 for row in rows)
    table(rows, spec).decode("ascii")
