"""What an import changed in a register: which rows are new, which say something else, and in which order all stand."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows that come to a register, rows that change (by their number), rows that go, and the order of all.

    ``order`` lists the numbers of rows that were there; None stands for the next of those that are ``added``. Where it
    ``keeps_places``, those that were there stand as before and all that is new comes after them.
    """

    added: tuple[Values, ...]
    changed: Mapping[int, Values]
    removed: tuple[int, ...]
    order: tuple[int | None, ...]
    keeps_places: bool


def difference(old: Sequence[tuple[int, Values]], new: Sequence[Values], key: Sequence[str]) -> Difference:
    """Compare the rows of a register, each with its number, with those that it shall have.

    A row is the same row where it says the same, or else where its ``key`` says the same.

    >>> told = difference([(7, {"id": "a", "text": "x"})], [{"id": "a", "text": "y"}, {"id": "b"}], ["id"])
    >>> told.changed, told.added, told.order
    ({7: {'id': 'a', 'text': 'y'}}, ({'id': 'b'},), (7, None))
    """
    same: dict[frozenset[tuple[str, str]], deque[int]] = defaultdict(deque)
    for place, (_, values) in enumerate(old):
        same[frozenset(values.items())].append(place)
    found: list[int | None] = []
    for values in new:
        places = same.get(frozenset(values.items()))
        found.append(places.popleft() if places else None)
    left = sorted(place for places in same.values() for place in places)
    by_key: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place in left:
        by_key[_key(old[place][1], key)].append(place)
    added, changed = [], {}
    for place, values in enumerate(new):
        if found[place] is not None:
            continue
        candidates = by_key.get(_key(values, key)) if key else None
        if candidates:
            found[place] = candidates.popleft()
            changed[old[found[place] or 0][0]] = values
        else:
            added.append(values)
    taken = {place for place in found if place is not None}
    return Difference(
        added=tuple(added),
        changed=changed,
        removed=tuple(old[place][0] for place in left if place not in taken),
        order=tuple(None if place is None else old[place][0] for place in found),
        keeps_places=found == sorted(taken) + [None] * len(added),
    )


def _key(values: Values, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(values.get(name, "") for name in key)
