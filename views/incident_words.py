"""Words for what the log says of an incident: when, where, how many, in which borders then."""

from __future__ import annotations

from typing import cast

from geodata.regions import Borders, Unit
from i18n import date_text, days_text, month_text
from indicators.incident_scheme import Code, FatalityStatus
from indicators.incidents import Coded, Incident
from indicators.period import parse_period
from indicators.territories import CURRENT, NATION
from reports.wording import NOTHING
from views.session import View, incident_log


def when(view: View, incident: Incident) -> str:
    """Say the day, the days or the month."""
    if incident.date_precision == "month":
        return month_text(incident.first_day, view.language)
    last = parse_period(incident.last_date)
    text = days_text(
        incident.first_day, incident.first_day if last is None else last.end, view.language
    )
    if incident.date_precision == "approximate":
        return view._("about {date}").format(date=text)
    if incident.date_precision == "report_date":
        return view._("reported {date}").format(date=text)
    return text


def told_date(view: View, text: str) -> str:
    """Say the date of an account: a day, a month or a year, as it is known."""
    period = parse_period(text)
    if period is None:
        return view._("date not stated")
    if len(text) == len("2022"):
        return text
    if len(text) == len("2022-01"):
        return month_text(period.start, view.language)
    return date_text(period.start, view.language)


def where(view: View, incident: Incident) -> str:
    """Name the region in today's borders."""
    if incident.region == NATION:
        return view._("whole country")
    return view.region_name(incident.region)


def then(view: View, incident: Incident) -> str:
    """Name the region in the borders of the time; empty when they are today's."""
    if incident.borders_then == CURRENT:
        return ""
    unit = Unit(incident.region_then, cast(Borders, incident.borders_then))
    return view.assessment.regions.all_unit_names[unit].get(view.language)


def size(view: View, incident: Incident) -> str:
    """Say how many people took part."""
    low, high = incident.size_low, incident.size_high
    if low is None:
        return NOTHING
    first = view.number(low, 0)
    if incident.size_status == "at_least":
        return view._("more than {count}").format(count=first)
    if incident.size_status == "about" or high is None or high == low:
        return view._("about {count}").format(count=first)
    return f"{first}–{view.number(high, 0)}"


def deaths(view: View, incident: Incident) -> str:
    """Say the deaths of the incident with what the number is; one of the trigger is no such death."""
    if not incident.fatalities_status:
        return NOTHING
    status = fatality_status(view, incident.fatalities_status)
    if incident.fatalities is None:
        return status
    return f"{view.number(incident.fatalities, 0)} ({status})"


def deaths_short(view: View, incident: Incident) -> str:
    """Say the deaths of the incident itself, for a list."""
    if incident.fatalities is None or not incident.fatalities_counted:
        return NOTHING
    return view.number(incident.fatalities, 0)


def fatality_status(view: View, status: str) -> str:
    """Say what a number of deaths is."""
    words: dict[str, FatalityStatus] = incident_log().scheme.fatality_statuses
    return view.text(words[status].name)


def coded(view: View, part: Coded, words: dict[str, Code]) -> str:
    """Say what is coded, and the sourced text behind it."""
    names = ", ".join(view.text(words[code].name) for code in part.codes)
    text = "" if part.text is None else view.text(part.text)
    return ". ".join(filter(None, (names[:1].upper() + names[1:], text)))


def kind_name(view: View, incident: Incident) -> str:
    """Name the kind."""
    return view.text(incident_log().scheme.kinds[incident.kind].name)
