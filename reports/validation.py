"""Words for the validation: what may and may not be concluded, and the names of what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.contenders import BASELINE, INDEX, WITHOUT
from assessment.evaluation import ATTENTION, AlarmFinding, Contender, Evaluation
from indicators.incidents import Incident
from reports.wording import Wording


@dataclass(frozen=True)
class ValidationWords:
    """A validation, and how one language speaks of it; every sentence follows from its numbers."""

    words: Wording
    found: Evaluation

    # -- conclusions -----------------------------------------------------------------------------

    def conclusion(self) -> str:
        """Say in one sentence what may and may not be concluded."""
        _, main = self.words._, self.found.main
        if not main.strata.pairs:
            return _(
                "No incident of the log can be held against a score, so nothing can be concluded."
            )
        share = self.words.percent(main.auc)
        if self.found.better_than_chance:
            return _(
                "Regions with a recorded incident had the higher score the year before in {share} of "
                "pairs, more than chance explains; this is no forecast for any single region."
            ).format(share=share)
        if max(main.high, main.drawn_high) < 0.5:
            return _(
                "Regions with a recorded incident had the higher score the year before in {share} of "
                "pairs only: the score must not be read as a warning of incidents."
            ).format(share=share)
        return _(
            "Recorded incidents neither confirm nor refute the score: regions with one had the higher "
            "score the year before in {share} of pairs, and chance alone can explain that."
        ).format(share=share)

    def basis(self) -> str:
        """Say what the main result rests on."""
        main, periods = self.found.main, self.found.periods()
        return self.words._(
            "{question} Scores of {first}–{last}, incidents of the year after: {positives} of "
            "{all} region-years were followed by an incident. AUC {auc} ({interval}); chance is "
            "{chance}."
        ).format(
            question=self.words.text(self.found.protocol.question),
            first=periods[0],
            last=periods[-1],
            positives=main.positives,
            all=main.region_years,
            auc=self.auc(main.auc),
            interval=self.interval(main.low, main.high),
            chance=self.auc(0.5),
        )

    def may(self) -> list[str]:
        """Say what the numbers allow, one sentence each."""
        _, main = self.words._, self.found.main
        said = [
            _("More than chance: shown.")
            if self.found.better_than_chance
            else _("More than chance: not shown."),
        ]
        said[0] += " " + _(
            "Logit interval {logit}, bootstrap of regions {drawn}; permutation p within years {p}, "
            "of whole regions {p_regions}."
        ).format(
            logit=self.interval(main.low, main.high),
            drawn=self.interval(main.drawn_low, main.drawn_high),
            p=self.p(main.p),
            p_regions=self.p(main.p_regions),
        )
        baselines = [c for c in self.found.contenders if c.kind == BASELINE]
        better = [self.name(c) for c in baselines if c.low > 0]
        worse = [self.name(c) for c in baselines if c.high < 0]
        open_ = [self.name(c) for c in baselines if c.low <= 0 <= c.high]
        for names, message in (
            (better, _("Better than: {names}.")),
            (worse, _("Worse than: {names}.")),
            (open_, _("Not shown to be better or worse than: {names}.")),
        ):
            if names:
                said.append(message.format(names="; ".join(names)))
        top = self.found.precision[INDEX][-1]
        said.append(
            _(
                "Of the first {count} regions of each year {share} had an incident in the year after, "
                "of all regions {base}; p {p}."
            ).format(
                count=top.k,
                share=self.words.percent(top.share),
                base=self.words.percent(top.base),
                p=self.p(top.p),
            )
        )
        return [*said, *self.carried()]

    def may_not(self) -> list[str]:
        """Say what no result of this kind allows."""
        _ = self.words._
        first, last = self.found.incidents.years
        return [
            _(
                "That something will or will not happen in a region: the score is no forecast and no "
                "probability. For the same reason no Brier score is given."
            ),
            _(
                "That pressure causes incidents, or that a region without a row in the log was quiet: "
                "the log ({count} rows, {first}–{last}) is made from the press and is incomplete."
            ).format(count=len(self.found.incidents), first=first, last=last),
            *(self.words.text(text) for text in self.found.protocol.frozen[1:]),
        ]

    def quiet_years(self) -> str:
        """Name the years that make no pair, because the log has no incident in them; or nothing."""
        window = self.found.protocol.main_window
        quiet = [
            str(period + window)
            for period, count in zip(
                self.found.periods(), self.found.main.strata.positives, strict=True
            )
            if not count
        ]
        if not quiet:
            return ""
        return self.words._(
            "The log has no incident that counts in {years}: these years make no pair."
        ).format(years=", ".join(quiet))

    def carried(self) -> list[str]:
        """Name each pillar without which the index does worse, beyond what chance moves."""
        return [
            self.words._(
                "Without “{pillar}” the AUC is {auc} instead of {index}: what the index shows of "
                "incidents comes from this pillar."
            ).format(
                pillar=self.pillar(c.name),
                auc=self.auc(c.estimate.auc),
                index=self.auc(self.found.main.auc),
            )
            for c in self.found.contenders
            if c.kind == WITHOUT and c.low > 0
        ]

    def parts(self) -> list[str]:
        """Say what each pillar does to the result; described only."""
        _, index = self.words._, self.found.main.auc
        pillars = [c for c in self.found.contenders if c.kind == WITHOUT]
        said = self.carried()
        higher = [c for c in pillars if c.estimate.auc > index]
        if higher:
            said.append(
                _("The AUC is higher without: {pillars}.").format(
                    pillars="; ".join(
                        f"{self.pillar(c.name)} ({self.auc(c.estimate.auc)})" for c in higher
                    )
                )
            )
        said.append(
            _(
                "Of so many comparisons some look good by chance. They are shown, and no weight of "
                "the index follows from them."
            )
        )
        return said

    def power(self) -> list[str]:
        """Say what so few incidents can show at all."""
        _ = self.words._
        example, log = self.found.power
        return [
            _(
                "With {regions} regions and {positives} of them with an incident, an AUC of {auc} has "
                "an interval of {interval}, and chance alone reaches {chance} in one of twenty cases."
            ).format(
                regions=sum(example.strata.positives) + sum(example.strata.negatives),
                positives=sum(example.strata.positives),
                auc=self.auc(example.auc),
                interval=self.interval(example.low, example.high),
                chance=self.auc(example.chance),
            ),
            _(
                "With the numbers of this log, an AUC of {auc} would have an interval of {interval}, "
                "and chance alone reaches {chance} in one of twenty cases, if region-years were "
                "independent; they are less so, and the true limits are wider."
            ).format(
                auc=self.auc(log.auc),
                interval=self.interval(log.low, log.high),
                chance=self.auc(log.chance),
            ),
        ]

    def leads(self, alarm: AlarmFinding) -> str:
        """Say how long an alarm stood before the incidents."""
        _ = self.words._
        total = alarm.counts.events
        if not alarm.seen:
            return _("before none of {count}").format(count=total)
        whole = alarm.median_lead.is_integer()
        return _(
            "before {seen} of {count}: {median} years in the median; {open} reach back to the first "
            "year of the index"
        ).format(
            seen=alarm.seen,
            count=total,
            median=self.words.number(alarm.median_lead, 0 if whole else 1),
            open=alarm.from_first,
        )

    # -- names -----------------------------------------------------------------------------------

    def name(self, contender: Contender) -> str:
        """Name a score that stands beside the index."""
        _ = self.words._
        if contender.kind == BASELINE:
            return self.baseline(contender.name)
        if contender.kind == WITHOUT:
            return _("without “{pillar}”").format(pillar=self.pillar(contender.name))
        return {
            "as_is": _("index as published"),
            "without": _("capacity left out"),
            "flipped": _("capacity with the opposite sign"),
        }[contender.name]

    def pillar(self, name: str) -> str:
        """Name a pillar."""
        return self.words.text(self.words.assessment.registry.framework.pillar(name).short)

    def baseline(self, name: str) -> str:
        """Name a baseline, or the index itself."""
        _, cards = self.words._, self.words.assessment.registry.cards
        if name in cards:
            return _("“{indicator}” alone").format(indicator=self.words.text(cards[name].short))
        return {
            INDEX: _("the index"),
            "population": _("population alone"),
            "earlier_incidents": _("incidents of the score's own year"),
            "equal_ranks": _("mean rank on all indicators"),
        }[name]

    def alarm(self, name: str) -> str:
        """Name an alarm."""
        _ = self.words._
        if name == ATTENTION:
            framework = self.words.assessment.registry.framework
            cls = next(c for c in framework.classes if c.id == framework.attention_from)
            return _("class “{name}” or above").format(name=self.words.text(cls.name))
        return _("among the first {count}").format(count=self.found.protocol.alarms.top)

    def window(self, years: int) -> str:
        """Name a window."""
        _ = self.words._
        if years == 1:
            return _("the year after")
        return _.plural("the {count} year after", "the {count} years after", years)

    def incident(self, incident: Incident) -> str:
        """Name an incident for a list: year, place and kind, never a group."""
        kind = self.found.incidents.scheme.kinds[incident.kind].name
        place = self.words.text(incident.place)
        return f"{incident.year}, {place}: {self.words.text(kind)}"

    # -- numbers ---------------------------------------------------------------------------------

    def auc(self, value: float) -> str:
        """Write an AUC."""
        return self.words.number(value, 2)

    def interval(self, low: float, high: float) -> str:
        """Write an interval of AUCs."""
        return f"{self.auc(low)}–{self.auc(high)}"

    def p(self, value: float) -> str:
        """Write a p value; a small one as smaller than what three decimals can hold."""
        if value < 0.001:
            return "< " + self.words.number(0.001, 3)
        return self.words.number(value, 3)


def ordered(contenders: Sequence[Contender], kind: str) -> list[Contender]:
    """Return the contenders of one kind, the highest AUC first."""
    return sorted((c for c in contenders if c.kind == kind), key=lambda c: -c.estimate.auc)
