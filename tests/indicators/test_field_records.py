"""Contents of field records: what they hold comes back, and what they may not hold is refused."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.field_records import (
    FIELD_CONTENTS,
    Activity,
    Body,
    District,
    FieldContent,
    MonthlyReturn,
    RecordError,
)
from indicators.field_scheme import SCHEME_FILE, load_field_scheme
from indicators.record_forms import region_names, regions
from indicators.record_notes import check_note, note_warnings
from indicators.text import LANGUAGES
from indicators.yaml_file import RegistryError

SCHEME = load_field_scheme()
DISTRICT = District("KZ-61", "Synthetic district", "Synthetic act 1")
BODY = Body("KZ-61", "d1", "council_of_elders", "Synthetic village", 1, "2022-11", 9)
CASE = Activity(
    "KZ-61", "b1", date(2025, 3, 5), "mediation", "water", "akimat", "settled", "still_settled"
)
RETURN = MonthlyReturn("KZ-61", "d1", "2025-03")

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
ids = st.text("abcdefghjk23456789", min_size=1, max_size=10)
lines = st.text(st.characters(categories=["L"]), min_size=1, max_size=40)
about = days.flatmap(lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day}"]))
region = st.sampled_from(regions())


def words(of: Mapping[str, object]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(of))


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    kind = draw(words(SCHEME.activity_kinds))
    outcome = draw(words(SCHEME.outcomes)) if SCHEME.activity_kinds[kind].case else None
    look = st.none()
    if outcome is not None and SCHEME.outcomes[outcome].settled:
        look = st.one_of(st.none(), words(SCHEME.follow_ups))  # type: ignore[assignment]
    return Activity(
        draw(region),
        draw(ids),
        draw(days),
        kind,
        draw(words(SCHEME.subjects)),
        draw(words(SCHEME.askers)),
        outcome,
        draw(look),
        draw(look),
    )


contents = st.one_of(
    st.builds(District, region, lines, lines, st.one_of(st.none(), days)),
    st.builds(
        Body,
        region,
        ids,
        words(SCHEME.body_kinds),
        st.sampled_from(["Synthetic village", "Жаңа ауыл", "Ново-Айдарлы"]),
        st.integers(1, SCHEME.limits.number),
        about,
        st.one_of(st.none(), st.integers(1, SCHEME.limits.members)),
    ),
    activities(),
    st.builds(MonthlyReturn, region, ids, days.map(lambda day: f"{day:%Y-%m}")),
)


@given(contents)
def test_what_a_record_holds_comes_back(content: FieldContent) -> None:
    told = content.to_json()
    assert type(content).from_json(told) == content
    assert FIELD_CONTENTS[content.kind] is type(content)
    assert all(value is None or isinstance(value, str | int) for value in told.values())


@given(contents, st.text(max_size=5))
def test_a_key_that_is_not_known_is_refused(content: FieldContent, key: str) -> None:
    told = content.to_json()
    if key not in told:
        with pytest.raises(RecordError) as caught:
            type(content).from_json({**told, key: None})
        assert caught.value.code == "unknown"


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)


def made_of(
    kind: type[FieldContent], told: Mapping[str, Any]
) -> tuple[FieldContent | None, RecordError | None]:
    try:
        return kind.from_json(told), None
    except RecordError as error:
        return None, error


@given(contents, st.data())
def test_whatever_stands_in_a_field_it_is_a_record_or_one_clear_error(
    content: FieldContent, data: st.DataObject
) -> None:
    told = content.to_json()
    told[data.draw(st.sampled_from(sorted(told)))] = data.draw(ANYTHING)
    made, problem = made_of(type(content), told)
    if problem is not None:
        assert problem.user_message.isprintable()
        assert len(problem.fields["value"]) <= 120
    else:
        assert made is not None
        assert type(content).from_json(made.to_json()) == made


@pytest.mark.parametrize(
    ("content", "change", "code", "field"),
    [
        (DISTRICT, {"region": "KZ"}, "region", "region"),
        (DISTRICT, {"region": "KZ-YUZ"}, "region", "region"),
        (DISTRICT, {"name": ""}, "empty", "name"),
        (DISTRICT, {"name": "=1+1"}, "characters", "name"),
        (DISTRICT, {"name": "a\u202eb"}, "characters", "name"),
        (DISTRICT, {"name": "a\nb"}, "characters", "name"),
        (DISTRICT, {"source": "x" * 201}, "long", "source"),
        (DISTRICT, {"source": None}, "type", "source"),
        (DISTRICT, {"source": "Act, +7 701 234-56-78"}, "personal", "source"),
        (DISTRICT, {"until": "2025-02-30"}, "day", "until"),
        (DISTRICT, {"until": "2025"}, "day", "until"),
        (BODY, {"district": "../x"}, "reference", "district"),
        (BODY, {"body_kind": "court"}, "word", "body_kind"),
        (BODY, {"place": "x" * 81}, "long", "place"),
        (BODY, {"place": "этническая община"}, "group", "place"),
        (BODY, {"place": "центр (этнический)"}, "group", "place"),
        (BODY, {"number": 0}, "number", "number"),
        (BODY, {"number": "1"}, "number", "number"),
        (BODY, {"number": True}, "number", "number"),
        (BODY, {"members": 501}, "number", "members"),
        (BODY, {"members": 3.0}, "number", "members"),
        (BODY, {"set_up": "2022-13"}, "about", "set_up"),
        (BODY, {"set_up": "2022-Q1"}, "about", "set_up"),
        (BODY, {"set_up": "1989"}, "about", "set_up"),
        (BODY, {"dissolved": "2022-10"}, "order", "dissolved"),
        (CASE, {"outcome": None}, "needed", "outcome"),
        (CASE, {"activity_kind": "prevention"}, "not_here", "outcome"),
        (CASE, {"outcome": "open"}, "not_here", "follow_up_30"),
        (CASE, {"outcome": "won"}, "word", "outcome"),
        (CASE, {"follow_up_90": "good"}, "word", "follow_up_90"),
        (CASE, {"subject": "language"}, "word", "subject"),
        (CASE, {"asked_by": ["akimat"]}, "word", "asked_by"),
        (CASE, {"date": "05.03.2025"}, "day", "date"),
        (CASE, {"date": 20250305}, "day", "date"),
        (RETURN, {"month": "2025-3"}, "month", "month"),
        (RETURN, {"month": "2025-00"}, "month", "month"),
        (RETURN, {"month": "2025"}, "month", "month"),
    ],
)
def test_a_field_that_cannot_be_is_named(
    content: FieldContent, change: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RecordError) as caught:
        type(content).from_json({**content.to_json(), **change})
    assert (caught.value.code, caught.value.fields["field"]) == (code, field)


def test_a_field_that_must_be_there_may_not_be_left_out() -> None:
    for content in (DISTRICT, BODY, CASE, RETURN):
        optional = {"until", "members", "dissolved", "outcome", "follow_up_30", "follow_up_90"}
        for name in content.to_json():
            told = {key: value for key, value in content.to_json().items() if key != name}
            if name in optional - {"outcome"}:
                type(content).from_json(told)
            else:
                with pytest.raises(RecordError):
                    type(content).from_json(told)


@pytest.mark.parametrize("what", [None, [], "record", 3])
def test_what_is_no_mapping_is_no_record(what: Any) -> None:
    with pytest.raises(RecordError, match="mapping"):
        District.from_json(what)


# -- what can be known on a day --------------------------------------------------------------------


def code_on(content: FieldContent, today: date) -> str | None:
    try:
        content.check_on(today)
    except RecordError as error:
        return error.code
    return None


def test_nothing_is_recorded_before_it_happened() -> None:
    assert code_on(CASE, date(2025, 3, 4)) == "future"
    assert code_on(BODY, date(2022, 10, 31)) == "future"
    assert code_on(BODY, date(2022, 11, 1)) is None
    assert code_on(DISTRICT, date(2000, 1, 1)) is None


def test_a_month_is_returned_when_it_is_over() -> None:
    assert code_on(RETURN, date(2025, 3, 31)) == "not_over"
    assert code_on(RETURN, date(2025, 4, 1)) is None


@pytest.mark.parametrize(("field", "days"), [("follow_up_30", 30), ("follow_up_90", 90)])
def test_a_follow_up_is_known_when_its_days_have_passed(field: str, days: int) -> None:
    told = {**CASE.to_json(), "follow_up_30": None, "follow_up_90": None, field: "reopened"}
    content = Activity.from_json(told)
    last = CASE.date + timedelta(days=days)
    assert code_on(content, last - timedelta(days=1)) == "too_early"
    assert code_on(content, last) is None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2022, 10, 31), "not_set_up"),
        (date(2022, 11, 1), None),  # it may have been set up on any day of the month
        (date(2024, 12, 31), None),  # and dissolved on any day of the year
        (date(2025, 1, 1), "dissolved"),
    ],
)
def test_a_body_does_nothing_before_it_is_set_up_or_after_it_is_dissolved(
    day: date, code: str | None
) -> None:
    body = replace(BODY, set_up="2022-11", dissolved="2024")
    content = replace(CASE, date=day)
    if code is None:
        content.check_body(body)
        return
    with pytest.raises(RecordError) as caught:
        content.check_body(body)
    assert (caught.value.code, caught.value.fields["field"]) == (code, "date")


# -- notes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "ИИН 850101300123",
        "850101 300123",
        "+7 701 234 56 78",
        "звонить 8 (701) 234-56-78",
        "87012345678",
        "77012345678",
        "701 234 56 78",
        "7012345678",
        "+998 90 123 45 67",
    ],
)
def test_a_note_holds_no_personal_number_and_no_telephone(note: str) -> None:
    for text in (note, f"до {note} после", f"({note})"):
        with pytest.raises(RecordError) as caught:
            check_note(text)
        assert caught.value.code == "personal"
        assert note not in caught.value.user_message  # not even in the answer


@pytest.mark.parametrize(
    "note",
    [
        "",
        "12.03.2025 в 10:30 пришли 45 человек",
        "2022, 2023, 2024 и 2025 годы",
        "Постановление № 1234567",
        "площадь 1 250 000 м²",
        "10 000 000 тенге",
    ],
)
def test_other_numbers_may_stand_in_a_note(note: str) -> None:
    assert check_note(note) == note


def test_a_note_is_short_and_can_be_shown() -> None:
    assert check_note("  a\r\nb ") == "a\nb"
    for note, code in (("x" * 501, "long"), ("a\0", "characters"), ("a\u202eb", "characters")):
        with pytest.raises(RecordError) as caught:
            check_note(note)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("note", "warned"),
    [
        ("спор из-за полива, стороны примирились", ()),
        ("Совет собрался. Спор о воде", ()),
        ("пришёл Иванов П. С.", ("person",)),
        ("Сулейменова Айгүл Бауыржанқызы", ("person",)),
        ("Marat Ospanov came", ("person",)),
        ("спор между этническими группами", ("group",)),
        ("ұлттық құрамы туралы", ("group",)),
    ],
)
def test_the_author_of_a_note_is_warned(note: str, warned: tuple[str, ...]) -> None:
    assert note_warnings(note) == warned
    assert check_note(note) == note  # a warning refuses nothing


# -- the scheme ------------------------------------------------------------------------------------


def test_no_field_has_room_for_a_person_or_a_group() -> None:
    every = {one.name for kind in FIELD_CONTENTS.values() for one in fields(kind)}
    free = every - set(SCHEME.names())
    assert free == {
        *("region", "district", "body", "name", "source", "place"),
        *("until", "set_up", "dissolved", "date", "month", "number", "members"),
    }


def test_columns_and_words_are_told_apart_in_each_language() -> None:
    for lang in LANGUAGES:
        names = [column.name.get(lang) for column in SCHEME.columns.values()]
        assert len(set(names)) == len(names)
        for of in SCHEME.names().values():
            assert len({text.get(lang) for text in of.values()}) == len(of)


def test_regions_are_todays_twenty_with_their_names() -> None:
    assert len(regions()) == 20
    assert "KZ" not in regions()
    assert region_names()["KZ-61"].ru == "Туркестанская область"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("months: 12", "months: 0"),
        ("min_completeness: 0.75", "min_completeness: 1.5"),
        ("min_completeness: 0.75", "min_completenes: 0.75"),
        ("counts: true", "counts: false"),
        ("case: true", "case: false"),
        ("en: land,", ""),
        ("  1:\n", "  3:\n"),
        ("public_as: other", "public_as: another"),
    ],
)
def test_a_broken_scheme_is_refused(tmp_path: Any, old: str, new: str) -> None:
    text = SCHEME_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "scheme.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"scheme\.yaml"):
        load_field_scheme(path)
