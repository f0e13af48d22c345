"""People and organisations, who asked to join, the rules for joining, and who knows whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exampleton import town
from exampleton.columns import (
    Integers,
    Table,
    drawn,
    iso,
    joined,
    numbered,
    only,
    pick,
    rounded,
    stream,
    words,
)
from exampleton.effects import Effects

PARTICIPANTS = numbered("P", 260)
OTHERS = numbered("Q", 40)
STAFF = numbered("S", 50, 2)
ORGANISATIONS = numbered("O", 40, 2)
ACCOUNTS = numbered("X", 10, 2)
OPINION_GROUPS = ("A", "B", "unclear")

_ROLES = {"citizen_self_selected": 110, "citizen_drawn_by_lot": 60, "user_co_producer": 60, "volunteer": 30}
_OTHER_ROLES = {"invited_declined": 20, "dropped_out": 10, "service_user_not_involved": 10}
_STAFF_ROLES = {
    "elected_majority": 6,
    "elected_opposition": 4,
    "senior_public_manager": 8,
    "project_manager": 8,
    "front_line_staff": 18,
    "other_department": 4,
    "facilitator": 2,
}
_STAFF_GROUPS = {
    "elected_majority": "G01",
    "elected_opposition": "G02",
    "senior_public_manager": "G03",
    "project_manager": "G03",
    "front_line_staff": "G04",
}
_SECTORS = {"association": 26, "private": 10, "public": 4}


@dataclass(frozen=True, slots=True)
class People:
    """All actors, and of the 260 participants in order the place in ``OPINION_GROUPS`` and in ``town.CELLS``."""

    actor: Table
    opinion: Integers
    cell: Integers


def people(seed: int, effects: Effects) -> People:
    """Draw the inhabitants who hold an account; those who take part are drawn with the planted chances."""
    rng = stream(seed, "actor")
    taking_part = town.chance_at_a_step(effects) ** 2
    cells = np.concatenate(
        [
            pick(rng, town.CELL_POPULATION * taking_part, len(PARTICIPANTS)),
            pick(rng, town.CELL_POPULATION.astype(float), len(OTHERS)),
        ]
    )
    persons = len(cells)
    roles = _spread(_ROLES) + _spread(_OTHER_ROLES)
    opinion = pick(rng, np.array([0.45, 0.40, 0.15]), len(PARTICIPANTS))
    inhabitants: Table = {
        "id": PARTICIPANTS + OTHERS,
        "kind": ["person"] * persons,
        "role": roles,
        "group": [
            drawn(rng, {"G05": 0.4, "G06": 0.4, "G07": 0.2}, 1)[0] if "user" in role else "G08"
            for role in roles
        ],
        "area": words(town.AREAS, pick(rng, town.AREA_POPULATION.astype(float), persons)),
        "organisation": [
            ORGANISATIONS[place] if role == "volunteer" else ""
            for role, place in zip(roles, rng.integers(0, 26, persons).tolist(), strict=True)
        ],
        "sector": ["citizen"] * persons,
        "staff_or_test": ["no"] * persons,
        "joined_on": iso(town.START + rng.integers(0, 14, persons)),
        "left_on": iso(town.END + rng.integers(10, 900, persons)),
        "exit_kind": drawn(rng, {"planned": 0.5, "unplanned": 0.4, "unknown": 0.1}, persons),
        "participant": ["yes"] * len(PARTICIPANTS) + ["no"] * len(OTHERS),
    }
    gone = np.array([role == "dropped_out" for role in roles])
    inhabitants["left_on"] = only(gone, inhabitants["left_on"])
    inhabitants["exit_kind"] = only(gone, inhabitants["exit_kind"])
    for place, variable in enumerate(town.ATTRIBUTES):
        known = rng.random(persons) < 0.97
        inhabitants[f"attr_{variable}"] = only(known, [town.CELLS[cell][place] for cell in cells.tolist()])
    inhabitants["attr_opinion_group"] = words(OPINION_GROUPS, opinion) + [""] * len(OTHERS)
    return People(
        joined(inhabitants, _staff(), _organisations(rng), _accounts()), opinion, cells[: len(PARTICIPANTS)]
    )


def _spread(counts: dict[str, int]) -> list[str]:
    return [word for word, count in counts.items() for _ in range(count)]


def _staff() -> Table:
    roles = _spread(_STAFF_ROLES)
    return {
        "id": STAFF,
        "kind": ["person"] * len(STAFF),
        "role": roles,
        "group": [_STAFF_GROUPS.get(role, "") for role in roles],
        "sector": ["public"] * len(STAFF),
        "staff_or_test": ["yes"] * len(STAFF),
        "joined_on": [str(town.START)] * len(STAFF),
        "participant": ["no"] * len(STAFF),
    }


def _organisations(rng: np.random.Generator) -> Table:
    size = len(ORGANISATIONS)
    sectors = _spread(_SECTORS)
    income = rng.lognormal(11.0, 0.8, size)
    return {
        "id": ORGANISATIONS,
        "kind": ["organisation"] * size,
        "role": [
            "business"
            if sector == "private"
            else "association_partner"
            if sector == "association"
            else "partner_authority"
            for sector in sectors
        ],
        "group": [
            "G11" if sector == "private" else "G10" if sector == "association" else "" for sector in sectors
        ],
        "sector": sectors,
        "staff_or_test": ["no"] * size,
        "joined_on": iso(town.START + rng.integers(0, 14, size)),
        "income": rounded(income, 0),
        "income_public": rounded(income * rng.uniform(0.0, 0.6, size), 0),
    }


def _accounts() -> Table:
    return {
        "id": ACCOUNTS,
        "kind": ["platform_account"] * len(ACCOUNTS),
        "staff_or_test": ["yes"] * len(ACCOUNTS),
        "participant": ["no"] * len(ACCOUNTS),
    }
