"""E1.5: whether public papers state the savings that internal plans book, and what came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import (
    Basis,
    Estimate,
    Interval,
    NotEstimable,
    Result,
    Unit,
    Why,
    bounds,
    full_count,
)
from obverse.statistics.changes import relative_level

_EPOCH = dt.date(1970, 1, 1)


class SavingsStatedAndSavingsBooked(Indicator):
    """Savings stated in public launch papers by savings booked internally, service by service."""

    id = "E1.5"
    version = 1
    question = "Do the public papers say the savings that the internal plans book, and what came first?"
    serves = ("E1",)
    claims = ("S18", "S19", "S24", "S25")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"lines": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, first evil",
        "after Pollitt 2014, Ishkanian & Szreter 2012, Nederhand & van Meerkerk on motives",
    )
    about_things = ("*stated", "days_to_launch")
    needs = ({"budget_line": ("savings_booked",)}, {"coded_statement": ("code",)})
    also_reads = ("document", "decision", "coded_statement")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The ratio for each service, the days from booking to launch, and the reasons that coders found."""
        results: dict[str, Result] = {}
        for (service,), lines in samples["savings"].groups("service"):
            results[f"{str(service).replace('.', ' ')}.stated"] = _stated(lines)
        if not results:
            results["stated"] = NotEstimable(
                why=Why.NOT_COLLECTED, remedy="note_booked", of="budget_line.savings_booked"
            )
        elif samples["savings"]["booked"].any() or samples["savings"]["booked_unstated"].any():
            results["days_to_launch"] = _days_to_launch(samples["dates"], samples.facts.process.start)
        results.update(_reasons(samples["reasons"]))
        return results


def _stated(lines: Reduction) -> Result:
    stated, booked, unstated = (
        float(lines[name][0]) / 100 for name in ("stated", "booked", "booked_unstated")
    )
    if not booked + unstated:
        return NotEstimable(why=Why.NOT_APPLICABLE, remedy="none_booked", of="budget_line.savings_booked")
    if not booked:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_stated", of="budget_line.savings_stated")
    ratio = relative_level(stated, booked, n=int(lines["stated_known"][0]))
    if isinstance(ratio, NotEstimable) or not unstated:
        return ratio
    whole = booked + unstated
    # the lines that state nothing known: nothing at worst, at best all that they book
    return replace(ratio, missing=bounds(stated / whole, max(ratio.value, (stated + unstated) / whole)))


def _days_to_launch(dates: Reduction, start: dt.date | None) -> Result:
    launched = int(dates["launched_day"][0]) if dates["launched"][0] else None
    if launched is None and start is not None:
        launched = (start - _EPOCH).days
    if launched is None or not dates["decided"][0]:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="date_savings", of="document.date")
    days = float(launched - int(dates["decided_day"][0]))
    return Estimate(value=days, interval=full_count(days), unit=Unit.DAYS, n=1, method="count_of_register")


def _reasons(reasons: Reduction) -> Iterator[tuple[str, Result]]:
    columns = ("reason", "coders", "passages", "findings", "by_any", "by_all")
    rows = zip(*(reasons[name].tolist() for name in columns), strict=True)
    for reason, coders, passages, findings, by_any, by_all in rows:
        mean = findings / coders
        yield (
            f"reason.{reason}",
            Estimate(
                value=mean,
                interval=full_count(mean),
                unit=Unit.COUNT,
                n=passages,
                method="mean_of_register",
                coding=Interval(by_all, by_any, 1.0, Basis.JUDGEMENT) if coders > 1 else None,
            ),
        )
