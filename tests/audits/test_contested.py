"""A dossier with changed thresholds and counter-statements, audited from end to end in every form of the report."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker

from obverse.auditing import audit
from obverse.cli.main import main
from obverse.findings.report import Report
from obverse.reports.formats import formats

DOSSIER = """
[process]
id = "contested"
title = "A contested process (synthetic)"
synthetic = true
stage = "after"

[audit]
as_of = 2025-01-01

[coverage.commitment]
complete = "yes"
grade = "A"
source = "minutes"
{amendments}
"""
AMENDMENTS = """
[[amendment]]
indicator = "E2.4"
value = 0.4
klass = "set_locally"
source = "minutes of the council, June"
reason = "four promises depended on a grant that was refused"
amended_on = 2024-06-03
set_by = "the council"

[[amendment]]
indicator = "E2.4"
subject = "no.such.figure"
value = 0.1
klass = "set_locally"
source = "minutes"
reason = "nobody remembers"
amended_on = 2024-06-04
"""
COMMITMENTS = "id,text,due_on,done_on,state\n" + "".join(
    f"c{number},A promise,2024-05-01,{'2024-04-01,done' if number < 6 else ',not_done'}\n"
    for number in range(10)
)
GROUPS = "id,label,side,size\ntenants,Tenants <b>of the quarter</b>,external,900\n"
STATEMENTS = (
    "id,finding,group,text,stated_on\n"
    's1,E2.4:kept,tenants,"Four of ten.\n\nNot the small ones.",2024-07-01\n'
    "s2,E2.4,,No promise was ever written down with us.,\n"
    "s3,E2.3:reasoned.in_time,tenants,We never got an answer.,2023-02-01\n"
)


def built(folder: Path, *, contested: bool) -> Path:
    directory = folder / ("contested" if contested else "quiet")
    (directory / "evidence").mkdir(parents=True)
    text = DOSSIER.format(amendments=AMENDMENTS if contested else "")
    (directory / "dossier.toml").write_text(text, encoding="utf-8")
    evidence = {"commitment": COMMITMENTS, "stakeholder_group": GROUPS}
    if contested:
        evidence["counter_statement"] = STATEMENTS
    for name, rows in evidence.items():
        (directory / "evidence" / f"{name}.csv").write_text(rows, encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("dossiers"), contested=True)


@pytest.fixture(scope="module")
def report(dossier: Path) -> Report:
    return audit(dossier)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return audit(built(tmp_path_factory.mktemp("quiet"), contested=False))


def rendered(report: Report, form: str) -> str:
    return formats()[form].render(report).decode("utf-8-sig")


def kept(report: Report) -> dict[str, Any]:
    (found,) = [item for item in report.content["findings"] if item["key"] == "E2.4:kept"]
    return dict(found)


def test_the_finding_is_judged_by_the_frozen_line_and_tells_the_other_verdict(
    report: Report, quiet: Report
) -> None:
    (amended,) = kept(report)["amendments"]
    assert (kept(report)["verdict"], amended["verdict"]) == ("concern", "no_sign")
    assert kept(report)["threshold"] == kept(quiet)["threshold"]


def test_nothing_but_what_stands_beside_it_differs_from_the_report_that_nobody_contests(
    report: Report, quiet: Report
) -> None:
    content = json.loads(rendered(report, "json"))
    for finding in content["findings"]:
        finding.pop("amendments", None)
        finding.pop("counter_statements", None)
    assert content.pop("amendments")
    assert content.pop("unplaced_statements")
    content["evidence"] = [one for one in content["evidence"] if one["table"] != "counter_statement"]
    assert content == json.loads(rendered(quiet, "json"))


def test_the_contested_report_fits_the_schema(report: Report, repository: Path) -> None:
    file = repository / "src" / "obverse" / "reports" / "json" / "report-1.schema.json"
    validator = Draft202012Validator(json.loads(file.read_text("utf-8")), format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(json.loads(rendered(report, "json")))] == []


def test_a_change_is_told_with_the_figures_it_touches_and_those_it_would_change(report: Report) -> None:
    touching, idle = report.content["amendments"]
    assert touching["would_change"] == ["E2.4:kept"]
    assert "E2.4:kept" in touching["findings"]
    assert (idle["subject"], idle["findings"], idle["would_change"]) == ("no.such.figure", [], [])


def test_each_statement_stands_with_its_finding_or_in_a_list_of_its_own(report: Report) -> None:
    said = {(one["id"], one["about"]) for one in kept(report)["counter_statements"]}
    assert said == {("s1", "figure"), ("s2", "indicator")}
    (unplaced,) = report.content["unplaced_statements"]
    assert (unplaced["finding"], unplaced["label"]) == (
        "E2.3:reasoned.in_time",
        "Tenants <b>of the quarter</b>",
    )


def test_the_first_page_says_how_many_lines_were_changed_and_what_that_would_change(report: Report) -> None:
    page = rendered(report, "html")
    head = page.split("</header>")[0]
    assert "2 thresholds were changed after they had been frozen." in head
    assert "1 verdict would be another one." in head
    assert "changed after" not in rendered(quiet_of(report), "html").split("</header>")[0]


def quiet_of(report: Report) -> Report:
    content = {name: value for name, value in report.content.items() if name != "amendments"}
    return Report(content, report.findings)


def test_the_page_prints_each_statement_as_it_is_and_runs_nothing_of_it(report: Report) -> None:
    page = rendered(report, "html")
    assert "Counter-statement: <bdi>Tenants &lt;b&gt;of the quarter&lt;/b&gt;</bdi> (1 July 2024)" in page
    assert "Four of ten.\n\nNot the small ones." in page
    assert "Counter-statement: a group that is not named" in page
    assert page.count("We never got an answer.") == 1
    assert page.index('id="unplaced"') < page.index("We never got an answer.")


def test_nothing_of_it_folds_away(report: Report) -> None:
    page = rendered(report, "html")
    unfolded = re.sub(r"<details\b.*?</details>", "", page, flags=re.DOTALL)
    for words in (
        "Four of ten.",
        "No promise was ever written down",
        "We never got an answer.",
        "a grant that was",
    ):
        assert words in unfolded


def test_a_report_in_french_says_the_same(dossier: Path) -> None:
    page = rendered(audit(dossier, language="fr", only=["E2.4"]), "html")
    assert "2 seuils ont été changés après avoir été fixés." in page
    assert "</bdi> (1 juillet 2024)" in page


def test_the_table_of_findings_has_a_column_for_each_only_where_there_are_any(
    report: Report, quiet: Report
) -> None:
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(rendered(report, "csv")))}
    assert rows["E2.4:kept"]["amendments"].startswith("2024-06-03 40% (no_sign): four promises")
    assert "2024-07-01 Tenants" in rows["E2.4:kept"]["counter_statements"]
    (header, *_) = rendered(quiet, "csv").splitlines()
    assert "amendments" not in header
    assert "counter_statements" not in header


def test_an_audit_of_some_indicators_speaks_of_no_others(dossier: Path) -> None:
    content = audit(dossier, only=["E1.4"]).content
    assert "amendments" not in content
    assert "unplaced_statements" not in content


def test_a_terminal_names_what_was_changed_and_who_is_answered(dossier: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["audit", str(dossier), "--out", str(tmp_path / "out")])
    assert told.exit_code == 0, told.output
    assert "Changed after the freeze, and not judged by: E2.4, E2.4:no.such.figure." in told.output
    assert "E2.4:kept, E2.4, E2.3:reasoned.in_time" in told.output


def test_a_statement_of_a_group_that_is_not_there_is_a_letter(tmp_path: Path) -> None:
    directory = built(tmp_path, contested=True)
    (directory / "evidence" / "stakeholder_group.csv").write_text("id,label,side\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["check", str(directory)])
    assert told.exit_code == 3
    assert "counter_statement.csv" in told.output


def test_addresses_and_telephones_are_blotted_out_of_statements_on_import(tmp_path: Path) -> None:
    directory = built(tmp_path, contested=False)
    rows = 'id,finding,text\ns1,E2.4:kept,"Write to jo@town.example or call +33 6 00 00 00 01."\n'
    (tmp_path / "counter_statement.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "map.toml").write_text(
        '[file]\nformat = "csv"\n[[table]]\nname = "counter_statement"\n[table.columns]\n'
        'id = "id"\nfinding = "finding"\ntext = "text"\n',
        encoding="utf-8",
    )
    call = ["import", str(directory), str(tmp_path / "counter_statement.csv"), "--mapping"]
    told = CliRunner().invoke(main, [*call, str(tmp_path / "map.toml")])
    assert told.exit_code == 0, told.output
    written = (directory / "evidence" / "counter_statement.csv").read_text("utf-8")
    assert "Write to [e-mail] or call [telephone]." in written
