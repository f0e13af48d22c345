"""Shares, means and differences of people who come in groups; sizes are numbers of groups."""

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.validity.intervals import Experiment
from obverse.quantities import Result, Unit
from obverse.statistics.bootstrapping import bootstrap_ratio_by_cluster
from obverse.statistics.cluster_differences import clustered_difference, clustered_difference_within
from obverse.statistics.clusters import clustered_mean, clustered_share
from obverse.statistics.jackknife import jackknife_interval
from obverse.statistics.wild_bootstrap import cluster_sums, wild_cluster_difference, wild_cluster_slope

SHARED = 0.15
GROUPS, DRAWS = (6, 20, 100, 1000), 199


def _people(rng: np.random.Generator, groups: int) -> npt.NDArray[Any]:
    return 2 + rng.poisson(rng.lognormal(1.8, 0.6, groups))


def _yes(rng: np.random.Generator, people: npt.NDArray[Any], truth: float) -> npt.NDArray[Any]:
    spread = (1 - SHARED) / SHARED
    return rng.binomial(people, rng.beta(truth * spread, (1 - truth) * spread, len(people)))


def _share(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    people, truth = _people(rng, size), float(rng.uniform(0.15, 0.85))
    return clustered_share(_yes(rng, people, truth), people), truth


def _mean(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    people, truth = _people(rng, size), float(rng.uniform(0.8, 3.2))
    sums = _yes(rng, 4 * people, truth / 4)
    return clustered_mean(sums, people, unit=Unit.DEGREE, limits=(0.0, 4.0)), truth


def _difference(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    first, second = rng.uniform(0.2, 0.8, 2).tolist()
    a, b = _people(rng, size), _people(rng, size)
    return clustered_difference(_yes(rng, a, first), a, _yes(rng, b, second), b), first - second


def _within(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    first, second = rng.uniform(0.3, 0.7, 2).tolist()
    common, a, b = rng.normal(0, 0.1, size), _people(rng, size), _people(rng, size)
    sides = [rng.binomial(many, np.clip(share + common, 0, 1)) for many, share in ((a, first), (b, second))]
    return clustered_difference_within(sides[0], a, sides[1], b), first - second


def _bootstrap(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    amounts, truth = rng.lognormal(0, 0.8, size), float(rng.uniform(0.2, 0.8))
    parts = amounts * rng.beta(3 * truth, 3 * (1 - truth), size)
    return bootstrap_ratio_by_cluster(parts, amounts, rng, draws=DRAWS), truth


def _slope(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    group = rng.integers(0, size, 8 * size)
    x = rng.normal(0, 1, len(group)) + rng.normal(0, 0.5, size)[group]
    y = 0.3 * x + rng.normal(0, 1, len(group)) + rng.normal(0, 0.5, size)[group]
    return wild_cluster_slope(cluster_sums(x, y, group), rng, unit=Unit.COEFFICIENT, draws=DRAWS), 0.3


def _wild(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    a, b, common = rng.poisson(4, size), rng.poisson(4, size), rng.normal(0, 0.5, size)
    sums = [
        many * (mean + common) + np.sqrt(many) * rng.normal(0, 1, size) for many, mean in ((a, 0.5), (b, 0.0))
    ]
    return wild_cluster_difference(sums[0], a, sums[1], b, rng, unit=Unit.COEFFICIENT, draws=DRAWS), 0.5


def _jackknife(rng: np.random.Generator, size: int) -> tuple[Result, float]:
    people, truth = np.full(size, 20), float(rng.uniform(0.2, 0.8))
    yes = rng.binomial(people, truth)
    full, without = yes.sum() / people.sum(), (yes.sum() - yes) / (people.sum() - people)
    n, limits = int(people.sum()), (0.0, 1.0)
    return jackknife_interval(float(full), without, unit=Unit.SHARE, n=n, limits=limits), truth


EXPERIMENTS = (
    Experiment(name="Share over unequal groups", methods=("cluster_t",), sizes=GROUPS, draw=_share),
    Experiment(name="Mean degree over unequal groups", methods=("cluster_t",), sizes=GROUPS, draw=_mean),
    Experiment(
        name="Difference of shares over separate groups",
        methods=("cluster_mover",),
        sizes=GROUPS,
        draw=_difference,
        conservative=True,
    ),
    Experiment(
        name="Difference of shares within the same groups",
        methods=("cluster_mover",),
        sizes=GROUPS,
        draw=_within,
        conservative=True,
    ),
    Experiment(
        name="Part of skewed amounts by bootstrap",
        methods=("cluster_bootstrap_t",),
        sizes=(10, 40, 200),
        draw=_bootstrap,
        floor=0.90,
        note="few groups with heavy tails leave no honest interval",
    ),
    Experiment(
        name="Slope over groups by wild bootstrap",
        methods=("wild_cluster_slope",),
        sizes=(6, 12, 50),
        draw=_slope,
        floor=0.92,
        note="0.92 to 0.96 where x differs within few groups",
    ),
    Experiment(
        name="Difference of means in shared groups by wild bootstrap",
        methods=("wild_cluster_difference",),
        sizes=(6, 12, 50),
        draw=_wild,
        floor=0.92,
        note="0.92 to 0.96 where few groups hold both kinds",
    ),
    Experiment(
        name="Share by jackknife over groups",
        methods=("delete_a_group_jackknife",),
        sizes=(10, 20, 100),
        draw=_jackknife,
    ),
)
