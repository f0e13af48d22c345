"""What the gate lets through, what it refuses, and that it asks for no more than is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from obverse.disclosure.attacker import attack
from obverse.disclosure.bounds import Known
from obverse.disclosure.gate import changed, gate, guarded
from obverse.disclosure.ledger import Exact, Release
from obverse.disclosure.refusal import Change, Passed, Refused
from obverse.disclosure.released import Released, safe_count, safe_part
from obverse.disclosure.smallest import smallest
from obverse.disclosure.topics import UNTOLD
from tests.disclosure.simulated import SIDES, TWO, people, table

WAVE = "survey_answer 1"


def share(group: str, cases: int, yes: int, item: str = "D-1:V06.weakened") -> Released:
    return Released(
        key=f"{item}.{group}".rstrip("."),
        population=WAVE,
        group=group,
        item=item,
        kind="share",
        unit="share",
        cases=safe_count(cases),
        yes=safe_part(yes, cases),
    )


def release(name: str, *figures: Released) -> Release:
    return Release(name, "2026-11-22", figures)


# the yes of those who did not take part is told as 1 to 9
FOUND_OUT = (share("", 60, 35), share("participant", 40, 30))
SAFE = (share("", 120, 60), share("internal", 40, 20), share("participant", 40, 20))


def test_figures_that_hide_enough_pass() -> None:
    assert gate((), release("one", *SAFE)) == Passed()


def test_the_same_figures_may_be_released_again() -> None:
    assert gate([release("one", *SAFE)], release("two", *SAFE)) == Passed()


def test_a_few_people_who_said_no_are_found_out_by_subtraction() -> None:
    # of 60 people 35 said yes and 30 of these took part: about five of the twenty others
    told = release("one", *FOUND_OUT)
    answer = gate((), told)
    assert isinstance(answer, Refused)
    assert gate((), changed(told, answer.changes)) == Passed()


@pytest.mark.parametrize(("late", "is_safe"), [(5, False), (10, False), (20, True)])
def test_a_corrected_count_needs_ten_more_forms(late: int, is_safe: bool) -> None:
    first = release("one", share("", 60, 30))
    second = release("two", share("", 60 + late, 30 + late // 2))
    answer = gate([first], second)
    assert isinstance(answer, Passed) is is_safe
    if not is_safe:
        assert (
            answer.changes == (Change("D-1:V06.weakened", "keep", "together", 1, 9, "one"),)
            or answer.changes[0].act == "keep"
        )
        assert changed(second, answer.changes, [first]).released == first.released


def test_exact_numbers_refuse_what_rounding_alone_would_let_through() -> None:
    key = "D-1:V06.weakened"
    first = Release("one", "2026-11-22", (share("", 57, 30),), {key: Exact(57, 30)})
    late = Release("two", "2026-11-22", (share("", 63, 33),), {key: Exact(63, 33)})
    assert gate([first], late).changes == (Change(key, "keep", "too_few_forms", earlier="one"),)
    more = replace(late, released=(share("", 77, 40),), exact={key: Exact(77, 40)})
    assert gate([first], more) == Passed()


def test_exact_groups_that_leave_over_a_few_are_refused() -> None:
    figures = (share("", 64, 32), share("internal", 30, 15), share("participant", 30, 15))
    exact = {one.key: Exact(cases) for one, cases in zip(figures, (64, 30, 30), strict=True)}
    answer = gate((), Release("one", "2026-11-22", figures, exact))
    assert {change.because for change in answer.changes} >= {"left_over"}


def test_a_change_between_waves_needs_thirty_people() -> None:
    change = replace(SAFE[0], kind="change", cases=safe_count(25), yes=None)
    assert [one.because for one in gate((), release("one", change)).changes] == ["small_wave"]
    assert gate((), release("one", replace(change, cases=safe_count(30)))) == Passed()


def test_what_people_outside_know_counts() -> None:
    # forty took part: harmless for who does not know that 45 answered
    figures = (share("participant", 40, 20),)
    assert gate((), release("one", *figures)) == Passed()
    answer = gate((), release("one", *figures), (Known(WAVE, "", 45, 45),))
    assert [change.act for change in answer.changes] == ["withhold_group"]


def test_figures_that_contradict_each_other_are_refused() -> None:
    told = release("one", share("", 40, 20), share("internal", 80, 40))
    answer = gate((), told)
    assert {change.because for change in answer.changes} == {"contradicts"}
    assert gate((), changed(told, answer.changes)) == Passed()


def test_a_letter_names_each_figure_in_both_languages() -> None:
    answer = gate((), release("one", *FOUND_OUT))
    assert isinstance(answer, Refused)
    english, french = answer.letter("en"), answer.letter("fr")
    for change in answer.changes:
        assert f"- {change.key}: withhold" in english
        assert f"- {change.key}\u00a0: retenez" in french
    assert len(english.splitlines()) == len(answer.changes) + 2


def test_a_concealed_group_tells_nothing_of_its_size() -> None:
    told = release("one", share("", 45, 25))
    hidden = changed(told, [Change(told.released[0].key, "withhold_group", "together")]).released[0]
    assert (hidden.cases, hidden.yes, hidden.kind) == (UNTOLD, None, "withheld")


def _leaks_without(figures: Sequence[tuple[int, Released]], parts: tuple[int, ...]) -> bool:
    return bool(attack(figures).without(parts).leaks())


@pytest.mark.parametrize("seed", range(6))
def test_no_smaller_set_of_changes_would_do(seed: int) -> None:
    found = table(people(np.random.default_rng([3, seed]), 150), WAVE, items=TWO, groups=("", *SIDES))
    figures = [(0, one) for one in found]
    attacker = attack(figures)
    costs = dict.fromkeys(range(len(attacker.system.parts)), 1.0)
    chosen = smallest(attacker, costs)
    assert not _leaks_without(figures, tuple(chosen))
    for count in range(len(chosen)):
        for fewer in combinations(costs, count):
            assert attacker.without(fewer).leaks()


def test_guarded_figures_pass_the_gate() -> None:
    for seed in range(4):
        found = table(people(np.random.default_rng([5, seed]), 200), WAVE, items=TWO)
        assert gate((), release("one", *guarded(found))) == Passed()


def test_groups_shown_under_two_questions_are_subtracted_from_each_other() -> None:
    first, other = (
        [
            replace(share(group, people_, 10, item), kind="withheld", yes=None)
            for group, people_ in groups.items()
        ]
        for item, groups in (
            ("D-1:V06.weakened", {"": 60, "participant": 50}),
            ("E6.2:pressed", {"": 60, "internal": 10}),
        )
    )
    assert gate((), release("one", *first)) == gate((), release("one", *other)) == Passed()
    # both together leave at most four who did not take part
    told = release("one", *first, *other)
    answer = gate((), told)
    assert {change.act for change in answer.changes} == {"withhold_group"}
    assert gate((), changed(told, answer.changes)) == Passed()


def test_the_same_numbers_throughout_tell_of_nobody_else() -> None:
    assert gate((), release("one", share("", 60, 30), share("participant", 60, 30))) == Passed()
    assert gate((), release("one", share("", 60, 30), share("participant", 60, 35))) != Passed()


def test_a_number_that_is_withheld_does_not_stand_in_a_difference() -> None:
    inside, rest = FOUND_OUT[1], share("", 60, 35)
    difference = replace(
        inside,
        key="D-3:V06.weakened",
        item="D-3:V06.weakened",
        kind="difference",
        group="",
        other_cases=safe_count(40),
        other_yes=safe_part(20, 40),
    )
    answer = gate((), release("one", rest, inside, difference))
    withheld = {change.key for change in answer.changes}
    assert (inside.key in withheld) is (difference.key in withheld)
    assert answer.changes


def test_guarding_twice_changes_nothing() -> None:
    found = table(people(np.random.default_rng([5, 9]), 200), WAVE, items=TWO)
    once = guarded(found)
    assert guarded(once) == once
