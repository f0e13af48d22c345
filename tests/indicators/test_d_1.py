"""D-1: strengthened and weakened mirror each other and are never netted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate

Answers = Sequence[tuple[int, int]]
Measure = Callable[..., Measurement]


@pytest.fixture
def measure(build_dossier: Any) -> Measure:
    def run(answers: Answers, name: str, groups: int = 0, weights: Sequence[float] = ()) -> Measurement:
        lines = ["respondent,wave,variant,role,item,public_value,value,cluster,weight"]
        for person, pair in enumerate(answers):
            group = f"g{person % groups}" if groups else ""
            weight = weights[person] if weights else ""
            lines += [
                f"r{person},post,participant,volunteer,{item},V33,{degree},{group},{weight}"
                for item, degree in zip(("strengthened", "weakened"), pair, strict=True)
            ]
        indicator = next(one for one in indicators() if one.id == "D-1")
        directory = build_dossier({"survey_answer": "\n".join(lines) + "\n"}, name=name)
        return indicator.measure(Evidence(open_dossier(directory)))

    return run


def drawn(seed: int, people: int = 60) -> list[tuple[int, int]]:
    rng = np.random.default_rng(seed)
    return [(int(first), int(second)) for first, second in rng.integers(0, 5, size=(people, 2))]


@pytest.mark.parametrize("groups", [0, 12])
def test_exchanging_the_two_questions_exchanges_the_two_sides(measure: Measure, groups: int) -> None:
    answers = drawn(1)
    first = measure(answers, "first", groups).results
    second = measure(
        [(weakened, strengthened) for strengthened, weakened in answers], "second", groups
    ).results
    for name, mirrored in (
        ("strengthened", "weakened"),
        ("strengthened_only", "weakened_only"),
        ("mean_strengthened", "mean_weakened"),
        ("both", "both"),
        ("neither", "neither"),
        ("ambivalence", "ambivalence"),
    ):
        assert first[f"V33.{name}"] == second[f"V33.{mirrored}"], name


def test_the_four_cells_add_up_and_no_figure_is_a_difference(measure: Measure) -> None:
    results = measure(drawn(2), "cells").results
    value = {subject: result.value for subject, result in results.items() if isinstance(result, Estimate)}
    cells = ("strengthened_only", "weakened_only", "both", "neither")
    assert sum(value[f"V33.{cell}"] for cell in cells) == pytest.approx(1.0)
    assert value["V33.strengthened"] == pytest.approx(value["V33.strengthened_only"] + value["V33.both"])
    assert not [subject for subject in results if "net" in subject or "balance" in subject]


def test_equal_weights_change_no_figure_and_unequal_ones_widen_the_interval(measure: Measure) -> None:
    answers = drawn(3, people=80)
    plain, equal, unequal = (
        measure(answers, name, weights=weights).results["V33.weakened"]
        for name, weights in (("plain", ()), ("equal", (2.5,) * 80), ("unequal", (1.0, 9.0) * 40))
    )
    assert isinstance(plain, Estimate)
    assert isinstance(equal, Estimate)
    assert isinstance(unequal, Estimate)
    assert equal.value == pytest.approx(plain.value)
    assert equal.n == unequal.n == plain.n == 80
    width = {one.method: one.interval.high - one.interval.low for one in (plain, equal)}
    assert width["cluster_t"] == pytest.approx(width["wilson"], rel=0.15)
    assert unequal.interval.high - unequal.interval.low > 1.2 * width["cluster_t"]


def test_people_who_share_the_opinion_of_their_group_leave_a_wider_interval(measure: Measure) -> None:
    answers = [(0, 3 if person % 10 < 5 else 0) for person in range(60)]
    alone = measure(answers, "alone").results["V33.weakened"]
    grouped = measure(answers, "grouped", groups=10).results["V33.weakened"]
    assert isinstance(alone, Estimate)
    assert isinstance(grouped, Estimate)
    assert grouped.value == alone.value
    assert grouped.interval.high - grouped.interval.low > 1.5 * (alone.interval.high - alone.interval.low)
