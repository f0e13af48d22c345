"""Traps of goals: agreement among those who are left, scores of mere steps, goals written later."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.quantities import Estimate, Result

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]
GROUP = "id,label,side\ng,Residents (synthetic),external\n"


def kendall(ranks: Sequence[Sequence[int]]) -> float:
    """The naive coefficient of those who are there."""
    judges, items = len(ranks), len(ranks[0])
    sums = np.sum(ranks, axis=0)
    return float(12 * ((sums - sums.mean()) ** 2).sum() / (judges**2 * (items**3 - items)))


def test_agreement_among_those_who_stayed_is_read_beside_those_who_left(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 19: Kendall's W and consensus."""
    stayed, left = [(1, 2, 3, 4)] * 8, [(4, 3, 2, 1)] * 8
    assert kendall(stayed) == 1.0
    rows = [
        f"{name}{person},volunteer,t{goal},{rank},{flag}"
        for name, people, flag in (("s", stayed, "no"), ("l", left, "yes"))
        for person, ranks in enumerate(people)
        for goal, rank in enumerate(ranks)
    ]
    found = judged(
        "G-1",
        {
            "stakeholder_group": GROUP,
            "goal": table("id,owner_group", [f"t{number},g" for number in range(4)]),
            "goal_rank": table("respondent,role,goal,rank,dropped_out", rows),
        },
    )
    assert figure(found["all"].result).value == pytest.approx(kendall(stayed + left))
    assert figure(found["all"].result).value == 0
    assert figure(found["stayed"].result).value == 1
    # consensus is not good in itself
    assert {one.judgement.reason for one in found.values()} <= {Reason.DESCRIBED, Reason.NO_FIGURE}


def t_score(steps: list[int]) -> float:
    """Kiresuk & Sherman's score of equally weighted goals with the customary correlation of 0.3."""
    n = len(steps)
    return 50 + 10 * sum(steps) / math.sqrt(0.7 * n + 0.3 * n**2)


def goals(steps: list[int], recorded_on: str = "2023-01-01") -> dict[str, str]:
    rows = "".join(f"t{number},g,{recorded_on},{step},2\n" for number, step in enumerate(steps))
    return {
        "stakeholder_group": GROUP,
        "goal": "id,owner_group,recorded_on,attainment_third,attainment_owner\n" + rows,
    }


def test_one_score_stands_for_one_goal_of_six_reached_and_for_four(judged: Judged, figure: Figure) -> None:
    """Trap 20: T-scores of ordinal steps."""
    lucky, steady = [2, -1, -1, -1, -1, -1], [0, 0, 0, 0, -1, -2]
    assert t_score(lucky) == pytest.approx(t_score(steady))
    assert t_score(lucky) == pytest.approx(42.25, abs=0.01)
    reached = [figure(judged("G-2", goals(steps))["third"].result).value for steps in (lucky, steady)]
    assert reached == pytest.approx([1 / 6, 4 / 6])


def test_what_owners_say_of_their_own_goals_stands_beside_a_third_party(
    judged: Judged, figure: Figure
) -> None:
    """Trap 20: self-rated goals."""
    found = judged("G-2", goals([-1, -1, -1, -1, -1, 0]))
    naive = figure(found["owner"].result).value
    assert naive == 1.0
    assert figure(found["third"].result).value == pytest.approx(1 / 6)
    assert figure(found["third_lower"].result).value == 1.0


def test_goals_written_after_the_fact_count_neither_as_goals_nor_as_reached(
    judged: Judged, figure: Figure
) -> None:
    """Trap 20: goals written after the fact."""
    spans = {"process": {"start": dt.date(2023, 6, 1), "end": dt.date(2024, 6, 1)}}
    tables = goals([-1, -1, -1, -2, 0])
    late = "".join(f"late{number},g,2024-09-01,2,2\n" for number in range(15))
    naive = 16 / 20
    assert naive == 0.8
    tables["goal"] += late
    reached = judged("G-2", tables, **spans)["third"]
    assert figure(reached.result).value == pytest.approx(0.2)
    assert figure(reached.result).n == 5
    assert reached.provenance.left_out["written_afterwards"] == 15
    on_record = judged("G-0", tables, **spans)["goals"]
    assert figure(on_record.result).value == pytest.approx(5 / 20)
    assert on_record.verdict is not Verdict.NO_SIGN
