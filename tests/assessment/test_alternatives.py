"""What another choice would change: counted again, one choice after another, in the whole index."""

from dataclasses import replace

import pytest

from assessment.alternatives import changed_classes
from assessment.settings import ALLOWED, FIELDS, parse, under
from assessment.settings import published as as_published
from scoring.score import score
from tests.assessment.published import published

RESULT = published().result
BASE = as_published(RESULT.scheme)
LAST = published().rated_periods[-1]


@pytest.mark.parametrize("period", [LAST, LAST - 5])
@pytest.mark.parametrize("text", ["", "migration:55~mean:arithmetic", "scale:phi~coverage:1"])
def test_they_are_the_differences_of_the_whole_index(text: str, period: int) -> None:
    settings = parse(text, BASE)
    t = RESULT.period_index[period]
    own = score(RESULT.inputs, under(RESULT.scheme, settings)).classes[t]
    found = changed_classes(RESULT.inputs, RESULT.scheme, settings, period)
    assert list(found) == list(ALLOWED)
    for key, options in ALLOWED.items():
        others = [option for option in options if option != getattr(settings, FIELDS[key])]
        assert list(found[key]) == others
        for option in others:
            other = under(RESULT.scheme, replace(settings, **{FIELDS[key]: option}))
            classes = score(RESULT.inputs, other).classes[t]
            assert found[key][option] == (classes != own).sum()
