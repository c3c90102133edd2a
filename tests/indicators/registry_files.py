"""A small sound registry of three cards as YAML files, to be broken in tests."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Content = dict[str, Any]


def text(english: str) -> dict[str, str]:
    return {"en": english, "ru": f"{english} ru", "kk": f"{english} kk"}


def card(name: str, pillar: str, **changes: object) -> Content:
    """A scored card; what is None in the changes is left out."""
    content = {
        "id": name,
        "version": "1.0",
        "status": "scored",
        "pillar": pillar,
        "name": text(name),
        "short": text(name),
        "definition": text("Births a job."),
        "formula": "100 * births / jobs",
        "unit": "percent",
        "decimals": 1,
        "direction": 1,
        "denominator": text("job"),
        "goalposts": {
            "lo": 0,
            "hi": 100,
            "basis": "norm",
            "version": "1.0",
            "note": text("From none to all."),
        },
        "max_age": 2,
        "sources": ["office"],
        "licence": text("Free."),
        "rationale": text("Because."),
        "claims": [{"source": "study_2020", "text": text("It matters.")}],
        "caveats": text("None."),
        **changes,
    }
    return {key: value for key, value in content.items() if value is not None}


def series(kind: str = "extensive", **more: object) -> Content:
    return {
        "name": text("Series"),
        "theme": "test",
        "unit": "persons" if kind == "extensive" else "percent",
        "kind": kind,
        "range": [None, None],
        **more,
    }


def pillar(name: str, weight: float, members: dict[str, float], **more: object) -> Content:
    return {
        "id": name,
        "weight": weight,
        "name": text(name),
        "short": text(name),
        "question": text(f"What of {name}?"),
        "indicators": members,
        **more,
    }


def step() -> Content:
    return {"check": text("Find out."), "ask": text("All."), "act": text("Listen.")}


SOUND: Content = {
    "units.yaml": {"persons": {"label": text("persons")}, "percent": {"label": text("%")}},
    "series.yaml": {
        "births": series(),
        "jobs": series(),
        "population_annual_average": series(breaks=[2022]),
        "income": series("intensive"),
        "poverty": series("intensive", quarters=3),
    },
    "references.yaml": {
        "study_2020": {
            "title": "A study",
            "authors": "Somebody",
            "year": 2020,
            "where": "Journal 1",
            "kind": "article",
        }
    },
    "framework.yaml": {
        "version": "1.0",
        "first_year": 2020,
        "last_year": 2023,
        "coverage": "2/3",
        "like_for_like": "2/3",
        "within_pillars": "arithmetic",
        "across_pillars": "inverted_geometric",
        "weights_note": text("By choice."),
        "pillars": [
            pillar("land", 0.6, {"birth_share": 1, "poverty_share": 1}),
            pillar("stress", 0.4, {"income_gap": 1}, optional=True),
        ],
        "classes": [
            {"id": name, "name": text(name), "lower": lower}
            for name, lower in (
                ("very_low", 0),
                ("low", 20),
                ("medium", 35),
                ("high", 50),
                ("very_high", 65),
            )
        ],
        "attention_from": "high",
        "reliability": {"stale_after_years": 5, "grades": {"A": 0.2, "B": 0.4, "C": 0.6}},
        "uncertainty": {
            "draws": 200,
            "seed": 1,
            "normalisation": ["goalposts", "phi", "mid_rank"],
            "goalpost_percentile": [2, 10],
            "across_pillars": ["inverted_geometric", "arithmetic", "quadratic", "maximum"],
            "weight_band": 0.05,
            "leave_one_out": True,
            "missing": ["none", "mean", "median", "nearest"],
            "optional_pillars": ["as_is", "without", "flipped"],
            "sensitivity_base": 256,
        },
    },
    "signals.yaml": {
        "false_discovery_rate": 0.1,
        "current_within_days": 731,
        "histories": 200,
        "seed": 1,
    },
    "playbook.yaml": {
        "version": "1.0",
        "figure": {"check": text("Read it."), "ask": text("The office.")},
        "pillars": {"land": step(), "stress": step()},
    },
    "cards/birth_share.yaml": card("birth_share", "land"),
    "cards/poverty_share.yaml": card("poverty_share", "land", formula="poverty", max_age=1),
    "cards/income_gap.yaml": card(
        "income_gap",
        "stress",
        formula="100 * income / national(income)",
        direction=-1,
        applies_to="oblasts",
        not_applicable={"KZ-23": text("It is not measured there.")},
        goalposts={
            "transform": "log",
            "lo": 50,
            "hi": 200,
            "basis": "percentile",
            "window": [2015, 2024],
            "version": "1.0",
            "note": text("5th and 95th percentile."),
        },
    ),
    "cards/birth_count.yaml": card(
        "birth_count",
        "land",
        status="shown",
        formula="births",
        extensive=True,
        unit="persons",
        goalposts=None,
        claims=None,
    ),
}


def write(folder: Path, change: Callable[[Content], object] | None = None) -> Path:
    """Write the registry into a folder, after ``change`` has worked on its content."""
    content = copy.deepcopy(SOUND)
    if change is not None:
        change(content)
    (folder / "cards").mkdir(parents=True, exist_ok=True)
    for name, part in content.items():
        dumped = yaml.safe_dump(part, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(dumped, encoding="utf-8")
    return folder
