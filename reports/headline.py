"""The year in three sentences: who is highest, how sure that is, and who rose most."""

from __future__ import annotations

import numpy as np

from reports.subject import Subject
from scoring.score import Result


def highest(subject: Subject) -> int:
    """Return the position of the region with the highest score."""
    return int(np.nanargmax(subject.result.score[subject.t]))


def highest_sentence(subject: Subject, message: str) -> str:
    """Say which region is highest, in a message that names year, region and class."""
    top = highest(subject)
    return message.format(
        year=subject.period,
        region=subject.region_name(subject.result.inputs.regions[top]),
        class_name=subject.class_name(int(subject.result.classes[subject.t, top])),
    )


def attention_sentence(subject: Subject) -> str:
    """Say how many of the rated regions need attention."""
    classes = subject.result.classes[subject.t]
    return subject._("{count} of {total} regions are “{class_name}” or above.").format(
        count=int((classes >= subject.attention).sum()),
        total=int((~np.isnan(subject.result.score[subject.t])).sum()),
        class_name=subject.class_name(subject.attention),
    )


def certainty_sentence(subject: Subject) -> str:
    """Say how often the first region stays first."""
    return subject._(
        "When the choices of the method are varied, it stays first in {share} of the recalculations."
    ).format(share=subject.percent(subject.bands.place_share[highest(subject), 0]))


def rise_sentence(subject: Subject, compared: Result) -> str:
    """Say which region rose most since the year before.

    compared : that year and the subject's, like for like.
    """
    _ = subject._
    before, after = compared.score
    changes = after - before
    if np.isnan(changes).all():
        return _("No region can be compared with {year}.").format(year=subject.earlier)
    most = int(np.nanargmax(changes))
    if changes[most] <= 0:
        return _("No region rose since {year}, compared like for like.").format(
            year=subject.earlier
        )
    return _("{region} rose most since {year}: by {points} points, compared like for like.").format(
        region=subject.region_title(subject.result.inputs.regions[most]),
        year=subject.earlier,
        points=subject.number(changes[most]),
    )
