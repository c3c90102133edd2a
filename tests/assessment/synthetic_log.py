"""A synthetic field log: 3 monitors, 40 councils, 500 made-up cases; the same each time.

Nothing in it happened. It exists so that counts can be held against an independent count.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from indicators.field_records import Activity, Body, District, FieldContent, MonthlyReturn

REGIONS = {"KZ-61": 6, "KZ-47": 5, "KZ-11": 4}  # a monitor each; districts
COUNCILS, CASES, YEAR = 40, 500, 2025
# Of each region's months, those that are returned: whole, three in four exactly, too few.
RETURNED = {"KZ-61": 12, "KZ-47": 9, "KZ-11": 8}
Made = tuple[str, FieldContent]


def log(new_id: Callable[[], str]) -> Iterator[Made]:
    """Yield ids and contents, each after those that it rests on."""
    random = Random(7)
    places = []
    for region, count in REGIONS.items():
        for n in range(count):
            district = new_id()
            places.append((region, district))
            yield district, District(region, f"Synthetic district {region} {n}", "Synthetic act")
            for month in range(1, RETURNED[region] + 1):
                yield new_id(), MonthlyReturn(region, district, f"{YEAR}-{month:02d}")
        yield (
            new_id(),
            District(
                region,
                f"Synthetic district {region} of before",
                "Synthetic act",
                date(2024, 12, 31),
            ),
        )
    councils, dissolved = [], set()
    for n in range(COUNCILS):
        region, district = places[n % len(places)]
        gone = "2024-06" if n % 13 == 12 else None
        council = new_id()
        councils.append((region, council))
        if gone:
            dissolved.add(council)
        yield council, Body(
            region, district, "council_of_elders", f"Synthetic village {n}", 1, "2022-11", 9,
            gone,
        )  # fmt: skip
    for n, (region, district) in enumerate(places):
        body = new_id()
        kind = ("mediation_board", "public_consent_board")[n % 2]
        yield body, Body(region, district, kind, f"Synthetic town {n}", 1, "2023")
        yield (
            new_id(),
            Activity(region, body, date(YEAR, 4, 1), "mediation", "work", "akimat", "settled"),
        )
    for n in range(CASES):
        # Some councils never have a case: the last quarter of them.
        region, council = councils[random.randrange(3 * COUNCILS // 4)]
        days = random.randrange(2 * 365)
        # One that was dissolved in June 2024 did nothing later.
        day = date(2024, 1, 1) + timedelta(days=days % 182 if council in dissolved else days)
        outcome = random.choice(("settled", "settled", "settled", "referred", "open", "failed"))
        look = random.choice((None, "still_settled", "still_settled", "reopened"))
        settled = outcome == "settled"
        yield (
            new_id(),
            Activity(
                region,
                council,
                day,
                "mediation",
                random.choice(("land", "pasture", "water", "household", "work", "youth", "other")),
                random.choice(("one_side", "both_sides", "akimat", "police_or_court")),
                outcome,
                look if settled else None,
                look if settled and n % 3 else None,
            ),
        )
    for n in range(60):
        region, council = councils[n % COUNCILS]
        day = date(YEAR, 1 + n % 12, 11) if council not in dissolved else date(2024, 6, 11)
        yield new_id(), Activity(region, council, day, "prevention", "youth", "body_itself")
