"""The framework's note on its weights tells of a trial: it must come out as it says."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.score import score
from tests.assessment.published import published


@pytest.mark.parametrize("period", [2021, 2024, 2025])
def test_with_four_equal_weights_one_sentence_lifts_astana_and_akmola(period: int) -> None:
    result = published().result
    equal = replace(
        result.scheme,
        pillars=tuple(replace(pillar, weight=0.25) for pillar in result.scheme.pillars),
    )
    trial = score(result.inputs, equal)
    t = trial.period_index[period]
    order = [trial.inputs.regions[i] for i in np.argsort(-trial.score[t])]
    assert (order[0], order[2]) == ("KZ-71", "KZ-11")
    # It is the sentence that does it: without that pillar Akmola is far down.
    without = result.score_without_optional[t]
    assert np.sum(without > without[result.region_index["KZ-11"]]) >= 9
    note = published().registry.framework.weights_note
    assert "Astana first and Akmola third" in note.en
