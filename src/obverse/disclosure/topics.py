"""Which published figures tell of the same people, and are therefore attacked together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from obverse.disclosure.answers import amount_of, pair_of
from obverse.disclosure.bounds import MOST_PEOPLE, Known
from obverse.disclosure.leaking import leaks_at
from obverse.disclosure.released import FEWEST, Released, SafeCount

UNTOLD = SafeCount(None, 0, MOST_PEOPLE - 1)
"""A number of people of which nothing is told."""
# the methods whose figures are of people, each of whom counts the same
_COUNTED = frozenset(
    {
        "",
        "wilson",
        "clopper_pearson",
        "share_of_register",
        "mean_of_register",
        "mean_t",
        "count_of_register",
    }
)
# the same, unless answers carry weights, which a published figure does not say
PERHAPS_WEIGHTED = frozenset({"cluster_t"})
BY_DEGREE = " by degree"
"""How the names of topics end in which a share stands with its mean."""


@lru_cache(maxsize=8192)
def topics(one: Released) -> Mapping[str, Released]:
    """With which other figures one has to be attacked together, and what of it these attacks look at.

    The shares of both sides of a value are attacked together, and each side's share with its mean: all degrees of
    both scales at once would be a program that takes minutes for what the two tell apart. How many people a figure
    is about counts among the shares always, also where its mean is withheld.

    >>> from obverse.disclosure.released import safe_count
    >>> figure = Released(key="D-1:V06.weakened", population="answers", group="", item="D-1:V06.weakened",
    ...                   kind="share", unit="share", cases=safe_count(40), yes=safe_count(20))
    >>> list(topics(figure))
    ['answers|D-1:V06', 'answers|D-1:V06 weakened by degree']
    """
    if one.kind == "difference":
        return _both_sides(one)
    if one.kind == "coarse" or one.method not in _COUNTED | PERHAPS_WEIGHTED:
        # it names a group, and counts everybody with whom the group is compared
        return {f"{one.population}|{one.key}": replace(one, kind="withheld", group="", yes=None, value=None)}
    place = f"{one.population}|{stem(one.item)}"
    side = pair_of(one.item)
    if side is None:
        return {place: one}
    if amount_of(side):
        found = {place: replace(one, value=None)}
        if one.value is not None:
            found[f"{place} {side.removeprefix('mean_')}{BY_DEGREE}"] = one
        return found
    by_degree = {f"{place} {side}{BY_DEGREE}": one} if amount_of(f"mean_{side}") else {}
    return {place: one} | by_degree


def _both_sides(one: Released) -> dict[str, Released]:
    """Two groups stand in one figure: each of them is attacked by itself, because nothing tells which they are."""
    name = f"{one.population}|{one.key}"
    first = replace(one, kind="share", group="", other_yes=None, other_cases=None)
    if one.other_cases is None:
        return {name: first}
    return {name: first, f"{name} other": replace(first, cases=one.other_cases, yes=one.other_yes)}


def stem(item: str) -> str:
    """The question that several items take apart: ``D-1:V06`` of ``D-1:V06.weakened``."""
    return item.rpartition(".")[0] if pair_of(item) else item


@dataclass(slots=True)
class Topic:
    """What is attacked together: what each earlier release told, what is new, and what is printed again as it was."""

    before: dict[int, list[Released]] = field(default_factory=dict)
    again: list[Released] = field(default_factory=list)
    new: list[Released] = field(default_factory=list)

    def all(self) -> list[Released]:
        """Every figure of every release."""
        return [*(one for told in self.before.values() for one in told), *self.again, *self.new]


def by_topic(
    before: Mapping[int, Iterable[Released]],
    again: Iterable[Released],
    new: Iterable[Released],
    known: Sequence[Known] = (),
) -> dict[str, Topic]:
    """All figures by what is attacked together; only what holds something new and can tell anything."""
    otherwise_known = {one.population for one in known}
    found: dict[str, Topic] = {}
    for number, told in before.items():
        for one in told:
            for name, seen in topics(one).items():
                found.setdefault(name, Topic()).before.setdefault(number, []).append(seen)
    for one in again:
        for name, seen in topics(one).items():
            found.setdefault(name, Topic()).again.append(seen)
    for one in new:
        for name, seen in topics(one).items():
            found.setdefault(name, Topic()).new.append(seen)
    return {
        name: topic
        for name, topic in [*found.items(), *_people(before, again, new)]
        if _tells(name, topic, otherwise_known)
    }


def _tells(name: str, topic: Topic, otherwise_known: Collection[str]) -> bool:
    if not topic.new:
        return False
    told = topic.all()
    if name.endswith(BY_DEGREE):
        return any(one.kind == "mean" and one.value is not None for one in told)
    if len(told) > 1 or told[0].population in otherwise_known:
        return True
    one = told[0]
    return one.value is not None or _tells_by_itself(one)


def _tells_by_itself(one: Released) -> bool:
    """Whether a single figure narrows its yes or its no too much: what the attacker finds, without a solver."""
    cases, yes = one.cases, one.yes
    if yes is None:
        return leaks_at(cases.low, cases.high)
    most_no = FEWEST - 1 if yes.shown is None and yes.high >= FEWEST else cases.high
    ends = (
        (cases.low, min(cases.high, yes.high + most_no)),
        (max(yes.low, cases.low - most_no), min(yes.high, cases.high)),
        (max(cases.low - yes.high, 0), min(most_no, cases.high - yes.low)),
    )
    return any(low > high or leaks_at(low, high) for low, high in ends)


_Counts = dict[tuple[int, str], SafeCount]


def _people(
    before: Mapping[int, Iterable[Released]], again: Iterable[Released], new: Iterable[Released]
) -> list[tuple[str, Topic]]:
    """Questions that, so far as their numbers tell, were put to the same people: how many these are.

    A group that is withheld under one question must not stand under another.
    """
    last = max(before, default=-1) + 1
    placed = [
        *((number, one, "before") for number, told in before.items() for one in told),
        *((last, one, "again") for one in again),
        *((last, one, "new") for one in new),
    ]
    asked: dict[tuple[str, str], _Counts] = {}
    sorted_: dict[tuple[str, str], list[tuple[int, Released, str]]] = {}
    for number, one, where in placed:
        name = (one.population, stem(one.item))
        if f"{name[0]}|{name[1]}" not in topics(one) or one.cases == UNTOLD or _is_of_its_own(one):
            continue
        asked.setdefault(name, {})[number, one.group] = one.cases
        sorted_.setdefault(name, []).append((number, one, where))
    found = []
    for same in _alike(asked):
        everywhere = {place for name in same for place in asked[name]}
        if any(everywhere == asked[name].keys() for name in same):
            continue
        topic = Topic()
        for number, one, where in (told for name in same for told in sorted_[name]):
            seen = replace(one, item="people", yes=None, value=None)
            if where == "before":
                topic.before.setdefault(number, []).append(seen)
            else:
                (topic.again if where == "again" else topic.new).append(seen)
        found.append((f"{same[0][0]}|people of {same[0][1]}", topic))
    return found


def _is_of_its_own(one: Released) -> bool:
    """Whether it counts those who did something and not those who were asked."""
    return one.kind == "count" or one.item.endswith(".cannot_say")


def _alike(asked: Mapping[tuple[str, str], _Counts]) -> list[list[tuple[str, str]]]:
    """Questions of one population whose numbers of people agree wherever both are told."""
    clusters: list[tuple[list[tuple[str, str]], _Counts]] = []
    of_population: dict[str, list[tuple[list[tuple[str, str]], _Counts]]] = {}
    for name in sorted(asked, key=lambda one: (-len(asked[one]), one)):
        counts, others = asked[name], of_population.setdefault(name[0], [])
        for names, known in others:
            if _agree(counts, known):
                names.append(name)
                known.update(counts)
                break
        else:
            others.append(([name], dict(counts)))
            clusters.append(others[-1])
    return [names for names, _ in clusters if len(names) > 1]


def _agree(counts: _Counts, known: _Counts) -> bool:
    """Whether some numbers are told by both, and all of these are the same."""
    is_any = False
    for place, count in counts.items():
        other = known.get(place)
        if other is not None:
            if other != count:
                return False
            is_any = True
    return is_any
