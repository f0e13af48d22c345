"""The attacker with all tables of all waves and releases never tells a number of people that has to stay hidden.

``OBVERSE_POPULATIONS=2000`` runs all populations instead of a few.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest

from obverse.disclosure.answers import topics
from obverse.disclosure.attacker import attack, leaks_at
from obverse.disclosure.gate import changed, gate, numbers
from obverse.disclosure.ledger import Exact, Release
from obverse.disclosure.released import Released
from tests.disclosure.simulated import (
    PARTIES,
    SHARES,
    SIDES,
    TWO,
    Person,
    SecondSolver,
    people,
    table,
    true_number,
)

POPULATIONS = int(os.environ.get("OBVERSE_POPULATIONS", "8"))
DESIGNS = (
    {"items": tuple(SHARES)},
    {"items": TWO},
    {"items": TWO, "groups": ("", *SIDES)},
    {"items": ("weakened",), "groups": (*SIDES, *PARTIES)},
    {"items": TWO, "groups": ("", *SIDES), "with_means": True},
)


def exact_of(figures: tuple[Released, ...], respondents: list[Person]) -> dict[str, Exact]:
    found = {}
    for one in figures:
        members = [person for person in respondents if person.is_in(one.group)]
        asked = SHARES.get(one.item.rpartition(".")[2])
        yes = None if asked is None else sum(asked(p.strengthened, p.weakened) for p in members)
        found[one.key] = Exact(len(members), yes)
    return found


def published(seed: int) -> tuple[list[Release], dict[str, list[list[Person]]]]:
    """Three waves, each published when it closes, and the last once more with forms that came late."""
    rng = np.random.default_rng([7, seed])
    design: dict[str, Any] = DESIGNS[seed % len(DESIGNS)]
    forms: dict[str, list[list[Person]]] = {}
    ledger: list[Release] = []
    for wave in ("1", "2", "3"):
        stood = forms.setdefault(f"survey_answer {wave}", [])
        for again in range(2 if wave == "3" else 1):
            late = int(rng.choice([0, 1, 2, 5, 9, 15, 40]))
            stood.append([*stood[-1], *people(rng)[:late]] if stood else people(rng))
            figures = table(stood[-1], f"survey_answer {wave}", **design)
            new = Release(f"{wave}.{again}", "2026-11-22", figures, exact_of(figures, stood[-1]))
            ledger.append(changed(new, gate(ledger, new).changes, ledger))
            assert gate(ledger[:-1], ledger[-1]).changes == ()
    return ledger, forms


def told(ledger: list[Release], population: str) -> dict[str, list[tuple[int, Released]]]:
    """All that was published about the people of one wave, by what is attacked together."""
    found: dict[str, dict[object, tuple[int, Released]]] = {}
    for number, release in enumerate(ledger):
        for one in release.released:
            if one.population == population:
                for name in topics(one):
                    found.setdefault(name, {}).setdefault((one.key, numbers(one)), (number, one))
    return {name: list(figures.values()) for name, figures in found.items()}


def breaches(seed: int) -> tuple[int, list[str]]:
    """How many hidden numbers were attacked by the second solver, and which of them it could tell too closely."""
    ledger, forms = published(seed)
    attacked, found = 0, []
    for population, stood in forms.items():
        for name, figures in told(ledger, population).items():
            if name.endswith("by degree") and not any(one.kind == "mean" for _, one in figures):
                continue
            attacker = attack(figures)
            second = SecondSolver(attacker.system)
            hidden = [
                (watched, true)
                for watched in attacker.system.watched
                if not watched.is_late and len(stood) == 1 and (true := true_number(stood[-1], watched)) < 10
            ]
            # the second solver is slow: it checks some of what the first one checks all of
            for watched, true in hidden[:: len(hidden) // 12 + 1]:
                low, high = second.between(watched)
                attacked += 1
                if leaks_at(low, high) or not low <= true <= high:
                    found.append(f"{name} {watched.what} {watched.people}: {true} is told as {low} to {high}")
            found += [f"{name} {leak}" for leak in attacker.leaks()]
    return attacked, found


@pytest.mark.parametrize("seed", range(POPULATIONS))
def test_no_hidden_number_is_known_closer_than_five(seed: int) -> None:
    attacked, found = breaches(seed)
    assert attacked
    assert found == []
