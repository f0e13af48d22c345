"""E5.5: whether associations live on the money of the body that they would have to be able to criticise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.shares import share_of_register

CODES = frozenset(
    {
        "dependence",
        "self_censorship",
        "precarious_work",
        "funding_cut",
        "independence",
        "criticism_voiced",
    }
)


class DependenceOfAssociations(Indicator):
    """Share of associations' income that comes from the public body, and what they tell about it."""

    id = "E5.5"
    version = 1
    question = "Do associations live on the money of the body that they would have to be able to criticise?"
    serves = ("E5", "Q3")
    claims = ("S84", "S88", "S89", "S90", "S91", "S92")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"associations": 5, "interviews": 5}
    references = (
        "Ishkanian 2014, as the founding text cites it",
        "resource dependence after Pfeffer & Salancik 1978",
    )
    needs = ({"actor": ("income",)}, {"coded_statement": ("code", "role")})
    headline = ("half_or_more",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The public share of all income, the associations that live on it, and the codes of interviews."""
        results = self._incomes(samples["incomes"])
        interviews = samples["interviews"]
        for place, code in enumerate(interviews["code"].tolist()):
            if code in CODES:
                row = {name: int(interviews[name][place]) for name in interviews.columns if name != "code"}
                results[f"episodes.{code}"] = self._episodes(**row)
        return results

    def _incomes(self, rows: Reduction) -> dict[str, Result]:
        row = {name: int(column[0]) for name, column in rows.columns.items()}
        have, need = row["associations"], self.minimum["associations"]
        if have < need:
            return {
                "half_or_more": NotEstimable(
                    why=Why.WITHHELD if have else Why.TOO_FEW,
                    remedy="ask_associations",
                    have=None if have else 0,
                    need=need,
                    of="cases",
                )
            }
        results: dict[str, Result] = {
            "half_or_more": share_of_known(
                row["half_or_more"],
                row["known"] - row["half_or_more"],
                have - row["known"],
                remedy="public_income",
                of="actor.income_public",
                need=need,
            )
        }
        if row["known"] >= need:
            share = row["from_the_body"] / (row["income"] - row["unknown_income"])
            unknown = (
                bounds(
                    row["from_the_body"] / row["income"],
                    (row["from_the_body"] + row["unknown_income"]) / row["income"],
                )
                if have > row["known"]
                else None
            )
            results["aggregate"] = Estimate(
                value=share,
                interval=full_count(share),
                unit=Unit.SHARE,
                n=row["known"],
                method="share_of_register",
                missing=unknown.hull(full_count(share)) if unknown else None,
            )
        return results

    def _episodes(self, interviews: int, by_any: int, by_half: int, by_all: int) -> Result:
        need = self.minimum["interviews"]
        if interviews < need:
            return NotEstimable(why=Why.WITHHELD, remedy="more_interviews", need=need, of="cases")
        share = share_of_register(by_half, interviews)
        if by_any == by_all or isinstance(share, NotEstimable):
            return share
        judged = Interval(by_all / interviews, by_any / interviews, 1.0, Basis.JUDGEMENT)
        return replace(share, coding=judged)
