"""L7.1: what became of the contributions that people made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Facts
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.clusters import clustered_share

FATES = (
    "adopted",
    "partly",
    "deferred",
    "refused_with_reasons",
    "refused_without_reasons",
    "unanswered",
    "withdrawn",
    "moderated_out",
)
_RECORDED = (*FATES, "refused")
_REFUSALS = ("refused_with_reasons", "refused_without_reasons")
_COUNTED: Mapping[str, tuple[str, ...]] = {
    "taken_up": ("adopted", "partly"),
    **{fate: (fate,) for fate in FATES},
}


class FateOfContributions(Indicator):
    """Shares of contributions adopted, partly adopted, deferred, refused, left without answer, withdrawn."""

    id = "L7.1"
    version = 3
    question = "What became of the contributions that people made?"
    serves = ("L7", "E4")
    claims = ("S60", "S74")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"contributions": 20}
    references = (
        "Font, Smith, Galais & Alarcon 2018, the fate of 571 proposals of participatory processes",
        "Leach 2006, the ideal of empowerment",
    )
    needs = ({"contribution": ("state",)},)
    also_reads = ("commitment",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """A ratio of totals over authors for each fate; contributions of unknown fate leave bounds."""
        writers = samples["writers"]
        register = {name: int(column[0]) for name, column in samples["register"].columns.items()}
        if register["other_matters"] and not register["inputs"]:
            aside = NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_inputs", of="contribution.kind")
            return {"unanswered": aside, "taken_up": aside}
        known = sum(_total(writers, fate) for fate in _RECORDED)
        if known < self.minimum["contributions"]:
            need = self.minimum["contributions"]
            gap = NotEstimable(why=Why.TOO_FEW, remedy="record_fates", have=known, need=need)
            return {"unanswered": gap, "taken_up": gap}
        results = {name: _share(writers, fates) for name, fates in _COUNTED.items()}
        silence = _nothing_can_say_refused(register, samples.facts)
        return results if silence is None else results | dict.fromkeys(_REFUSALS, silence)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """All fates as bars, beside the share that was taken up."""
        shown = [(fate, result) for fate in FATES if isinstance(result := results.get(fate), Estimate)]
        if not shown:
            return {}
        bars = Series(
            name="share",
            values=tuple(result.value for _, result in shown),
            low=tuple(result.envelope.low for _, result in shown),
            high=tuple(result.envelope.high for _, result in shown),
        )
        return {
            "taken_up": Chart(
                kind="bars", unit=Unit.SHARE, categories=tuple(fate for fate, _ in shown), series=(bars,)
            )
        }


def _nothing_can_say_refused(register: Mapping[str, int], facts: Facts) -> NotEstimable | None:
    """A register of what is open and what is done knows no refusal, and a platform may keep refusals to itself."""
    if register["refused"]:
        return None
    platform = facts.platform.get("contribution")
    if platform is not None and {"state", "*"} & {*platform.hidden, *platform.not_exported}:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_column", of="contribution.state")
    if not register["decided"]:
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_refusals", of="contribution.state")
    return None


def _share(writers: Reduction, fates: tuple[str, ...]) -> Result:
    """The share of one fate among the contributions of which it is known whether they met it."""
    unclear = ["unknown"]
    if fates[0] in _REFUSALS:
        unclear.append("refused")
    told = [fate for fate in _RECORDED if fate not in unclear]
    met = np.sum([writers[fate] for fate in fates], axis=0)
    of_all = np.sum([writers[fate] for fate in told], axis=0)
    result = clustered_share(np.repeat(met, writers["writers"]), np.repeat(of_all, writers["writers"]))
    unknown = sum(_total(writers, fate) for fate in unclear)
    if isinstance(result, NotEstimable) or not unknown:
        return result
    seen, registered = (
        sum(_total(writers, fate) for fate in fates),
        unknown + sum(_total(writers, x) for x in told),
    )
    return replace(result, missing=bounds(seen / registered, (seen + unknown) / registered))


def _total(writers: Reduction, fate: str) -> int:
    return int(writers[fate] @ writers["writers"])
