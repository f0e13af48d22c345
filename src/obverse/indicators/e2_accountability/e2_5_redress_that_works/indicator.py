"""E2.5: whether complaints find a forum, are settled, and how soon; their number is shown without a direction."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.facts import Facts
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import FEWEST_SHOWN
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds
from obverse.statistics.competing import aalen_johansen, incidence_at
from obverse.statistics.rates import poisson_rate
from obverse.statistics.survival import kaplan_meier, median_time

ORIENTATION_DAYS = 60
KNOWN_DAYS = 0.8
_EPOCH = dt.date(1970, 1, 1)


class RedressThatWorks(Indicator):
    """Shares of complaints admitted, passed on and upheld, time to settlement, and complaints per unit of service."""

    id = "E2.5"
    version = 2
    question = "Do people who complain find a forum that hears them and decides, and how soon?"
    serves = ("E2", "Q6")
    claims = ("S16", "S30", "S47")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"complaints": 5, "complaints_for_times": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, second evil",
        "Kaplan & Meier 1958; Garwood 1936",
    )
    headline = ("admissible",)
    needs = ({"complaint": ("kind", "at")},)
    also_reads = ("duty", "service_volume")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Shares of the register, times to settlement, and the rate."""
        counts = {name: int(column[0]) for name, column in samples["counts"].columns.items()}
        complaints, need = counts["complaints"], self.minimum["complaints"]
        if not complaints:
            return NotEstimable(why=Why.UNDEFINED, remedy="none_made", of="complaints")
        results: dict[str, Result] = {}
        if complaints < need:
            results["admissible"] = NotEstimable(
                why=Why.WITHHELD, remedy="register_complaints", need=need, of="complaints"
            )
        else:
            results |= _shares(counts)
            results |= self._times(samples, counts)
        results["rate"] = _rate(samples)
        return results

    def _times(self, samples: Samples, counts: Mapping[str, int]) -> Mapping[str, Result]:
        days, undated = samples["days"], counts["undated"]
        settled = int(days["settled"].sum())
        # a register without a single day of settlement may as well not have noted them
        if not counts["dated"] or settled < KNOWN_DAYS * (settled + undated):
            return {
                "settled.median": NotEstimable(
                    why=Why.NOT_COLLECTED, remedy="date_settlements", of="complaint.resolved_at"
                )
            }
        complaints = settled + int(days["still_open"].sum())
        need = self.minimum["complaints_for_times"]
        if complaints < need:
            return {
                "settled.median": NotEstimable(
                    why=Why.TOO_FEW, remedy="register_complaints", have=complaints, need=need, of="complaints"
                )
            }
        incidence = aalen_johansen(days["days"], [days["settled"]], days["still_open"])
        results: dict[str, Result] = {
            f"settled.within.{day}": incidence
            if isinstance(incidence, NotEstimable)
            else _undated(incidence_at(incidence, 0, day), undated)
            for day in (ORIENTATION_DAYS, *_days_of_thresholds(samples.facts))
        }
        curve = kaplan_meier(days["days"], days["settled"], days["still_open"])
        results["settled.median"] = curve if isinstance(curve, NotEstimable) else median_time(curve)
        return results


def _undated(share: Result, undated: int) -> Result:
    """The share settled by a day, with bounds for complaints settled on a day that nobody noted."""
    if isinstance(share, NotEstimable) or not undated:
        return share
    whole, by_then = share.n + undated, share.value * share.n
    return replace(share, missing=bounds(by_then / whole, min(1.0, (by_then + undated) / whole)))


def _share(yes: int, no: int, unknown: int, *, remedy: str, of: str) -> Result:
    """A share of complaints, which is withheld where it would tell of fewer than five of them."""
    if 0 < yes + no < FEWEST_SHOWN:
        return NotEstimable(why=Why.WITHHELD, remedy=remedy, need=FEWEST_SHOWN, of="complaints")
    return share_of_known(yes, no, unknown, remedy=remedy, of=of)


def _shares(counts: Mapping[str, int]) -> Mapping[str, Result]:
    complaints = counts["complaints"]
    return {
        "admissible": _share(
            counts["admissible"],
            counts["inadmissible"],
            complaints - counts["admissible"] - counts["inadmissible"],
            remedy="note_admissible",
            of="complaint.admissible",
        ),
        "route": _share(
            counts["route"],
            counts["no_route"],
            complaints - counts["route"] - counts["no_route"],
            remedy="name_duty",
            of="complaint.duty",
        ),
        "referred_twice": _share(
            counts["referred_twice"],
            counts["referred_less"],
            complaints - counts["referred_twice"] - counts["referred_less"],
            remedy="note_referrals",
            of="complaint.referred",
        ),
        "upheld": _share(
            counts["upheld"],
            counts["not_upheld"],
            counts["upheld_unknown"],
            remedy="note_upheld",
            of="complaint.upheld",
        ),
    }


def _rate(samples: Samples) -> Result:
    """Complaints per thousand units of service, over the periods in which both registers were kept."""
    silence = NotEstimable(why=Why.NOT_COLLECTED, remedy="same_periods", of="service_volume.volume")
    kept = samples.facts.coverage.get("complaint")
    if kept is None or kept.kept_from is None:
        return silence
    until = min(kept.kept_until or samples.facts.audit.as_of, samples.facts.audit.as_of)
    first, last = (kept.kept_from - _EPOCH).days, (until - _EPOCH).days
    volumes, made = samples["volumes"], samples["made"]
    whole = (volumes["from_day"] >= first) & (volumes["until_day"] <= last)
    units = int(volumes["volume"][whole].sum())
    if units < 1:
        return silence
    in_view = sum(
        int(number)
        for day, number in zip(made["from_day"], made["complaints"], strict=True)
        if ((volumes["from_day"] <= day) & (day <= volumes["until_day"]) & whole).any()
    )
    rate = poisson_rate(in_view, float(units), per=1000)
    return replace(rate, unit=Unit.PER_THOUSAND) if isinstance(rate, Estimate) else rate


def _days_of_thresholds(facts: Facts) -> tuple[int, ...]:
    """The days for which the dossier fixes a threshold of its own, as in ``settled.within.90``."""
    named = (
        re.fullmatch(r"settled\.within\.(\d{1,4})", threshold.subject)
        for threshold in facts.thresholds
        if threshold.indicator == RedressThatWorks.id
    )
    return tuple(int(match.group(1)) for match in named if match)
