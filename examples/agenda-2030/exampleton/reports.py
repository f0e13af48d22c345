"""Reports of problems in the streets, and the advice of the town's own experts."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import Dates, Integers, Table, at_hour, iso, pick, stream, words
from exampleton.effects import Effects
from exampleton.endings import endings_of
from exampleton.people import OTHERS, STAFF

WATCHED_DAYS = 30
ADVICE = 16


def reports(seed: int, effects: Effects) -> Table:
    """Each problem has a first report; until it is answered, thirty days at most, others repeat it.

    All are written by inhabitants who do not take part otherwise. They end as other contributions do.
    """
    rng = stream(seed, "reports")
    problems = np.where(town.POORER_HALF, *effects.problems_of_an_area)
    area = np.repeat(np.arange(len(town.AREAS)), problems)
    created = _moments(rng, len(area))
    first, _ = endings_of(rng, effects, created, area)
    answered = np.array(first["answered_at"], dtype="U19")
    ended = np.array([text or "9999-01-01" for text in answered.tolist()], dtype="datetime64[s]")
    open_days = np.minimum((ended - created).astype(np.int64) / 86_400, WATCHED_DAYS)
    low, high = effects.report_rates
    rate = low + (high - low) * town.wealth_rank_of_areas()[area]
    of = np.repeat(np.arange(len(area)), rng.poisson(rate * open_days))
    delay = (open_days[of] * rng.random(len(of)) * 86_400).astype("timedelta64[s]")
    again = created[of] + delay
    repeated, _ = endings_of(rng, effects, again, area[of])
    ids = [f"R{number:03d}" for number in range(1, len(area) + len(of) + 1)]
    author = rng.integers(0, len(OTHERS), len(area))
    # Nobody repeats a report of their own.
    other = (author[of] + rng.integers(1, len(OTHERS), len(of))) % len(OTHERS)
    repeated["merged_into"] = [ids[place] for place in of.tolist()]
    return {
        "id": ids,
        "kind": ["report"] * len(ids),
        "author": words(OTHERS, np.concatenate([author, other])),
        **_where_and_when(np.concatenate([area, area[of]]), np.concatenate([created, again]), "citizen"),
        "topic": ["streets"] * len(ids),
        "text": [f"Invented report number {number}" for number in range(1, len(ids) + 1)],
        **{name: [*first[name], *repeated[name]] for name in first},
    }


def advice_of_staff(seed: int, effects: Effects) -> Table:
    """What experts of the administration wrote on the questions before the decisions."""
    rng = stream(seed, "advice of staff")
    area = pick(rng, town.AREA_POPULATION.astype(float), ADVICE)
    day = town.START + rng.integers(14, 250, ADVICE)
    created = at_hour(day, 10)
    endings, _ = endings_of(rng, effects, created, area)
    return {
        "id": [f"E{number:03d}" for number in range(1, ADVICE + 1)],
        "kind": ["comment"] * ADVICE,
        "author": words(STAFF[10:], rng.integers(0, len(STAFF) - 10, ADVICE)),
        **_where_and_when(area, created, "official"),
        "topic": ["advice"] * ADVICE,
        "text": [f"Invented advice number {number}" for number in range(1, ADVICE + 1)],
        **endings,
    }


def _moments(rng: np.random.Generator, size: int) -> Dates:
    day = town.START + rng.integers(14, 1_900, size)
    moments: Dates = day.astype("datetime64[s]") + rng.integers(7 * 3600, 22 * 3600, size).astype(
        "timedelta64[s]"
    )
    return moments


def _where_and_when(area: Integers, created: Dates, origin: str) -> Table:
    size = len(area)
    return {
        "origin": [origin] * size,
        "area": words(town.AREAS, area),
        "created_at": iso(created),
        "support_observed": ["no"] * size,
        "moderated": ["not_moderated"] * size,
        "seed": ["no"] * size,
        "recorded_on": iso(created.astype("datetime64[D]")),
    }
