"""The gate: a report leaves only if, with all that left before it, it tells nothing about a few people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from obverse.disclosure.attacking import Published, found_out, numbers
from obverse.disclosure.bounds import Known
from obverse.disclosure.complement import differences_of_few
from obverse.disclosure.ledger import Exact, Release
from obverse.disclosure.refusal import Change, Passed, Refused
from obverse.disclosure.released import FEWEST, Released, SafeCount
from obverse.disclosure.subtracting import concealed, unsubtracted
from obverse.disclosure.topics import BY_DEGREE, Topic, by_topic

FEWEST_IN_BOTH_WAVES = 30
_ACTS = ("keep", "withhold", "withhold_group")
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
    new = Release("", "", tuple(released) if earlier else unsubtracted(released))
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
    unchanged = _unchanged(new, published)
    still = [one for one in new.released if one.key not in changes and one.key not in unchanged]
    again = [one for one in new.released if one.key in unchanged]
    before = {number: release.released for number, release in enumerate(earlier)}
    by_degree = {True: list[Topic](), False: list[Topic]()}
    for name, topic in by_topic(before, again, still, known).items():
        by_degree[name.endswith(BY_DEGREE)].append(topic)
    for stage in (False, True):
        # degrees are asked about only when the shares are settled: most that they would tell is mended by then
        for topic in [] if stage and changes else by_degree[stage]:
            for change in found_out(topic, known, published):
                if _asks_more(change, changes.get(change.key)):
                    changes[change.key] = change
    for change in _echoes(new, changes, published):
        changes.setdefault(change.key, change)
    return list(changes.values())


def _as_published(earlier: Sequence[Release]) -> Published:
    return {
        (one.population, one.key): (one, release.name, release.exact.get(one.key))
        for release in earlier
        for one in release.released
    }


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


def _unchanged(new: Release, published: Published) -> set[str]:
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


def _echoes(new: Release, changes: Mapping[str, Change], published: Published) -> Iterator[Change]:
    """Differences in which a number stands that is withheld where it stands by itself."""
    hidden = {
        _as_told(one.item, one.cases, one.yes): changes[one.key]
        for one in new.released
        if one.key in changes and one.kind == "share"
    }
    for one in new.released:
        if one.kind != "difference" or one.other_cases is None:
            continue
        for told in (
            _as_told(one.item, one.cases, one.yes),
            _as_told(one.item, one.other_cases, one.other_yes),
        ):
            if told in hidden and told[2] is not None:
                was = published.get((one.population, one.key))
                if was is None:
                    yield replace(hidden[told], key=one.key, act="withhold", earlier="")
                elif numbers(was[0]) != numbers(one):
                    yield replace(hidden[told], key=one.key, act="keep", earlier=was[1])


def _as_told(item: str, cases: SafeCount, yes: SafeCount | None) -> tuple[str, SafeCount, SafeCount | None]:
    """What was asked, whichever indicator tells it, and the numbers."""
    return item.partition(":")[2], cases, yes
