"""Traps of comparing: unlike proposals, totals for tasks, budgets for what was spent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.quantities import Basis, Estimate, NotEstimable, Result

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]


def proposals() -> list[str]:
    """80 cheap proposals, 75 % of them accepted, and 80 dear ones, 25 %; most planned ones are cheap."""
    rows = []
    for cost, planned, accepted in ((1000, 60, 0.75), (90_000, 20, 0.25)):
        for aligned, many in ((1, planned), (0, 80 - planned)):
            rows += [
                f"proposal,{'accepted' if number < accepted * many else 'rejected'},{aligned},{cost}"
                for number in range(many)
            ]
    return [f"c{place},{row}" for place, row in enumerate(rows)]


def test_planned_proposals_that_are_cheaper_are_no_sign_of_manipulation(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 9: acceptance bias read as manipulation."""
    rows = proposals()
    won = {(fit, state): 0 for fit in "10" for state in ("accepted", "rejected")}
    for row in rows:
        _, _, state, fit, _ = row.split(",")
        won[fit, state] += 1
    naive = won["1", "accepted"] * won["0", "rejected"] / (won["1", "rejected"] * won["0", "accepted"])
    assert naive == pytest.approx((50 / 30) / (30 / 50))

    found = judged("E7.5b", {"contribution": table("id,kind,state,aligned,cost", rows)})
    ratio = figure(found["accepted"].result)
    assert ratio.value == pytest.approx(1.0)
    assert ratio.interval.contains(1.0)
    assert found["accepted"].verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_where_nothing_is_known_to_compare_like_with_like_the_plain_shares_accuse_nobody(
    judged: Judged, table: Table
) -> None:
    """Trap 9: without cost, support and feasibility there is no verdict."""
    rows = [row.rpartition(",")[0] for row in proposals()]
    found = judged("E7.5b", {"contribution": table("id,kind,state,aligned", rows)})
    assert isinstance(found["accepted"].result, NotEstimable)
    assert found["planned"].judgement.reason is Reason.DESCRIBED
    assert Verdict.CONCERN not in {one.verdict for one in found.values()}


MONTHS = [
    f"{year}-{month:02d}-01" for year, first in ((2019, 7), (2020, 1)) for month in range(first, first + 6)
]


def hours(task: str, paid: str, before: int, after: int) -> list[str]:
    wobble = [step * (before != after) for step in (0, 2, -2, 1, -1, 0)]
    return [
        f"care,{task},{month},{paid},{(before if place < 6 else after) + wobble[place % 6]}"
        for place, month in enumerate(MONTHS)
    ]


def test_totals_show_neither_that_volunteers_replaced_staff_nor_that_they_did_not(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 15: substitution from totals."""
    header = "service,task,period_start,paid,hours"
    start = {"start": dt.date(2020, 1, 1)}
    # in total paid hours fall as volunteers' hours rise, but never in the same task
    apart = [
        *hours("garden", "no", 4, 54),
        *hours("garden", "yes", 10, 10),
        *hours("desk", "no", 0, 0),
        *hours("desk", "yes", 100, 50),
    ]
    extra, fewer = 54 - 4, 100 - 50
    assert min(extra, fewer) / extra == 1.0
    by_task = judged("E1.2", {"task_hours": table(header, apart)}, process=start)
    assert figure(by_task["care.all_tasks"].result).value == 0.0

    # the same totals without tasks: nothing to all of it
    totals = "service,period_start,period_end,paid_hours,volunteer_hours\n" + "".join(
        f"care,{first},{last},{paid},{volunteers}\n"
        for first, last, paid, volunteers in (
            ("2019-01-01", "2019-12-31", 1200, 48),
            ("2020-01-01", "2020-12-31", 600, 648),
        )
    )
    at_most = judged("E1.2", {"service_volume": totals}, process=start)["care.totals"]
    assert figure(at_most.result).interval.basis is Basis.BOUNDS
    assert figure(at_most.result).interval.low == 0
    assert at_most.verdict is not Verdict.CONCERN


def test_staff_that_replaced_volunteers_is_no_replaced_staff(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 15: replacement runs both ways."""
    rows = [
        *hours("visits", "no", 80, 40),
        *hours("visits", "yes", 20, 60),
        *hours("desk", "no", 10, 60),
        *hours("desk", "yes", 60, 10),
    ]
    total_paid = (20 + 60, 60 + 10)
    total_unpaid = (80 + 10, 40 + 60)
    naive = min(total_unpaid[1] - total_unpaid[0], total_paid[0] - total_paid[1]) / (
        total_unpaid[1] - total_unpaid[0]
    )
    assert naive == 1.0
    found = judged(
        "E1.2",
        {"task_hours": table("service,task,period_start,paid,hours", rows)},
        process={"start": dt.date(2020, 1, 1)},
    )
    assert isinstance(found["care.task.visits"].result, NotEstimable)
    assert figure(found["care.task.desk"].result).value == pytest.approx(1.0, abs=0.02)


LINES = {
    2018: (1000, 1000, 1000, 1.0),
    2019: (1000, 1000, 1000, 1.0),
    2021: (1200, 1040, 1300, 1.1),
}


def test_what_was_spent_for_each_eligible_person_fell_by_a_quarter_while_naive_figures_rose_or_hardly_fell(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 16: budget instead of outturn, nominal instead of real, total instead of per eligible user."""
    (budget, outturn, eligible, deflator), then = LINES[2021], 1000
    assert budget / then == 1.2
    assert outturn / then == 1.04
    assert outturn / eligible / (then / 1000) == pytest.approx(0.8)
    assert outturn / deflator / then == pytest.approx(0.945, abs=5e-4)

    rows = [f"care,{year}," + ",".join(str(one) for one in line) for year, line in LINES.items()]
    found = judged(
        "E1.1",
        {"budget_line": table("service,year,budget,outturn,eligible,deflator", rows)},
        process={"start": dt.date(2020, 1, 1)},
    )
    effort = found["care.outturn_per_eligible"]
    assert figure(effort.result).value == pytest.approx(1040 / 1.1 / 1300, abs=1e-4)
    assert effort.verdict is Verdict.CONCERN


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("service,year,budget,eligible,deflator", (0, 2, 3)),
        ("service,year,outturn,eligible", (1, 2)),
        ("service,year,outturn,deflator", (1, 3)),
    ],
    ids=["budget only", "no price index", "no number of eligible people"],
)
def test_without_outturn_prices_or_people_there_is_no_figure(
    header: str, columns: tuple[int, ...], judged: Judged, table: Table
) -> None:
    """Trap 16: each missing part is a silence and not a figure of its own."""
    rows = [f"care,{year}," + ",".join(str(line[one]) for one in columns) for year, line in LINES.items()]
    found = judged("E1.1", {"budget_line": table(header, rows)}, process={"start": dt.date(2020, 1, 1)})
    assert found
    assert all(isinstance(one.result, NotEstimable) for one in found.values())
