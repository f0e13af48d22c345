"""MIT-1: whether measures against a concern were written down before they started, and what moved afterwards."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count

FACETS = ("owner", "start", "expected_change", "lag", "displacement", "stop_rule", "baseline")


class MeasuresAndWhatBecameOfThem(Indicator):
    """Share of measures that were fully written down and, when due, measured again; and how far each moved."""

    id = "MIT-1"
    version = 1
    question = (
        "Were measures against a concern written down before they started, and did what they aimed at move?"
    )
    serves = ("MIT",)
    claims = ("S2",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"measures": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018: to name a risk is to be responsible for acting on it",
        "the protocol is this program's own",
    )
    needs = ({"mitigation": ("indicator",)},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The share that is complete, facet by facet; the share measured again; each measure's move."""
        rows = samples["measures"]
        measures = len(rows)
        if not measures:
            return NotEstimable(why=Why.TOO_FEW, remedy="write_measures", have=0, need=1, of="measures")
        complete = np.stack([rows[f"has_{facet}"] for facet in FACETS]).all(axis=0)
        results: dict[str, Result] = {
            "complete": _share(int(complete.sum()), measures),
            **{f"names.{facet}": _share(int(rows[f"has_{facet}"].sum()), measures) for facet in FACETS},
            "written_before": share_of_known(
                int((rows["written_before"] == 1).sum()),
                int((rows["written_before"] == 0).sum()),
                int((rows["written_before"] == -1).sum()),
                remedy="date_measures",
                of="mitigation.recorded_on",
            ),
        }
        due = rows["is_due"] == 1
        if due.any():
            results["measured_again"] = _share(int(rows["has_outcome"][due].sum()), int(due.sum()))
        for place in (rows["can_compare"] == 1).nonzero()[0].tolist():
            part = float(rows["part_of_expected"][place])
            name = f"moved.{str(rows['measure'][place]).replace('.', '·')}"
            results[name] = Estimate(
                value=part, interval=full_count(part), unit=Unit.COEFFICIENT, n=1, method="count_of_register"
            )
        return results


def _share(part: int, whole: int) -> Result:
    return share_of_known(part, whole - part, remedy="write_measures", of="mitigation.indicator")
