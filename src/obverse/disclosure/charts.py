"""Charts about people hold published numbers only: what stands among the safe figures, or what lies on the grid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from obverse.disclosure.grid import nice, outwards, snapped
from obverse.disclosure.released import FEWEST_FOR_A_PLACE
from obverse.quantities import Chart, Estimate, Result, Series, Unit

_FRACTIONS = frozenset({Unit.SHARE, Unit.DIFFERENCE, Unit.INDEX})


def safe_charts(
    charts: Mapping[str, Chart], results: Mapping[str, Result], about_people: Collection[str]
) -> dict[str, Chart]:
    """The charts that may be shown beside safe results.

    ``about_people`` are the subjects of the protected figures; a chart beside another one tells of things. A chart
    whose numbers all stand among the results stays as it is. A curve over at least a hundred people is
    rebuilt on the grid; any other chart is dropped.
    """
    published = set(_published(results.values()))
    kept: dict[str, Chart] = {}
    for subject, chart in charts.items():
        if subject not in about_people or all(number in published for number in _numbers(chart)):
            kept[subject] = chart
            continue
        beside = results.get(subject)
        if (
            chart.kind == "curve"
            and chart.unit in _FRACTIONS
            and isinstance(beside, Estimate)
            and beside.n >= FEWEST_FOR_A_PLACE
        ):
            kept[subject] = _on_grid(chart, nice(5 / beside.n))
    return kept


def _published(results: Iterable[Result]) -> Iterable[float]:
    yield 0.0
    for result in results:
        if isinstance(result, Estimate):
            yield result.value
            for interval in (result.interval, result.envelope, result.missing, result.coding):
                if interval is not None:
                    yield interval.low
                    yield interval.high


def _numbers(chart: Chart) -> Iterable[float]:
    for series in chart.series:
        for values in (series.values, series.low, series.high):
            yield from (value for value in values if value is not None)


def _on_grid(chart: Chart, step: float) -> Chart:
    unit = chart.unit

    def held(value: float) -> float:
        return min(max(value, unit.lowest), unit.highest)

    def line(series: Series) -> Series:
        low = tuple(None if one is None else held(outwards(one, one, step)[0]) for one in series.low)
        high = tuple(None if one is None else held(outwards(one, one, step)[1]) for one in series.high)
        values = tuple(None if one is None else held(snapped(one, step)) for one in series.values)
        return replace(series, values=values, low=low, high=high)

    return replace(chart, series=tuple(line(series) for series in chart.series))
