"""What the index cannot tell, in short: the first sentence of each point of that section."""

from __future__ import annotations

import re
from typing import Final

from assessment.baseline import Assessment
from methodology.document import file_name
from methodology.environment import environment, plain
from methodology.outcomes import expert, outcomes

LEAD: Final = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)
ESCAPED: Final = re.compile(r"\\(.)")


def limits(assessment: Assessment, lang: str) -> tuple[str, ...]:
    """Return the sentences, as plain text in ``lang``."""
    latest = assessment.rated_periods[-1]
    endogenous = (card for card in assessment.registry.scored if card.endogenous)
    rendered = (
        environment(lang)
        .get_template(file_name("limits"))
        .render(
            years={"latest": latest},
            outcomes=outcomes(assessment, latest),
            expert=expert(assessment, lang),
            endogenous=[{"name": plain(card.name.get(lang))} for card in endogenous],
        )
    )
    leads = (ESCAPED.sub(r"\1", lead) for lead in LEAD.findall(rendered))
    # Where the point goes on with its own sentence, the lead ends without a full stop.
    return tuple(f"{lead.rstrip('.')}." for lead in leads)
