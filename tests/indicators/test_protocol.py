"""The protocol of the validation: strict, consistent, and never changed without saying so."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from indicators.protocol import FILE, load_protocol
from indicators.registry import load_registry
from indicators.yaml_file import RegistryError
from tests.conftest import ROOT

CHANGES = ROOT / "docs" / "validation_protocol.md"
LINE = re.compile(
    r"^\| (\d{4}-\d\d-\d\d) \| ([\d.]+) \| `([0-9a-f]{64})` \| (.+) \|$", re.MULTILINE
)


def test_a_change_of_the_protocol_has_a_line_with_date_and_reason() -> None:
    lines = LINE.findall(CHANGES.read_text(encoding="utf-8"))
    sealed = load_protocol()
    day, version, digest, reason = lines[-1]
    assert digest == sealed.sha256, "the protocol changed: say when and why in its changelog"
    assert (date.fromisoformat(day), version) == (sealed.protocol.date, sealed.protocol.version)
    assert len(reason) > 10
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert len({line[1] for line in lines}) == len({line[2] for line in lines}) == len(lines)


def test_the_hash_is_that_of_the_file_on_any_system(tmp_path: Path) -> None:
    content = FILE.read_bytes().replace(b"\r\n", b"\n")
    assert load_protocol().sha256 == hashlib.sha256(content).hexdigest()
    other = tmp_path / "windows.yaml"
    other.write_bytes(content.replace(b"\n", b"\r\n"))
    assert load_protocol(other).sha256 == load_protocol().sha256
    other = tmp_path / "touched.yaml"
    other.write_bytes(content + b"# a word\n")
    assert load_protocol(other).sha256 != load_protocol().sha256


def test_it_names_what_the_index_has() -> None:
    protocol, framework = load_protocol().protocol, load_registry().framework
    assert set(protocol.without_pillars) == {pillar.id for pillar in framework.pillars}
    assert protocol.capacity == framework.uncertainty.optional_pillars
    assert protocol.score_years.first == framework.first_year
    assert {"poverty_share", "net_migration_size"} <= set(framework.indicator_ids)
    with pytest.raises(KeyError):
        protocol.outcome("nothing")


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("seeed", 1, "seeed: Extra inputs are not permitted"),
        ("seed", None, "seed: Input should be a valid integer"),
        ("main_outcome", "riots", "main_outcome names no outcome: riots"),
        ("windows", [1, 1], "windows names one twice"),
        ("windows", [], "windows: Tuple should have at least 1 item"),
        ("baselines", ["rain"], "baselines.0: Input should be"),
        ("log_years", {"last": 2017}, "the log ends before the longest window"),
        ("power", {"regions": 5, "positives": 5, "auc": 0.75}, "more positives than regions"),
        ("confidence", 1.0, "confidence: Input should be less than 1"),
        ("outcomes", [], "outcomes: Tuple should have at least 1 item"),
        ("question", {"en": "Only this?"}, "question.ru: Field required"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, key: str, value: object, fault: str) -> None:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    path = tmp_path / "protocol.yaml"
    path.write_text(yaml.safe_dump({**content, key: value}), encoding="utf-8")
    with pytest.raises(RegistryError, match=re.escape(fault)) as raised:
        load_protocol(path)
    assert str(raised.value).startswith("protocol.yaml: ")
    assert "\n" not in str(raised.value)


def test_two_outcomes_of_one_name_are_refused(tmp_path: Path) -> None:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    content["outcomes"] = content["outcomes"][:1] * 2
    path = tmp_path / "protocol.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(RegistryError, match="two outcomes have the same id"):
        load_protocol(path)
