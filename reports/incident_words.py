"""Words for what the log says of an incident: when, where, how many, in which borders then."""

from __future__ import annotations

from functools import cache
from typing import cast

from geodata.regions import Borders, Unit
from i18n import date_text, days_text, month_text
from indicators.incident_scheme import Code, FatalityStatus
from indicators.incidents import Coded, Incident, Incidents, read_incidents
from indicators.period import parse_period
from indicators.territories import CURRENT, NATION
from reports.wording import NOTHING, Wording
from reports.words import capital


@cache
def incident_log() -> Incidents:
    """Read the log of incidents, once in the life of the program."""
    return read_incidents()


def when(words: Wording, incident: Incident) -> str:
    """Say the day, the days or the month."""
    if incident.date_precision == "month":
        return month_text(incident.first_day, words.language)
    last = parse_period(incident.last_date)
    text = days_text(
        incident.first_day, incident.first_day if last is None else last.end, words.language
    )
    if incident.date_precision == "approximate":
        return words._("about {date}").format(date=text)
    if incident.date_precision == "report_date":
        return words._("reported {date}").format(date=text)
    return text


def told_date(words: Wording, text: str) -> str:
    """Say the date of an account: a day, a month or a year, as it is known."""
    period = parse_period(text)
    if period is None:
        return words._("date not stated")
    if len(text) == len("2022"):
        return text
    if len(text) == len("2022-01"):
        return month_text(period.start, words.language)
    return date_text(period.start, words.language)


def where(words: Wording, incident: Incident) -> str:
    """Name the region in today's borders."""
    if incident.region == NATION:
        return words._("whole country")
    return words.region_name(incident.region)


def then(words: Wording, incident: Incident) -> str:
    """Name the region in the borders of the time; empty when they are today's."""
    if incident.borders_then == CURRENT:
        return ""
    unit = Unit(incident.region_then, cast(Borders, incident.borders_then))
    return words.assessment.regions.all_unit_names[unit].get(words.language)


def size(words: Wording, incident: Incident) -> str:
    """Say how many people took part."""
    low, high = incident.size_low, incident.size_high
    if low is None:
        return NOTHING
    first = words.number(low, 0)
    if incident.size_status == "at_least":
        return words._("more than {count}").format(count=first)
    if incident.size_status == "about" or high is None or high == low:
        return words._("about {count}").format(count=first)
    return f"{first}–{words.number(high, 0)}"


def deaths(words: Wording, incident: Incident) -> str:
    """Say the deaths of the incident with what the number is; one of the trigger is no such death."""
    if not incident.fatalities_status:
        return NOTHING
    status = fatality_status(words, incident.fatalities_status)
    if incident.fatalities is None:
        return status
    return f"{words.number(incident.fatalities, 0)} ({status})"


def deaths_short(words: Wording, incident: Incident) -> str:
    """Say the deaths of the incident itself, for a list."""
    if incident.fatalities is None or not incident.fatalities_counted:
        return NOTHING
    return words.number(incident.fatalities, 0)


def fatality_status(words: Wording, status: str) -> str:
    """Say what a number of deaths is."""
    statuses: dict[str, FatalityStatus] = incident_log().scheme.fatality_statuses
    return words.text(statuses[status].name)


def coded(words: Wording, part: Coded, codes: dict[str, Code]) -> str:
    """Say what is coded, and the sourced text behind it."""
    names = ", ".join(words.text(codes[code].name) for code in part.codes)
    text = "" if part.text is None else words.text(part.text)
    return ". ".join(filter(None, (capital(names), text)))


def kind_name(words: Wording, incident: Incident) -> str:
    """Name the kind."""
    return words.text(incident_log().scheme.kinds[incident.kind].name)
