"""What people could answer, as finely as the published items tell their answers apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from obverse.disclosure.released import Released

_MOST_DEGREES = 11
_Answer = tuple[int, int]
_SILENT = (-1, -1)
_PAIRS: Mapping[str, Callable[[int, int], bool]] = {
    "strengthened": lambda s, _: s > 0,
    "weakened": lambda _, w: w > 0,
    "strengthened_only": lambda s, w: s > 0 and w == 0,
    "weakened_only": lambda s, w: s == 0 and w > 0,
    "both": lambda s, w: s > 0 and w > 0,
    "neither": lambda s, w: s == 0 and w == 0,
    "cannot_say": lambda s, _: s < 0,
}
_AMOUNTS: Mapping[str, Callable[[int, int], float]] = {
    "mean_strengthened": lambda s, _: s,
    "mean_weakened": lambda _, w: w,
    "ambivalence": lambda s, w: (s + w) / 2 - abs(s - w),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an item counts: for each class of answers whether it is a case, whether it is a yes, and its amount."""

    cases: tuple[bool, ...]
    yes: tuple[bool, ...] | None
    amounts: tuple[float, ...] | None


def pair_of(item: str) -> str | None:
    """Which side of a value an item asks for, where it is one of those that take answers on both apart.

    >>> pair_of("D-1:V06.weakened"), pair_of("E6.2:pressed")
    ('weakened', None)
    """
    start, _, name = item.rpartition(".")
    return name if start and (name in _PAIRS or name in _AMOUNTS) else None


def amount_of(side: str) -> bool:
    """Whether a side of a value is a mean over degrees."""
    return side in _AMOUNTS


def asked_by(one: Released) -> str:
    """What the people behind a figure were asked, which is its item."""
    return one.item


def answers_to(figures: Iterable[Released]) -> tuple[int, Mapping[str, Asked]]:
    """The number of classes of answers that the items of one topic tell apart, and what each item counts."""
    items: dict[str, list[Released]] = {}
    for one in figures:
        items.setdefault(asked_by(one), []).append(one)
    means = {item for item, told in items.items() if any(one.value is not None for one in told)}
    if all(pair_of(item) for item in items):
        counted = {item: _of_pair(item.rpartition(".")[2], has_mean=item in means) for item in items}
        return _merged(counted, [*product(range(5), range(5)), _SILENT])
    degrees = next((found for item in means for one in items[item] if (found := _degrees(one))), range(1))
    shares = {item for item, told in items.items() if any(one.yes is not None for one in told)}
    counted = {item: _of_one(is_share=item in shares, has_mean=len(degrees) > 1) for item in items}
    return _merged(counted, list(product(range(2), degrees)))


_Counts = tuple[
    Callable[[_Answer], bool], Callable[[_Answer], bool] | None, Callable[[_Answer], float] | None
]


def _of_pair(name: str, *, has_mean: bool) -> _Counts:
    def is_case(answer: _Answer) -> bool:
        return name == "cannot_say" or answer != _SILENT

    if name in _PAIRS:
        return is_case, lambda answer: _PAIRS[name](*answer), None
    if not has_mean:
        return is_case, None, None
    return is_case, None, lambda answer: float(_AMOUNTS[name](*answer))


def _degrees(one: Released) -> range:
    """The answers over which a mean was taken; none where it is a mean of something else than degrees."""
    if one.kind != "mean" or one.scale is None:
        return range(0)
    low, high = one.scale
    whole = low.is_integer() and high.is_integer() and high - low < _MOST_DEGREES
    return range(int(low), int(high) + 1) if whole else range(0)


def _of_one(*, is_share: bool, has_mean: bool) -> _Counts:
    """A question of its own: yes or no, and a degree, each where it is published."""
    amount = (lambda answer: float(answer[1])) if has_mean else None
    return lambda _: True, (lambda answer: answer[0] > 0) if is_share else None, amount


def _merged(items: Mapping[str, _Counts], answers: Sequence[_Answer]) -> tuple[int, Mapping[str, Asked]]:
    """Answers that every item counts alike are one class."""
    classes: dict[tuple[object, ...], _Answer] = {}
    for answer in answers:
        seen = tuple(
            (yes and yes(answer), amount and amount(answer)) if case(answer) else None
            for case, yes, amount in items.values()
        )
        if any(one is not None for one in seen):
            classes.setdefault(seen, answer)
    one_each = tuple(classes.values())
    return len(one_each), {
        item: Asked(
            cases=tuple(case(answer) for answer in one_each),
            yes=None if yes is None else tuple(case(a) and yes(a) for a in one_each),
            amounts=None if amount is None else tuple(amount(a) if case(a) else 0.0 for a in one_each),
        )
        for item, (case, yes, amount) in items.items()
    }
