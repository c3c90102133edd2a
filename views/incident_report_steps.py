"""The steps of a report: when and where, what, how many, what each side said, the sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from i18n import NAMES
from indicators.incident_report import IncidentReport
from indicators.incident_report_rows import CODED, load_ground, report_texts, untranslated
from reports.incident_words import incident_log
from reports.words import capital, literal
from views import field_log_records
from views.incident_report_form import GEONAMES, OTHER, add_one, get, key, put, remove
from views.incident_report_words import part_name
from views.sent_in import day_format
from views.session import View

KEPT: Final = "session"  # what is written stays while another page is looked at
EARLIEST = date(1991, 12, 16)
MOST_PEOPLE = 10_000_000


def show_steps(view: View, regions: Sequence[str]) -> None:
    """Show the five steps.  regions : those for which the visitor may report."""
    _when_and_where(view, regions)
    _what(view)
    _how_many(view)
    _accounts(view)
    _sources(view)


def _step(number: int, title: str) -> None:
    st.subheader(f"{number}. {title}", anchor=False)


def _choice(view: View, label: str, name: str, words: Mapping[str, Any]) -> None:
    """Offer words of the scheme; none is chosen at first."""
    st.selectbox(
        label,
        list(words),
        format_func=_namer(view, words),
        placeholder=view._("Choose"),
        key=key(name),
        persist_state=KEPT,
    )


def _namer(view: View, words: Mapping[str, Any]) -> Callable[[str], str]:
    return lambda code: capital(view.text(words[code].name))


def _line(label: str, name: str, most: int, help: str | None = None) -> None:
    st.text_input(label, key=key(name), max_chars=most, help=help, persist_state=KEPT)


# -- 1 ---------------------------------------------------------------------------------------------


def _when_and_where(view: View, regions: Sequence[str]) -> None:
    _ = view._
    _step(1, _("When and where"))
    if get("region") not in regions:
        put("region", regions[0])
    scheme, today = incident_log().scheme, field_log_records.today()
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        st.date_input(
            part_name(view, "date"),
            min_value=EARLIEST,
            max_value=today,
            format=day_format(view),
            key=key("date"),
            persist_state=KEPT,
        )
    with middle:
        st.date_input(
            _("Last day, if it lasted longer"),
            min_value=EARLIEST,
            max_value=today,
            format=day_format(view),
            key=key("last_date"),
            persist_state=KEPT,
        )
    with right:
        _choice(view, part_name(view, "date_precision"), "date_precision", scheme.date_precisions)
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        st.selectbox(
            part_name(view, "region"),
            regions,
            format_func=view.region_name,
            key=key("region"),
            persist_state=KEPT,
        )
    with middle:
        _line(_("Place, as the source names it"), "place", 120)
    with right:
        _line(_("District, if the source names it"), "district", 120)
    _seat(view)
    st.segmented_control(
        _("Language in which you write"),
        list(NAMES),
        format_func=NAMES.__getitem__,
        required=True,
        key=key("language"),
        persist_state=KEPT,
    )


def _seat(view: View) -> None:
    _ = view._
    seats = {seat.id: seat for seat in load_ground().seats_of(get("region"))}
    options = ["", *seats, OTHER]
    if get("seat") not in options:
        put("seat", "")

    def named(seat: str) -> str:
        if not seat:
            return _("Not known yet: no mark on the map")
        if seat == OTHER:
            return _("Another centre, to be described")
        return f"{view.text(seats[seat].name)} ({view.text(seats[seat].unit)})"

    st.selectbox(
        _("Where the map shows it: the centre of its district or city, never the settlement"),
        options,
        format_func=named,
        key=key("seat"),
        persist_state=KEPT,
    )
    if get("seat") != OTHER:
        return
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            _line(part_name(view, "centre.name"), "centre_name", 120)
        with right:
            _line(part_name(view, "centre.unit"), "centre_unit", 120)
        columns = st.columns(3, vertical_alignment="bottom")
        for column, name, ends in zip(
            columns, ("lon", "lat"), ((46.0, 88.0), (40.0, 56.0)), strict=False
        ):
            with column:
                st.number_input(
                    part_name(view, f"centre.{name}"),
                    *ends,
                    format="%.5f",
                    step=0.00001,
                    key=key(f"centre_{name}"),
                    persist_state=KEPT,
                )
        with columns[2]:
            _line(part_name(view, "centre.gazetteer_id"), "centre_gazetteer_id", 20)
        scheme = incident_log().scheme
        st.caption(
            _("Coordinates and id as in {gazetteer}.").format(
                gazetteer=view.text(scheme.gazetteers[GEONAMES].name)
            )
        )
        _choice(view, part_name(view, "centre.basis"), "centre_basis", scheme.seat_bases)
        _line(
            _("Who says to which district the place belongs, if the source does not"),
            "centre_basis_source",
            120,
        )


# -- 2 ---------------------------------------------------------------------------------------------


def _what(view: View) -> None:
    _ = view._
    _step(2, _("What happened"))
    scheme = incident_log().scheme
    st.radio(
        part_name(view, "what"),
        list(scheme.kinds),
        format_func=lambda kind: capital(view.text(scheme.kinds[kind].name)),
        captions=[view.text(kind.definition) for kind in scheme.kinds.values()],
        key=key("what"),
        persist_state=KEPT,
    )
    st.caption(_("Choose only what a source states; what no source states stays empty."))
    words: Mapping[str, Mapping[str, Any]] = {
        "trigger": scheme.triggers,
        "mobilisation": scheme.mobilisations,
        "response": scheme.responses,
        "harm": scheme.harms,
    }
    assert set(words) == set(CODED)
    columns = st.columns(2)
    for at, (name, codes) in enumerate(words.items()):
        with columns[at % 2]:
            st.multiselect(
                part_name(view, name),
                list(codes),
                format_func=_namer(view, codes),
                placeholder=_("Choose"),
                key=key(name),
                persist_state=KEPT,
            )
            _line(
                _("{what}: in the source's words").format(what=part_name(view, name)),
                f"{name}_text",
                300,
            )


# -- 3 ---------------------------------------------------------------------------------------------


def _how_many(view: View) -> None:
    _ = view._
    _step(3, _("How many people"))
    scheme = incident_log().scheme
    columns = st.columns(3, vertical_alignment="bottom")
    for column, name in zip(columns, ("size_low", "size_high"), strict=False):
        with column:
            st.number_input(
                part_name(view, name), 0, MOST_PEOPLE, step=1, key=key(name), persist_state=KEPT
            )
    with columns[2]:
        _choice(view, part_name(view, "size_status"), "size_status", scheme.size_statuses)
    for i, at in enumerate(get("deaths")):
        with st.container(border=True, key=f"box_{at}"):
            number = part_name(view, f"deaths.{i}")
            left, middle, right = st.columns(3, vertical_alignment="bottom")
            with left:
                st.number_input(
                    number, 0, MOST_PEOPLE, step=1, key=key(f"{at}_deaths"), persist_state=KEPT
                )
            with middle:
                label = part_name(view, f"deaths.{i}.status")
                _choice(view, label, f"{at}_status", scheme.fatality_statuses)
            with right:
                _line(
                    part_name(view, f"deaths.{i}.as_of"),
                    f"{at}_as_of",
                    10,
                    help=_("A year, a month or a day: 2025, 2025-02 or 2025-02-03."),
                )
            left, right = st.columns(2)
            with left:
                _line(part_name(view, f"deaths.{i}.source"), f"{at}_source", 120)
            with right:
                _line(part_name(view, f"deaths.{i}.note"), f"{at}_note", 300)
            _remove(view, "deaths", at)
    if get("deaths"):
        st.caption(_("Of several numbers the last one is shown as the incident's; all are kept."))
    st.button(
        _("Add a number of deaths"),
        icon=":material/add:",
        on_click=add_one,
        args=("deaths",),
        key="add_deaths",
    )


def _remove(view: View, entries: str, at: str) -> None:
    st.button(
        view._("Remove this entry"),
        icon=":material/delete:",
        on_click=remove,
        args=(entries, at),
        key=f"remove_{at}",
    )


# -- 4 ---------------------------------------------------------------------------------------------


def _accounts(view: View) -> None:
    _ = view._
    _step(4, _("What each side said"))
    st.info(
        _(
            "Groups may be named only here, and only as the source names them: lists and maps never "
            "show this text. Do not name private persons."
        ),
        icon=":material/shield_person:",
    )
    for column, name, help in zip(
        st.columns(2),
        ("official", "independent"),
        (
            _("What an authority or the state news agency said."),
            _("What independent media, witnesses quoted by them, or researchers said."),
        ),
        strict=True,
    ):
        with column:
            st.text_area(
                part_name(view, name),
                key=key(name),
                max_chars=2000,
                height=160,
                help=help,
                persist_state=KEPT,
            )
            _line(
                _("{what}: when that was said").format(what=part_name(view, name)),
                f"{name}_date",
                10,
                help=_("A year, a month or a day: 2025, 2025-02 or 2025-02-03."),
            )


# -- 5 ---------------------------------------------------------------------------------------------


def _sources(view: View) -> None:
    _ = view._
    _step(5, _("Sources"))
    st.caption(_("At least one published item; two of different publishers where possible."))
    for i, at in enumerate(get("sources")):
        with st.container(border=True, key=f"box_{at}"):
            left, right = st.columns([2, 1])
            with left:
                _line(part_name(view, f"sources.{i}.title"), f"{at}_title", 300)
                _line(part_name(view, f"sources.{i}.url"), f"{at}_url", 500)
            with right:
                _line(part_name(view, f"sources.{i}.publisher"), f"{at}_publisher", 120)
                _line(
                    part_name(view, f"sources.{i}.date"),
                    f"{at}_date",
                    10,
                    help=_("A year, a month or a day: 2025, 2025-02 or 2025-02-03."),
                )
            if len(get("sources")) > 1:
                _remove(view, "sources", at)
    st.button(
        _("Add a source"),
        icon=":material/add:",
        on_click=add_one,
        args=("sources",),
        key="add_sources",
    )


# -- translations ----------------------------------------------------------------------------------


def show_translations(view: View, report: IncidentReport) -> None:
    """Offer a field for each text that is not yet there in another language, and for those there."""
    _ = view._
    lacking = {field for field, _language in untranslated(report)}
    filled = [(field, text) for field, text in report_texts(report) if not text.is_empty]
    title = _("In the other languages (may be left to the analyst)")
    if filled and not lacking:
        title = _("In the other languages: all there")
    with st.expander(title, key="translations", on_change="rerun") as expander:
        if not expander.open:
            return
        st.caption(
            _(
                "A release takes a report over only when it stands in three languages. Names of "
                "publishers that the log knows are filled in."
            )
        )
        if not filled:
            st.caption(_("Nothing is written yet."))
        for field, text in filled:
            st.markdown(f"**{part_name(view, field)}**: {literal(text.get(report.language))}")
            others = [one for one in NAMES if one != report.language]
            for column, language in zip(st.columns(2), others, strict=True):
                with column:
                    _line(
                        f"{part_name(view, field)}, {NAMES[language]}",
                        f"{_field_name(field)}.{language}",
                        2000,
                    )


def _field_name(path: str) -> str:
    """Return the name in the form of a text by its path in the report."""
    parts = path.split(".")
    if parts[0] in ("sources", "deaths"):
        filled = [at for at in get(parts[0]) if parts[0] == "deaths" or _has_source(at)]
        return f"{filled[int(parts[1])]}_{parts[2]}"
    if parts[0] == "centre":
        return f"centre_{parts[1]}"
    if parts[0] in CODED:
        return f"{parts[0]}_text"
    return parts[0]


def _has_source(at: str) -> bool:
    return any(get(f"{at}_{part}") for part in ("title", "url", "date", "publisher"))
