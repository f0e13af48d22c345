"""E5.9: whether results go to individuals rather than to all, and more and more so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.cluster_differences import clustered_difference
from obverse.statistics.shares import difference_of_shares

KINDS = ("individual", "group", "collective")
UNKNOWN = "unknown"


class PersonalOrCollective(Indicator):
    """Shares of results for individuals, for groups and for all, and the change of the first."""

    id = "E5.9"
    version = 1
    question = "Do results go to individuals rather than to all, and more and more so?"
    serves = ("E5",)
    claims = ("S103", "S104", "S105")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"results_for_the_change": 20}
    references = ("after Brudney & England 1983: individual, group and collective co-production",)
    needs = ({"benefit": ("kind", "amount")},)
    headline = ("individual.change",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The change first, then the shares by number and by amount."""
        kinds = samples["kinds"]
        results: dict[str, Result] = {"individual.change": self._change(samples["projects"])}
        if len(kinds) == 0:
            results["outputs.individual"] = NotEstimable(
                why=Why.UNDEFINED, remedy="nothing_since", of="benefit"
            )
            return results
        counted = {kind: int(kinds.where("kind", kind)["outputs"].sum()) for kind in (*KINDS, UNKNOWN)}
        known = sum(counted.values()) - counted[UNKNOWN]
        for kind in KINDS:
            results[f"outputs.{kind}"] = share_of_known(
                counted[kind], known - counted[kind], counted[UNKNOWN], remedy="mark_kinds", of="benefit.kind"
            )
        # Amounts are counted in hundredths, of which a result may hold less than one.
        amount = int(kinds["hundredths"][kinds["kind"] != UNKNOWN].sum())
        if len(set(kinds["unit"].tolist())) == 1 and amount:
            for kind in KINDS:
                results[f"amount.{kind}"] = _amount(kinds, kind, known)
        return results

    def _change(self, projects: Reduction) -> Result:
        times = {era: projects.where("era", era) for era in ("now", "before")}
        counted = {era: int((rows["outputs"] * rows["projects"]).sum()) for era, rows in times.items()}
        have, need = min(counted.values()), self.minimum["results_for_the_change"]
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="before_too", have=have, need=need, of="cases")
        if (projects["outputs"] == 1).all():
            alone = {era: int((rows["individual"] * rows["projects"]).sum()) for era, rows in times.items()}
            return difference_of_shares(alone["now"], counted["now"], alone["before"], counted["before"])
        each = [
            np.repeat(rows[name], rows["projects"])
            for rows in times.values()
            for name in ("individual", "outputs")
        ]
        return clustered_difference(*each, cases=sum(counted.values()))

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The three shares of the results."""
        found = [results.get(f"outputs.{kind}") for kind in KINDS]
        values = tuple(one.value for one in found if isinstance(one, Estimate))
        if len(values) < len(KINDS):
            return {}
        series = (Series(name="outputs", values=values),)
        return {"outputs.individual": Chart(kind="bars", unit=Unit.SHARE, categories=KINDS, series=series)}


def _amount(kinds: Reduction, kind: str, known: int) -> Result:
    own = float(kinds.where("kind", kind)["hundredths"].sum())
    total, unknown = float(kinds["hundredths"].sum()), float(kinds.where("kind", UNKNOWN)["hundredths"].sum())
    share = own / (total - unknown)
    missing = bounds(own / total, (own + unknown) / total) if unknown else None
    return Estimate(
        value=share,
        interval=full_count(share),
        unit=Unit.SHARE,
        n=known,
        method="share_of_register",
        missing=missing,
    )
