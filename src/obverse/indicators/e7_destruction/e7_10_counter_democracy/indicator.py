"""E7.10: how people watch, stop, sue or leave the public body; a warning only where opposition grew as people left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import (
    Basis,
    Chart,
    Estimate,
    Interval,
    NotEstimable,
    Result,
    Series,
    Unit,
    Why,
    full_count,
)
from obverse.statistics.clusters import clustered_share
from obverse.statistics.ratios import rate_ratio, risk_ratio

KINDS = ("oversight", "prevention", "judgement", "exit")
OPPOSITION = ("prevention", "judgement")
BEFORE, FIRST, SECOND, AFTERWARDS = 0, 1, 2, 4
LEVEL = 0.95
LEVEL_OF_EACH_OF_THREE = 1 - (1 - LEVEL) / 3
DAYS_IN_A_YEAR = 365.25


class CounterDemocracy(Indicator):
    """Acts per 10,000 inhabitants and year by kind, and the smallest of three ratios between halves."""

    id = "E7.10"
    version = 2
    question = "How do people watch, stop, sue or leave the public body, and did it all get worse together?"
    serves = ("E7",)
    claims = ("S55", "S185")
    unit = Unit.PER_TEN_THOUSAND
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"people": 10, "answers": 10}
    references = (
        "after Rosanvallon 2006, counter-democracy: oversight, prevention, judgement",
        "Potz & Serval 2023: consolidation of counter-democracy if it goes wrong",
    )
    about_things = ("rate.*", "before.*", "count.*", "change.opposition")
    needs = ({"complaint": ("kind", "at")},)
    also_reads = ("reference_population", "participation", "event", "actor", "survey_answer")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The mix, then the three changes and their smallest."""
        changes = {level: self._changes(samples, level) for level in (LEVEL, LEVEL_OF_EACH_OF_THREE)}
        results = self._mix(samples)
        results |= {f"change.{name}": change for name, change in changes[LEVEL].items()}
        results["combination"] = _smallest(changes[LEVEL], changes[LEVEL_OF_EACH_OF_THREE])
        return results

    def _mix(self, samples: Samples) -> dict[str, Result]:
        events, facts = samples["events"], samples.facts
        inhabitants = facts.process.population or int(samples["population"]["people"][0])
        days = int(samples["span"]["days"][0])
        declared, start = facts.coverage.get("complaint"), facts.process.start
        kept_before = declared.kept_from if declared else None
        results: dict[str, Result] = {}
        for kind in KINDS:
            own = events.where("kind", kind)
            since = int(own["events"][~np.isin(own["half"], (BEFORE, AFTERWARDS))].sum())
            if start is None or days < DAYS_IN_A_YEAR / 4 or not inhabitants:
                results[f"count.{kind}"] = _exactly(int(own["events"].sum()) if start is None else since)
                continue
            results[f"rate.{kind}"] = _per_ten_thousand(since, inhabitants, days)
            earlier = (start - kept_before).days if kept_before is not None else 0
            if earlier >= DAYS_IN_A_YEAR / 4:
                before = int(own["events"][own["half"] == BEFORE].sum())
                results[f"before.{kind}"] = _per_ten_thousand(before, inhabitants, earlier)
        return results

    def _changes(self, samples: Samples, level: float) -> dict[str, Result]:
        start, declared = samples.facts.process.start, samples.facts.coverage.get("complaint")
        if start is None:
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="date_the_start", of="complaint.at")
            return dict.fromkeys(("opposition", "participation", "low_trust"), gap)
        opposition: Result
        if declared is not None and declared.kept_from is not None and declared.kept_from > start:
            opposition = NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_throughout", of="complaint.at")
        else:
            opposition = _opposition(samples["events"], int(samples["span"]["days"][0]) // 2, level)
        return {
            "opposition": opposition,
            "participation": self._participation(samples["people"], level),
            "low_trust": self._low_trust(samples["trust"], level),
        }

    def _participation(self, people: Reduction, level: float) -> Result:
        first, second = int(people["first_half"][0]), int(people["second_half"][0])
        if first + second < self.minimum["people"]:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="all_three", of="participation.date")
        return _told(rate_ratio(first, 1, second, 1, level=level))

    def _low_trust(self, trust: Reduction, level: float) -> Result:
        first, last = trust.where("wave", FIRST), trust.where("wave", SECOND)
        fewest = min(int(first["people"].sum()), int(last["people"].sum()))
        if fewest < self.minimum["answers"]:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="all_three", of="survey_answer.value")
        if not (trust["unit"] != "").any():
            return _told(risk_ratio(*_low_of(last), *_low_of(first), level=level))
        return _ratio_of_clustered(_clustered(last, level), _clustered(first, level))

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The mix by quarter, beside its first figure."""
        events = samples["events"]
        quarters = sorted(set(events["quarter"].tolist()))
        if len(quarters) < 2:
            return {}
        series = tuple(
            Series(
                name=kind,
                values=tuple(
                    float(events["events"][(events["kind"] == kind) & (events["quarter"] == quarter)].sum())
                    for quarter in quarters
                ),
            )
            for kind in KINDS
        )
        beside = next(subject for subject in results if subject.startswith(("rate.", "count.")))
        labels = tuple(f"{quarter // 10}-{quarter % 10}" for quarter in quarters)
        chart = Chart(kind="bars", unit=Unit.COUNT, categories=labels, series=series, along="quarters")
        return {beside: chart}


def _opposition(events: Reduction, half_days: int, level: float) -> Result:
    acts = {
        half: int(events["occasions"][np.isin(events["kind"], OPPOSITION) & (events["half"] == half)].sum())
        for half in (FIRST, SECOND)
    }
    if not sum(acts.values()) or not half_days:
        return NotEstimable(why=Why.UNDEFINED, remedy="more_acts", of="events")
    return _told(rate_ratio(acts[SECOND], half_days, acts[FIRST], half_days, level=level))


def _smallest(changes: Mapping[str, Result], wider: Mapping[str, Result]) -> Result:
    """Above 1 only if all three are: the smallest value, lower end and (each of three allowed for) upper end."""
    known = [change for change in changes.values() if isinstance(change, Estimate)]
    upper = [change.interval.high for change in wider.values() if isinstance(change, Estimate)]
    if len(known) < len(changes) or len(upper) < len(changes):
        return next(change for change in changes.values() if isinstance(change, NotEstimable))
    smallest = min(known, key=lambda change: change.value)
    low = min(change.interval.low for change in known)
    interval = Interval(low, min(upper), LEVEL, Basis.SAMPLING)
    return replace(smallest, interval=interval, n=min(change.n for change in known))


def _low_of(wave: Reduction) -> tuple[int, int]:
    return int(wave["people"][wave["low_trust"] == 1].sum()), int(wave["people"].sum())


def _clustered(wave: Reduction, level: float) -> Result:
    place = np.unique(wave["unit"].astype(str), return_inverse=True)[1]
    low = np.bincount(place, weights=wave["mass"] * wave["low_trust"])
    return clustered_share(
        low, np.bincount(place, weights=wave["mass"]), cases=int(wave["people"].sum()), level=level
    )


def _ratio_of_clustered(last: Result, first: Result) -> Result:
    if isinstance(last, NotEstimable) or isinstance(first, NotEstimable) or not first.value:
        return NotEstimable(why=Why.TOO_FEW, remedy="more_acts", of="answers")
    low = last.interval.low / first.interval.high
    high = last.interval.high / first.interval.low if first.interval.low else float("inf")
    return replace(
        last,
        value=last.value / first.value,
        interval=Interval(low, high, last.interval.level, Basis.SAMPLING),
        unit=Unit.RATIO,
        n=last.n + first.n,
    )


def _told(ratio: Result) -> Result:
    if isinstance(ratio, NotEstimable):
        return NotEstimable(why=ratio.why, remedy="more_acts", of="events")
    return ratio


def _exactly(count: int) -> Estimate:
    return Estimate(
        value=count, interval=full_count(count), unit=Unit.COUNT, n=max(1, count), method="count_of_register"
    )


def _per_ten_thousand(acts: int, inhabitants: int, days: int) -> Estimate:
    rate = acts / (inhabitants / 10_000) / (days / DAYS_IN_A_YEAR)
    return Estimate(
        value=rate,
        interval=full_count(rate),
        unit=Unit.PER_TEN_THOUSAND,
        n=max(1, acts),
        method="count_of_register",
    )
