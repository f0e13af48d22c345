"""E2.1: for how many duties it is set out who answers, before whom, and with what redress."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.shares import share_of_register

LINKS = (
    "named",
    "forum",
    "inform",
    "question",
    "consequence",
    "redress",
    "supervision",
    "financial_report",
)
_COLUMN = {"named": "final_holders", "core": "redress", "complete": "financial_report"}


class CompleteChainOfAccountability(Indicator):
    """Share of the duties with a named holder, a forum and a redress, with all eight links, and with each."""

    id = "E2.1"
    version = 2
    question = "Is it set out, duty by duty, who answers, before whom, and with what redress?"
    serves = ("E2", "Q6")
    claims = ("S16", "S21", "S27", "S30", "S31", "S34")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"duties": 1}
    references = (
        "Bovens 2007: actor, forum, explanation, judgement, consequences",
        "Brandsma & Schillemans 2013, the accountability cube",
        "Steen, Brandsen & Verschuere 2018, second evil",
    )
    headline = ("core", "core.statutory", "complete")
    needs = (
        {"duty": ("forum",)},
        {"duty": ("final_holders",)},
        {"duty": ("redress",)},
        {"commitment": ("text",)},
    )
    also_reads = ("commitment",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The chains, then their links, then the commitments."""
        facets, results = samples["facets"], dict[str, Result]()
        if facets.where("facet", "core")["yes"].size:
            statutory = facets.where("statutory", value=True)
            results["core"] = _share(facets, "core")
            results["core.statutory"] = _share(statutory, "core") if len(statutory) else _no_statutory(facets)
            results["complete"] = _share(facets, "complete")
            results |= {f"facet.{link}": _share(facets, link) for link in LINKS}
        else:
            results["core"] = NotEstimable(why=Why.NOT_COLLECTED, remedy="list_duties", of="duty")
        commitments = samples["commitments"]
        listed = int(commitments["commitments"][0])
        if listed:
            results["commitments.owner"] = share_of_register(int(commitments["named"][0]), listed)
            results["commitments.due"] = share_of_register(int(commitments["dated"][0]), listed)
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The eight links side by side, with what the unknown entries leave possible."""
        found = {link: results.get(f"facet.{link}") for link in LINKS}
        known = {link: result for link, result in found.items() if isinstance(result, Estimate)}
        if not known:
            return {}
        ends = [result.envelope for result in known.values()]
        series = Series(
            name="known",
            values=tuple(result.value for result in known.values()),
            low=tuple(end.low for end in ends),
            high=tuple(end.high for end in ends),
        )
        return {"core": Chart(kind="bars", unit=Unit.SHARE, categories=tuple(known), series=(series,))}


def _no_statutory(facets: Reduction) -> NotEstimable:
    if facets["unmarked"].any():
        return NotEstimable(why=Why.NOT_COLLECTED, remedy="mark_statutory", of="duty.statutory")
    return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_statutory", of="duties")


def _share(facets: Reduction, facet: str) -> Result:
    rows = facets.where("facet", facet)
    yes, no, unknown = (int(rows[name].sum()) for name in ("yes", "no", "unknown"))
    return share_of_known(yes, no, unknown, remedy="note_link", of=f"duty.{_COLUMN.get(facet, facet)}")
