"""A weighted copy of a dossier: strata count as much as they are large, and nothing else changes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from obverse.auditing import findings
from obverse.cli.main import main
from obverse.evidence.dossier import open_dossier
from obverse.quantities import Estimate

# Of 900 old people 30 answered and all saw the value weakened; of 100 young ones 30, and none did.
ANSWERS = "respondent,wave,variant,role,stratum,item,public_value,value\n" + "".join(
    f"{age}{number},post,non_participant,neighbour,{age},{item},V01,{value}\n"
    for age, weakened in (("old", 2), ("young", 0))
    for number in range(30)
    for item, value in (("strengthened", 0), ("weakened", weakened))
)
STRATA = """
wave,variant,role,stratum,frame,eligible,invited,answered,is_interviewed
post,non_participant,neighbour,old,register,900,100,30,no
post,non_participant,neighbour,young,register,100,100,30,no
"""


def _weakened(directory: Path) -> Estimate:
    found = {one.key: one.result for one in findings(open_dossier(directory), only=["D-1"], exact=True)}
    result = found["D-1:V01.weakened"]
    assert isinstance(result, Estimate)
    return result


def test_in_the_copy_strata_count_as_much_as_they_are_large(build_dossier: Any, tmp_path: Path) -> None:
    directory = build_dossier({"survey_answer": ANSWERS, "survey_stratum": STRATA})
    copy = tmp_path / "weighted"
    done = CliRunner().invoke(main, ["survey", "weigh", str(directory), str(copy)])
    assert done.exit_code == 0, done.output
    assert _weakened(directory).value == 0.5
    assert abs(_weakened(copy).value - 0.9) < 1e-6
    # Kish: 60 people with weights 1.8 and 0.2 are worth 60 / (mean of squares) = 60 / 1.64
    assert "60 people, worth as much as 37 (design effect 1.64)" in done.output
    with (copy / "evidence/survey_answer.csv").open(encoding="utf-8") as stream:
        weights = {row["stratum"]: float(row["weight"]) for row in csv.DictReader(stream)}
    assert weights == {"old": 1.8, "young": 0.2}


def test_a_dossier_without_strata_is_told_that_nothing_was_weighted(
    build_dossier: Any, tmp_path: Path
) -> None:
    directory = build_dossier({"survey_answer": ANSWERS})
    done = CliRunner().invoke(
        main, ["survey", "weigh", str(directory), str(tmp_path / "copy"), "--lang", "fr"]
    )
    assert done.exit_code == 0, done.output
    assert "rien n’a été pondéré" in done.output


def test_what_is_there_is_never_written_over(build_dossier: Any, tmp_path: Path) -> None:
    directory = build_dossier({"survey_answer": ANSWERS, "survey_stratum": STRATA})
    (tmp_path / "taken").mkdir()
    done = CliRunner().invoke(main, ["survey", "weigh", str(directory), str(tmp_path / "taken")])
    assert done.exit_code == 3
    assert list((tmp_path / "taken").iterdir()) == []
