"""E2.3: how many contributions get an answer, with reasons, and within which time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Facts
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.cluster_differences import clustered_mean_difference
from obverse.statistics.clusters import FEWEST_CLUSTERS, clustered_mean, clustered_share
from obverse.statistics.competing import IncidenceCurve, aalen_johansen, incidence_at
from obverse.statistics.shares import share_of_register
from obverse.statistics.survival import kaplan_meier, median_time

Counts = npt.NDArray[np.int64]

ORIENTATION_DAYS = 60
KNOWN_DAYS = 0.8
ANSWERS = ("reasoned", "bare", "unclear")
_DRAWN_DAYS = 40


class ReasonedAnswersInTime(Indicator):
    """Cumulative incidence of an answer, and of a reasoned one, with open contributions censored."""

    id = "E2.3"
    version = 3
    question = "Do people get an answer with reasons, and in time?"
    serves = ("E2",)
    claims = ("S16", "S30")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"contributions": 20}
    references = (
        "Aalen & Johansen 1978, cumulative incidence with competing events",
        "Kaplan & Meier 1958, waiting times of which some have not ended",
    )
    headline = ("reasoned.in_time", "in_time")
    about_things = ("promised.delay",)
    needs = (
        {"contribution": ("created_at", "answered_at")},
        {"contribution": ("created_at", "state")},
        {"contribution": ("answered_in_time",)},
    )
    also_reads = ("commitment", "neighbourhood", "actor")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The answer curves where days are known, the share in time where only that is known."""
        results: dict[str, Result] = {}
        promise = samples["promise"]
        promised = int(promise["days"][0]) if promise["promises"][0] else None
        if promised is not None:
            results["promised.delay"] = Estimate(
                value=promised, interval=full_count(promised), unit=Unit.DAYS, n=1, method="count_of_register"
            )
        results.update(self._curves(_Endings.of(samples["days"]), promised, samples.facts))
        results.update(_wait(samples["waits"]))
        results.update(_flagged(samples["areas"]))
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Both curves over the days, beside the first subject that is read from them."""
        subject = next((name for name, result in results.items() if _read_from_curve(name, result)), None)
        if subject is None:
            return {}
        endings = _Endings.of(samples["days"])
        answered = endings.curve(endings.answered)
        reasoned = endings.curve(endings.reasoned)
        if isinstance(answered, NotEstimable) or isinstance(reasoned, NotEstimable):
            return {}
        last = float(answered.times[-1])
        days = np.unique(np.linspace(0, min(last, 730.0), _DRAWN_DAYS).astype(np.int64))
        lines = [_line("answered", answered, days)]
        if endings.reasons_known:
            lines.append(_line("reasoned", reasoned, days))
        categories = tuple(str(day) for day in days.tolist())
        return {
            subject: Chart(
                kind="curve", unit=Unit.SHARE, categories=categories, series=tuple(lines), along="along"
            )
        }

    def _curves(self, endings: _Endings, promised: int | None, facts: Facts) -> Mapping[str, Result]:
        gap = self._gap_in_days(endings)
        if gap is not None:
            return {"reasoned.in_time": gap}
        named = (
            {"in_time": promised}
            if promised is not None
            else {f"within.{ORIENTATION_DAYS}": ORIENTATION_DAYS}
        )
        named |= {f"within.{days}": days for days in _days_of_thresholds(facts)}
        results: dict[str, Result] = {}
        for name, days in named.items():
            results[f"answered.{name}"] = endings.answered_by(days)
            results[f"reasoned.{name}"] = self._reasoned_by(endings, days)
            results[f"set_aside.{name}"] = endings.set_aside_by(days)
        if promised is None:
            results["reasoned.in_time"] = NotEstimable(why=Why.NOT_COLLECTED, remedy="note_promise")
        results["answered.median"] = endings.median_wait()
        return results

    def _gap_in_days(self, endings: _Endings) -> NotEstimable | None:
        if not endings.dated:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="date_contributions")
        if endings.dated < self.minimum["contributions"]:
            need = self.minimum["contributions"]
            return NotEstimable(why=Why.TOO_FEW, remedy="date_contributions", have=endings.dated, need=need)
        known, all_answered = int(endings.answered.sum()), int(endings.answered.sum() + endings.undated.sum())
        need = int(np.ceil(KNOWN_DAYS * all_answered))
        if known < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="date_answers", have=known, need=need)
        return None

    def _reasoned_by(self, endings: _Endings, days: int) -> Result:
        if endings.reasons_known:
            return endings.reasoned_by(days)
        known = int(endings.answered.sum() - endings.unclear.sum())
        need = int(np.ceil(KNOWN_DAYS * endings.answered.sum()))
        return NotEstimable(why=Why.TOO_FEW, remedy="note_reasons", have=known, need=need)


@dataclass(frozen=True, slots=True, eq=False)
class _Endings:
    """How many contributions ended on each day of their own, and how; ``undated`` and ``still_open`` by last day."""

    days: Counts
    reasoned: Counts
    unclear: Counts
    answered: Counts
    set_aside: Counts
    still_open: Counts
    undated: Counts

    @classmethod
    def of(cls, table: Reduction) -> _Endings:
        return cls(
            days=table["day"],
            reasoned=table["reasoned"],
            unclear=table["unclear"],
            answered=np.sum([table[name] for name in ANSWERS], axis=0),
            set_aside=table["set_aside"],
            still_open=table["still_open"],
            undated=table["undated"],
        )

    @property
    def dated(self) -> int:
        return int(self.answered.sum() + self.set_aside.sum() + self.still_open.sum() + self.undated.sum())

    @property
    def reasons_known(self) -> bool:
        all_answered = int(self.answered.sum())
        return int(self.unclear.sum()) <= (1 - KNOWN_DAYS) * all_answered

    def curve(self, met: Counts, *, also: Counts | None = None) -> IncidenceCurve | NotEstimable:
        """Incidence of ``met`` (row 0), other answers (row 1), withdrawn or merged (row 2); ``also`` are answers."""
        answered = self.answered if also is None else self.answered + also
        return aalen_johansen(self.days, [met, answered - met, self.set_aside], self.still_open)

    def answered_by(self, day: int) -> Result:
        """Share answered by a day; the bounds hold unknown days and what was withdrawn or merged before it."""
        return self._by(day, self.answered, latest=self.undated, at_best=self.answered)

    def reasoned_by(self, day: int) -> Result:
        """Share answered with reasons; answers of unknown reasons count as none, and as reasoned at best."""
        nothing = np.zeros_like(self.undated)
        return self._by(day, self.reasoned, latest=nothing, at_best=self.reasoned + self.unclear)

    def set_aside_by(self, day: int) -> Result:
        """Share withdrawn or merged before any answer."""
        curve = self.curve(self.answered)
        return curve if isinstance(curve, NotEstimable) else incidence_at(curve, 2, day)

    def median_wait(self) -> Result:
        """Days until half have an answer, if withdrawn and merged ones had gone on waiting like the others."""
        curve = kaplan_meier(self.days, self.answered, self.still_open + self.set_aside)
        return curve if isinstance(curve, NotEstimable) else median_time(curve)

    def _by(self, day: int, met: Counts, *, latest: Counts, at_best: Counts) -> Result:
        curve = self.curve(met)
        result = curve if isinstance(curve, NotEstimable) else incidence_at(curve, 0, day)
        if isinstance(result, NotEstimable):
            return result
        lowest = _value(self.curve(met + latest, also=self.undated), (0,), day)
        highest = _value(self._at_once(at_best), (0, 2), day)
        low, high = min(lowest, result.value), max(highest, result.value)
        return replace(result, missing=bounds(low, high)) if high - low > 1e-9 else result

    def _at_once(self, met: Counts) -> IncidenceCurve | NotEstimable:
        """The curve if all answers of unknown day had come, with reasons, on the first day."""
        days = self.days if self.days[0] == 0 else np.concatenate(([0], self.days))

        def padded(counts: Counts) -> Counts:
            return np.concatenate((np.zeros(len(days) - len(counts), dtype=np.int64), counts))

        best = padded(met)
        best[0] += int(self.undated.sum())
        others = padded(self.answered) - padded(met)
        return aalen_johansen(days, [best, others, padded(self.set_aside)], padded(self.still_open))


def _value(curve: IncidenceCurve | NotEstimable, causes: tuple[int, ...], day: int) -> float:
    if isinstance(curve, NotEstimable):
        return 0.0
    found = [incidence_at(curve, cause, day) for cause in causes]
    return min(1.0, sum(one.value for one in found if isinstance(one, Estimate)))


def _days_of_thresholds(facts: Facts) -> Iterable[int]:
    """The days for which the dossier fixes a threshold of its own, as in ``reasoned.within.90``."""
    for threshold in facts.thresholds:
        named = re.fullmatch(r"(?:answered|reasoned)\.within\.(\d{1,4})", threshold.subject)
        if threshold.indicator == ReasonedAnswersInTime.id and named:
            yield int(named.group(1))


def _wait(waits: Reduction) -> Mapping[str, Result]:
    """How much longer people of the poorer half of the areas wait, area by area."""
    if not len(waits):
        return {}
    poorer, others = waits.where("poorer", value=True), waits.where("poorer", value=False)
    horizon = int(waits["horizon"].min())
    return {
        "wait.poorer_areas": clustered_mean_difference(
            poorer["days"],
            poorer["contributions"],
            others["days"],
            others["contributions"],
            unit=Unit.DAYS,
            limits=(0.0, float(max(horizon, 1))),
        )
    }


def _flagged(areas: Reduction) -> Mapping[str, Result]:
    """The share in time where only that is known, pooled and as the mean of areas or bodies."""
    known = areas["in_time"] + areas["late"]
    in_time, n, unknown = int(areas["in_time"].sum()), int(known.sum()), int(areas["unknown"].sum())
    if not n:
        return {}
    counted = known > 0
    of_register = share_of_register(in_time, n, unknown)
    if int(counted.sum()) < FEWEST_CLUSTERS or isinstance(of_register, NotEstimable):
        return {"in_time": of_register}
    pooled = clustered_share(areas["in_time"], known)
    if isinstance(pooled, Estimate):
        pooled = replace(pooled, missing=of_register.missing)
    shares = areas["in_time"][counted] / known[counted]
    ones = np.ones(len(shares))
    mean = clustered_mean(shares, ones, unit=Unit.SHARE, limits=(0.0, 1.0))
    return {"in_time": pooled, "in_time.mean_of_bodies": mean}


def _read_from_curve(name: str, result: Result) -> bool:
    return (
        name.startswith(("reasoned.", "answered."))
        and isinstance(result, Estimate)
        and result.unit is Unit.SHARE
    )


def _line(name: str, curve: IncidenceCurve, days: Counts) -> Series:
    found = [incidence_at(curve, 0, day) for day in days.tolist()]
    return Series(
        name=name,
        values=tuple(one.value if isinstance(one, Estimate) else None for one in found),
        low=tuple(one.interval.low if isinstance(one, Estimate) else None for one in found),
        high=tuple(one.interval.high if isinstance(one, Estimate) else None for one in found),
    )
