"""What the attacker finds out about one topic, and which changes keep it from being found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from obverse.disclosure.answers import pair_of
from obverse.disclosure.attacker import Attacker, attack
from obverse.disclosure.bounds import Known, Part
from obverse.disclosure.groups import EVERYBODY
from obverse.disclosure.ledger import Exact
from obverse.disclosure.programs import Contradiction
from obverse.disclosure.refusal import Change
from obverse.disclosure.released import Released
from obverse.disclosure.smallest import smallest
from obverse.disclosure.topics import PERHAPS_WEIGHTED, UNTOLD, Topic

Published = Mapping[tuple[str, str], tuple[Released, str, Exact | None]]
"""What stands last in the ledger under a population and a key: the figure, the release and its exact numbers."""
_WORTH = {"strengthened_only": 1.0, "weakened_only": 1.0, "both": 1.0, "neither": 1.0, "cannot_say": 1.0} | {
    "strengthened": 4.0,
    "weakened": 4.0,
}
Told = list[tuple[int, Released]]


def numbers(one: Released) -> tuple[object, ...]:
    """All that a figure tells: two figures with the same are the same to a reader."""
    return one.kind, one.cases, one.yes, one.other_cases, one.other_yes, one.value, one.low, one.high


def found_out(topic: Topic, known: Sequence[Known], published: Published) -> list[Change]:
    """The smallest changes to the new figures of a topic that let nothing be found out, by any of the attackers."""
    before = tuple((number, tuple(told)) for number, told in sorted(topic.before.items()))
    names = tuple((one.population, one.key) for one in topic.new)
    stood = tuple((name, published[name]) for name in names if name in published)
    return list(_found_out(before, tuple(topic.again), tuple(topic.new), tuple(known), stood))


@lru_cache(maxsize=4096)
def _found_out(
    before: tuple[tuple[int, tuple[Released, ...]], ...],
    again: tuple[Released, ...],
    new: tuple[Released, ...],
    known: tuple[Known, ...],
    stood: tuple[tuple[tuple[str, str], tuple[Released, str, Exact | None]], ...],
) -> tuple[Change, ...]:
    """The same figures are asked about again when changes were made to others, and when a report is released."""
    topic = Topic({number: list(told) for number, told in before}, list(again), list(new))
    published = dict(stood)
    changes: dict[str, Change] = {}
    last = max(topic.before, default=-1) + 1
    for number, tries in enumerate(_attackers(topic, last)):
        told, given, attacker = _first_that_agrees(tries, known)
        if attacker is None and number == 0:
            return tuple(_change(one, "contradicts", (0, 0), published, whole_group=True) for one in new)
        if attacker is None:
            continue
        for change in _mended(attacker, told[given:], published):
            changes.setdefault(change.key, change)
    return tuple(changes.values())


_Tries = list[tuple[Told, Told]]


def _attackers(topic: Topic, last: int) -> Iterator[_Tries]:
    """Each attacker as what to try first and next: what is out already, and what is new, with versions of the forms.

    The first takes from a figure that is printed again as it was nothing new. The second takes for granted that it
    was counted again among all forms, also those that came in since: it sees more, and may be wrong.
    """
    before, new = _distinct(topic), [(last, one) for one in topic.new]
    first = [(before, _placed(before, topic.new, last)), (before, new)] if before else [([], new)]
    yield _also_weighted(first)
    if not before:
        return
    stood, latest = _standing(topic.before)
    keys = {one.key for _, one in before}
    number = last if any(one.key in keys for one in topic.new) else latest
    given = [*stood, *((number, one) for one in topic.again if number == last)]
    counted_again = [(number, one) for one in topic.new]
    yield _also_weighted([(given, counted_again)])


def _first_that_agrees(tries: _Tries, known: Sequence[Known]) -> tuple[Told, int, Attacker | None]:
    """The attacker who takes most for granted among those whom the figures do not contradict."""
    seen: list[tuple[Told, Told]] = []
    for given, new in tries:
        if (given, new) in seen:
            continue
        seen.append((given, new))
        told = [*given, *new]
        try:
            return told, len(given), attack(told, known, len(given))
        except Contradiction:
            continue
    return [], 0, None


def _distinct(topic: Topic) -> Told:
    """Every earlier figure once for each set of numbers, with the release in which these first stood."""
    found: dict[tuple[object, ...], tuple[int, Released]] = {}
    for number, told in sorted(topic.before.items()):
        for one in told:
            found.setdefault((one.key, *numbers(one)), (number, one))
    return list(found.values())


def _standing(before: Mapping[int, Sequence[Released]]) -> tuple[Told, int]:
    """The figures of each release that changed something, with those that it printed again, and the last such one."""
    found: Told = []
    latest, stood = -1, dict[str, tuple[object, ...]]()
    for number, told in sorted(before.items()):
        is_changed = any(one.key in stood and numbers(one) != stood[one.key] for one in told)
        if latest < 0 or is_changed:
            latest = number
            found += [(number, one) for one in told if one.cases != UNTOLD]
        else:
            found += [(latest, one) for one in told if one.key not in stood and one.cases != UNTOLD]
        stood |= {one.key: numbers(one) for one in told}
    return found, latest


def _placed(before: Told, figures: Sequence[Released], number: int) -> Told:
    """Each new figure with the release to whose forms it belongs.

    A figure that is new stands for the forms of the latest release that tells as many people of its group, since
    then nothing says that forms were added; a figure that changed stands for forms that did.
    """
    keys = {one.key for _, one in before}
    same = {(one.group, one.cases): when for when, one in before}
    return [(number if one.key in keys else same.get((one.group, one.cases), number), one) for one in figures]


def _also_weighted(tries: _Tries) -> _Tries:
    """Where answers carry weights a share is no plain number of people: only how many answered is taken from it.

    Nothing that is published says whether they do. So first all shares are taken as numbers of people, then all but
    those of everybody, since weights are there for putting groups together, and at last none.
    """
    weighted: list[Callable[[Released], bool]] = [
        lambda _: False,
        lambda one: one.method in PERHAPS_WEIGHTED and one.group == EVERYBODY,
        lambda one: one.method in PERHAPS_WEIGHTED,
    ]
    return [
        (_people_only(given, is_weighted), _people_only(new, is_weighted))
        for is_weighted in weighted
        for given, new in tries
    ]


def _people_only(told: Told, is_weighted: Callable[[Released], bool]) -> Told:
    return [(when, replace(one, yes=None, value=None) if is_weighted(one) else one) for when, one in told]


def _mended(attacker: Attacker, new: Told, published: Published) -> list[Change]:
    parts = attacker.system.parts
    given = min((place for part in parts for place in part.figures), default=0)
    costs = {place: _cost(part, given, new) for place, part in enumerate(parts)}
    chosen = smallest(attacker, costs)
    if not chosen:
        return []
    leak = next(attacker.without(()).each_leak())
    ends = leak.low, leak.high
    found = {}
    for part in sorted(chosen, key=lambda place: parts[place].group is not None):
        for place in parts[part].figures:
            one = new[place - given][1]
            whole = parts[part].group is not None
            found[one.key] = _change(one, "together", ends, published, whole_group=whole)
    return list(found.values())


def _cost(part: Part, given: int, new: Told) -> float:
    """What it costs a reader to miss it: most of all whole groups, and what each group says of either side of a value.

    How many said neither or both is missed less, and so is a share of everybody, which puts together groups that were
    asked apart.
    """
    figures = [new[place - given][1] for place in part.figures]
    of_all = sum(
        _WORTH.get(pair_of(one.item) or "", 2.0) * (1.0 if one.group == EVERYBODY else 1.5) for one in figures
    )
    return of_all if part.group is None else 2.0 * of_all


def _change(
    one: Released, because: str, ends: tuple[int, int], published: Published, *, whole_group: bool
) -> Change:
    was = published.get((one.population, one.key))
    if was is not None:
        return Change(one.key, "keep", because, *ends, earlier=was[1])
    return Change(one.key, "withhold_group" if whole_group else "withhold", because, *ends)
