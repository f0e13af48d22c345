"""The gate: a report leaves only if, with all that left before it, it tells nothing about a few people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from obverse.disclosure.answers import topics
from obverse.disclosure.attacker import Attacker, Contradiction, attack
from obverse.disclosure.complement import differences_of_few
from obverse.disclosure.groups import EVERYBODY
from obverse.disclosure.ledger import Exact, Release
from obverse.disclosure.refusal import Change, Passed, Refused
from obverse.disclosure.released import FEWEST, Released, SafeCount
from obverse.disclosure.smallest import smallest
from obverse.disclosure.system import MOST_PEOPLE, Known, Part

FEWEST_IN_BOTH_WAVES = 30
UNTOLD = SafeCount(None, 0, MOST_PEOPLE - 1)
"""A number of people of which nothing is told."""
_ACTS = ("keep", "withhold", "withhold_group")
# the methods whose shares and means are of people, each of whom counts the same
_COUNTED = frozenset({"", "wilson", "share_of_register", "mean_t"})
_CHANGES = frozenset({"change"})


def gate(earlier: Sequence[Release], new: Release, known: Sequence[Known] = ()) -> Passed | Refused:
    """Whether a release may leave after those that left already, and else the smallest changes that let it.

    ``known`` is what people outside know anyway. Exact numbers are looked at where releases hold them.
    """
    found: dict[str, Change] = {}
    judged = new
    # what is withheld for one reason can leave a few people over for another
    while changes := [one for one in _needed(earlier, judged, known) if _asks_more(one, found.get(one.key))]:
        found |= {one.key: one for one in changes}
        judged = changed(new, found.values(), earlier)
    return Refused(tuple(found[key] for key in sorted(found))) if found else Passed()


def guarded(
    released: Sequence[Released], earlier: Sequence[Release] = (), known: Sequence[Known] = ()
) -> tuple[Released, ...]:
    """The same figures, with those concealed that would tell too much together; those that have to stay, stay."""
    new = Release("", "", tuple(released))
    return changed(new, gate(earlier, new, known).changes, earlier).released


def changed(new: Release, changes: Iterable[Change], earlier: Sequence[Release] = ()) -> Release:
    """A release after the changes that the gate asks for; what is kept keeps the exact numbers of then."""
    wanted, published, exact = (
        {change.key: change for change in changes},
        _as_published(earlier),
        dict(new.exact),
    )
    figures = []
    for one in new.released:
        act = wanted[one.key].act if one.key in wanted else ""
        if act == "keep":
            was, _, exact_then = published[one.population, one.key]
            figures.append(was)
            exact.pop(one.key, None)
            if exact_then is not None:
                exact[one.key] = exact_then
        else:
            figures.append(concealed(one, with_cases=act == "withhold_group") if act else one)
    return replace(new, released=tuple(figures), exact=exact)


def concealed(one: Released, *, with_cases: bool) -> Released:
    """A figure that is withheld: nothing but how many people it is about, or not even that."""
    return replace(
        one,
        kind="withheld",
        cases=UNTOLD if with_cases else one.cases,
        yes=None,
        value=None,
        low=None,
        high=None,
        step=None,
        missing=None,
        coding=None,
    )


def _asks_more(change: Change, already: Change | None) -> bool:
    return already is None or _ACTS.index(change.act) > _ACTS.index(already.act)


def _needed(earlier: Sequence[Release], new: Release, known: Sequence[Known]) -> list[Change]:
    changes: dict[str, Change] = {}
    published = _as_published(earlier)
    for one in new.released:
        change = _by_rule(one, new, published.get((one.population, one.key)))
        if change is not None:
            changes[one.key] = change
    for change in _left_over(new, {*changes, *_unchanged(new, published)}):
        changes[change.key] = change
    judged = {*changes, *_unchanged(new, published)}
    still = [one for one in new.released if one.key not in judged]
    before: dict[str, list[tuple[int, Released]]] = {}
    for one, number in _distinct(earlier):
        for name in topics(one):
            before.setdefault(name, []).append((number, one))
    for name, figures in _by_topic(still).items():
        told_then = before.get(name, [])
        if name.endswith("by degree") and not any(
            one.kind == "mean" for one in (*figures, *_only(told_then))
        ):
            continue
        for change in _by_attack(told_then, figures, known, published, len(earlier)):
            if _asks_more(change, changes.get(change.key)):
                changes[change.key] = change
    return list(changes.values())


_Published = Mapping[tuple[str, str], tuple[Released, str, Exact | None]]


def numbers(one: Released) -> tuple[object, ...]:
    """All that a figure tells: two figures with the same are the same to a reader."""
    return one.kind, one.cases, one.yes, one.value, one.low, one.high


def _as_published(earlier: Sequence[Release]) -> _Published:
    return {
        (one.population, one.key): (one, release.name, release.exact.get(one.key))
        for release in earlier
        for one in release.released
    }


def _distinct(earlier: Sequence[Release]) -> list[tuple[Released, int]]:
    """Every figure of the ledger once for each set of numbers, with the release in which these first stood."""
    found: dict[tuple[object, ...], tuple[Released, int]] = {}
    for number, release in enumerate(earlier):
        for one in release.released:
            found.setdefault((one.population, one.key, *numbers(one)), (one, number))
    return list(found.values())


def _by_rule(
    one: Released, new: Release, published: tuple[Released, str, Exact | None] | None
) -> Change | None:
    if one.kind in _CHANGES and (one.cases.shown or 0) < FEWEST_IN_BOTH_WAVES:
        return Change(one.key, "withhold", "small_wave")
    if published is None:
        return None
    was, name, exact_before = published
    exact = new.exact.get(one.key)
    if exact is None or exact_before is None or numbers(was) == numbers(one):
        return None
    differ = max(abs(exact.cases - exact_before.cases), abs((exact.yes or 0) - (exact_before.yes or 0)))
    return Change(one.key, "keep", "too_few_forms", earlier=name) if differ < FEWEST else None


def _unchanged(new: Release, published: _Published) -> set[str]:
    """The figures that stand already as they are: to print them again tells nothing."""
    return {
        one.key
        for one in new.released
        if (was := published.get((one.population, one.key))) is not None and numbers(was[0]) == numbers(one)
    }


def _left_over(new: Release, judged: Collection[str]) -> list[Change]:
    """Groups that leave over one to nine people, where the exact numbers are at hand."""
    questions: dict[tuple[str, str], dict[str, Released]] = {}
    for one in new.released:
        if one.key in new.exact and one.key not in judged and one.cases.shown is not None:
            questions.setdefault((one.population, one.item), {})[one.group] = one
    found = []
    for groups in questions.values():
        people = {group: new.exact[one.key].cases for group, one in groups.items()}
        while few := differences_of_few(people):
            smallest_one = min(few[0], key=lambda group: (people[group], group))
            found.append(Change(groups[smallest_one].key, "withhold_group", "left_over"))
            del people[smallest_one]
    return found


def _by_topic(figures: Iterable[Released]) -> dict[str, list[Released]]:
    found: dict[str, list[Released]] = {}
    for one in figures:
        for name in topics(one):
            found.setdefault(name, []).append(one)
    return found


def _only(told: Iterable[tuple[int, Released]]) -> Iterator[Released]:
    return (one for _, one in told)


def _by_attack(
    before: Sequence[tuple[int, Released]],
    figures: Sequence[Released],
    known: Sequence[Known],
    published: _Published,
    number: int,
) -> list[Change]:
    told, attacker = _attacked(before, figures, known, number)
    if attacker is None:
        return [_change(one, "contradicts", (0, 0), published, whole_group=True) for one in figures]
    costs = {
        place: _cost(part, told)
        for place, part in enumerate(attacker.system.parts)
        if min(part.figures) >= len(before)
    }
    chosen = smallest(attacker, costs)
    if not chosen:
        return []
    ends = _worst(attacker)
    found = {}
    for part in sorted(chosen, key=lambda place: attacker.system.parts[place].group is not None):
        told_part = attacker.system.parts[part]
        for place in told_part.figures:
            one = told[place][1]
            found[one.key] = _change(
                one, "together", ends, published, whole_group=told_part.group is not None
            )
    return list(found.values())


def _attacked(
    before: Sequence[tuple[int, Released]],
    figures: Sequence[Released],
    known: Sequence[Known],
    number: int,
) -> tuple[list[tuple[int, Released]], Attacker | None]:
    """The attacker who takes most for granted among those whom the figures do not contradict.

    Shares of answers that carry weights, or were given in clusters, are no plain numbers of people: all that is
    taken from them is how many answered.
    """
    counted = [_people_only(one) for one in figures]
    then = [(when, _people_only(one)) for when, one in before]
    placed = [*then, *_placed(then, counted, number)]
    for told in (placed, [*then, *((number, one) for one in counted)]):
        try:
            return told, attack(told, known)
        except Contradiction:
            continue
    return placed, None


def _people_only(one: Released) -> Released:
    return one if one.method in _COUNTED else replace(one, yes=None, value=None)


def _worst(attacker: Attacker) -> tuple[int, int]:
    """How closely the figures as they are would tell the number that they tell most closely."""
    leaks = attacker.without(()).leaks()
    worst = min(leaks, key=lambda leak: (leak.high - leak.low, leak.place))
    return worst.low, worst.high


def _placed(
    before: Sequence[tuple[int, Released]], figures: Sequence[Released], number: int
) -> list[tuple[int, Released]]:
    """Each new figure with the release to whose forms it belongs.

    A figure that is new stands for the forms of the latest release that tells as many people of its group, since
    then nothing says that forms were added; a figure that changed stands for forms that did.
    """
    keys = {one.key for _, one in before}
    same = {(one.group, one.cases): when for when, one in before}
    return [(number if one.key in keys else same.get((one.group, one.cases), number), one) for one in figures]


def _cost(part: Part, told: Sequence[tuple[int, Released]]) -> float:
    """What it costs a reader to miss it: most of all whole groups, and figures about everybody."""
    of_all = sum(2.0 if told[place][1].group == EVERYBODY else 1.0 for place in part.figures)
    return of_all if part.group is None else 2.0 * of_all


def _change(
    one: Released, because: str, ends: tuple[int, int], published: _Published, *, whole_group: bool
) -> Change:
    was = published.get((one.population, one.key))
    if was is not None:
        return Change(one.key, "keep", because, *ends, earlier=was[1])
    return Change(one.key, "withhold_group" if whole_group else "withhold", because, *ends)
