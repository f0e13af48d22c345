"""Who has to answer for what, and what users are asked for in return."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from exampleton.columns import (
    Table,
    drawn,
    flags,
    from_rows,
    iso,
    joined,
    numbered,
    only,
    pick,
    rounded,
    stream,
    words,
)
from exampleton.continuity import SITES
from exampleton.effects import Effects
from exampleton.faults import marked
from exampleton.people import OTHERS, PARTICIPANTS
from exampleton.services import CO_PRODUCED

REVIEWED = (
    CO_PRODUCED,
    "meal_service",
    "childcare_vouchers",
    "tool_library",
    "garden_plots",
    "swimming_hours",
    "social_grocery",
    "transport_card",
)


def access_case(seed: int, effects: Effects) -> Table:
    """Forty requests for each of eight services: whether taking part was a condition, and what came of it."""
    rng = stream(seed, "access_case")
    each = 40
    size = each * len(REVIEWED)
    service = np.repeat(np.arange(len(REVIEWED)), each)
    asked = np.datetime64("2022-02-01") + rng.integers(0, 1_400, size)
    often = rng.random(size) < 0.85
    pressing = np.array([name in effects.unjustified_services for name in REVIEWED])[service]
    # The tool library asks for an introduction to its machines: a condition, and a justified one.
    training = np.array([name == "tool_library" for name in REVIEWED])[service]
    condition = (pressing | training) & often
    served = rng.random(size) < 0.88
    contributes = rng.random(size) < 0.4
    persons = PARTICIPANTS + OTHERS
    reviewed: Table = {
        "id": numbered("AC", size),
        "service": words(REVIEWED, service),
        "actor": words(persons, rng.integers(0, len(persons), size)),
        "asked_on": iso(asked),
        "contributes": flags(contributes),
        "declined_to_contribute": flags(~contributes & (rng.random(size) < 0.3)),
        "condition_stated": flags(condition),
        "justified": only(condition, flags(training)),
        "served": flags(served),
        "served_on": only(served, iso(asked + rng.integers(3, 30, size))),
        "quality": only(served, rounded(rng.normal(7.2, 1.0, size) - effects.quality_lost * ~contributes, 1)),
        "need": pick(rng, np.array([0.3, 0.4, 0.3]), size).tolist(),
        "reason_coded": only(~served, _reasons(rng, effects, size)),
        "grade": ["B"] * size,
    }
    return joined(reviewed, _units(seed, effects))


def _reasons(rng: np.random.Generator, effects: Effects, size: int) -> list[str]:
    judging = effects.refused_for_attitude
    chances = {"need": 0.4, "rule": 0.3, "capacity": 0.3}
    return drawn(
        rng,
        {word: chance * (1 - judging) for word, chance in chances.items()}
        | {"attitude": judging / 2, "gratitude": judging / 2},
        size,
    )


def _units(seed: int, effects: Effects) -> Table:
    """Twenty requests to each of sixteen teams of home help; only whether they were served is on record."""
    rng = stream(seed, "units")
    units, each = 16, 20
    # Spread evenly, so that sixteen teams show the planted spread and not that of a draw.
    place = (np.arange(units) + 0.5) / units
    tilt = np.array([NormalDist().inv_cdf(share) for share in place.tolist()]) * effects.spread_of_units
    chance = 1.0 / (1.0 + np.exp(-(0.85 + tilt)))
    unit = np.repeat(np.arange(units), each)
    size = units * each
    served = rng.random(size) < chance[unit]
    return {
        "id": numbered("AU", size),
        "service": [f"home_help/u{number + 1:02d}" for number in unit.tolist()],
        "asked_on": iso(np.datetime64("2022-02-01") + rng.integers(0, 1_400, size)),
        "served": flags(served),
        "reason_coded": only(~served, drawn(rng, {"need": 0.4, "rule": 0.3, "capacity": 0.3}, size)),
        "grade": ["B"] * size,
    }


def duty(effects: Effects) -> Table:
    """Twenty-four duties, nine of which left the public body when co-production began."""
    moved = 9
    stepping_in = ["yes"] * effects.duties_moved_with_fallback
    stepping_in += ["unknown"] * effects.duties_moved_fallback_unknown
    stepping_in += ["no"] * (moved - len(stepping_in))
    rows = []
    for place in range(24):
        leaves = place < moved
        citizens = leaves and place % 3 == 0
        money = leaves and place < effects.duties_moved_with_money
        holder = f"P{201 + place}" if citizens else f"O{place + 1:02d}" if leaves else f"S{11 + place}"
        rows.append(
            (
                f"DU{place + 1:02d}",
                CO_PRODUCED if place % 2 == 0 else SITES,
                f"Invented duty number {place + 1}",
                "yes" if place % 4 == 0 else "no",
                f"{holder}|S11" if leaves else holder,
                holder,
                "citizen" if citizens else "association" if leaves else "public",
                "public" if leaves else "",
                ("citizen" if citizens else "association") if leaves else "",
                "2022-01-01" if leaves else "",
                12_000 if money else 0 if leaves else "",
                stepping_in[place] if leaves else "",
                30 if leaves and stepping_in[place] == "yes" else "",
                *("yes",) * 7,
                "no",
            )
        )
    header = (
        "id service text statutory holders final_holders holder_sector moved_from moved_to moved_on "
        "resource_moved fallback fallback_days forum inform question consequence redress supervision "
        "financial_report liability_clause"
    )
    return marked("duty", from_rows(header, rows), effects)
