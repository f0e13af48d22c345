"""What dossier.toml may say about a line that was changed after the freeze, and the letters where it cannot."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pytest

from obverse.auditing import audit
from obverse.evidence.dossier import examine
from obverse.evidence.facts import Amendment
from obverse.evidence.problems import EvidenceProblems, Problem

THRESHOLD = {
    "indicator": "E2.3",
    "value": 0.8,
    "klass": "promise",
    "source": "charter",
    "frozen_on": dt.date(2024, 3, 1),
}
AMENDMENT: dict[str, Any] = {
    "indicator": "E2.3",
    "value": 0.6,
    "klass": "set_locally",
    "source": "minutes of the council",
    "reason": "two posts stayed vacant",
    "amended_on": dt.date(2024, 9, 1),
}


def problems(directory: Path) -> list[Problem]:
    return examine(directory)[1]


def test_an_amendment_is_read_with_its_reason_and_its_day(build_dossier: Any) -> None:
    dossier, found = examine(build_dossier(threshold=[THRESHOLD], amendment=[AMENDMENT]))
    assert (found, dossier and dossier.facts.amendments) == ([], (Amendment(**AMENDMENT),))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"amended_on": dt.date(2024, 2, 29)}, "amendment_early"),
        ({"amended_on": dt.date(2024, 2, 29), "subject": "reasoned.in_time"}, "amendment_early"),
        ({"reason": "  "}, "empty_text"),
        ({"source": ""}, "empty_text"),
        ({"value": math.nan}, "no_line"),
        ({"value": math.inf}, "no_line"),
        ({"smallest_difference": -0.1}, "no_line"),
        ({"klass": "wish"}, "wrong_choice"),
        ({"direction": "low_is_bad"}, "unknown_key"),
    ],
)
def test_what_is_wrong_with_an_amendment_is_told_in_a_letter(
    change: dict[str, Any], kind: str, build_dossier: Any
) -> None:
    (problem,) = problems(build_dossier(threshold=[THRESHOLD], amendment=[AMENDMENT | change]))
    assert problem.kind == kind
    for language in ("en", "fr"):
        assert "{" not in problem.letter(language)


@pytest.mark.parametrize("key", ["reason", "source", "amended_on"])
def test_a_change_without_reason_source_or_day_is_refused(key: str, build_dossier: Any) -> None:
    lacking = {name: value for name, value in AMENDMENT.items() if name != key}
    (problem,) = problems(build_dossier(amendment=[lacking]))
    assert (problem.kind, problem.details["word"]) == ("missing_key", key)


def test_a_line_may_be_changed_on_the_day_of_its_freeze_and_after_the_audits_day(build_dossier: Any) -> None:
    days = [THRESHOLD["frozen_on"], dt.date(2025, 6, 1)]
    changed = [AMENDMENT | {"amended_on": day} for day in days]
    assert problems(build_dossier(threshold=[THRESHOLD], amendment=changed)) == []


def test_the_freeze_of_another_line_does_not_count(build_dossier: Any) -> None:
    other = THRESHOLD | {"subject": "answered.*", "frozen_on": dt.date(2024, 12, 1)}
    early = AMENDMENT | {"subject": "reasoned.in_time", "amended_on": dt.date(2024, 4, 1)}
    assert problems(build_dossier(threshold=[other, THRESHOLD], amendment=[early])) == []


@pytest.mark.parametrize("section", ["threshold", "amendment"])
def test_one_pair_of_brackets_too_few_is_told(section: str, build_dossier: Any) -> None:
    body = THRESHOLD if section == "threshold" else AMENDMENT
    (problem,) = problems(build_dossier(**{section: body}))
    assert problem.kind == "not_repeated"
    assert f"[[{section}]]" in problem.letter()


def test_a_threshold_that_is_no_number_is_refused(build_dossier: Any) -> None:
    (problem,) = problems(build_dossier(threshold=[THRESHOLD | {"value": math.nan}]))
    assert problem.kind == "no_line"


def test_an_amendment_of_an_indicator_that_does_not_exist_is_refused(build_dossier: Any) -> None:
    with pytest.raises(EvidenceProblems) as refused:
        audit(build_dossier(amendment=[AMENDMENT | {"indicator": "E2.99"}]), only=["E2.4"])
    assert [problem.kind for problem in refused.value.problems] == ["unknown_indicator"]
