"""The attacker with all tables of all waves and releases never tells a number of people that has to stay hidden.

``OBVERSE_POPULATIONS=2000`` runs all populations instead of a few.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

import numpy as np
import pytest

from obverse.disclosure.attacker import attack
from obverse.disclosure.attacking import numbers
from obverse.disclosure.gate import changed, gate
from obverse.disclosure.leaking import Leak, leaks_at
from obverse.disclosure.ledger import Exact, Release
from obverse.disclosure.programs import Contradiction
from obverse.disclosure.released import Released
from obverse.disclosure.topics import BY_DEGREE, topics
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
    """All that was published about the people of one wave, by what is attacked together: figures as they first stood.

    Whoever reads a figure again learns nothing new from it.
    """
    return _together(ledger, population, lambda one: (one.key, numbers(one)))


def told_again(ledger: list[Release], population: str) -> dict[str, list[tuple[int, Released]]]:
    """The same for who takes each figure of each release for one that was counted again among all forms."""
    return _together(ledger, population, None)


def _together(
    ledger: list[Release], population: str, once: Callable[[Released], object] | None
) -> dict[str, list[tuple[int, Released]]]:
    found: dict[str, dict[object, tuple[int, Released]]] = {}
    for number, release in enumerate(ledger):
        for one in release.released:
            if one.population == population:
                for name, seen in topics(one).items():
                    place = once(one) if once else (one.key, number)
                    found.setdefault(name, {}).setdefault(place, (number, seen))
    # without a mean there are no degrees to ask for
    return {
        name: list(figures.values())
        for name, figures in found.items()
        if not name.endswith(BY_DEGREE) or any(one.kind == "mean" for _, one in figures.values())
    }


def found_by(figures: list[tuple[int, Released]]) -> list[Leak]:
    """What leaks by the figures that changed in the last release.

    Figures that stood alike tell by themselves that few forms about them can have been added, whatever else is told.
    """
    last = max(number for number, _ in figures)
    stood = {(one.key, numbers(one)) for number, one in figures if number < last}
    changed_ones = [
        (number, one) for number, one in figures if number == last and (one.key, numbers(one)) not in stood
    ]
    others = [told for told in figures if told not in changed_ones]
    if not changed_ones or not others:
        return []
    attacker = attack([*others, *changed_ones], (), len(others))
    leaks = attacker.leaks()
    parts = range(len(attacker.system.parts))
    alone = {(leak.place, leak.low, leak.high) for leak in attacker.without(parts).leaks()}
    return [leak for leak in leaks if (leak.place, leak.low, leak.high) not in alone]


def breaches(seed: int) -> tuple[int, list[str]]:
    """How many hidden numbers were attacked by the second solver, and which of them it could tell too closely."""
    ledger, forms = published(seed)
    attacked, found = 0, []
    for population, stood in forms.items():
        for name, figures in told(ledger, population).items():
            attacker = attack(figures)
            second = SecondSolver(attacker.system)
            watched_ones = [one for one in attacker.system.watched if not one.is_late and len(stood) == 1]
            hidden = ((one, true) for one in watched_ones if (true := true_number(stood[-1], one)) < 10)
            # the second solver is slow: it checks a few of what the first one checks all of
            for watched, true in islice(hidden, 0, 22, 7):
                low, high = second.between(watched)
                attacked += 1
                if leaks_at(low, high) or not low <= true <= high:
                    found.append(f"{name} {watched.what} {watched.people}: {true} is told as {low} to {high}")
            found += [f"{name} {leak}" for leak in attacker.leaks()]
        if len(stood) > 1:
            for name, figures in told_again(ledger, population).items():
                with suppress(Contradiction):  # whoever takes that for granted is wrong
                    found += [f"{name} again: {leak}" for leak in found_by(figures)]
    return attacked, found


# a mean that was withheld still told how many people a group has, where its share did not any more
TOLD_TOO_MUCH_ONCE = (184,)


@pytest.mark.parametrize("seed", [*range(POPULATIONS), *TOLD_TOO_MUCH_ONCE])
def test_no_hidden_number_is_known_closer_than_five(seed: int) -> None:
    attacked, found = breaches(seed)
    assert attacked
    assert found == []
