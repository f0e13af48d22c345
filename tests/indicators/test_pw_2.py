"""PW-2, PW-4, E3.6, E4.1: a promise broken at one step, decision or month is seen, and a kept one is not suspected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.finding import findings_of
from obverse.findings.verdict import Verdict
from obverse.indicators.decision_rights import STEPS
from obverse.indicators.e3_transaction_costs.e3_6_delay_and_who_owes_it.indicator import DelayAndWhoOwesIt
from obverse.indicators.e4_democracy.e4_1_who_was_passed_over.indicator import WhoWasPassedOver
from obverse.indicators.indicator import Indicator
from obverse.indicators.power.pw_2_steps_each_side_decides.indicator import StepsEachSideDecides
from obverse.indicators.power.pw_4_delegated_decisions_reversed.indicator import DelegatedDecisionsReversed

Build = Callable[..., Path]


def verdict(indicator: Indicator, subject: str, tables: Mapping[str, str], build: Build) -> Verdict:
    dossier = open_dossier(build(tables))
    findings = findings_of([indicator.measure(Evidence(dossier))], dossier.facts)
    return {finding.subject: finding.verdict for finding in findings}[subject]


@pytest.mark.parametrize(
    ("practised", "expected"),
    [
        (["shared"] * 9, Verdict.NO_SIGN),
        (["decides"] + ["shared"] * 8, Verdict.NO_SIGN),
        (["consulted"] + ["shared"] * 8, Verdict.CONCERN),
        (["shared"] * 8, Verdict.NOT_ENOUGH_EVIDENCE),
        (["none"] * 8, Verdict.CONCERN),
    ],
    ids=["as promised", "more than promised", "one step less", "one step not noted", "none, one not noted"],
)
def test_one_promised_step_that_is_not_practised_is_a_promise_broken(
    practised: list[str], expected: Verdict, build_dossier: Build
) -> None:
    rows = [
        "step,actor_class,level,basis",
        *(f"{step},citizens,shared,promised" for step in STEPS),
        *(f"{step},citizens,{level},practised" for step, level in zip(STEPS, practised, strict=False)),
    ]
    tables = {"decision_right": "\n".join(rows) + "\n"}
    assert verdict(StepsEachSideDecides(), "gap.citizens", tables, build_dossier) is expected


@pytest.mark.parametrize(
    ("reversed_of_ten", "expected"),
    [(0, Verdict.NO_SIGN), (1, Verdict.CONCERN), (4, Verdict.CONCERN)],
)
def test_a_tenth_of_the_delegated_decisions_reversed_is_a_promise_broken(
    reversed_of_ten: int, expected: Verdict, build_dossier: Build
) -> None:
    days = ["2023-06-01" if number < reversed_of_ten else "" for number in range(10)]
    # a reversal of another decision shows that the register notes them
    rows = ["id,date,delegated,reversed_on", "other,2023-01-01,no,2023-06-01"]
    rows += [f"d{n},2023-01-01,yes,{day}" for n, day in enumerate(days)]
    tables = {"decision": "\n".join(rows) + "\n"}
    assert verdict(DelegatedDecisionsReversed(), "reversed", tables, build_dossier) is expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2024-05-20", Verdict.NO_SIGN),
        ("2024-06-20", Verdict.NO_SIGN),
        ("2024-07-20", Verdict.CONCERN),
        ("", Verdict.NOT_ENOUGH_EVIDENCE),
    ],
    ids=["early", "twenty days late", "fifty days late", "not noted"],
)
def test_a_process_is_late_when_its_last_milestone_is(
    last: str, expected: Verdict, build_dossier: Build
) -> None:
    rows = "id,planned_on,actual_on\na,2024-01-10,2024-04-10\nb,2024-05-31," + last + "\n"
    assert verdict(DelayAndWhoOwesIt(), "final", {"milestone": rows}, build_dossier) is expected


@pytest.mark.parametrize(
    ("mandate", "level", "expected"),
    [
        ("yes", "none", Verdict.NO_SIGN),
        ("no", "none", Verdict.CONCERN),
        ("no", "shared", Verdict.NO_SIGN),
        ("", "none", Verdict.NOT_ENOUGH_EVIDENCE),
    ],
    ids=["with a mandate", "without", "without, but entitled by the rules", "mandate not noted"],
)
def test_a_decision_without_a_mandate_counts_against_the_rules_only_where_they_leave_it_to_others(
    mandate: str, level: str, expected: Verdict, build_dossier: Build
) -> None:
    tables = {
        "decision": (
            "id,date,origin,binding,mandate\nd1,2024-01-01,elected,yes,yes\n"
            f"d2,2024-02-01,administration,yes,{mandate}\n"
        ),
        "decision_right": (
            f"step,actor_class,level,basis\ndecide,elected,decides,formal\ndecide,administration,{level},formal\n"
        ),
    }
    assert verdict(WhoWasPassedOver(), "against_rules.elected", tables, build_dossier) is expected
