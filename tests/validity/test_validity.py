"""The validity benchmark leaves nobody out, its page is current, and a fast part of it runs with the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scipy.special import bdtrc

from benchmarks.validity.exact import EXACT
from benchmarks.validity.intervals import Experiment, coverage_of, experiments
from benchmarks.validity.page import FALSE_CONCERNS, LOWEST, page
from benchmarks.validity.run import PAGE, RESULTS
from benchmarks.validity.world import World, verdicts, worlds
from obverse.findings.verdict import Verdict
from obverse.indicators.catalogue import indicators
from obverse.statistics.shares import wilson_limits

WORLDS = [pytest.param(world, id=world.indicator) for world in worlds()]
EXPERIMENTS = [pytest.param(one, id=one.name) for one in experiments()]
FAST_RUNS_OF_A_WORLD, FAST_RUNS_OF_AN_INTERVAL = 8, 200
SURPRISE = 1e-4


@pytest.fixture(scope="module")
def results() -> list[dict[str, Any]]:
    return list(json.loads(RESULTS.read_text(encoding="utf-8")))


def test_every_indicator_that_can_raise_a_concern_is_simulated_or_counts_a_register() -> None:
    judging = {one.id for one in indicators() if one.thresholds or one.headline}
    simulated = {world.indicator for world in worlds()}
    assert judging - simulated - set(EXACT) == set()
    assert simulated & set(EXACT) == set()
    assert (simulated | set(EXACT)) - {one.id for one in indicators()} == set()


def test_the_page_shows_what_the_results_hold(results: list[dict[str, Any]]) -> None:
    assert Path(PAGE).read_text(encoding="utf-8") == page(results)


def test_the_results_cover_every_world_and_experiment_at_every_size(results: list[dict[str, Any]]) -> None:
    wanted = {("world", world.indicator, size) for world in worlds() for size in world.sizes}
    wanted |= {("interval", one.name, size) for one in experiments() for size in one.sizes}
    assert {(entry["kind"], entry["name"], entry["size"]) for entry in results} == wanted


def test_no_indicator_raises_more_than_one_false_concern_in_twenty(results: list[dict[str, Any]]) -> None:
    high = {}
    for entry in results:
        if entry["kind"] == "world":
            false = entry["null"].get("concern", 0)
            rate = false / entry["null"]["figures"]
            # figures of one draw share their people, so that draws are what is independent
            if wilson_limits(rate * entry["runs"], entry["runs"], 0.95)[0] > FALSE_CONCERNS:
                high[entry["name"], entry["size"]] = rate
    assert high == {}


def test_an_interval_holds_the_truth_as_often_as_its_page_promises(results: list[dict[str, Any]]) -> None:
    floors = {one.name: one.floor for one in experiments()}
    short = {
        (entry["name"], entry["size"]): entry["held"] / entry["given"]
        for entry in results
        if entry["kind"] == "interval"
        and entry["given"]
        and wilson_limits(entry["held"], entry["given"], 0.95)[1] < floors[entry["name"]]
    }
    assert short == {}


def test_an_interval_that_promises_less_says_where_it_falls_short() -> None:
    assert [one.name for one in experiments() if one.floor < LOWEST and not one.note] == []


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_where_nothing_is_wrong_raises_hardly_a_concern(world: World) -> None:
    found = verdicts(world, world.sizes[0], world.null, FAST_RUNS_OF_A_WORLD, seed=7)
    concerns = found[Verdict.CONCERN]
    assert found.total() > 0
    # so many would come about once in ten thousand if false concerns were as rare as they may be
    assert not concerns or bdtrc(concerns - 1, found.total(), FALSE_CONCERNS) > SURPRISE


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_an_interval_holds_the_truth_about_as_often_as_it_says(experiment: Experiment) -> None:
    found = coverage_of(experiment, experiment.sizes[0], FAST_RUNS_OF_AN_INTERVAL, seed=7)
    missed = found["below"] + found["above"]
    assert not missed or bdtrc(missed - 1, found["given"], 1 - experiment.floor) > SURPRISE
