"""What somebody reports of an incident, in the words of the scheme by which the log is coded."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators.incident_report_faults import IncidentReportError, of_validation
from indicators.text import LANGUAGES

Language = Literal["en", "ru", "kk"]
_Count = Annotated[int, Field(ge=0, le=10_000_000)]
MOST_SOURCES, MOST_DEATHS, MOST_CODES = 10, 20, 12


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Told(_Part):
    """A few words in the language of the report, and what was translated of them; may be empty."""

    en: Annotated[str, Field(max_length=120)] = ""
    ru: Annotated[str, Field(max_length=120)] = ""
    kk: Annotated[str, Field(max_length=120)] = ""

    def get(self, language: str) -> str:
        """Return the text in one language; empty where it is not there."""
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}: one of {', '.join(LANGUAGES)}")
        text: str = getattr(self, language)
        return text

    @property
    def is_empty(self) -> bool:
        """Whether there is no text in any language."""
        return not (self.en or self.ru or self.kk)


class Sentence(Told):
    """A sentence or two."""

    en: Annotated[str, Field(max_length=300)] = ""
    ru: Annotated[str, Field(max_length=300)] = ""
    kk: Annotated[str, Field(max_length=300)] = ""


class Description(Told):
    """What one side said: the sourced description, the only place where groups may be named."""

    en: Annotated[str, Field(max_length=2000)] = ""
    ru: Annotated[str, Field(max_length=2000)] = ""
    kk: Annotated[str, Field(max_length=2000)] = ""


class ReportedAccount(_Part):
    """What one side said, and when (a year, month or day; empty if not stated)."""

    text: Description = Description()
    date: Annotated[str, Field(max_length=10)] = ""


class ReportedCodes(_Part):
    """Words of the scheme, and what the sources say of it."""

    codes: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=MOST_CODES)]
    text: Sentence = Sentence()


class ReportedDeaths(_Part):
    """One number of deaths that was given; ``as_of`` says when (empty if not stated)."""

    deaths: _Count
    status: Annotated[str, Field(max_length=40)]
    as_of: Annotated[str, Field(max_length=10)] = ""
    source: Told = Told()
    note: Sentence = Sentence()


class ReportedSource(_Part):
    """One published item: its title as printed, where it is, when it came out, and by whom."""

    title: Annotated[str, Field(max_length=300)] = ""
    url: Annotated[str, Field(max_length=500)] = ""
    date: Annotated[str, Field(max_length=10)] = ""
    publisher: Told = Told()

    @property
    def reference(self) -> str:
        """The item in one line, as the log names it."""
        return ", ".join(filter(None, (self.title, self.date, self.url)))


class Centre(_Part):
    """The centre of a district or city that the log does not know yet; WGS 84 degrees."""

    name: Told = Told()
    unit: Told = Told()
    lon: Annotated[float, Field(ge=46, le=88)]
    lat: Annotated[float, Field(ge=40, le=56)]
    gazetteer: Annotated[str, Field(max_length=40)]
    gazetteer_id: Annotated[str, Field(max_length=20)]
    basis: Annotated[str, Field(max_length=40)]
    basis_source: Annotated[str, Field(max_length=120)] = ""


NO_CODES = ReportedCodes(codes=())


class IncidentReport(_Part):
    """One incident as it is reported; what the sources do not state is empty or None.

    Everything may be missing but region and language: a draft is a report that somebody goes on
    writing. ``check_whole`` says what is still missing before it is sent.

    Attributes
    ----------
    region : str
        One of today's regions.
    language : str
        The one in which the report was written; each text that is there is there in it.
    date, last_date : str
        First and last day, or month where ``date_precision`` is ``month``; ISO 8601.
    seat : str
        Id of a centre that the log knows; empty where ``centre`` is given, or none is known.
    deaths : tuple of ReportedDeaths
        Each number that was given, the latest last: it is the incident's.
    """

    kind: ClassVar[str] = "incident"
    references: ClassVar[Mapping[str, str]] = MappingProxyType({})  # it rests on no other record

    region: Annotated[str, Field(max_length=10)]
    language: Language
    date: Annotated[str, Field(max_length=10)] = ""
    last_date: Annotated[str, Field(max_length=10)] = ""
    date_precision: Annotated[str, Field(max_length=40)] = ""
    place: Told = Told()
    district: Told = Told()
    seat: Annotated[str, Field(max_length=80)] = ""
    centre: Centre | None = None
    what: Annotated[str, Field(max_length=40)] = ""
    size_low: _Count | None = None
    size_high: _Count | None = None
    size_status: Annotated[str, Field(max_length=40)] = ""
    deaths: Annotated[tuple[ReportedDeaths, ...], Field(max_length=MOST_DEATHS)] = ()
    official: ReportedAccount = ReportedAccount()
    independent: ReportedAccount = ReportedAccount()
    trigger: ReportedCodes = NO_CODES
    response: ReportedCodes = NO_CODES
    mobilisation: ReportedCodes = NO_CODES
    harm: ReportedCodes = NO_CODES
    sources: Annotated[tuple[ReportedSource, ...], Field(max_length=MOST_SOURCES)] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report for JSON; what is empty is left out, and ``from_json`` reads it."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """Read a report, whole or a draft; nothing is converted or filled in.

        Raises
        ------
        IncidentReportError
            For a key that is not known, a value of another form, a text that is too long, a word
            that is none of the scheme's, a date or a place that cannot be.
        """
        try:
            # JSON has lists where we have tuples; everything else must be of its own type.
            report = cls.model_validate(_with_tuples(given))
        except ValidationError as error:
            raise of_validation(error, cls.model_fields) from error
        report._check(None)
        return report

    def check_on(self, today: datetime.date) -> None:
        """Raise for what lies after a day.  Raises IncidentReportError."""
        self._check(today)

    def check_whole(self) -> None:
        """Raise for the first thing that is still missing before it can be sent.

        Raises
        ------
        IncidentReportError
            Such as no source, no account of either side, no date.
        """
        from indicators.incident_report_checks import still_missing

        if missing := still_missing(self):
            raise missing[0]

    def _check(self, today: datetime.date | None) -> None:
        from indicators.incident_report_checks import first_wrong  # it looks at reports

        if (fault := first_wrong(self, today)) is not None:
            raise fault


def _with_tuples(given: object) -> object:
    if isinstance(given, Mapping):
        return {key: _with_tuples(value) for key, value in given.items()}
    if isinstance(given, list):
        return tuple(map(_with_tuples, given))
    return given


__all__ = [
    "Centre",
    "Description",
    "IncidentReport",
    "IncidentReportError",
    "ReportedAccount",
    "ReportedCodes",
    "ReportedDeaths",
    "ReportedSource",
    "Sentence",
    "Told",
]
