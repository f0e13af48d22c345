"""Which people a published group holds, so far as anybody outside can know it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

EVERYBODY = ""
_ROLE = "role"


@dataclass(frozen=True, slots=True)
class Axis:
    """One way of sorting everybody into disjoint classes; each group on it is a set of these classes."""

    classes: int
    groups: Mapping[str, frozenset[int]]


@cache
def declared() -> Mapping[str, tuple[str, frozenset[str]]]:
    """The declared groups: their partition, and the kinds of people they hold.

    >>> partition, kinds = declared()["elected"]
    >>> partition, sorted(kinds)
    ('party', ['elected_majority', 'elected_opposition'])
    """
    file = resources.files("obverse.disclosure").joinpath("groups.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    found = {
        group: (partition, frozenset(kinds))
        for partition, groups in told.items()
        for group, kinds in groups.items()
    }
    roles = {kind for _, kinds in found.values() for kind in kinds}
    return found | {role: (_ROLE, frozenset({role})) for role in roles}


def partition_of(group: str) -> str:
    """The partition to which a group belongs; groups of one partition hold nobody in common.

    >>> partition_of("internal"), partition_of("age.young")
    ('side', 'age')
    """
    known = declared().get(group)
    if known:
        return known[0]
    variable, _, category = group.rpartition(".")
    return variable or category


def axes(groups: Iterable[str], *, covering: bool) -> tuple[Axis, ...]:
    """The finest sorting of people that published groups span.

    Where ``covering``, sides, parties and roles are what they are declared to be, and each person has a role: the
    most that somebody outside can know. Otherwise every partition stands for itself, with people in none of its
    groups, as where a register names other roles.

    >>> [axis.groups for axis in axes(["internal", "elected"], covering=True)]
    [{'internal': frozenset({1, 2}), 'elected': frozenset({1})}]
    """
    wanted = [group for group in dict.fromkeys(groups) if group != EVERYBODY]
    if not covering:
        return _apart(wanted)
    known = {group: declared()[group][1] for group in wanted if group in declared()}
    return (_crossed(known), *_apart([group for group in wanted if group not in known]))


def _crossed(groups: Mapping[str, frozenset[str]]) -> Axis:
    """Kinds of people that every group treats alike are one class."""
    alike: dict[tuple[bool, ...], int] = {}
    held: dict[str, set[int]] = {group: set() for group in groups}
    for kind in sorted({kind for _, kinds in declared().values() for kind in kinds}):
        place = alike.setdefault(tuple(kind in kinds for kinds in groups.values()), len(alike))
        for group, kinds in groups.items():
            if kind in kinds:
                held[group].add(place)
    return Axis(len(alike), {group: frozenset(places) for group, places in held.items()})


def _apart(groups: Sequence[str]) -> tuple[Axis, ...]:
    partitions: dict[str, list[str]] = {}
    for group in groups:
        partitions.setdefault(partition_of(group), []).append(group)
    found = []
    for members in partitions.values():
        numbered = {group: frozenset({place}) for place, group in enumerate(members)}
        found.append(Axis(len(members) + 1, numbered))
    return tuple(found)
