"""Traps of time: those still waiting, delays that others caused, outcomes judged before they can be there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Verdict
from obverse.quantities import Estimate, NotEstimable, Result, Why

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]
AS_OF = dt.date(2025, 1, 1)


def portal(*, dated: bool) -> list[str]:
    """A synthetic portal of 150 days whose median answer takes 73 days, as its export looks on the last day."""
    rng = np.random.default_rng(6)
    waits = rng.exponential(73 / np.log(2), size=3000)
    ages = rng.uniform(0, 150, size=3000)
    rows = []
    for number, (wait, age) in enumerate(zip(waits.tolist(), ages.tolist(), strict=True)):
        asked = AS_OF - dt.timedelta(days=int(age))
        answered = asked + dt.timedelta(days=int(wait)) if int(wait) <= int(age) else None
        state = "accepted" if answered else "open"
        rows.append(f"c{number},request,{asked},{answered if answered and dated else ''},{state}")
    return rows


def test_the_typical_wait_counts_those_who_still_wait(judged: Judged, figure: Figure, table: Table) -> None:
    """Trap 6: response time over answered cases only."""
    header = "id,kind,created_at,answered_at,state"
    export = portal(dated=True)
    days = [
        (dt.date.fromisoformat(answered) - dt.date.fromisoformat(asked)).days
        for _, _, asked, answered, _ in (row.split(",") for row in export)
        if answered
    ]
    assert np.mean(days) == pytest.approx(39, abs=2)

    found = judged("E2.3", {"contribution": table(header, export)})
    median = figure(found["answered.median"].result)
    assert median.value == pytest.approx(73, abs=5)
    assert median.interval.low <= 73 <= median.interval.high
    assert np.mean(days) < 0.6 * median.interval.low


def test_an_export_without_days_of_answers_supports_no_time_at_all(judged: Judged, table: Table) -> None:
    """Trap 6: old exports without answered_at."""
    rows = portal(dated=False)
    answered = sum(row.endswith("accepted") for row in rows)
    assert answered > 1000
    found = judged("E2.3", {"contribution": table("id,kind,created_at,answered_at,state", rows)})
    assert all(isinstance(one.result, NotEstimable) for one in found.values())
    assert {one.verdict for one in found.values()} == {Verdict.NOT_ENOUGH_EVIDENCE}
    (silence,) = (one.result for one in found.values())
    assert isinstance(silence, NotEstimable)
    assert silence.remedy == "date_answers"


def test_the_days_that_the_authority_lost_are_not_owed_by_those_who_took_part(
    judged: Judged, figure: Figure
) -> None:
    """Trap 17: delay blamed on participants."""
    plan = (
        "id,planned_on,actual_on,cause\n"
        "permission,2024-02-01,2024-04-01,authority\n"
        "workshops,2024-05-01,2024-07-10,participation\n"
        "report,2024-08-01,2024-10-10,participation\n"
    )
    late = {"permission": 60, "workshops": 70, "report": 70}
    naive = (late["workshops"] + late["report"]) / sum(late.values())
    assert naive == pytest.approx(0.70)

    found = judged("E3.6", {"milestone": plan})
    assert figure(found["final"].result).value == 70
    owed = {side: figure(found[f"owed.{side}"].result).value for side in ("authority", "participation")}
    assert owed == pytest.approx({"authority": 60 / 70, "participation": 10 / 70})
    # that somebody took part is judged nowhere: the verdict is about the plan
    assert found["owed.participation"].threshold is None


def test_a_delay_without_a_cause_is_owed_by_nobody(judged: Judged, figure: Figure) -> None:
    """Trap 17: days of unknown cause are not shared out."""
    plan = "id,planned_on,actual_on,cause\na,2024-02-01,2024-03-02,\nb,2024-04-01,2024-05-11,participation\n"
    found = judged("E3.6", {"milestone": plan})
    share = figure(found["owed.participation"].result)
    assert share.missing is not None
    assert (share.missing.low, share.missing.high) == pytest.approx((10 / 40, 1.0))


def test_goals_are_not_judged_while_the_process_runs(judged: Judged) -> None:
    """Trap 18: judging outcomes too early."""
    tables = {
        "stakeholder_group": "id,label,side\ng,Residents (synthetic),external\n",
        "goal": "id,owner_group,attainment_third\n" + "".join(f"t{number},g,-2\n" for number in range(8)),
    }
    naive_share_reached = 0 / 8
    assert naive_share_reached == 0
    promise = {
        "indicator": "G-2",
        "subject": "third",
        "value": 0.5,
        "smallest_difference": 0.1,
        "unit": "share",
        "klass": "promise",
        "source": "worked case",
        "set_by": "worked case",
        "frozen_on": dt.date(2023, 1, 1),
    }
    verdicts = {
        stage: judged("G-2", tables, process={"stage": stage}, threshold=[promise])["third"].verdict
        for stage in ("before", "during", "after")
    }
    assert verdicts == {
        "before": Verdict.TOO_EARLY,
        "during": Verdict.TOO_EARLY,
        "after": Verdict.CONCERN,
    }


def initiatives(end: str, start: str) -> str:
    return "id,start,planned_end,ended_on,end_kind,operator\n" + "".join(
        f"i{number},{start},{end},association\n" for number in range(12)
    )


def test_an_initiative_that_ended_as_planned_was_not_abandoned(judged: Judged, figure: Figure) -> None:
    """Trap 18: punishing planned temporariness."""
    ended, all_of_them = 12, 12
    naive_survival = 1 - ended / all_of_them
    assert naive_survival == 0
    planned = initiatives("2022-12-31,2022-12-31,planned", "2022-01-01")
    found = judged("E2.6", {"initiative": planned}, process={"start": dt.date(2022, 1, 1)})
    assert figure(found["initiatives.abandoned"].result).value == 0
    assert not any(one.verdict is Verdict.CONCERN for one in found.values())


def test_initiatives_of_half_a_year_show_nothing_about_two_years(judged: Judged) -> None:
    """Trap 18: what nobody could have observed yet is too early, neither lasting nor lost."""
    running = initiatives(",,running", "2024-07-01")
    naive_survival = 12 / 12
    assert naive_survival == 1
    found = judged("E2.6", {"initiative": running}, process={"start": dt.date(2024, 7, 1)})
    silence = found["initiatives.abandoned"]
    assert isinstance(silence.result, NotEstimable)
    assert silence.result.why is Why.TOO_FEW
    assert silence.verdict is Verdict.TOO_EARLY
