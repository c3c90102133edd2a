"""Words of the validation: the sentence follows from the numbers, whichever they are."""

import re
from dataclasses import replace

import numpy as np
import pytest

from i18n import number, percent
from reports.validation import ValidationWords
from reports.wording import Wording
from tests.assessment.published import published
from tests.assessment.test_evaluation import against
from tests.assessment.validated import validated

LANGUAGES = ("en", "ru", "kk")


def words(language: str, found: object = None) -> ValidationWords:
    return ValidationWords(Wording(published(), language), found or validated())


def test_the_sentence_follows_from_the_numbers() -> None:
    assert "neither confirm nor refute" in words("en").conclusion()
    assert not validated().better_than_chance
    with_it = words("en", against((1, 2, 6))).conclusion()
    assert "more than chance explains" in with_it
    assert "no forecast" in with_it
    assert "must not be read as a warning" in words("en", against(range(18, 21))).conclusion()
    sentences = {words("en", found).conclusion() for found in (None, against((1, 2, 6)))}
    assert len(sentences) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_in_every_language(language: str) -> None:
    say = words(language)
    said = [say.conclusion(), say.basis(), say.quiet_years()]
    said += [*say.may(), *say.may_not(), *say.parts(), *say.power()]
    said += [say.name(c) for c in validated().contenders]
    said += [say.leads(one) for one in validated().alarms]
    said += [say.alarm(one.alarm) for one in validated().alarms]
    said += [say.incident(one.incident) for one in validated().before]
    assert all(said)
    assert re.findall(r"\{\w*\}|\bnan\b|\bNone\b", "\n".join(said)) == []
    assert percent(validated().main.auc, language) in say.conclusion()
    assert number(validated().main.auc, language, 2) in say.basis()
    assert "2017, 2018" in say.quiet_years()
    power = " ".join(say.power())
    for value in (0.41, 0.93, 0.75):
        assert number(value, language, 2) in power


def test_what_is_better_worse_or_open_is_said_so() -> None:
    said = " ".join(words("en").may())
    assert "More than chance: not shown." in said
    assert "Better than" not in said
    assert "Worse than" not in said
    open_ = next(s for s in words("en").may() if s.startswith("Not shown"))
    assert open_.count(";") == 4  # all five baselines
    best = words("en", against((1, 2, 6)))
    assert "More than chance: shown." in best.may()[0]
    assert any(s.startswith("Better than: ") for s in best.may())
    assert best.quiet_years() == ""


def test_a_pillar_that_carries_the_result_is_named() -> None:
    carried = words("en").carried()
    without = {c.name: c for c in validated().contenders if c.kind == "without"}
    named = [name for name, c in without.items() if c.low > 0]
    assert len(carried) == len(named)
    for name, sentence in zip(named, carried, strict=True):
        assert words("en").pillar(name) in sentence


def test_small_p_values_and_leads_that_are_none() -> None:
    say = words("en")
    assert say.p(0.0004) == "< 0.001"
    assert say.p(0.0412) == "0.041"
    one = validated().alarms[0]
    none = replace(one, leads=replace(one.leads, years=np.zeros_like(one.leads.years)))
    assert say.leads(none) == "before none of 20"
