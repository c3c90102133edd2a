"""Words of the field log: its fields and their values, what a record is about, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from i18n import date_text, month_text, short_date
from indicators.field_records import Activity, Body, District, FieldContent, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from indicators.record_forms import RecordError, about, region_names
from reports.words import capital, literal
from scenarios.submitted import Submission
from views.field_log_records import Ground, content_of
from views.keeping import said
from views.mending import reason
from views.session import View

NOTHING = "–"


def kind_name(view: View, kind: str) -> str:
    """Name a kind of record."""
    if kind == Body.kind:
        return view._("Council or board")
    return capital(view.text(load_field_scheme().records[kind].name))


def field_name(view: View, field: str) -> str:
    """Name a field of a record."""
    _ = view._
    own = {
        "name": _("Name, as in the official act"),
        "body": _("Council or board"),
        "note": _("Note (not published)"),
        "reason": _("Reason"),
        "source": _("Source: the act, or the publication that names it"),
        "until": _("Last day on which it existed"),
    }
    if field in own:
        return own[field]
    columns = load_field_scheme().columns
    return capital(view.text(columns[field].name)) if field in columns else literal(field)


def word(view: View, field: str, code: str) -> str:
    """Say a coded word of a field."""
    names = load_field_scheme().names()
    if field in names and code in names[field]:
        return view.text(names[field][code])
    return region_names()[code].get(view.language) if code in region_names() else code


def value(view: View, field: str, held: object, ground: Ground) -> str:
    """Say what stands in a field, for a place that reads Markdown."""
    if held is None:
        return NOTHING
    if field == "district" and held in ground.districts:
        return literal(ground.districts[str(held)].name)
    if field == "body" and held in ground.bodies:
        return body_title(view, ground.bodies[str(held)], ground)
    if isinstance(held, date):
        return date_text(held, view.language)
    if field == "month":
        return month(view, str(held))
    if field in ("set_up", "dissolved"):
        return when(view, str(held))
    if isinstance(held, str):
        return literal(word(view, field, held))
    return str(held)


def month(view: View, text: str) -> str:
    """Say a month such as 2025-03."""
    return month_text(date(int(text[:4]), int(text[5:7]), 1), view.language)


def when(view: View, text: str) -> str:
    """Say a year, a month or a day, as a record holds it."""
    period = about(text)
    if period is None or len(text) == 4:
        return text
    return month(view, text) if len(text) == 7 else date_text(period.start, view.language)


def body_title(view: View, body: Body, ground: Ground | None = None) -> str:
    """Say which body it is: kind and place, the number where there is a second, the district."""
    kind = capital(word(view, "body_kind", body.body_kind))
    place = literal(body.place)
    if body.number > 1:
        place += f" № {body.number}"
    title = f"{kind}, {place}"
    if ground is not None and body.district in ground.districts:
        title += f" ({literal(ground.districts[body.district].name)})"
    return title


def title(view: View, content: FieldContent, ground: Ground) -> str:
    """Say in one line what a record is about (Markdown)."""
    match content:
        case District():
            return literal(content.name)
        case Body():
            return body_title(view, content, ground)
        case Activity():
            what = capital(word(view, "activity_kind", content.activity_kind))
            subject = word(view, "subject", content.subject)
            return f"{what}: {subject}, {short_date(content.date, view.language)}"
        case MonthlyReturn():
            district = ground.districts.get(content.district)
            name = literal(district.name) if district is not None else NOTHING
            return f"{name}: {month(view, content.month)}"


def below(view: View, content: FieldContent, ground: Ground) -> str:
    """Say what stands under the title of a record: kind, region, body, outcome (Markdown)."""
    parts = [kind_name(view, content.kind), literal(view.region_short(content.region))]
    if isinstance(content, Activity):
        body = ground.bodies.get(content.body)
        if body is not None:
            parts.append(body_title(view, body, ground))
        if content.outcome is not None:
            parts.append(word(view, "outcome", content.outcome))
    return " · ".join(parts)


def lines(view: View, content: FieldContent, ground: Ground) -> list[tuple[str, str]]:
    """Return name and value of each field of a record that has one (Markdown)."""
    return [
        (field_name(view, field), value(view, field, held, ground))
        for field, held in _fields(content)
        if held is not None
    ]


def changes(view: View, before: Submission, after: Submission, ground: Ground) -> Iterator[str]:
    """Say what a later version of a record says otherwise, a line each (Markdown)."""
    old, new = dict(_fields(content_of(before))), dict(_fields(content_of(after)))
    for field, held in new.items():
        if old.get(field) != held:
            first = value(view, field, old.get(field), ground)
            yield f"{field_name(view, field)}: {first} → {value(view, field, held, ground)}"
    if before.note != after.note:
        first, last = (literal(one.note) or NOTHING for one in (before, after))
        yield f"{field_name(view, 'note')}: {first} → {last}"


def _fields(content: FieldContent) -> Iterator[tuple[str, object]]:
    for field in content.to_json():
        yield field, getattr(content, field)


def problem_sentence(view: View, problem: Exception) -> str:
    """Say what stands in the way of a record, for a place that reads Markdown."""
    _ = view._
    if not isinstance(problem, RecordError):
        return said(problem, _)
    about_field = problem.fields["field"]

    def words(name: str, held: str) -> str:
        if name == "field":
            return field_name(view, held)
        parts = held.split(", ") if name == "allowed" else [held]
        return ", ".join(literal(_spoken(view, about_field, part)) for part in parts)

    return reason(problem, _, words)


def _spoken(view: View, field: str, part: str) -> str:
    found = word(view, field, part)
    if found == part and part in load_field_scheme().activity_kinds:
        return word(view, "activity_kind", part)
    if found == part and part in load_field_scheme().outcomes:
        return word(view, "outcome", part)
    return found
