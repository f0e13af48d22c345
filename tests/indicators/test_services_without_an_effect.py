"""Where nothing is wrong the indicators on services seldom raise a concern, and where something is they see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Audit, Facts, Process
from obverse.findings.finding import threshold_for
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Samples
from obverse.quantities import Estimate

FACTS = Facts(
    process=Process(id="simulated", title="Simulated (synthetic)", start=dt.date(2020, 1, 1), stage="after"),
    audit=Audit(as_of=dt.date(2025, 1, 1)),
)
STANDING = Standing(grade="A", sources=2, stage="after", stages=frozenset({"after"}))
DRAWS = 400
PLACES = np.arange(1, 11)
Simulated = Callable[[np.random.Generator], dict[str, Reduction]]


def table(**columns: object) -> Reduction:
    return Reduction({name: np.asarray(values) for name, values in columns.items()})


def verdicts(identifier: str, subject: str, simulate: Simulated, seed: int) -> list[Verdict]:
    (indicator,) = (item for item in indicators() if item.id == identifier)
    threshold = threshold_for(indicator, subject, FACTS)
    assert threshold is not None
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(DRAWS):
        results = indicator.estimate(Samples(simulate(rng), FACTS, 1))
        assert isinstance(results, dict)
        result = results[subject]
        assert isinstance(result, Estimate), result
        found.append(judge(result, threshold, STANDING).verdict)
    return found


def share_of(found: list[Verdict], verdict: Verdict) -> float:
    return found.count(verdict) / len(found)


AREAS = table(
    place=PLACES,
    areas=np.ones(10, dtype=int),
    population=1000 + 100 * (PLACES % 3),
    population_unknown=np.zeros(10, dtype=int),
    need=np.zeros(10, dtype=int),
    need_unknown=np.ones(10, dtype=int),
)
NO_BENEFITS = table(unit=[], project=[], place=[], hundredths=[])
NO_SITES = table(service=[], place=[])
NO_WORK = {"people": table(minutes=[], people=[])}


def closures(gradient: float) -> Simulated:
    """Closures of sixty or so sites, in proportion to people, or more often in deprived areas."""
    chance = AREAS["population"] * np.exp(-gradient * PLACES / 10)

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        closed = rng.multinomial(rng.poisson(60), chance / chance.sum())
        none = np.zeros(10, dtype=int)
        sites = table(
            service=np.array(["library"] * 10, dtype=object),
            place=PLACES,
            closed=closed,
            lost_undated=none,
            at_risk=closed + 30,
            closed_at_risk=closed,
            public_at_risk=none,
            handed_over=none,
            end_unknown=none,
        )
        return {"areas": AREAS, "sites": sites, "benefits": NO_BENEFITS}

    return simulate


def benefits(gradient: float) -> Simulated:
    """Thirty projects of very unequal size, in proportion to people, or more often in better-off areas."""
    chance = AREAS["population"] * np.exp(gradient * PLACES / 10)

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        place = rng.choice(PLACES, 30, p=chance / chance.sum())
        amounts = np.round(100 * rng.lognormal(10, 1, 30)).astype(np.int64)
        gained = table(
            unit=np.array(["EUR"] * 30, dtype=object),
            project=np.array([f"p{number:02d}" for number in range(30)], dtype=object),
            place=place,
            hundredths=amounts,
        )
        return {"areas": AREAS, "sites": NO_SITES, "benefits": gained}

    return simulate


def sites_that_last(public: float, community: float) -> Simulated:
    """Sixty public and thirty community sites with their chances of closing within two thousand days."""

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        closed = rng.binomial([60, 30], [public, community])
        sites = table(
            service=np.array(["library"] * 4, dtype=object),
            operator=np.array(["association", "association", "public", "public"], dtype=object),
            course=np.array(["closed", "open", "closed", "open"], dtype=object),
            days=[1000, 2000, 1000, 2000],
            days_observed=[2000] * 4,
            sites=[closed[1], 30 - closed[1], closed[0], 60 - closed[0]],
        )
        return {"sites": sites, "initiatives": table(operator=[]), "days": table(service=[]), **NO_WORK}

    return simulate


def initiatives_that_last(public: float, community: float) -> Simulated:
    """Thirty initiatives of each kind with their yearly hazards, a third of them with a planned end."""

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        operator, course, days = [], [], []
        for name, hazard in (("association", community), ("public", public)):
            for place in range(30):
                abandoned = np.ceil(365 * rng.exponential() / hazard)
                end = 900.0 if place % 3 == 0 else 1500.0
                operator.append(name)
                course.append("abandoned" if abandoned < end else "planned" if end < 1000 else "running")
                days.append(int(min(abandoned, end)))
        initiatives = table(
            operator=np.array(operator, dtype=object),
            course=np.array(course, dtype=object),
            days=days,
            initiatives=np.ones(60, dtype=int),
        )
        outlook = table(
            initiatives=[60],
            running=[0],
            funding_known=[0],
            funded_a_year=[0],
            spread_known=[0],
            spread_elsewhere=[0],
        )
        return {
            "sites": NO_SITES,
            "initiatives": initiatives,
            "days": table(service=[]),
            "outlook": outlook,
            **NO_WORK,
        }

    return simulate


def money(level: float) -> Simulated:
    """A service and ten to compare it with, whose real money per head wavers by three per cent a year."""

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        services = [f"s{number:02d}" for number in range(11)]
        years = np.array([-2, -1, 1])
        cents = np.exp(rng.normal(0, 0.03, (11, 3))) * 1e6
        cents[0, 2] *= level
        lines = table(
            service=np.array(np.repeat(services, 3), dtype=object),
            is_comparison=np.repeat(np.arange(11) > 0, 3),
            part_level=np.ones(33, dtype=int),
            year=np.tile(years + 2020, 11),
            years_after=np.tile(years, 11),
            entries=np.ones(33, dtype=int),
            deflated=np.ones(33, dtype=int),
            eligible_known=np.ones(33, dtype=int),
            real_cents=np.round(cents.ravel()).astype(np.int64),
            eligible=np.full(33, 100),
        )
        nothing = table(service=np.array([], dtype=object), is_comparison=np.array([], dtype=bool))
        return {"money": lines, "hours": nothing, "sites": table(service=[])}

    return simulate


SUBJECTS = {
    "closed ratio": ("E5.2", "library.closed.ratio", closures(0.0), closures(2.0)),
    "closed index": ("E5.2", "library.closed.index", closures(0.0), closures(2.0)),
    "benefit index": ("E5.2", "benefit.index", benefits(0.0), benefits(3.0)),
    "sites": ("E2.6", "library.survival_gap", sites_that_last(0.1, 0.1), sites_that_last(0.05, 0.5)),
    "initiatives": (
        "E2.6",
        "initiatives.survival_gap",
        initiatives_that_last(0.1, 0.1),
        initiatives_that_last(0.05, 0.8),
    ),
    "outturn": ("E1.1", "s00.outturn_per_eligible", money(1.0), money(0.75)),
    "net outturn": ("E1.1", "s00.outturn_per_eligible.net", money(1.0), money(0.75)),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_world_without_an_effect_seldom_raises_a_concern(name: str) -> None:
    identifier, subject, without, _ = SUBJECTS[name]
    assert share_of(verdicts(identifier, subject, without, seed=20260119), Verdict.CONCERN) <= 0.05


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_large_effect_is_seen_most_of_the_time(name: str) -> None:
    identifier, subject, _, with_effect = SUBJECTS[name]
    assert share_of(verdicts(identifier, subject, with_effect, seed=20260120), Verdict.CONCERN) >= 0.7
