"""E7.3: how often third parties came to harm, for the hours during which it could happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Declared
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.rates import poisson_rate

SOURCES_OF_HOURS = ("complaint", "participation", "service_volume")
PER = 1000
EPOCH = dt.date(1970, 1, 1)


class HarmToThirdParties(Indicator):
    """Incidents that harmed third parties per 1,000 hours of co-produced activity."""

    id = "E7.3"
    version = 1
    question = "How many incidents harmed third parties, for the hours during which they could happen?"
    serves = ("E7",)
    claims = ("S119", "S120", "S148")
    unit = Unit.PER_THOUSAND
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"hours": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: co-producers may misuse their role",
        "Garwood 1936, Biometrika 28: exact limits of a Poisson rate",
    )
    about_things = ("harm", "incidents")
    needs = ({"complaint": ("kind",)},)
    also_reads = ("participation", "service_volume", "event")
    two_sources = True

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Two rates and the hours on which they rest."""
        counted = {name: int(column[0]) for name, column in samples["incidents"].columns.items()}
        declared = samples.facts.coverage.get("complaint")
        if not counted["incidents"] and declared is None:
            return {"harm": NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_incidents", of="complaint.kind")}
        hours, entries = _hours(samples["exposure"], declared)
        if hours < self.minimum["hours"]:
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="record_hours", of="complaint.exposure_hours")
            return {"harm": gap}
        return {
            "harm": _rate(counted["harm"], counted["unknown"], hours),
            "incidents": _rate(counted["incidents"], 0, hours),
            "hours": Estimate(
                value=hours,
                interval=full_count(hours),
                unit=Unit.HOURS,
                n=entries,
                method="count_of_register",
            ),
        }


def _hours(exposure: Reduction, declared: Declared | None) -> tuple[float, int]:
    """The hours of the first source that has any, in the time in which the register was kept."""
    for source in SOURCES_OF_HOURS:
        minutes = entries = 0
        for _, service in exposure.where("part", source).groups("service"):
            # a service recorded as a whole and by site counts once, at its coarsest
            rows = service.where("part_level", service["part_level"].min())
            kept = [
                _was_kept(day, declared) if source != "complaint" else True
                for day in rows["since_1970"].tolist()
            ]
            minutes += int(rows["minutes"][kept].sum())
            entries += sum(kept)
        if minutes:
            return minutes / 60, entries
    return 0.0, 0


def _was_kept(since_1970: int, declared: Declared | None) -> bool:
    if declared is None or since_1970 < 0:
        return True
    day = EPOCH + dt.timedelta(days=since_1970)
    return not (
        (declared.kept_from and day < declared.kept_from)
        or (declared.kept_until and day > declared.kept_until)
    )


def _rate(events: int, unknown: int, hours: float) -> Result:
    rate = poisson_rate(events, hours, per=PER)
    if not isinstance(rate, Estimate):
        return rate
    missing = bounds(rate.value, PER * (events + unknown) / hours) if unknown else None
    return replace(rate, unit=Unit.PER_THOUSAND, missing=missing)
