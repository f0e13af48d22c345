"""E3.1, E3.2, E3.3, E3.5: what unpaid hours are worth changes the money and never the hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from obverse.evidence.dossier import Dossier, open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.finding import findings_of
from obverse.findings.verdict import Verdict
from obverse.indicators.e3_transaction_costs.e3_1_what_working_together_costs.indicator import (
    WhatWorkingTogetherCosts,
)
from obverse.indicators.e3_transaction_costs.e3_2_share_of_cost_of_collaborating.indicator import (
    ShareOfCostOfCollaborating,
)
from obverse.indicators.e3_transaction_costs.e3_3_cost_of_each_changed_decision.indicator import (
    CostOfEachChangedDecision,
)
from obverse.indicators.e3_transaction_costs.e3_5_improvement_that_would_pay.indicator import (
    ImprovementThatWouldPay,
)
from obverse.indicators.indicator import Indicator
from obverse.quantities import Estimate

CELLS = [
    (kind, payer)
    for kind in ("information", "decision", "participant")
    for payer in ("associations", "citizens")
]
ACCOUNT = "\n".join(
    [
        "class,payer,date,hours,amount,delivery",
        "information,body,2023-02-01,10,400,no",
        "decision,body,2023-02-01,10,400,no",
        "implementation,body,2023-02-01,10,400,no",
        *(f"{kind},{payer},2023-02-01,10,,no" for kind, payer in CELLS),
        "implementation,body,2023-02-01,100,4800,yes",
    ]
)
TABLES = {
    "cost_entry": ACCOUNT + "\n",
    "decision": "id,date\nd1,2023-05-01\nd2,2023-06-01\n",
    "trace": "contribution,decision,clause,kind\n,d1,1,adopted\n,d2,1,adapted\n",
    "service_volume": (
        "service,period_start,period_end,recipients\ncare,2022-01-01,2022-12-31,90\ncare,2023-01-01,2023-12-31,100\n"
    ),
}
VALUED = "\n[valuation]\nminimum_wage = 10\nreplacement_wage = 25.5\nquality = 8.0\nsource = 'agreed (synthetic)'\n"


@pytest.fixture
def dossier(build_dossier: Callable[..., Path]) -> Callable[[str], Dossier]:
    def run(valuation: str) -> Dossier:
        directory = build_dossier(TABLES, process={"start": dt.date(2023, 1, 1)})
        with (directory / "dossier.toml").open("a", encoding="utf-8") as file:
            file.write(valuation)
        return open_dossier(directory)

    return run


def value(indicator: Indicator, dossier: Dossier, subject: str) -> float:
    result = indicator.measure(Evidence(dossier)).results[subject]
    assert isinstance(result, Estimate), result
    return result.value


def test_unpaid_hours_are_valued_three_ways_and_paid_ones_only_once(
    dossier: Callable[[str], Dossier],
) -> None:
    valued = dossier(VALUED)
    # 1,200 on record for 30 paid hours, 60 unpaid hours at nothing, 10 and 25.5 an hour
    for valuation, expected in (
        ("unpaid_at_nothing", 1200),
        ("unpaid_at_minimum_wage", 1800),
        ("unpaid_at_replacement_wage", 2730),
    ):
        assert value(WhatWorkingTogetherCosts(), valued, f"money.{valuation}") == pytest.approx(expected)
        assert value(CostOfEachChangedDecision(), valued, f"money.{valuation}") == pytest.approx(expected / 2)
        share = value(ShareOfCostOfCollaborating(), valued, f"money.{valuation}")
        assert share == pytest.approx(expected / (expected + 4800))
        per_user = value(ImprovementThatWouldPay(), valued, f"per_user.{valuation}")
        assert per_user == pytest.approx(expected / 100)
        break_even = value(ImprovementThatWouldPay(), valued, f"break_even.{valuation}")
        assert break_even == pytest.approx(expected / 100 / 8)


def test_the_hours_do_not_depend_on_what_they_are_worth(dossier: Callable[[str], Dossier]) -> None:
    assert value(WhatWorkingTogetherCosts(), dossier(VALUED), "hours") == pytest.approx(90)


def test_a_share_that_the_previous_procedure_had_is_judged_whatever_an_unpaid_hour_is_worth(
    dossier: Callable[[str], Dossier],
) -> None:
    threshold = (
        '\n[[threshold]]\nindicator = "E3.2"\nvalue = 0.10\nsmallest_difference = 0.05\nklass = "baseline"\n'
        'source = "previous procedure (synthetic)"\nfrozen_on = 2023-01-01\n'
    )
    opened = dossier(VALUED + threshold)
    findings = findings_of([ShareOfCostOfCollaborating().measure(Evidence(opened))], opened.facts)
    judged = {finding.subject: finding.verdict for finding in findings}
    assert {judged[f"money.{name}"] for name in ("unpaid_at_nothing", "unpaid_at_minimum_wage")} == {
        Verdict.CONCERN
    }
    assert judged["hours"] is Verdict.NOT_APPLICABLE
