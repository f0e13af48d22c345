"""E5.6: whether people without a tie to insiders, or new to the process, are let in as easily as the others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds
from obverse.statistics.networks import ei_index
from obverse.statistics.odds import odds_ratio_mantel_haenszel

YES, NO, UNKNOWN = 1, 0, -1
MARKS = {"prior_tie": "applicant.prior_tie", "established": "applicant.newcomer"}
FEWEST_SHOWN = 5
Tables = npt.NDArray[np.int64]


class ClosureToNewcomers(Indicator):
    """Odds of being let in with a tie to an insider over the odds without, and the share of newcomers."""

    id = "E5.6"
    version = 1
    question = "Are people without a tie to insiders, or new, let in as easily as the others?"
    serves = ("E5", "Q1")
    claims = ("S96", "S100", "S108", "S109", "S110")
    unit = Unit.RATIO
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"applicants": 20, "people_of_a_kind": 5}
    references = (
        "Brandsen & Helderman 2012, as the founding text cites them: open on paper, closed in practice",
        "Mantel & Haenszel 1959: odds compared within rounds",
        "Krackhardt & Stern 1988: the E-I index",
    )
    needs = (
        {"applicant": ("outcome", "prior_tie")},
        {"applicant": ("outcome", "newcomer")},
    )
    also_reads = ("tie",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """The two odds ratios, the ties inside, then who asked and who was let in, round by round."""
        rows = samples["requests"]
        results: dict[str, Result] = {f"odds.{mark}": self._odds(rows, mark) for mark in MARKS}
        if len(samples["pairs"]):
            results["ties.newcomers"] = self._ties(samples)
        results["with_a_tie"] = self._share(rows, "prior_tie", YES, ("admitted", "refused"))
        results["asked_by_newcomers"] = self._share(rows, "established", NO, ("admitted", "refused"))
        results["newcomers"] = self._share(rows, "established", NO, ("admitted",))
        terms = list(rows.groups("term"))
        for (term,), part in terms if len(terms) > 1 else ():
            if term:
                address = f"newcomers.{str(term).replace('.', '·')}"
                results[address] = self._share(part, "established", NO, ("admitted",))
        return results

    def _odds(self, rows: Reduction, mark: str) -> Result:
        known = {value: rows.where(mark, value) for value in (YES, NO)}
        have = sum(_people(part, ("admitted", "refused")) for part in known.values())
        need = self.minimum["applicants"]
        if not have:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="record_ties", of=MARKS[mark])
        if have < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_requests", have=have, need=need, of="applicants"
            )
        tables = np.stack([_table(part, mark) for _, part in rows.groups("term")])
        if (tables.sum(axis=(0, 1)) == 0).any():
            return NotEstimable(why=Why.UNDEFINED, remedy="both_outcomes", of="applicants")
        result = odds_ratio_mantel_haenszel(tables)
        unknown = rows.where(mark, UNKNOWN)
        if isinstance(result, NotEstimable) or not len(unknown):
            return result
        ends = [result.value]
        for admitted_had in (True, False):
            tables = np.stack([_table(part, mark, admitted_had) for _, part in rows.groups("term")])
            end = odds_ratio_mantel_haenszel(tables)
            ends.append(end.value if isinstance(end, Estimate) else (math.inf if admitted_had else 0.0))
        return replace(result, missing=bounds(min(ends), max(ends)))

    def _ties(self, samples: Samples) -> Result:
        members, pairs = samples["members"], samples["pairs"]
        established = members["established"]
        have, need = (
            int(min((established == YES).sum(), (established == NO).sum())),
            self.minimum["people_of_a_kind"],
        )
        if have < need:
            return NotEstimable(why=Why.TOO_FEW, remedy="both_groups", have=have, need=need, of="persons")
        place = {actor: at for at, actor in enumerate(members["actor"].tolist())}
        ties = [
            [place[one], place[other]]
            for one, other in zip(pairs["actor"].tolist(), pairs["other"].tolist(), strict=True)
        ]
        return ei_index(ties, established, samples.rng())

    def _share(self, rows: Reduction, mark: str, value: int, outcomes: tuple[str, ...]) -> Result:
        yes, no, unknown = (_people(rows.where(mark, one), outcomes) for one in (value, 1 - value, UNKNOWN))
        if 0 < yes + no < FEWEST_SHOWN:
            return NotEstimable(why=Why.WITHHELD, remedy="more_cases", need=FEWEST_SHOWN, of="applicants")
        return share_of_known(yes, no, unknown, remedy="record_ties", of=MARKS[mark], need=FEWEST_SHOWN)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The newcomers among those let in, round by round."""
        found = {
            subject.partition(".")[2]: result
            for subject, result in results.items()
            if subject.startswith("newcomers.") and isinstance(result, Estimate)
        }
        if len(found) < 2:
            return {}
        values = tuple(result.value for result in found.values())
        series = (Series(name="newcomers", values=values),)
        return {"newcomers": Chart(kind="bars", unit=Unit.SHARE, categories=tuple(found), series=series)}


def _people(rows: Reduction, outcomes: tuple[str, ...]) -> int:
    return sum(int(rows[outcome].sum()) for outcome in outcomes)


def _table(rows: Reduction, mark: str, admitted_had: bool | None = None) -> Tables:
    """[[with, admitted and refused], [without, ...]]; the unknown join one side by what became of them."""
    table = np.array(
        [
            [_people(rows.where(mark, value), (outcome,)) for outcome in ("admitted", "refused")]
            for value in (YES, NO)
        ],
        dtype=np.int64,
    )
    if admitted_had is not None:
        unknown = rows.where(mark, UNKNOWN)
        table[0 if admitted_had else 1, 0] += _people(unknown, ("admitted",))
        table[1 if admitted_had else 0, 1] += _people(unknown, ("refused",))
    return table
