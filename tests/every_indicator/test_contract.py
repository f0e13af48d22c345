"""Claims that hold for every indicator, found by walking the rooms: a new folder is tested without being listed."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Mapping
from contextlib import closing
from importlib.resources import files
from typing import Any

import pytest

from obverse.evidence.declarations import tables
from obverse.evidence.dossier import open_dossier
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Measurement
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable
from obverse.vocabulary import claims
from obverse.vocabulary import texts as shared_texts

LANGUAGES = ("en", "fr")
METHODS = tomllib.loads(files("obverse.statistics").joinpath("methods.toml").read_text(encoding="utf-8"))
ALL = [pytest.param(indicator, id=indicator.id) for indicator in indicators()]


def cases(indicator: Indicator) -> list[dict[str, Any]]:
    file = indicator.folder / "examples.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8")).get("case", []))


CASES = [
    pytest.param(indicator, case, id=f"{indicator.id}: {case['title']}")
    for indicator in indicators()
    for case in cases(indicator)
]


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


Measure = Callable[..., Measurement]
# Each case is measured once as it stands, and only looked at after that.
_measured: dict[int, Measurement] = {}


@pytest.fixture
def measure(build_dossier: Any, database: DuckDB) -> Measure:
    """What an indicator finds in a new dossier."""

    def run(indicator: Indicator, tables: Mapping[str, str] | None = None, **facts: Any) -> Measurement:
        with closing(DuckDB(beside=database)) as engine:
            dossier = open_dossier(build_dossier(tables, **facts), engine=engine)
            return indicator.measure(Evidence(dossier))

    return run


def facts_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a worked case says in dossier.toml."""
    return {key: case[key] for key in ("process", "audit", "coverage", "attributes") if key in case}


@pytest.fixture
def measure_case(measure: Measure) -> Callable[[Indicator, dict[str, Any]], Measurement]:
    """What an indicator finds in one of its worked cases."""

    def run(indicator: Indicator, case: dict[str, Any]) -> Measurement:
        if id(case) not in _measured:
            _measured[id(case)] = measure(indicator, case.get("tables"), **facts_of(case))
        return _measured[id(case)]

    return run


@pytest.mark.parametrize(("indicator", "case"), CASES)
def test_a_worked_case_gives_the_figure_or_the_silence_that_its_source_states(
    indicator: Indicator, case: dict[str, Any], measure_case: Any
) -> None:
    measurement = measure_case(indicator, case)
    assert case.get("source"), "a worked case names its source or derivation"
    assert case.get("expect"), "a worked case expects something"
    for expected in case["expect"]:
        subject = expected.get("subject", "")
        assert subject in measurement.results, f"{subject!r} is not among {sorted(measurement.results)}"
        result = measurement.results[subject]
        if "why" in expected:
            assert isinstance(result, NotEstimable), result
            assert result.why == expected["why"]
            continue
        assert isinstance(result, Estimate), result
        tolerance = expected.get("tolerance", 1e-6)
        found = {
            "value": result.value,
            "low": result.interval.low,
            "high": result.interval.high,
            "missing_low": result.missing.low if result.missing else None,
            "missing_high": result.missing.high if result.missing else None,
            "n": result.n,
        }
        for name in found.keys() & expected.keys():
            assert found[name] == pytest.approx(expected[name], abs=tolerance), f"{name} of {subject!r}"


@pytest.mark.parametrize(("indicator", "case"), CASES)
def test_every_word_that_a_worked_case_needs_exists_in_both_languages(
    indicator: Indicator, case: dict[str, Any], measure_case: Any
) -> None:
    measurement = measure_case(indicator, case)
    for language in LANGUAGES:
        words = indicator.texts(language)
        shared = shared_texts(language)
        for subject, result in measurement.results.items():
            if isinstance(result, Estimate):
                assert words.sentence_for(subject), f"no sentence in {language} for {subject!r}"
                assert language in METHODS[result.method], f"methods.toml lacks {result.method}"
            else:
                assert result.remedy in words.remedies or result.remedy in shared.remedies, result.remedy
        for reason in measurement.provenance.left_out:
            assert reason in words.left_out, f"{reason} has no text in {language}"


@pytest.mark.parametrize("indicator", ALL)
def test_an_indicator_shows_at_least_one_figure_and_one_silence(indicator: Indicator) -> None:
    expected = [item for case in cases(indicator) for item in case["expect"]]
    assert any("value" in item for item in expected)
    assert any("why" in item for item in expected)


@pytest.mark.parametrize("indicator", ALL)
def test_an_empty_dossier_is_silence_and_names_the_register_worth_keeping(
    indicator: Indicator, measure: Measure
) -> None:
    measurement = measure(indicator)
    (result,) = measurement.results.values()
    assert isinstance(result, NotEstimable)
    assert result.why == "not_collected"
    assert result.of.split(".")[0] in tables()


@pytest.mark.parametrize("indicator", ALL)
def test_an_indicator_has_its_texts_in_both_languages_with_the_same_keys_and_placeholders(
    indicator: Indicator,
) -> None:
    english, french = indicator.texts("en"), indicator.texts("fr")
    assert french.question != english.question
    assert french.name != ""
    for section in ("sentence", "meaning", "subjects", "left_out", "caveats", "remedies", "labels"):
        first, second = getattr(english, section), getattr(french, section)
        assert set(first) == set(second), section
        for key in first:
            assert placeholders(first[key]) == placeholders(second[key]), f"{section}.{key}"
    assert french.definition != english.definition
    assert english.caveats, "every figure has something it cannot say"


@pytest.mark.parametrize("indicator", ALL)
def test_an_indicator_names_real_claims_tables_and_columns(indicator: Indicator) -> None:
    known = claims()
    assert set(indicator.claims) <= set(known)
    assert indicator.stage <= {"before", "during", "after"}
    for need in indicator.needs:
        for table, columns in need.items():
            assert table in tables()
            for column in columns:
                assert tables()[table].column(column), f"{table}.{column}"


@pytest.mark.parametrize("indicator", ALL)
def test_a_threshold_is_dated_sourced_in_both_languages_and_fits_the_unit(indicator: Indicator) -> None:
    for threshold in indicator.thresholds:
        assert set(threshold.source) == set(LANGUAGES)
        assert threshold.direction is not Direction.NONE
        assert indicator.texts("en").meaning_of("concern", threshold.subject)
        assert indicator.texts("en").meaning_of("no_sign", threshold.subject)


@pytest.mark.parametrize("indicator", ALL)
def test_a_folder_holds_all_that_belongs_to_its_indicator(indicator: Indicator) -> None:
    for name in ("rows.sql", "examples.toml", "README.md"):
        assert (indicator.folder / name).is_file(), name
    page = (indicator.folder / "README.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {indicator.id} ")
    assert re.search(r"^\*\*Fails when\*\*", page, re.MULTILINE), "the page says when the figure misleads"


@pytest.mark.parametrize(("indicator", "case"), CASES)
def test_the_order_of_the_rows_changes_no_figure(
    indicator: Indicator, case: dict[str, Any], measure: Measure, measure_case: Any
) -> None:
    measurement = measure_case(indicator, case)
    turned = {}
    for table, text in case.get("tables", {}).items():
        header, *rows = text.strip("\n").split("\n")
        turned[table] = "\n".join([header, *reversed(rows)]) + "\n"
    again = measure(indicator, turned, name="turned", **facts_of(case))
    assert set(again.results) == set(measurement.results)
    for subject, result in measurement.results.items():
        other = again.results[subject]
        if isinstance(result, Estimate):
            assert isinstance(other, Estimate)
            assert other.value == pytest.approx(result.value, abs=1e-9)
            assert other.interval.low == pytest.approx(result.interval.low, abs=0.05)
        else:
            assert other == result
