"""Simulated respondents, the tables that the rules publish about them, and what the attacker must never find out.

All people here are drawn at random: they are synthetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, milp

from obverse.disclosure.bounds import MOST_PEOPLE, System, Watched
from obverse.disclosure.complement import safe_groups
from obverse.disclosure.figures import Address, released_of
from obverse.disclosure.groups import declared
from obverse.disclosure.leaking import leaks_at
from obverse.disclosure.released import Released
from obverse.disclosure.subtracting import concealed
from obverse.quantities import Estimate, Unit
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.shares import wilson_share

SIDES = ("internal", "participant", "non_participant")
PARTIES = ("elected", "administration", "citizens", "associations")
GROUPS = ("", *SIDES, *PARTIES)
SHARES: Mapping[str, Callable[[int, int], bool]] = {
    "weakened": lambda _, w: w > 0,
    "strengthened": lambda s, _: s > 0,
    "strengthened_only": lambda s, w: s > 0 and w == 0,
    "weakened_only": lambda s, w: s == 0 and w > 0,
    "both": lambda s, w: s > 0 and w > 0,
    "neither": lambda s, w: s == 0 and w == 0,
}
TWO = ("weakened", "strengthened")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role who says how much a value was strengthened and weakened."""

    role: str
    strengthened: int
    weakened: int

    def is_in(self, group: str) -> bool:
        return not group or self.role in declared()[group][1]


def people(rng: np.random.Generator, most: int = 400) -> list[Person]:
    """A process of 20 to ``most`` respondents in which some groups are tiny and some are of one mind."""
    count = int(np.exp(rng.uniform(np.log(20), np.log(most))))
    found = []
    roles = sorted({role for side in SIDES for role in declared()[side][1]})
    weights = rng.dirichlet(np.full(len(roles), 0.4))
    opinion = {role: (rng.beta(0.6, 0.6), rng.beta(0.6, 0.6)) for role in roles}
    for role in rng.choice(roles, size=count, p=weights):
        s, w = (int(rng.integers(1, 5)) if rng.random() < chance else 0 for chance in opinion[str(role)])
        found.append(Person(str(role), s, w))
    return found


def table(
    respondents: Sequence[Person],
    population: str,
    *,
    items: Sequence[str] = tuple(SHARES),
    groups: Sequence[str] = GROUPS,
    with_means: bool = False,
) -> tuple[Released, ...]:
    """What the rules publish about one value, before the gate looks at it."""
    counts = {group: sum(one.is_in(group) for one in respondents) for group in groups}
    withheld = safe_groups(counts)
    found = []
    for group in groups:
        members = [one for one in respondents if one.is_in(group)]
        for item, estimate in _exact(members, items, with_means=with_means):
            address = Address(
                key=f"D-1:V06.{item}.{group}".rstrip("."),
                population=population,
                group=group,
                item=f"D-1:V06.{item}",
            )
            one = released_of(address, estimate)
            hides_cases = group in withheld and len(members) >= 10
            found.append(concealed(one, with_cases=True) if hides_cases else one)
    return tuple(found)


def _exact(
    members: Sequence[Person], items: Sequence[str], *, with_means: bool
) -> list[tuple[str, Estimate]]:
    if not members:
        return []
    found = []
    for item in items:
        yes = sum(SHARES[item](one.strengthened, one.weakened) for one in members)
        share = wilson_share(yes, len(members))
        assert isinstance(share, Estimate)
        found.append((item, share))
    if with_means:
        for item in ("strengthened", "weakened"):
            degrees = np.bincount([getattr(one, item) for one in members], minlength=5)
            mean = mean_of_histogram(np.arange(5), degrees, unit=Unit.DEGREE, limits=(0.0, 4.0))
            if isinstance(mean, Estimate):
                found.append((f"mean_{item}", mean))
    return found


def true_number(respondents: Sequence[Person], watched: Watched) -> int:
    """How many people are really behind a number that has to stay hidden."""
    whole, *parts = (one.strip() for one in watched.people.split(" - "))
    item = watched.item.rpartition(".")[2]
    if watched.what in {"above", "below"}:
        side = item.removeprefix("mean_")
        end = 0 if watched.what == "above" else 4
        return sum(
            one.is_in(whole) and not any(one.is_in(part) for part in parts) and getattr(one, side) != end
            for one in respondents
        )
    asked = SHARES.get(item)
    return sum(
        one.is_in(whole)
        and not any(one.is_in(part) for part in parts)
        and (
            watched.what == "cases"
            or (asked is not None and asked(one.strengthened, one.weakened) == (watched.what == "yes"))
        )
        for one in respondents
    )


class SecondSolver:
    """The attacker once more, with another solver and none of its shortcuts."""

    def __init__(self, system: System) -> None:
        rows = np.zeros((len(system.bounds), system.cells))
        for place, bound in enumerate(system.bounds):
            rows[place, list(bound.cells)] = list(bound.cells.values())
        self.cells = system.cells
        self.constraints = LinearConstraint(
            rows, [bound.low for bound in system.bounds], [bound.high for bound in system.bounds]
        )

    def between(self, watched: Watched) -> tuple[int, int]:
        objective = np.zeros(self.cells)
        objective[list(watched.cells)] = list(watched.cells.values())
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * objective,
                constraints=self.constraints,
                integrality=np.ones(self.cells),
                bounds=(0, MOST_PEOPLE),
            )
            assert found.success, found.message
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]

    def leaks(self, watched: Watched) -> bool:
        return leaks_at(*self.between(watched))
