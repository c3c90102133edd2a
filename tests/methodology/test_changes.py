"""A number that is changed in the registry changes in the text, in each language."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from assessment import Assessment
from assessment.baseline import scheme
from indicators.registry import Registry
from methodology import Document, build
from methodology.environment import exact, plain
from scoring.score import score

LANGS = ("en", "ru", "kk")


def with_framework(registry: Registry, **changes: Any) -> Registry:
    return replace(registry, framework=registry.framework.model_copy(update=changes))


def with_card(registry: Registry, name: str, **changes: Any) -> Registry:
    card = registry.cards[name].model_copy(update=changes)
    return replace(registry, cards=MappingProxyType({**registry.cards, name: card}))


def altered(registry: Registry) -> dict[str, tuple[Registry, str, dict[str, str]]]:
    """Registries with one number changed, the section that must say so, and the new text."""
    framework = registry.framework
    first, second, *others = framework.pillars
    name, *_ = first.indicators
    card = registry.cards[name]
    assert card.goalposts is not None
    posts = card.goalposts
    weights = (
        first.model_copy(update={"weight": 0.2875}),
        second.model_copy(update={"weight": 0.3125}),
        *others,
    )
    inside = first.model_copy(update={"indicators": {**first.indicators, name: 2.75}})
    cuts = (
        *framework.classes[:-1],
        framework.classes[-1].model_copy(update={"lower": 67.25}),
    )
    attention = framework.classes[2]
    grades = {**framework.reliability.grades, "C": 0.5625}
    where = f"card_{name}"

    def both(text: str) -> dict[str, str]:
        comma = text.replace(".", ",")
        return {"en": text, "ru": comma, "kk": comma}

    nbsp = "\N{NO-BREAK SPACE}"
    return {
        "pillar weight": (
            with_framework(registry, pillars=weights),
            "theoretical_framework",
            {"en": "28.75%", "ru": f"28,75{nbsp}%", "kk": "28,75%"},
        ),
        "inner weight": (
            with_framework(registry, pillars=(inside, *framework.pillars[1:])),
            "weights",
            both("| 2.75 |"),
        ),
        "class": (with_framework(registry, classes=cuts), "classes", both("67.25")),
        "attention": (
            with_framework(registry, attention_from=attention.id),
            "presentation",
            {lang: plain(attention.name.get(lang)) for lang in LANGS},
        ),
        "coverage": (
            with_framework(registry, coverage="17/23"),
            "missing_data",
            dict.fromkeys(LANGS, "17/23"),
        ),
        "like for like": (
            with_framework(registry, like_for_like="19/29"),
            "like_for_like",
            dict.fromkeys(LANGS, "19/29"),
        ),
        "method version": (
            with_framework(registry, version="7.77"),
            "versions",
            dict.fromkeys(LANGS, "7.77"),
        ),
        "stale after": (
            with_framework(
                registry,
                reliability=framework.reliability.model_copy(update={"stale_after_years": 6.75}),
            ),
            "uncertainty_and_sensitivity",
            both("6.75"),
        ),
        "grade": (
            with_framework(
                registry, reliability=framework.reliability.model_copy(update={"grades": grades})
            ),
            "uncertainty_and_sensitivity",
            both("| C | 0.5625 |"),
        ),
        "goalpost": (
            with_card(registry, name, goalposts=posts.model_copy(update={"hi": posts.hi + 1.125})),
            where,
            {lang: exact(posts.hi + 1.125, lang) for lang in LANGS},
        ),
        "window": (
            with_card(registry, name, goalposts=posts.model_copy(update={"window": (1987, 1998)})),
            where,
            dict.fromkeys(LANGS, "1987–1998"),
        ),
        "max_age": (
            with_card(registry, name, max_age=9),
            where,
            {"en": "9\N{NO-BREAK SPACE}years", "ru": f"9{nbsp}лет", "kk": f"9{nbsp}жыл"},
        ),
        "card version": (
            with_card(registry, name, version="5.55"),
            "versions",
            dict.fromkeys(LANGS, "5.55"),
        ),
    }


CHANGES = (
    "pillar weight",
    "inner weight",
    "class",
    "attention",
    "coverage",
    "like for like",
    "method version",
    "stale after",
    "grade",
    "goalpost",
    "window",
    "max_age",
    "card version",
)


def test_list_of_changes_is_whole(assessment: Assessment) -> None:
    assert set(altered(assessment.registry)) == set(CHANGES)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_number_changes_the_text(
    assessment: Assessment, documents: dict[str, Document], change: str
) -> None:
    registry, section, texts = altered(assessment.registry)[change]
    # Scored anew, so that the worked example is that of the changed method.
    result = score(assessment.result.inputs, scheme(registry, {}))
    other = replace(assessment, registry=registry, result=result)
    for lang in LANGS:
        before = documents[lang].section(section).markdown
        after = build(other, lang).section(section).markdown
        assert after != before
        assert after.count(texts[lang]) > before.count(texts[lang])
