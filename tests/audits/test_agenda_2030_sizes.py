"""The invented town holds what its README says, and its null version holds none of it.

Every measure is computed from the CSV files with plain NumPy, apart from the generator and from Obverse.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from tests.audits.invented_town import COMMITTED_SEED, EXAMPLE, town
from tests.audits.true_sizes import contributions, papers, services, survey, taking_part, values

SEEDS = range(1, 11)

MEASURES = {
    measure.of.__name__: measure
    for subject in (services, papers, contributions, taking_part, survey, values)
    for measure in subject.MEASURES
}


@cache
def _over_seeds(name: str, planted: bool) -> tuple[float, float]:
    values = np.array([MEASURES[name].of(town(seed, planted)) for seed in SEEDS])
    return float(values.mean()), float(values.std(ddof=1) / len(values) ** 0.5)


@pytest.mark.parametrize("planted", [True, False])
@pytest.mark.parametrize("name", MEASURES)
def test_over_ten_seeds_each_figure_averages_to_its_true_size(name: str, planted: bool) -> None:
    measure = MEASURES[name]
    truth = measure.planted if planted else measure.null
    mean, error = _over_seeds(name, planted)
    assert abs(mean - truth) <= 4 * error + measure.slack + 1e-9


@pytest.mark.parametrize(
    "name", [name for name, measure in MEASURES.items() if measure.planted != measure.null]
)
def test_each_planted_effect_stands_out_from_the_null_version(name: str) -> None:
    measure = MEASURES[name]
    (planted, error), (null, null_error) = (_over_seeds(name, version) for version in (True, False))
    assert (planted - null) * (measure.planted - measure.null) > 0
    assert abs(planted - null) > 4 * float(np.hypot(error, null_error))


@pytest.mark.parametrize("name", MEASURES)
def test_the_committed_town_is_a_typical_draw_of_the_planted_one(name: str) -> None:
    measure = MEASURES[name]
    _, error = _over_seeds(name, planted=True)
    spread = error * len(SEEDS) ** 0.5
    # The spread is itself estimated from ten towns: 4.1 of it is what three standard errors are when it is known.
    assert (
        abs(measure.of(town(COMMITTED_SEED, planted=True)) - measure.planted)
        <= 4.1 * spread + measure.slack + 1e-9
    )


def test_the_readme_states_every_true_size_and_what_the_committed_town_came_to() -> None:
    lines = (EXAMPLE / "README.md").read_text(encoding="utf-8").splitlines()
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| [A-Z]+", line)
    ]
    stated = {row[1].replace(" ", "_"): row[3:6] for row in table[1:] if len(row) == 7}
    assert set(stated) == set(MEASURES)
    for name, measure in MEASURES.items():
        found = (measure.planted, measure.of(town(COMMITTED_SEED, planted=True)), measure.null)
        for cell, figure in zip(stated[name], found, strict=True):
            last_digit = 10.0 ** -len(cell.partition(".")[2])
            assert abs(float(cell) - figure) <= 0.51 * last_digit, name
