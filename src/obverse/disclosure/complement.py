"""Which groups of a figure cannot be shown, because what they leave over would be a few people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from obverse.disclosure.groups import EVERYBODY, declared, partition_of
from obverse.disclosure.released import FEWEST

_TOGETHER = 3


def safe_groups(groups: Mapping[str, int]) -> set[str]:
    """The groups to withhold, given how many people each has; everybody stands under the empty name.

    A group of fewer than ten is withheld. What is left of a published group when other published groups are taken
    away has to be nobody, or ten and more people: otherwise the smallest group that is taken away is withheld too.
    A group that stays published says at most that others have fewer than ten.

    >>> sorted(safe_groups({"": 60, "internal": 7, "participant": 30, "non_participant": 23}))
    ['internal', 'non_participant']
    >>> sorted(safe_groups({"": 60, "internal": 7, "participant": 9, "non_participant": 44}))
    ['internal', 'participant']
    >>> safe_groups({"": 60, "internal": 20, "participant": 30, "non_participant": 10})
    set()
    """
    withheld = {group for group, people in groups.items() if people < FEWEST}
    while True:
        shown = {group: people for group, people in groups.items() if group not in withheld}
        few = next((parts for rest, parts in _left_over(shown) if 0 < rest < FEWEST), None)
        if few is None:
            return withheld
        withheld.add(min(few, key=lambda group: (groups[group], group)))


def differences_of_few(groups: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The published groups that leave over between one and nine people of another one."""
    return [parts for rest, parts in _left_over(groups) if 0 < rest < FEWEST]


def _left_over(groups: Mapping[str, int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What is left of each group without others that lie in it and have nobody in common."""
    for whole, people in groups.items():
        inside = [one for one in groups if lies_in(one, whole)]
        families = {partition_of(one) for one in inside}
        together = [tuple(one for one in inside if partition_of(one) == family) for family in families]
        some = [
            chosen
            for count in range(1, _TOGETHER + 1)
            for chosen in combinations(inside, count)
            if _apart(chosen)
        ]
        for chosen in (*some, *(all_ for all_ in together if len(all_) > _TOGETHER)):
            yield people - sum(groups[one] for one in chosen), chosen


def lies_in(group: str, whole: str) -> bool:
    """Whether it is known that all people of a group are in another one."""
    if group in {whole, EVERYBODY}:
        return False
    if whole == EVERYBODY:
        return True
    known = declared()
    return group in known and whole in known and known[group][1] < known[whole][1]


def _apart(groups: tuple[str, ...]) -> bool:
    """Whether it is known that groups have nobody in common."""
    known = declared()
    return all(
        partition_of(one) == partition_of(other)
        or (one in known and other in known and known[one][1].isdisjoint(known[other][1]))
        for one, other in combinations(groups, 2)
    )
