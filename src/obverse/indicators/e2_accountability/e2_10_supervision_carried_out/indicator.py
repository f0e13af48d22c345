"""E2.10: how many of the planned inspections were done."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why


class SupervisionCarriedOut(Indicator):
    """Share of the planned inspections that were done, service by service and by operator."""

    id = "E2.10"
    version = 2
    question = "Did the inspections that were planned take place?"
    serves = ("E2",)
    claims = ("S29",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"inspections": 1}
    references = ("Steen, Brandsen & Verschuere 2018, second evil: supervision of quality becomes doubtful",)
    headline = ("*.done",)
    needs = ({"service_volume": ("inspections_planned",)},)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Each service since the process started and before it, then by who ran them since."""
        inspections, results = samples["inspections"], dict[str, Result]()
        since = inspections.where("before_process", value=False)
        before = inspections.where("before_process", value=True)
        for (service,), rows in since.groups("service"):
            results[f"{str(service).replace('.', ' ')}.done"] = _share(rows)
        for (service,), rows in before.groups("service"):
            if rows["planned"].sum():
                results[f"{str(service).replace('.', ' ')}.done_before"] = _share(rows)
        operators = [pair for pair in since.groups("operator") if pair[1]["planned"].sum()]
        for (operator,), rows in operators if len(operators) > 1 else ():
            results[f"operator.{operator}"] = _share(rows)
        return results or {
            "": NotEstimable(
                why=Why.NOT_COLLECTED, remedy="note_inspections", of="service_volume.inspections_planned"
            )
        }


def _share(rows: Reduction) -> Result:
    planned, done, unknown = (int(rows[name].sum()) for name in ("planned", "done", "unknown"))
    if not planned + unknown:
        return NotEstimable(
            why=Why.UNDEFINED, remedy="plan_inspections", of="service_volume.inspections_planned"
        )
    return share_of_known(
        done, planned - done, unknown, remedy="note_inspections", of="service_volume.inspections_done"
    )
