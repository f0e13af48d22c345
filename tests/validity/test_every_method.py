"""Every method that gives a sampling interval is drawn from, and every experiment shows the methods that it names."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import numpy as np
import pytest

from benchmarks.validity.intervals import Experiment, experiments
from benchmarks.validity.methods_without_chance import WITHOUT_CHANCE
from obverse.quantities import Basis, Estimate

METHODS = set(tomllib.loads(files("obverse.statistics").joinpath("methods.toml").read_text(encoding="utf-8")))
EXPERIMENTS = [pytest.param(one, id=one.name) for one in experiments()]
LOOKS = 10


def test_every_method_that_gives_a_sampling_interval_has_an_experiment() -> None:
    drawn = {method for one in experiments() for method in one.methods}
    assert METHODS - drawn - set(WITHOUT_CHANCE) == set()


def test_a_method_is_either_drawn_from_or_without_chance_and_known_to_the_house() -> None:
    drawn = {method for one in experiments() for method in one.methods}
    assert drawn & set(WITHOUT_CHANCE) == set()
    assert (drawn | set(WITHOUT_CHANCE)) - METHODS == set()


def test_no_two_experiments_share_a_name() -> None:
    assert [name for name, times in Counter(one.name for one in experiments()).items() if times > 1] == []


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_an_experiment_draws_from_the_methods_that_it_names(experiment: Experiment) -> None:
    seen = set()
    for size in experiment.sizes[:2]:
        for look in range(LOOKS):
            result, truth = experiment.draw(np.random.default_rng([look, size]), size)
            assert np.isfinite(truth)
            if isinstance(result, Estimate):
                assert result.interval.basis is Basis.SAMPLING
                seen.add(result.method)
    assert seen == set(experiment.methods)
