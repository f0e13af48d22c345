"""Registers of duties, promises and money: what is missing is found, what is whole or unknown is not accused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.finding import Finding, findings_of
from obverse.findings.verdict import Reason, Verdict
from obverse.indicators.catalogue import indicators

DUTY = "id,text,statutory,holders,final_holders,moved_from,moved_to,moved_on,resource_moved,fallback,forum,redress"
LINE = "service,year,savings_booked,savings_stated,co_managed,accounts_due_on,accounts_filed_on"
VOLUME = "service,period_start,period_end,inspections_planned,inspections_done"
COMMITMENT = "id,text,kind,due_on,done_on,state"
COMPLETE = {"duty": {"complete": "yes", "grade": "A"}, "budget_line": {"complete": "yes", "grade": "A"}}
SUBJECTS = {
    "E1.3": "unfunded.statutory",
    "E1.4": "covered.statutory",
    "E1.5": "home support.stated",
    "E2.1": "core.statutory",
    "E2.2": "nobody",
    "E2.4": "kept",
    "E2.10": "home support.done",
    "E2.11": "on_time",
}


def register(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def registers(broken: int, whole: int, unknown: int = 0) -> dict[str, str]:
    """As many entries of each register lack what they should have, have it, or do not say."""
    states = ["broken"] * broken + ["whole"] * whole + ["unknown"] * unknown
    holder = {"broken": "-", "whole": "O1", "unknown": ""}
    money = {"broken": "0", "whole": "500", "unknown": ""}
    flag = {"broken": "no", "whole": "yes", "unknown": "unknown"}
    filed = {"broken": "2024-02-01", "whole": "2023-06-01", "unknown": ""}
    state = {"broken": "not_done", "whole": "done", "unknown": "unknown"}
    done = {"broken": "0", "whole": "4", "unknown": ""}
    stated = {"broken": "0", "whole": "100", "unknown": ""}
    duties, lines, volumes, promises = [], [], [], []
    for number, is_ in enumerate(states):
        duties.append(
            f"d{number},duty,yes,O1,{holder[is_]},public,citizen,2022-01-01,"
            f"{money[is_]},{flag[is_]},{flag[is_]},{flag[is_]}"
        )
        lines.append(f"home support,{2000 + number},100,{stated[is_]},yes,2023-06-30,{filed[is_]}")
        volumes.append(f"home support,{2000 + number}-01-01,{2000 + number}-12-31,4,{done[is_]}")
        kept_on = "2023-01-01" if is_ == "whole" else ""
        promises.append(f"c{number},promise,action,2023-06-30,{kept_on},{state[is_]}")
    return {
        "actor": "id,kind\nO1,organisation\n",
        "duty": register(DUTY, duties),
        "budget_line": register(LINE, lines),
        "service_volume": register(VOLUME, volumes),
        "commitment": register(COMMITMENT, promises),
    }


@pytest.fixture
def audit(build_dossier: Any) -> Any:
    def run(tables: dict[str, str], **facts: Any) -> dict[str, Finding]:
        dossier = open_dossier(build_dossier(tables, **facts))
        evidence = Evidence(dossier)
        chosen = [indicator.measure(evidence) for indicator in indicators() if indicator.id in SUBJECTS]
        found = {finding.key: finding for finding in findings_of(chosen, dossier.facts)}
        # an indicator that finds nothing to count has a single finding, without subject
        return {
            identifier: found.get(f"{identifier}:{subject}") or found[identifier]
            for identifier, subject in SUBJECTS.items()
        }

    return run


def test_registers_in_which_half_is_missing_are_all_a_concern(audit: Any) -> None:
    found = audit(registers(broken=6, whole=6), coverage=COMPLETE)
    assert {name: finding.verdict for name, finding in found.items()} == dict.fromkeys(
        SUBJECTS, Verdict.CONCERN
    )


def test_whole_registers_are_no_concern(audit: Any) -> None:
    found = audit(registers(broken=0, whole=12), coverage=COMPLETE)
    assert {finding.verdict for finding in found.values()} == {Verdict.NO_SIGN}


def test_one_slip_in_twelve_is_within_the_margin(audit: Any) -> None:
    found = audit(registers(broken=1, whole=11), coverage=COMPLETE)
    assert {finding.verdict for finding in found.values()} == {Verdict.NO_SIGN}


def test_what_nobody_noted_accuses_nobody(audit: Any) -> None:
    found = audit(registers(broken=0, whole=6, unknown=6))
    assert {finding.verdict for finding in found.values()} == {Verdict.NOT_ENOUGH_EVIDENCE}


def test_registers_that_say_nothing_at_all_are_silent(audit: Any) -> None:
    tables = registers(broken=0, whole=0, unknown=6)
    found = audit(tables)
    assert {finding.judgement.reason for finding in found.values()} == {Reason.NO_FIGURE}


@pytest.mark.parametrize(
    ("identifier", "subject"), [("E1.4", "covered"), ("E2.1", "complete"), ("E1.3", "unfunded")]
)
def test_a_promise_of_the_dossier_reaches_duties_that_no_law_names(
    build_dossier: Any, identifier: str, subject: str
) -> None:
    tables = registers(broken=6, whole=6)
    tables["duty"] = tables["duty"].replace(",yes,O1,", ",no,O1,")
    for column in ("inform", "question", "consequence", "supervision", "financial_report"):
        head, *rows = tables["duty"].splitlines()
        tables["duty"] = register(f"{head},{column}", (f"{row},yes" for row in rows))
    promise = {
        "indicator": identifier,
        "value": 0.0 if identifier == "E1.3" else 1.0,
        "klass": "promise",
        "source": "charter (synthetic)",
        "frozen_on": dt.date(2021, 1, 1),
    }
    dossier = open_dossier(build_dossier(tables, threshold=[promise], coverage=COMPLETE))
    (indicator,) = (item for item in indicators() if item.id == identifier)
    found = {
        finding.subject: finding
        for finding in findings_of([indicator.measure(Evidence(dossier))], dossier.facts)
    }
    assert found[subject].verdict is Verdict.CONCERN
