"""E6.4: hours that fall on anybody are no burden of the poor, hours that fall on them are; deciding is not working."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator

AREAS, PEOPLE, VARIABLES, DOSSIERS = 10, 60, 20, 15


@pytest.fixture(scope="module")
def burden() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "E6.4")


def verdict(burden: Indicator, measurement: Any, subject: str) -> Verdict:
    (line,) = [line for line in burden.thresholds if line.fits(subject)]
    return judge(measurement.results[subject], line, Standing(grade="B")).verdict


def drawn_anywhere(seed: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Hours with a long tail, given without regard to any of the income variables."""
    rng = np.random.default_rng(seed)
    names = [f"v{number}" for number in range(VARIABLES)]
    actors = ["id,kind," + ",".join(f"attr_{name}" for name in names)]
    rows = ["actor,activity,hours"]
    for person in range(PEOPLE):
        places = rng.choice(["low", "middle", "high"], VARIABLES, p=[0.3, 0.4, 0.3])
        actors.append(f"p{person},person," + ",".join(places.tolist()))
        rows.append(f"p{person},work,{max(0.25, float(rng.lognormal(1.5, 1.0))):.2f}")
    population = ["variable,category,count"]
    for name in names:
        population += [f"{name},low,300", f"{name},middle,400", f"{name},high,300"]
    incomes = {"label": "income", "categories": ["low", "middle", "high"], "order": "worst_to_best"}
    tables = {"actor": actors, "participation": rows, "reference_population": population}
    return {name: "\n".join(lines) + "\n" for name, lines in tables.items()}, dict.fromkeys(names, incomes)


def test_heavy_and_light_helpers_from_any_income_make_no_burden_of_the_poor(
    burden: Indicator, build_dossier: Any
) -> None:
    found = []
    for seed in range(DOSSIERS):
        tables, attributes = drawn_anywhere(seed)
        directory = build_dossier(tables, attributes=attributes, name=f"anywhere-{seed}")
        measurement = burden.measure(Evidence(open_dossier(directory)))
        found += [verdict(burden, measurement, f"hours.{name}") for name in attributes]
    assert len(found) == DOSSIERS * VARIABLES
    assert np.mean([one is Verdict.CONCERN for one in found]) <= 0.05


@pytest.mark.parametrize("activity", ["work", "decide"])
def test_many_from_poor_areas_are_a_burden_where_they_work_and_none_where_they_decide(
    burden: Indicator, build_dossier: Any, activity: str
) -> None:
    rng = np.random.default_rng(8)
    areas = "\n".join(f"a{area},1000,{area + 1}" for area in range(AREAS))
    chance = np.linspace(3, 1, AREAS) / np.linspace(3, 1, AREAS).sum()
    homes = rng.choice(AREAS, 150, p=chance)
    actors = "\n".join(f"p{person},person,a{home}" for person, home in enumerate(homes))
    rows = "\n".join(f"p{person},{activity},{rng.integers(1, 9)}" for person in range(150))
    directory = build_dossier(
        {
            "neighbourhood": f"id,population,deprivation_rank\n{areas}\n",
            "actor": f"id,kind,area\n{actors}\n",
            "participation": f"actor,activity,hours\n{rows}\n",
        }
    )
    measurement = burden.measure(Evidence(open_dossier(directory)))
    expected = Verdict.CONCERN if activity == "work" else Verdict.NOT_ENOUGH_EVIDENCE
    assert verdict(burden, measurement, "hours.areas") is expected
