"""E1.1: a service among others whose money rises and falls by chance.

Each service's real money per eligible person drifts on the logarithm with the same spread; the audited one has
``truth`` times what its drift gives, so that its level net of the others is ``truth``.
"""

import numpy as np

from benchmarks.validity.world import Tables, World, csv

YEARLY, YEARS = 0.02, range(2020, 2025)


def tables(rng: np.random.Generator, size: int, truth: float) -> Tables:
    """Five years of ``size`` comparison services and of the one under audit, with prices and people."""
    services = size + 1
    drift = np.cumsum(rng.normal(0, YEARLY, (services, len(YEARS))), axis=1)
    drift[0, 2:] += np.log(truth)
    people = np.rint(rng.lognormal(9, 0.6, services))[:, None] * np.ones(len(YEARS))
    prices = np.cumprod(np.full(len(YEARS), 1.03))
    money = np.rint(rng.uniform(40, 90, services)[:, None] * np.exp(drift) * people * prices)
    names = np.repeat(["audited", *(f"other{number}" for number in range(size))], len(YEARS))
    flags = np.repeat(["no", *["yes"] * size], len(YEARS))
    years = np.tile(np.array(YEARS), services)
    head = "service,year,comparison,outturn,eligible,deflator"
    deflators = np.tile(prices, services)
    lines = csv(head, names, years, flags, money.ravel(), people.ravel().astype(int), deflators)
    return {"budget_line": lines}


WORLD = World(
    indicator="E1.1",
    subjects=("*.outturn_per_eligible.net",),
    sizes=(9, 30, 200),
    counted="comparison services",
    null=1.0,
    matters=0.9,
    tables=tables,
    features="unequal services, yearly ups and downs of 2 % that add up",
)
