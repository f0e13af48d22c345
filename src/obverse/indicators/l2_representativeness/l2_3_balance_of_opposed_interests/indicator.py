"""L2.3: whether opposed interests sat at the table for comparable lengths of time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, Interval, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.clusters import clustered_share
from obverse.statistics.shares import share_of_register

NOBODY_KNOWS = ""


class BalanceOfOpposedInterests(Indicator):
    """Shares of the seat-hours by interest, and the ratio of two opposed ones."""

    id = "L2.3"
    version = 1
    question = "Did opposed interests sit at the table for comparable lengths of time?"
    serves = ("L2", "E4")
    claims = ("S60", "S64")
    unit = Unit.RATIO
    direction = Direction.AWAY_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"meetings": 5}
    references = ("Leach 2006: balance of opposed interests in 76 partnerships",)
    needs = ({"participation": ("actor",), "actor": ("id",)},)
    also_reads = ("event", "stakeholder_group")
    headline = ("*.against.*",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """For each activity the ratio of two opposed interests, then each interest's share."""
        seats = samples["seats"]
        if not (seats["family"] != NOBODY_KNOWS).any():
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="note_interests", of="actor.group")
        results: dict[str, Result] = {}
        for (activity,), rows in seats.groups("activity"):
            families = [name for name in dict.fromkeys(rows["family"].tolist()) if name != NOBODY_KNOWS]
            if len(families) == 2 and rows["opposed"].any():
                first, second = families
                both = _among(rows, families)
                address = f"{activity}.{_word(first)}.against.{_word(second)}"
                results[address] = _odds(self._share(both, first))
            results |= dict(self._shares(activity, rows, families))
            known, everybody = int(_among(rows, families)["seats"].sum()), int(rows["seats"].sum())
            results[f"{activity}.known"] = share_of_register(known, everybody)
        return results

    def _shares(self, activity: str, rows: Reduction, families: list[str]) -> Iterator[tuple[str, Result]]:
        amount = _amount(rows)
        everybody = float(amount.sum())
        unknown = float(amount[rows["family"] == NOBODY_KNOWS].sum())
        for family in families:
            share = self._share(_among(rows, families), family)
            if isinstance(share, Estimate) and unknown:
                own = share.value * (everybody - unknown)
                share = replace(share, missing=bounds(own / everybody, (own + unknown) / everybody))
            yield f"{activity}.{_word(family)}.share", share

    def _share(self, rows: Reduction, family: str) -> Result:
        meetings, place = np.unique(rows["meeting"].astype(str), return_inverse=True)
        have, need = len(meetings), self.minimum["meetings"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="more_meetings", have=have, need=need, of="meetings")
        amount = _amount(rows)
        own = np.where(rows["family"] == family, amount, 0)
        return clustered_share(
            np.bincount(place, own, have), np.bincount(place, amount, have), cases=int(rows["seats"].sum())
        )

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The shares of the seat-hours, activity by activity."""
        found: dict[str, list[str]] = {}
        for subject, result in results.items():
            if subject.endswith(".share") and isinstance(result, Estimate):
                found.setdefault(subject.partition(".")[0], []).append(subject)
        charts = {}
        for subjects in found.values():
            shares = [result for one in subjects if isinstance(result := results[one], Estimate)]
            series = Series(
                name="share",
                values=tuple(share.value for share in shares),
                low=tuple(share.envelope.low for share in shares),
                high=tuple(share.envelope.high for share in shares),
            )
            categories = tuple(subject.split(".")[1] for subject in subjects)
            charts[subjects[0]] = Chart(kind="bars", unit=Unit.SHARE, categories=categories, series=(series,))
        return charts


def _amount(rows: Reduction) -> npt.NDArray[Any]:
    """Minutes where all are known, seats otherwise: the two are never added up."""
    return rows["seats"] if rows["untimed"].any() else rows["minutes"]


def _among(rows: Reduction, families: list[str]) -> Reduction:
    chosen = np.isin(rows["family"].astype(str), families)
    return Reduction({name: column[chosen] for name, column in rows.columns.items()})


def _odds(share: Result) -> Result:
    """A share of two as the ratio of the first to the second."""
    if isinstance(share, NotEstimable):
        return share
    if share.value >= 1:
        return NotEstimable(why=Why.UNDEFINED, remedy="both_groups", of="meetings")

    def ratio(part: float) -> float:
        return part / (1 - part) if part < 1 else math.inf

    interval = share.interval
    ends = Interval(ratio(interval.low), ratio(interval.high), interval.level, interval.basis)
    return replace(share, value=ratio(share.value), interval=ends, unit=Unit.RATIO)


def _word(family: str) -> str:
    """An interest as part of a subject, whose parts are separated by dots."""
    return family.replace(".", "·")
