"""Records that are made up, and people who write them: no council, case or name is anybody's."""

from dataclasses import replace
from datetime import date
from typing import Any

from indicators.field_records import Activity, Body, District, MonthlyReturn
from scenarios import ADMIN, ANALYST, MONITOR, VIEWER, Actor, Store, Submission
from scenarios.contents import Record
from scenarios.submitted import ACCEPTED

HERE, THERE, FAR = "KZ-10", "KZ-11", "KZ-79"
AUTHOR = Actor("Synthetic author", MONITOR, "author@synthetic", (HERE, THERE))
NEIGHBOUR = Actor("Synthetic neighbour", MONITOR, "neighbour@synthetic", (HERE,))
STRANGER = Actor("Synthetic stranger", MONITOR, "stranger@synthetic", (FAR,))
NOWHERE = Actor("Synthetic monitor of nothing", MONITOR, "nowhere@synthetic")
OFFICIAL = Actor("Synthetic official", VIEWER, "official@synthetic")
REVIEWER = Actor("Synthetic reviewer", ANALYST, "reviewer@synthetic")
COLLEAGUE = Actor("Synthetic colleague", ANALYST, "colleague@synthetic")
CHIEF = Actor("Synthetic chief", ADMIN, "chief@synthetic")
OPEN = Actor("Synthetic visitor", ANALYST)
NOTE = "Made up: nobody is meant"


def district(region: str = HERE, **other: Any) -> District:
    parts = {"name": "Made-up district", "source": "Made-up act 1", "until": None}
    return District(region, **{**parts, **other})


def body(district: str, region: str = HERE, **other: Any) -> Body:
    parts: dict[str, Any] = {
        "body_kind": "council_of_elders",
        "place": "Made-up place",
        "number": 1,
        "set_up": "2019",
        "members": 9,
    }
    return Body(region, district, **{**parts, **other})


def activity(body: str, region: str = HERE, **other: Any) -> Activity:
    parts: dict[str, Any] = {
        "date": date(2024, 3, 5),
        "activity_kind": "mediation",
        "subject": "pasture",
        "asked_by": "both_sides",
        "outcome": "settled",
    }
    return Activity(region, body, **{**parts, **other})


def monthly(district: str, region: str = HERE, month: str = "2024-03") -> MonthlyReturn:
    return MonthlyReturn(region, district, month)


def accepted(store: Store, content: Record, author: Actor = AUTHOR) -> Submission:
    """Send a record in and let somebody else accept it."""
    one = store.submit(author, content, NOTE)
    reviewer = COLLEAGUE if author is REVIEWER else REVIEWER
    return store.review_submission(reviewer, one.id, one.version, ACCEPTED)


def district_id(store: Store, region: str = HERE) -> str:
    """The id of a district that counts."""
    return accepted(store, district(region), REVIEWER).id


def body_id(store: Store, region: str = HERE) -> str:
    """The id of a council that counts, in a district that counts."""
    return accepted(store, body(district_id(store, region), region), CHIEF).id


def moved(one: Submission, **other: Any) -> Any:
    """The content of a record with some of it changed."""
    content: Any = one.content
    return replace(content, **other)
