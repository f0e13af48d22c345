"""E1.6: how real spending on the service, and on all services recorded, went over up to five years."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.changes import relative_level

SPAN = 5


class ScarcityOfMoney(Indicator):
    """Real outturn of the last complete year by that of the first of up to five years; context without verdict."""

    id = "E1.6"
    version = 1
    question = "How did real spending on the service go, and on all services recorded?"
    serves = ("E1",)
    claims = ("S22",)
    unit = Unit.RATIO
    direction = Direction.NONE
    stage = frozenset({"before", "during", "after"})
    minimum = {"years": 3}
    references = ("Steen, Brandsen & Verschuere 2018, first evil: a context of scarce public money",)
    needs = ({"budget_line": ("outturn",)},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Each service under audit, then all services that stand in the register in both years."""
        lines = samples["years"]
        if not len(lines):
            return {"": NotEstimable(why=Why.NOT_COLLECTED, remedy="years", have=0, need=3, of="years")}
        recent = _recent(lines)
        results: dict[str, Result] = {
            f"{str(service).replace('.', ' ')}.level": self._level(rows)
            for (service,), rows in recent.groups("service")
            if not rows["is_comparison"].any()
        }
        results["all_services"] = self._all(recent)
        return results

    def _level(self, rows: Reduction) -> Result:
        years = len(rows)
        if years < self.minimum["years"]:
            need = self.minimum["years"]
            return NotEstimable(why=Why.TOO_FEW, remedy="years", have=years, need=need, of="years")
        if (rows["deflated"] < rows["lines"])[[0, -1]].any():
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="deflator", of="budget_line.deflator")
        first, last = (float(rows["real_cents"][place]) / 100 for place in (0, -1))
        if not first > 0 or last < 0:
            return NotEstimable(why=Why.UNDEFINED, remedy="nothing_spent", of="budget_line.outturn")
        return relative_level(last, first, n=years)

    def _all(self, recent: Reduction) -> Result:
        years = np.unique(recent["year"])
        if len(years) < self.minimum["years"]:
            need = self.minimum["years"]
            return NotEstimable(why=Why.TOO_FEW, remedy="years", have=len(years), need=need, of="years")
        pairs = [pair for _, rows in recent.groups("service") if (pair := _ends(rows, years)) is not None]
        if not pairs:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="deflator", of="budget_line.deflator")
        first, last = (float(sum(ends)) / 100 for ends in zip(*pairs, strict=True))
        if not first > 0 or last < 0:
            return NotEstimable(why=Why.UNDEFINED, remedy="nothing_spent", of="budget_line.outturn")
        return relative_level(last, first, n=len(pairs))

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Each service's real spending year by year, against its first year in view."""
        charts = {}
        for (service,), rows in _recent(samples["years"]).groups("service"):
            subject = f"{str(service).replace('.', ' ')}.level"
            if isinstance(results.get(subject), Estimate):
                charts[subject] = _course(rows)
        return charts


def _recent(lines: Reduction) -> Reduction:
    """The lines of the last years in view, up to five."""
    if not len(lines):
        return lines
    in_view = lines["year"] > int(lines["year"].max()) - SPAN
    return Reduction({name: column[in_view] for name, column in lines.columns.items()})


def _ends(rows: Reduction, years: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[int, int] | None:
    """What a service spent in the first and in the last of the years, if both are known at constant prices."""
    spent = {
        int(year): int(cents)
        for year, cents, lines, deflated in zip(
            *(rows[name] for name in ("year", "real_cents", "lines", "deflated")), strict=True
        )
        if lines == deflated
    }
    first, last = int(years[0]), int(years[-1])
    return (spent[first], spent[last]) if first in spent and last in spent else None


def _course(rows: Reduction) -> Chart:
    years = rows["year"].tolist()
    base = float(rows["real_cents"][0])
    known = rows["deflated"] == rows["lines"]
    values = tuple(
        float(cents) / base if whole else None for cents, whole in zip(rows["real_cents"], known, strict=True)
    )
    return Chart(
        kind="curve",
        unit=Unit.RATIO,
        categories=tuple(str(year) for year in years),
        series=(Series(name="this_service", values=values),),
        reference=1.0,
        along="along",
    )
