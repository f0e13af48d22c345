"""Every example is audited from end to end: published figures come out, and the whole report stays as it was."""

from __future__ import annotations

import json
import math
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from obverse.auditing import findings
from obverse.connectors.importing import import_files
from obverse.evidence.dossier import open_dossier
from obverse.evidence.importing.journal import read_journal
from obverse.quantities import Estimate
from obverse.reports.formats import formats
from tests.audits.audited import report_of
from tests.audits.write_golden import golden_of

REPOSITORY = Path(__file__).resolve().parent.parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"
EXAMPLES = sorted(folder.parent.name for folder in (REPOSITORY / "examples").glob("*/dossier.toml"))


@cache
def report(example: str, language: str = "en") -> dict[str, Any]:
    content = formats()["json"].render(report_of(example, language))
    parsed: dict[str, Any] = json.loads(content)
    return parsed


def figure(example: str, key: str) -> dict[str, Any]:
    (found,) = [item for item in report(example)["findings"] if item["key"] == key]
    result: dict[str, Any] = found["result"]
    return result


def verdict(example: str, key: str) -> str:
    (found,) = [item for item in report(example)["findings"] if item["key"] == key]
    return str(found["verdict"])


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Where two reports differ; numbers may differ in their last digits between machines."""
    if isinstance(expected, dict) and isinstance(found, dict):
        keys = expected.keys() | found.keys()
        return [
            line
            for key in sorted(keys)
            for line in differences(expected.get(key), found.get(key), f"{place}/{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [line for number, pair in pairs for line in differences(*pair, f"{place}/{number}")]
    numbers = all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in (expected, found)
    )
    if numbers and math.isclose(expected, found, rel_tol=1e-6, abs_tol=1e-9):
        return []
    return [] if expected == found else [f"{place}: {str(expected)[:80]} became {str(found)[:80]}"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_report_of_an_example_is_the_golden_one(example: str) -> None:
    golden = json.loads((GOLDEN / f"{example}.json").read_text(encoding="utf-8"))
    found = differences(golden, golden_of(report(example)))
    assert not found, "\n".join([*found[:20], "if this is meant: python tests/audits/write_golden.py"])


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_says_where_its_data_come_from_and_under_which_licence(example: str) -> None:
    source = (REPOSITORY / "examples" / example / "SOURCE.txt").read_text(encoding="utf-8").lower()
    assert "licence" in source
    assert (REPOSITORY / "examples" / example / "README.md").is_file()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_french_report_says_the_same_in_other_words(example: str) -> None:
    english, french = report(example), report(example, "fr")
    for first, second in zip(english["findings"], french["findings"], strict=True):
        assert first["key"] == second["key"]
        assert first["verdict"] == second["verdict"]
        assert first["result"].get("value") == second["result"].get("value")
        assert first["name"] != second["name"]


def test_the_poorest_fifth_of_areas_lost_four_times_as_many_libraries_as_the_richest() -> None:
    ratio = figure("libraries-england", "E5.2:static library.closed.ratio")
    assert ratio["value"] == pytest.approx(77 / 19)
    assert ratio["n"] == 77 + 19
    assert ratio["low"] > 2 < ratio["high"]
    assert ratio["missing"]["low"] < ratio["value"] < ratio["missing"]["high"]
    assert verdict("libraries-england", "E5.2:static library.closed.ratio") == "concern"


@pytest.mark.parametrize(("flow", "sites"), [("closed", 144), ("handed_over", 185)])
def test_what_became_of_2343_council_libraries(flow: str, sites: int) -> None:
    result = figure("libraries-england", f"SV-2:static library.public.{flow}")
    assert (result["value"], result["n"], result["basis"]) == (sites, 2343, "full_count")


def test_libraries_were_handed_over_in_better_off_areas() -> None:
    index = figure("libraries-england", "E5.2:static library.handed_over.index")
    assert index["low"] > 0


@pytest.mark.parametrize(
    ("operator", "hours"),
    [("public", 37.8), ("commissioned", 35.5), ("association", 20.2), ("volunteers", 20.9)],
)
def test_open_hours_by_who_runs_the_library(operator: str, hours: float) -> None:
    result = figure("libraries-england", f"SV-1:static library.open_hours.{operator}")
    assert result["value"] == pytest.approx(hours, abs=0.05)
    assert result["unit"] == "hours_a_week"


def test_a_smaller_service_alone_is_not_called_a_rejection_of_responsibility() -> None:
    (row,) = [row for row in report("libraries-england")["evils"] if row["id"] == "E1"]
    assert row["verdict"] == "not_enough_evidence"
    assert {"E1.4", "E1.5"} <= {item["indicator"] for item in row["unanswered"]}


def test_the_published_ginis_of_a_real_conversation_come_out() -> None:
    assert figure("vtaiwan-uberx", "E5.4:votes.gini")["value"] == pytest.approx(0.5629, abs=5e-5)
    # The published 0.9682 counts the ten statements that the opener wrote before anybody else voted.
    agenda = figure("vtaiwan-uberx", "E5.4:agenda.gini")
    assert agenda["value"] == pytest.approx(0.9666, abs=5e-5)
    assert agenda["n"] == 1921


def test_with_the_statements_that_opened_it_the_published_gini_of_the_agenda_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBVERSE_KEYS", str(tmp_path / "keys"))
    example = REPOSITORY / "examples" / "vtaiwan-uberx"
    names = {file["sha256"]: file["name"] for file in read_journal(example)[0]["files"]}
    files = [shutil.copyfile(example / "sources" / digest, tmp_path / name) for digest, name in names.items()]
    import_files(tmp_path / "town", files, options={"opening": "no"})
    found = {
        one.key: one.result for one in findings(open_dossier(tmp_path / "town"), only=["E5.4"], exact=True)
    }
    agenda = found["E5.4:agenda.gini"]
    assert isinstance(agenda, Estimate)
    assert agenda.value == pytest.approx(0.9682, abs=5e-5)


def test_those_who_belong_to_no_opinion_group_stay_visible() -> None:
    keys = [item["key"] for item in report("vtaiwan-uberx")["findings"]]
    assert "L3.1:moderation.opinion_group.none" in keys
    ungrouped = figure("vtaiwan-uberx", "L3.1:people.opinion_group.none")
    assert (ungrouped["value"], ungrouped["n"]) == (pytest.approx(702 / 1921), 1921)


def test_a_conversation_without_answers_is_silence_and_no_clean_bill() -> None:
    (row,) = [row for row in report("vtaiwan-uberx")["evils"] if row["id"] == "E2"]
    assert row["verdict"] == "not_enough_evidence"
    assert figure("vtaiwan-uberx", "L7.1")["why"] == "not_collected"


def test_councils_that_did_not_say_are_not_counted_as_late() -> None:
    in_time = figure("foi-local-government", "E2.3:in_time")
    assert in_time["value"] == pytest.approx(0.8319, abs=5e-5)
    assert in_time["missing"]["low"] < 0.7609 < in_time["missing"]["high"]
    mean = figure("foi-local-government", "E2.3:in_time.mean_of_bodies")
    assert (round(mean["value"], 4), mean["n"]) == (0.8561, 298)
