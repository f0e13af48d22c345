"""Sites and initiatives: who runs them, and for how long."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import Dates, Table, Truths, from_rows, iso, numbered, only, rounded, stream, words
from exampleton.effects import Effects

SITES = "meeting_points"


def site(seed: int, effects: Effects) -> Table:
    """Sixty meeting points, all opened in 2022, half of them run by associations, three in each area."""
    rng = stream(seed, "sites")
    size = 60
    association = rng.permutation(size) < size // 2
    opened = np.datetime64("2022-01-01") + rng.integers(0, 300, size)
    closed = _closing(rng, effects, association, opened)
    columns = (
        "service site area period_start period_end operator state comparison opened_on closed_on open_hours"
    )
    rows = []
    for year in range(2022, 2027):
        first = np.datetime64(f"{year}-01-01")
        last = min(np.datetime64(f"{year}-12-31"), town.AS_OF)
        for place in np.flatnonzero(closed >= first).tolist():
            gone = closed[place] <= last
            rows.append(
                (
                    SITES,
                    f"MP{place + 1:02d}",
                    town.AREAS[place % 20],
                    str(first),
                    str(last),
                    "association" if association[place] else "public",
                    "closed" if gone else "open",
                    "no",
                    str(opened[place]),
                    str(closed[place]) if gone else "",
                    24,
                )
            )
    table = from_rows(columns, rows)
    height = len(rows)
    first_day, last_day = (
        np.array(table[name], dtype="datetime64[D]") for name in ("period_start", "period_end")
    )
    opened_on = np.array(table["opened_on"], dtype="datetime64[D]")
    closed_on = np.array([day or "9999-01-01" for day in table["closed_on"]], dtype="datetime64[D]")
    open_days = np.minimum(closed_on, last_day) - np.maximum(opened_on, first_day)
    part_of_year = open_days.astype(np.int64) / 365.25
    table["volume"] = rounded(rng.normal(2_400, 200, height) * part_of_year, 0)
    table["staffed_hours"] = rounded(rng.normal(20, 2, height), 1)
    table["volunteer_hours"] = rounded(rng.normal(900, 80, height) * part_of_year, 0)
    table["planned_days"] = np.round(250 * part_of_year).astype(int).tolist()
    table["closed_days_unplanned"] = rng.poisson(3 * part_of_year).tolist()
    return table


def initiative(seed: int, effects: Effects) -> Table:
    """Forty-eight initiatives that grew out of the process; a third had a planned end."""
    rng = stream(seed, "initiative")
    size = 48
    association = rng.permutation(size) < size // 2
    start = np.datetime64("2021-06-01") + rng.integers(0, 540, size)
    abandoned = _closing(rng, effects, association, start)
    taken_over = start + np.ceil(rng.exponential(1.0, size) / 0.002 * 365.25 / 12).astype(np.int64)
    planned = np.where(rng.random(size) < 1 / 3, start + 1_096, np.datetime64("NaT"))
    possible = np.stack(
        [np.where(np.isnat(planned), np.datetime64("9999-01-01"), planned), abandoned, taken_over]
    )
    which = possible.argmin(axis=0)
    end = possible.min(axis=0)
    seen = end <= town.AS_OF
    kind = words(("planned", "abandoned", "taken_over"), which)
    return {
        "id": numbered("I", size, 2),
        "start": iso(start),
        "planned_end": iso(planned),
        "ended_on": only(seen, iso(end)),
        "end_kind": [
            word if is_seen else "running" for word, is_seen in zip(kind, seen.tolist(), strict=True)
        ],
        "operator": ["association" if is_theirs else "public" for is_theirs in association.tolist()],
        "funding_until": iso(start + rng.integers(400, 1_500, size)),
        "spread_to": rng.poisson(0.4, size).tolist(),
    }


def _closing(rng: np.random.Generator, effects: Effects, association: Truths, opened: Dates) -> Dates:
    """The day on which each would close, at a constant chance a month for each kind of operator."""
    monthly = np.where(association, effects.closing_if_association, effects.closing_if_public)
    days = np.ceil(rng.exponential(1.0, len(monthly)) / monthly * 365.25 / 12).astype(np.int64)
    return opened + np.maximum(days, 1)
