"""A stream drawn: of one alert's region alone, and of all regions side by side, with the numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from assessment.signals import Alert, Signals
from assessment.watched import Watched
from indicators.stream_schema import Stream
from reports.alert_words import SHAPES
from views.panels import PLACE, Panel, show_panels
from views.session import View
from views.tables import comparison_download


def show_one(view: View, found: Signals, alert: Alert) -> None:
    """Draw the stream of an alert's region, with what was expected and the threshold."""
    stream = view.assessment.registry.streams[alert.stream]
    watched = found.watched[alert.stream, alert.region]
    first = _first([watched])
    label = view._("{stream} in {region}, {first} to {last}").format(
        stream=view.text(stream.name),
        region=view.region_name(alert.region),
        first=view.period_text(watched.periods[first]),
        last=view.period_text(watched.periods[-1]),
    )
    unit = view.text(view.assessment.registry.units[stream.unit].label)
    name = f"{view.text(stream.name)}, {unit}"
    panels = [_panel(view, found, stream, watched, first, name)]
    if "lasting" in alert.rules:
        panels.append(_sum_panel(view, watched, first, alert))
    _draw(view, "open_stream", panels, watched, first, label)
    _key(view, stream, [watched])


def show_all_regions(view: View, found: Signals, stream: Stream) -> None:
    """Draw a stream of all regions on one scale, with the same numbers as a table and as CSV."""
    _ = view._
    every = {
        region: found.watched[stream.id, region]
        for region in view.regions_by_name
        if (stream.id, region) in found.watched
    }
    every = {region: one for region, one in every.items() if np.isfinite(one.values).any()}
    watched = list(every.values())
    first = _first(watched)
    last = watched[0].periods[-1]
    label = _("{stream} in {count} regions, {first} to {last}").format(
        stream=view.text(stream.name),
        count=len(every),
        first=view.period_text(watched[0].periods[first]),
        last=view.period_text(last),
    )
    unit = view.text(view.assessment.registry.units[stream.unit].label)
    st.markdown(f"{view.text(stream.what)} ({_('Unit')}: {unit})")
    _key(view, stream, watched)
    panels = [
        _panel(view, found, stream, one, first, view.region_title(region))
        for region, one in every.items()
    ]
    _draw(view, "all_streams", panels, watched[0], first, label)
    st.caption(
        _("Each region has a scale of its own: the panels show change, not who stands higher.")
    )
    without = [one for one in view.regions_by_name if one not in every]
    if without:
        st.caption(
            _("No figures: {regions}").format(regions=", ".join(map(view.region_name, without)))
        )
    with st.expander(
        _("The same as a table"), key="table_streams", icon=":material/table:", on_change="rerun"
    ) as expander:
        if expander.open:
            with st.container(key="coverage_streams"):
                st.table(_values(view, stream, every, first), hide_index=True, alt=label)
    comparison_download(view, stream_numbers(stream, every, first), f"stream-{stream.id}")


def _first(watched: list[Watched]) -> int:
    """Return the first period in which any of them has a value."""
    return min(int(np.isfinite(one.values).argmax()) for one in watched)


def _draw(
    view: View, name: str, panels: list[Panel], watched: Watched, first: int, label: str
) -> None:
    """Draw panels that share the periods of ``watched``, from the ``first`` on."""
    quarterly = len(watched.periods[0]) > len("2024")
    times = [
        day.year + ((day.month - 3) / 12 if quarterly else 0.0) for day in watched.end_dates[first:]
    ]
    periods = [view.period_text(period) for period in watched.periods[first:]]
    show_panels(view, name, panels, times, periods, label)


def _panel(
    view: View, found: Signals, stream: Stream, watched: Watched, first: int, title: str
) -> Panel:
    alerts = {
        watched.index(one.period) - first: one.level
        for one in found.alerts
        if (one.stream, one.region) == (watched.stream, watched.region)
    }
    _ = view._
    said = (
        view.with_unit(PLACE, stream.unit),
        _("expected: {value}").format(value=view.with_unit(PLACE, stream.unit)),
        _("threshold: {value}").format(value=view.with_unit(PLACE, stream.unit)),
    )
    return Panel(
        title,
        _label(view, stream, watched, len(alerts)),
        view.region_short(watched.region),
        watched.values[first:].tolist(),
        stream.decimals,
        said,
        watched.expected_value[first:].tolist(),
        [line[first:].tolist() for line in _limits(stream, watched)],
        alerts,
        watched.inherited[first:].tolist(),
    )


def _sum_panel(view: View, watched: Watched, first: int, alert: Alert) -> Panel:
    """Draw the deviations as they add up: what the rule of lasting change looks at."""
    _ = view._
    path = watched.cusum[alert.direction][first:]
    periods = watched.periods[first:]
    limit = watched.limit
    assert limit is not None
    title = _("Deviations added up, in usual spreads")
    label = _("{title}: {value} in {period}, where the rule speaks above {limit}").format(
        title=title,
        value=view.number(alert.cusum),
        period=view.period_text(alert.period),
        limit=view.number(limit),
    )
    said = (PLACE, PLACE, _("threshold: {value}").format(value=PLACE))
    return Panel(
        title,
        label,
        view.region_short(watched.region),
        path.tolist(),
        1,
        said,
        limits=[[limit] * len(periods)],
        alerts={periods.index(alert.period): alert.level},
    )


def _limits(stream: Stream, watched: Watched) -> list[np.ndarray]:
    """Return the lines that a value must not cross: those of the sudden change, or the floor."""
    lines = [watched.lower, watched.upper]
    if np.nanmin(watched.values) >= 0:  # below zero there is nothing, and no line is of use there
        lines = [np.where(line < 0, np.nan, line) for line in lines]
    lines = [line for line in lines if np.isfinite(line).any()]
    record = stream.rules.record if stream.rules is not None else None
    if not lines and record is not None and record.floor is not None:
        lines = [np.full(len(watched.periods), record.floor)]
    return lines


def _label(view: View, stream: Stream, watched: Watched, alerts: int) -> str:
    _ = view._
    last = int(np.flatnonzero(np.isfinite(watched.values))[-1])
    said = _("{region}: {value} in {period}; alerts since {first}: {count}").format(
        region=view.region_name(watched.region),
        value=view.quantity(watched.values[last], stream.unit, stream.decimals),
        period=view.period_text(watched.periods[last]),
        first=view.period_text(watched.periods[0]),
        count=alerts,
    )
    return said


def _key(view: View, stream: Stream, watched: list[Watched]) -> None:
    """Say what the lines and marks mean; only those that are there."""
    _ = view._
    soft, accent = view.ink.soft, view.ink.accent
    items = [(f'<span class="k-swatch k-line" style="color:{accent}"></span>', _("value"))]
    if any(np.isfinite(one.expected_value).any() for one in watched):
        items.append(
            (
                f'<span class="k-swatch k-line k-dotted" style="color:{soft}"></span>',
                _("to be expected"),
            )
        )
    if any(_limits(stream, one) for one in watched):
        items.append(
            (
                '<span class="k-swatch k-line k-dashed" style="color:#d95f0e"></span>',
                _("threshold"),
            )
        )
    items += [
        (f"<span>{SHAPES['medium']}</span>", _("alert, medium level")),
        (f"<span>{SHAPES['high']}</span>", _("alert, high level")),
    ]
    if any(one.inherited.any() for one in watched):
        thin = f'<span class="k-swatch k-line k-thin" style="color:{accent}"></span>'
        items.append((thin, _("inherited from the former region")))
    listed = "".join(f"<li>{mark}{words}</li>" for mark, words in items)
    st.html(f'<ul class="k-legend k-key">{listed}</ul>')


def _values(view: View, stream: Stream, every: dict[str, Watched], first: int) -> pd.DataFrame:
    """Return the values as the panels show them, newest period on top; * marks an alert."""
    _ = view._
    periods = next(iter(every.values())).periods
    return pd.DataFrame(
        {
            _("Period"): view.period_text(periods[t]),
            **{
                view.region_short(region): view.number(one.values[t], stream.decimals)
                + (" *" if one.alert_at[t] else "")
                for region, one in every.items()
            },
        }
        for t in range(len(periods) - 1, first - 1, -1)
    )


def stream_numbers(stream: Stream, every: dict[str, Watched], first: int) -> pd.DataFrame:
    """Return all that is behind the panels, unrounded, one line a region and period."""
    columns = (
        "values",
        "base",
        "changes",
        "expected",
        "spread",
        "z",
        "expected_value",
        "lower",
        "upper",
        "n",
        "p",
        "q",
        "tested",
        "inherited",
        "alert_at",
    )
    parts = []
    for region, one in every.items():
        part = pd.DataFrame(
            {
                "stream": stream.id,
                "region": region,
                "period": one.periods,
                **{name: getattr(one, name) for name in columns},
                **{f"cusum_{way}": path for way, path in one.cusum.items()},
                "rules": [" ".join(rules) for rules in one.alarms],
            }
        )
        parts.append(part.iloc[first:])
    return pd.concat(parts, ignore_index=True)
