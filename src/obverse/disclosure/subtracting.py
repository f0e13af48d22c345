"""What is told by subtracting one figure from another: found and mended in no time, before the attacker is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from obverse.disclosure.answers import pair_of
from obverse.disclosure.complement import lies_in
from obverse.disclosure.groups import EVERYBODY
from obverse.disclosure.leaking import leaks_at
from obverse.disclosure.released import Released, SafeCount
from obverse.disclosure.topics import UNTOLD, stem, topics

_SILENT = "cannot_say"


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


def unsubtracted(released: Sequence[Released]) -> tuple[Released, ...]:
    """The figures without those that another one less them would tell too closely: the smaller one is concealed.

    It is no full judgement, only what anybody sees; what takes more than two figures is the attacker's.
    """
    questions: dict[tuple[str, str], list[Released]] = {}
    for one in released:
        name = one.population, stem(one.item)
        if f"{name[0]}|{name[1]}" in topics(one):
            questions.setdefault(name, []).append(one)
    safe = {one.key: one for told in questions.values() for one in _question(told)}
    return tuple(safe.get(one.key, one) for one in released)


def _question(told: Sequence[Released]) -> Iterator[Released]:
    people: dict[str, SafeCount] = {}
    for one in told:
        if pair_of(one.item) != _SILENT and one.cases != UNTOLD:
            people[one.group] = one.cases
    numbers = {
        group: {one.item: (one.cases, one.yes, one.value) for one in told if one.group == group}
        for group in people
    }
    # where one group is shown with the numbers of everybody, nothing tells that there is anybody else
    shown = {one.group for one in told} - {EVERYBODY}
    one_group = {
        part
        for part in shown & numbers.keys()
        if numbers[part].items() <= numbers.get(EVERYBODY, {}).items()
        and all(lies_in(other, part) for other in shown - {part})
    }
    hidden = set(_small_rests({group: people[group] for group in people if group not in one_group}))
    shares: dict[str, dict[str, Released]] = {}
    for one in told:
        if pair_of(one.item) == _SILENT:
            asked = people.get(one.group, UNTOLD)
            yield concealed(one, with_cases=True) if _tells(one.cases, asked) else one
        elif one.group in hidden:
            yield concealed(one, with_cases=True)
        elif one.yes is None:
            yield one
        else:
            shares.setdefault(one.item, {})[one.group] = one
    for groups in shares.values():
        yes = {
            group: one.yes for group, one in groups.items() if one.yes is not None and group not in one_group
        }
        no = {
            group: SafeCount(None, max(one.cases.low - yes[group].high, 0), one.cases.high - yes[group].low)
            for group, one in groups.items()
            if group in yes
        }
        few = {*_small_rests(yes), *_small_rests(no)}
        for group, one in groups.items():
            yield concealed(one, with_cases=False) if group in few else one


def _small_rests(counts: Mapping[str, SafeCount]) -> Iterator[str]:
    """Groups without which a few people of a larger group would be left."""
    shown = dict(counts)
    for part in sorted(counts, key=lambda group: (counts[group].high, group)):
        if any(lies_in(part, whole) and _tells(shown[whole], shown[part]) for whole in shown):
            del shown[part]
            yield part


def _tells(whole: SafeCount, part: SafeCount) -> bool:
    if UNTOLD in {whole, part} or whole.high < part.low:
        return False
    return leaks_at(max(whole.low - part.high, 0), whole.high - part.low)
