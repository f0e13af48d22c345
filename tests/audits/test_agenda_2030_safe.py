"""The published report of the invented town: figures about people from safe counts, wide enough, and no bolder."""

from __future__ import annotations

import json
from typing import Any

from obverse.disclosure.gate import gate
from obverse.disclosure.ledger import Release
from obverse.disclosure.recomputing import recompute
from obverse.disclosure.refusal import Passed
from obverse.disclosure.released import FEWEST, from_entry
from obverse.findings.finding import Finding
from obverse.findings.finding_entry import significant
from obverse.findings.report import Report
from obverse.findings.verdict import Verdict
from obverse.quantities import Estimate, NotEstimable
from obverse.reports.formats import formats
from tests.audits.audited import exact_findings_of, report_of

# Planted effects that are found from the rows, and that the rounded counts of so few people do not decide.
NOT_DECIDED_IN_PUBLIC = {
    "D-3:V15.weakened",
    "D-5:V15.weakened",
}
ROUNDING = 1e-6


def report() -> Report:
    return report_of("agenda-2030")


def exact() -> dict[str, Finding]:
    return exact_findings_of("agenda-2030")


def safe_counts() -> dict[str, dict[str, Any]]:
    written = json.loads(formats()["json"].render(report()))
    return {entry["key"]: entry for entry in written["safe_counts"]}


def test_every_printed_figure_about_people_is_computed_again_from_the_published_counts() -> None:
    published, items = safe_counts(), {item["key"]: item for item in report().content["findings"]}
    assert len(published) > 1000
    for key, entry in published.items():
        result = items[key]["result"]
        again = recompute(from_entry(entry))
        if isinstance(again, NotEstimable):
            assert result["why"] == "withheld", key
            continue
        found = (again.value, again.interval.low, again.interval.high, again.n)
        assert tuple(map(significant, found)) == tuple(result[name] for name in ("value", "low", "high", "n"))


def test_the_report_may_leave_as_the_first_without_any_change() -> None:
    told = tuple(map(from_entry, safe_counts().values()))
    assert gate((), Release("first", "2030-01-01", told)) == Passed()


def test_what_is_published_is_never_narrower_than_what_was_counted() -> None:
    for finding in report().findings:
        true = exact()[finding.key].result
        if isinstance(finding.result, Estimate) and isinstance(true, Estimate):
            told = finding.result.interval
            if finding.result == true:
                continue
            assert told.low <= true.interval.low + 0.003 * max(1, abs(true.interval.low)), finding.key
            assert told.high >= true.interval.high - 0.003 * max(1, abs(true.interval.high)), finding.key


def test_no_concern_is_raised_by_rounding() -> None:
    for finding in report().findings:
        if finding.verdict is Verdict.CONCERN:
            assert exact()[finding.key].verdict is Verdict.CONCERN, finding.key


def test_which_planted_effects_about_people_stay_undecided_in_public() -> None:
    lost = {
        finding.key
        for finding in report().findings
        if exact()[finding.key].verdict is Verdict.CONCERN and finding.verdict is not Verdict.CONCERN
    }
    assert lost >= NOT_DECIDED_IN_PUBLIC
    assert len(lost) <= 15


def test_no_number_of_rows_about_people_is_exact() -> None:
    content = report().content
    rows = {entry["table"]: entry["rows"] for entry in content["evidence"]}
    for table in ("survey_answer", "actor", "participation", "access_case", "coded_statement"):
        assert rows[table] is None or rows[table] % 5 == 0
    for item in content["findings"]:
        provenance = item["provenance"]
        if not any(use["table"] == "survey_answer" for use in provenance["tables"]):
            continue
        told = [provenance["counted"], *(left["rows"] for left in provenance["left_out"])]
        assert all(number is None or (number >= FEWEST and number % 5 == 0) for number in told), item["key"]


def test_charts_about_people_hold_published_numbers_only() -> None:
    for finding in report().findings:
        if finding.chart is None or finding.indicator.id != "D-1":
            continue
        printed = {
            number
            for other in report().findings
            if isinstance(other.result, Estimate) and other.indicator.id == "D-1"
            for number in (other.result.value, other.result.interval.low, other.result.interval.high)
        }
        for series in finding.chart.series:
            assert {number for number in series.values if number is not None} <= printed
