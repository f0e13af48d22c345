"""E5.10: whether being served depends on the unit of a service that handles the request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.spread_between_units import outside_funnel, spread_between_units

NO_SERVICE, NO_NEED = "", -1
Counts = npt.NDArray[np.int64]


class DifferentPracticeBetweenUnits(Indicator):
    """Spread of the true shares of people served between units of one service, without what chance adds."""

    id = "E5.10"
    version = 2
    question = "Does being served depend on the unit of a service that handles the request?"
    serves = ("E5",)
    claims = ("S101", "S115", "S116", "S117")
    unit = Unit.DIFFERENCE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"units": 10, "cases_of_a_unit": 10}
    references = (
        "Spiegelhalter 2005: funnel plots",
        "Paule & Mandel 1982; Viechtbauer 2007: the generalised Q statistic",
    )
    needs = (
        {"access_case": ("service", "served")},
        {"service_volume": ("site", "recipients", "eligible")},
    )
    also_reads = ("service_volume",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Units of each service, then sites, then services among themselves."""
        rows = samples["units"]
        results: dict[str, Result] = {}
        cases = rows.where("part", "case")
        for (service,), part in cases.groups("service"):
            if service != NO_SERVICE:
                results |= dict(self._units(f"units.{_word(service)}", part))
        for (service,), part in rows.where("part", "site").groups("service"):
            results[f"sites.{_word(service)}.spread"] = self._spread(part)
        across = cases.where("service", NO_SERVICE)
        if len(across) and not any(subject.startswith("units.") for subject in results):
            results["across_services.spread"] = self._spread(across)
        if not results:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_served", of="access_case.served")
        return results

    def _units(self, address: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
        compared = _with_known_need(rows)
        events, cases = _at_equal_need(compared)
        yield f"{address}.spread", self._spread_of(events, cases)
        if len(set(compared["need"].tolist())) > 1:
            yield f"{address}.spread_whatever_the_need", self._spread(rows)
        if self._enough(cases) >= self.minimum["units"] and events.sum() not in {0, cases.sum()}:
            yield f"{address}.outside", outside_funnel(events, cases)

    def _spread(self, rows: Reduction) -> Result:
        return self._spread_of(*_by_unit(rows))

    def _spread_of(self, events: Counts, cases: Counts) -> Result:
        have, need = self._enough(cases), self.minimum["units"]
        if have < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_units", have=have, need=need, of="professionals"
            )
        if events.sum() in {0, cases.sum()}:
            return NotEstimable(why=Why.UNDEFINED, remedy="both_outcomes", of="cases")
        return spread_between_units(events, cases).deviation

    def _enough(self, cases: Counts) -> int:
        return int((cases >= self.minimum["cases_of_a_unit"]).sum())


def _with_known_need(rows: Reduction) -> Reduction:
    """The cases of known need where two levels of it or more are recorded, otherwise all."""
    known = rows["need"] != NO_NEED
    if len(set(rows["need"][known].tolist())) < 2:
        return rows
    return Reduction({name: column[known] for name, column in rows.columns.items()})


def _by_unit(rows: Reduction) -> tuple[Counts, Counts]:
    """Events and cases of each unit, its levels of need added up."""
    _, events, cases = _summed(rows)
    return events, cases


def _at_equal_need(rows: Reduction) -> tuple[Counts, Counts]:
    """Events as many above or below the mean of all as the unit's are above or below what its levels of need expect."""
    unit, events, cases = _summed(rows)
    level = np.unique(rows["need"], return_inverse=True)[1]
    of_level = np.bincount(level, rows["events"]) / np.bincount(level, rows["cases"])
    expected = np.bincount(unit, rows["cases"] * of_level[level], len(cases))
    moved = cases * events.sum() / max(1, int(cases.sum())) + events - expected
    return np.clip(np.rint(moved), 0, cases).astype(np.int64), cases


def _summed(rows: Reduction) -> tuple[Counts, Counts, Counts]:
    """The unit of each row, and the events and cases of each unit."""
    names, unit = np.unique(rows["place"].astype(str), return_inverse=True)
    events, cases = (
        np.bincount(unit, rows[name], len(names)).astype(np.int64) for name in ("events", "cases")
    )
    return unit, events, cases


def _word(service: object) -> str:
    """A service as part of a subject, whose parts are separated by dots."""
    return str(service).replace(".", "·")
