"""E6.2: how many users feel that refusing to take part would cost them a service, help or goodwill."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.cluster_differences import clustered_difference_within
from obverse.statistics.clusters import clustered_share
from obverse.statistics.results import between_people
from obverse.statistics.shares import difference_of_shares, wilson_share

CANNOT_SAY, SOME, MUCH = -1, 1, 2
FEWEST_SHOWN = 5
Truths = npt.NDArray[np.bool_]


class FeltPressure(Indicator):
    """Share of users who would expect to lose service, help or goodwill if they stopped taking part."""

    id = "E6.2"
    version = 3
    question = "How many users feel that refusing to take part would cost them a service, help or goodwill?"
    serves = ("E6",)
    claims = ("S127", "S134")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"users": 30, "answers_in_a_group": 10}
    references = (
        "Steen, Brandsen & Verschuere 2018, sixth evil, after McMullin & Needham: pressure to pay back",
        "the question and the number of thirty users are this program's own",
    )
    needs = ({"survey_answer": ("item", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The share that feels pressed, over everybody, by role, and for the worst-off against the others."""
        answers = samples["answers"]
        if len(answers) == 0:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_users", of="survey_answer.value")
        users, few = self.minimum["users"], self.minimum["answers_in_a_group"]
        said = answers["loss"] != CANNOT_SAY
        results: dict[str, Result] = {
            "pressed": _share(answers, answers["loss"] >= SOME, said, users),
            "pressed_much": _share(answers, answers["loss"] == MUCH, said, users),
            "cannot_say": _share(answers, ~said, np.ones(len(answers), dtype=bool), users),
        }
        by_role = list(answers.groups("role"))
        for (role,), part in by_role if len(by_role) > 1 else ():
            spoke = part["loss"] != CANNOT_SAY
            results[f"pressed.{role}"] = _share(part, part["loss"] >= SOME, spoke, few)
        for (variable,), part in samples["standing"].groups("variable"):
            worst, others = part.where("worst_off", 1), part.where("worst_off", 0)
            results[f"worst_off.{variable}"] = _gap(worst, others, few)
        return results


def _share(answers: Reduction, yes: Truths, asked: Truths, need: int) -> Result:
    n = int(answers["people"][asked].sum())
    if 0 < n < FEWEST_SHOWN:
        return NotEstimable(why=Why.WITHHELD, remedy="more_users", need=need, of="users")
    if n < need:
        return NotEstimable(why=Why.TOO_FEW, remedy="more_users", have=n, need=need, of="users")
    if not (answers["unit"] != "").any():
        return wilson_share(int(answers["people"][yes].sum()), n)
    names, place = np.unique(answers["unit"].astype(str), return_inverse=True)
    pressed, total = np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
    np.add.at(pressed, place, answers["mass"] * yes)
    np.add.at(total, place, answers["mass"] * asked)
    return clustered_share(pressed, total, cases=n)


def _gap(worst: Reduction, others: Reduction, need: int) -> Result:
    n1, n0 = int(worst["people"].sum()), int(others["people"].sum())
    if 0 < min(n1, n0) < FEWEST_SHOWN:
        return NotEstimable(why=Why.WITHHELD, remedy="both_groups", need=need, of="answers")
    if min(n1, n0) < need:
        return NotEstimable(why=Why.TOO_FEW, remedy="both_groups", have=min(n1, n0), need=need, of="answers")
    units = sorted({*worst["unit"].tolist(), *others["unit"].tolist()})
    if units == [""]:
        x1, x0 = int(worst["pressed_people"].sum()), int(others["pressed_people"].sum())
        return difference_of_shares(x1, n1, x0, n0)
    gap = clustered_difference_within(
        _over(units, worst, "pressed_mass"),
        _over(units, worst, "mass"),
        _over(units, others, "pressed_mass"),
        _over(units, others, "mass"),
        cases=n1 + n0,
    )
    return between_people(gap, n1, n0)


def _over(units: list[str], group: Reduction, column: str) -> npt.NDArray[np.int64]:
    """The column of one group, one place for each unit of both groups, zero where the group is absent."""
    found = dict(zip(group["unit"].tolist(), group[column].tolist(), strict=True))
    return np.array([found.get(unit, 0) for unit in units], dtype=np.int64)
