"""Traps of judging change by what people say: noise that turns a slope, nets, memories, content winners."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest

from obverse.findings.finding import Finding
from obverse.findings.verdict import Verdict
from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.regression_to_mean import blomqvist_slope, weak_values_change

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]
Floats = npt.NDArray[np.float64]
PEOPLE = 30_000


def slope(x: Floats, y: Floats) -> float:
    return float(np.polyfit(x, y, 1)[0])


@pytest.mark.parametrize(
    ("reliability", "truth", "naive", "independent"),
    [(0.8, 0.3, 0.04, 0.24), (0.6, 0.3, -0.22, 0.18), (0.8, 0.0, -0.20, 0.0), (0.6, 0.0, -0.40, 0.0)],
)
def test_a_true_loss_of_the_weak_is_not_reported_as_its_opposite(
    reliability: float, truth: float, naive: float, independent: float, figure: Figure
) -> None:
    """Trap 4: change regressed on the start of the same answers."""
    rng = np.random.default_rng(41)
    noise = 1 / reliability - 1
    true, error = rng.normal(size=PEOPLE), np.sqrt(noise)
    before, other_half = (true + error * rng.normal(size=PEOPLE) for _ in "ab")
    after = (1 + truth) * true + error * rng.normal(size=PEOPLE)
    assert slope(before, after - before) == pytest.approx(naive, abs=0.02)

    change = after - other_half
    assert figure(weak_values_change(before, change)).value == pytest.approx(independent, abs=0.025)
    corrected = figure(weak_values_change(before, change, start_error_variance=noise))
    assert corrected.value == pytest.approx(truth, abs=0.035)
    assert figure(blomqvist_slope(before, after, reliability)).value == pytest.approx(truth, abs=0.03)


def test_effects_that_differ_between_people_do_not_make_a_slope(figure: Figure) -> None:
    """Trap 4: Oldham's correlation with the mean drifts where effects differ between people."""
    rng = np.random.default_rng(42)
    # reliability 0.8, and effects with a spread of 0.4 that have nothing to do with the start
    true, error = rng.normal(size=PEOPLE), np.sqrt(0.25)
    before = true + error * rng.normal(size=PEOPLE)
    after = true + 0.4 * rng.normal(size=PEOPLE) + error * rng.normal(size=PEOPLE)
    assert slope((before + after) / 2, after - before) == pytest.approx(0.07, abs=0.015)
    assert figure(blomqvist_slope(before, after, 0.8)).interval.contains(0)


def test_a_start_remembered_in_the_same_answers_is_no_start_and_one_told_before_shows_the_loss(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 4: from the survey to the verdict on weak values."""
    rng = np.random.default_rng(43)
    strengths = dict(zip([f"v{number}" for number in range(10)], np.linspace(0.6, 3.4, 10), strict=True))

    def degree(middle: float) -> int:
        return int(np.clip(np.rint(middle + 0.6 * rng.normal()), 0, 4))

    def rows(wave: str, person: str, items: dict[str, float]) -> list[str]:
        return [
            f"{person}{number},{wave},volunteer,{item},{value},{degree(middle + by * start)}"
            for number in range(20)
            for value, start in strengths.items()
            for item, (middle, by) in {
                "before": (0.0, 1.0),
                "strengthened": (1.0, 0.0),
                "weakened": (3.0, -0.7),
            }.items()
            if item in items
        ]

    header = "respondent,wave,role,item,public_value,value"
    told = {"before": 1.0}
    moved = {"strengthened": 1.0, "weakened": 1.0}
    honest = judged(
        "D-2", {"survey_answer": table(header, rows("pre", "a", told) + rows("post", "b", moved))}
    )
    assert figure(honest["weakened"].result).value == pytest.approx(0.7, abs=0.12)
    assert honest["weakened"].verdict is Verdict.CONCERN
    remembered = judged("D-2", {"survey_answer": table(header, rows("post", "a", told | moved))})
    (silence,) = remembered.values()
    assert isinstance(silence.result, NotEstimable)
    assert silence.result.remedy == "independent_start"
    assert silence.provenance.left_out["remembered"] == 20 * len(strengths)


def test_40_per_cent_strengthened_and_40_weakened_are_two_figures_and_not_nothing(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 5: a net value hides the duality."""
    seen = [(3, 0)] * 20 + [(0, 3)] * 20 + [(0, 0)] * 10
    assert sum(strengthened - weakened for strengthened, weakened in seen) == 0
    header = "respondent,wave,role,item,public_value,value"
    both = [
        f"r{number},post,volunteer,{item},equity,{value}"
        for number, pair in enumerate(seen)
        for item, value in zip(("strengthened", "weakened"), pair, strict=True)
    ]
    found = judged("D-1", {"survey_answer": table(header, both)})
    shares = {
        name: figure(found[f"equity.{name}"].result).value
        for name in ("strengthened_only", "weakened_only", "both", "neither")
    }
    assert shares == {"strengthened_only": 0.4, "weakened_only": 0.4, "both": 0.0, "neither": 0.2}
    assert not any(word in subject for subject in found for word in ("net", "balance", "total"))

    one_scale = [
        f"r{number},post,volunteer,net_effect,equity,{pair[0] - pair[1]}" for number, pair in enumerate(seen)
    ]
    (silence,) = judged("D-1", {"survey_answer": table(header, one_scale)}).values()
    assert isinstance(silence.result, NotEstimable)
    assert silence.result.remedy == "ask_both_questions"


def influence(expected: list[int], experienced: list[int], asked_in: str, *more: str) -> list[str]:
    return [
        f"r{number},{wave},volunteer,{item},{value}"
        for item, wave, values in (
            ("expected_influence", asked_in, expected),
            ("experienced_influence", "post", experienced),
            *((name, "post", experienced) for name in more),
        )
        for number, value in enumerate(values)
    ]


def test_an_expectation_asked_afterwards_is_a_memory_and_gives_no_gap(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 21: a retrospective question as a cheap wave before."""
    header = "respondent,wave,role,item,value"
    experienced = [1, 2] * 10
    hoped = [value + 2 for value in experienced]
    # who looks back remembers having expected about what came
    remembered = list(experienced)
    assert np.mean(experienced) - np.mean(remembered) == 0

    before = judged("E7.6", {"survey_answer": table(header, influence(hoped, experienced, "pre"))})
    assert figure(before["gap"].result).value == pytest.approx(-2.0)
    assert before["gap"].verdict is Verdict.CONCERN
    after = judged("E7.6", {"survey_answer": table(header, influence(remembered, experienced, "post"))})
    assert isinstance(after["gap"].result, NotEstimable)
    assert after["gap"].result.why is Why.NOT_COLLECTED
    assert after["gap"].result.remedy == "ask_before"


def test_a_felt_disappointment_does_not_enter_the_gap_between_expected_and_experienced(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 21: perceived and subtractive disconfirmation have opposite signs and are not mixed."""
    header = "respondent,wave,role,item,value"
    hoped, experienced = [3] * 20, [1, 2] * 10
    subtracted = float(np.mean(experienced) - np.mean(hoped))
    felt = float(np.mean(experienced))
    assert (subtracted, felt) == (-1.5, 1.5)
    assert (subtracted + felt) / 2 == 0
    rows = influence(hoped, experienced, "pre", "perceived_disconfirmation")
    found = judged("E7.6", {"survey_answer": table(header, rows)})
    assert figure(found["gap"].result).value == pytest.approx(subtracted)


def test_the_poor_who_are_refused_more_often_do_not_therefore_bear_more(
    judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 22: burden compared between winners and losers."""
    # who got it reports 0 or 1, who did not 3 or 4, whatever their income; the poor are refused more often
    people = [
        (income, outcome, degree + number % 2)
        for income, granted in (("low", 12), ("high", 36))
        for outcome, many, degree in (("granted", granted, 0), ("refused", 48 - granted, 3))
        for number in range(many)
    ]
    low, high = (np.mean([felt for one, _, felt in people if one == income]) for income in ("low", "high"))
    assert low - high == pytest.approx(1.5)
    rows = [
        f"r{number},post,user_co_producer,{item},{value}"
        for number, (income, outcome, felt) in enumerate(people)
        for item, value in (
            ("burden_learning", felt),
            ("burden_compliance", felt),
            ("burden_psychological", felt),
            ("outcome", outcome),
            ("attr_income_band", income),
        )
    ]
    found = judged(
        "E6.5",
        {"survey_answer": table("respondent,wave,role,item,value", rows)},
        attributes={
            "income_band": {"label": "income", "categories": ["low", "high"], "order": "worst_to_best"}
        },
    )
    alike = [found[f"worst_off.income_band.{outcome}"] for outcome in ("granted", "refused")]
    assert [figure(one.result).value for one in alike] == pytest.approx([0, 0])
    assert all(one.verdict is Verdict.NO_SIGN for one in alike)
    assert not any(subject.startswith("worst_off") and subject.count(".") == 1 for subject in found)
