"""The services: money, hours and volumes, before and after."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import (
    Integers,
    Numbers,
    Table,
    flags,
    from_rows,
    joined,
    only,
    rounded,
    stream,
    words,
)
from exampleton.continuity import SITES, site
from exampleton.effects import Effects

CO_PRODUCED = "home_support"
COMPARISON = tuple(
    f"comparison_{word}"
    for word in [
        "archives",
        "baths",
        "bridges",
        "canteens",
        "cemeteries",
        "cleaning",
        "crossings",
        "drains",
        "ferries",
        "grit",
        "lighting",
        "markets",
        "music_school",
        "parking",
        "permits",
        "pest_control",
        "playgrounds",
        "registry",
        "signs",
        "waste",
    ]
)
CO_PRODUCED_FROM = 2022
DEFLATOR = (1.0, 1.012, 1.03, 1.07, 1.12, 1.145, 1.165)
TASKS = ("accompanied_shopping", "home_visits", "meal_delivery", "telephone_line")

_GROUP_SHARES = {"G05": 0.35, "G06": 0.40, "G07": 0.25}
_NOISE = 0.02
_SERVICES = (CO_PRODUCED, *COMPARISON)


def _course(effect: float) -> Numbers:
    """Level per year against the years before: the year of the process half-way, then the whole effect."""
    return np.array(
        [1.0 if year < 2021 else (1.0 + effect) / 2 if year == 2021 else effect for year in town.YEARS]
    )


def _levels(rng: np.random.Generator, effect: float) -> Numbers:
    """Level of each service in each year: the same noise for all, the effect for the co-produced one."""
    levels: Numbers = np.exp(rng.normal(0.0, _NOISE, (len(_SERVICES), len(town.YEARS))))
    levels[0] *= _course(effect)
    return levels


def _eligible(seed: int) -> Integers:
    rng = stream(seed, "eligible")
    size = rng.uniform(1_500, 6_000, len(_SERVICES))
    size[0] = 2_300
    growth = np.exp(rng.normal(0.008, 0.004, len(_SERVICES)))
    return np.round(size[:, None] * growth[:, None] ** np.arange(len(town.YEARS))).astype(np.int64)


def budget_line(seed: int, effects: Effects) -> Table:
    """Outturn of the co-produced service and of twenty others, seven years, with the price index."""
    rng = stream(seed, "budget_line")
    eligible = _eligible(seed)
    a_head = rng.uniform(60, 400, len(_SERVICES))
    outturn = np.round(a_head[:, None] * _levels(rng, effects.effort) * eligible * np.array(DEFLATOR))
    budget = np.round(outturn * rng.normal(1.0, 0.02, outturn.shape))
    years = len(town.YEARS)
    service = np.repeat(np.arange(len(_SERVICES)), years)
    year = np.tile(np.array(town.YEARS), len(_SERVICES))
    ours = service == 0
    launch = ours & (year == CO_PRODUCED_FROM)
    co_managed = ours & (year >= CO_PRODUCED_FROM)
    main: Table = {
        "service": words(_SERVICES, service),
        "year": year.tolist(),
        "budget": budget.ravel().tolist(),
        "outturn": outturn.ravel().tolist(),
        "savings_booked": only(launch, [400_000.0] * len(year)),
        "savings_stated": only(launch, [400_000.0 * effects.savings_disclosed] * len(year)),
        "comparison": flags(~ours),
        "eligible": eligible.ravel().tolist(),
        "deflator": np.tile(DEFLATOR, len(_SERVICES)).tolist(),
        "co_managed": flags(co_managed),
        "accounts_due_on": only(co_managed, [f"{at + 1}-06-30" for at in year.tolist()]),
        "accounts_filed_on": only(
            co_managed & (year < 2025),
            [f"{at + 1}-{'10-15' if effects.faults else '05-31'}" for at in year.tolist()],
        ),
        "grade": ["A"] * len(year),
        "source_id": ["DOC-SAVINGS" if at else "DOC-BUDGET" for at in launch.tolist()],
        "recorded_on": [f"{at + 1}-04-30" for at in year.tolist()],
    }
    shared = list(range(2022, 2026))
    points: Table = {
        "service": [SITES] * len(shared),
        "year": shared,
        "outturn": [310_000 + 5_000 * (at - 2022) for at in shared],
        "comparison": ["no"] * len(shared),
        "deflator": [DEFLATOR[at - 2019] for at in shared],
        "co_managed": ["yes"] * len(shared),
        "accounts_due_on": [f"{at + 1}-06-30" for at in shared],
        "accounts_filed_on": [f"{at + 1}-05-31" for at in shared],
        "grade": ["A"] * len(shared),
        "source_id": ["DOC-BUDGET"] * len(shared),
        "recorded_on": [f"{at + 1}-04-30" for at in shared],
    }
    return joined(main, points)


def service_volume(seed: int, effects: Effects) -> Table:
    """Volumes and hours by year: the co-produced service by group of users, the others in total, the sites."""
    rng = stream(seed, "service_volume")
    eligible = _eligible(seed)
    paid = rng.uniform(4, 12, len(_SERVICES))[:, None] * _levels(rng, effects.effort) * eligible
    volume = rng.uniform(10, 30, len(_SERVICES))[:, None] * _levels(rng, 1.0) * eligible
    return joined(
        _by_group(rng, effects, eligible[0], paid[0], volume[0]),
        _in_total(rng, eligible[1:], paid[1:], volume[1:]),
        site(seed, effects),
    )


def _periods(years: Integers) -> Table:
    return {
        "period_start": [f"{year}-01-01" for year in years.tolist()],
        "period_end": [f"{year}-12-31" for year in years.tolist()],
    }


def _by_group(
    rng: np.random.Generator, effects: Effects, eligible: Integers, paid: Numbers, volume: Numbers
) -> Table:
    shares = np.array(list(_GROUP_SHARES.values()))
    years = np.tile(np.array(town.YEARS), len(shares))
    visits = shares[:, None] * volume
    visits[0] *= _course(effects.visits_of_renting_users)
    part = np.floor(shares[:-1, None] * eligible).astype(np.int64)
    heads = np.concatenate([part, (eligible - part.sum(axis=0))[None, :]])
    later = years >= CO_PRODUCED_FROM
    volunteers = np.where(later, 2_600, 700) * np.repeat(shares, len(town.YEARS))
    size = len(years)
    return {
        "service": [CO_PRODUCED] * size,
        "group": np.repeat(list(_GROUP_SHARES), len(town.YEARS)).tolist(),
        **_periods(years),
        "operator": ["public"] * size,
        "state": ["open"] * size,
        "comparison": ["no"] * size,
        "volume": rounded(visits.ravel(), 0),
        "quality": rounded(rng.normal(7.4, 0.2, size), 1),
        "wait_days": rounded(rng.normal(12.0, 1.0, size), 1),
        "paid_hours": rounded((shares[:, None] * paid).ravel(), 1),
        "volunteer_hours": rounded(volunteers * rng.normal(1.0, 0.03, size), 1),
        "price": [4.5] * size,
        "eligible": heads.ravel().tolist(),
        "eligible_low": np.floor(heads.ravel() * 0.97).astype(int).tolist(),
        "eligible_high": np.ceil(heads.ravel() * 1.03).astype(int).tolist(),
        "recipients": np.floor(heads.ravel() * np.where(later, effects.reached, 0.6)).astype(int).tolist(),
        "inspections_planned": [4] * size,
        "inspections_done": np.where(later, effects.inspections_done, 4).tolist(),
    }


def _in_total(rng: np.random.Generator, eligible: Integers, paid: Numbers, volume: Numbers) -> Table:
    years = np.tile(np.array(town.YEARS), len(COMPARISON))
    size = len(years)
    return {
        "service": np.repeat(COMPARISON, len(town.YEARS)).tolist(),
        **_periods(years),
        "operator": ["public"] * size,
        "state": ["open"] * size,
        "comparison": ["yes"] * size,
        "volume": rounded(volume.ravel(), 0),
        "quality": rounded(rng.normal(7.4, 0.2, size), 1),
        "paid_hours": rounded(paid.ravel(), 1),
        "eligible": eligible.ravel().tolist(),
    }


def task_hours(seed: int, effects: Effects) -> Table:
    """Paid and volunteer hours by task, twelve months before (2020) and twelve months after (2022).

    Volunteers bring 160 hours a month more to every task. In accompanied_shopping the planted share of them
    takes the place of paid hours; everywhere else paid hours stay.
    """
    rng = stream(seed, "task_hours")
    rows = []
    levels = []
    for task in TASKS:
        for year in (2020, 2022):
            after = year == 2022
            replaced = 160.0 * effects.substitution if after and task == TASKS[0] else 0.0
            for month in range(1, 13):
                rows += [(CO_PRODUCED, task, f"{year}-{month:02d}-01", paid) for paid in ("yes", "no")]
                levels += [400.0 - replaced, 200.0 if after else 40.0]
    noise = rng.normal(1.0, 0.03, len(rows))
    return from_rows("service task period_start paid", rows) | {"hours": rounded(np.array(levels) * noise, 1)}
