"""Which values are asked together, and the chance that decides it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from itertools import permutations

import pytest
from scipy.stats import chi2

from obverse.survey.instrument import instrument, new_form_number, paper_key
from obverse.survey.instrument.chance import number, shuffled
from obverse.survey.instrument.design import ASKED, MOST_VALUES, design_for
from obverse.survey.instrument.form import Form

KEYS = [seed.to_bytes(32, "big") for seed in range(6000)]


def is_even(found: Iterable[Hashable], outcomes: int) -> bool:
    """Whether outcomes are as even as chance allows, at one in ten thousand; the draws are fixed."""
    counts = Counter(found)
    drawn = sum(counts.values())
    expected = drawn / outcomes
    statistic = sum((count - expected) ** 2 for count in counts.values()) / expected
    statistic += (outcomes - len(counts)) * expected
    return bool(statistic < chi2.ppf(1 - 1e-4, outcomes - 1))


def test_of_fourteen_values_every_pair_meets_six_times_and_every_value_thirteen() -> None:
    design = design_for(14)
    assert len(design.blocks) == 26
    assert {len(set(block)) for block in design.blocks} == {ASKED}
    assert set(design.meetings().values()) == {6}
    assert set(Counter(point for block in design.blocks for point in block).values()) == {13}
    assert design.imbalance() == 0


@pytest.mark.parametrize("values", [*range(8, 14), *range(15, MOST_VALUES + 1)])
def test_of_other_numbers_every_value_is_asked_equally_often_and_pairs_nearly(values: int) -> None:
    design = design_for(values)
    assert {len(set(block)) for block in design.blocks} == {ASKED}
    assert len(set(Counter(point for block in design.blocks for point in block).values())) == 1
    assert set(range(values)) == {point for block in design.blocks for point in block}
    assert design.imbalance() == max(design.meetings().values()) - min(design.meetings().values())
    assert design.imbalance() <= 2
    assert min(design.meetings().values()) >= 1


@pytest.mark.parametrize("values", range(1, ASKED + 1))
def test_seven_values_or_fewer_are_all_asked(values: int) -> None:
    assert design_for(values).blocks == (tuple(range(values)),)


@pytest.mark.parametrize("values", [0, MOST_VALUES + 1])
def test_no_design_is_made_of_nothing_nor_of_too_much(values: int) -> None:
    with pytest.raises(ValueError, match="1 to 20 values"):
        design_for(values)


def test_a_form_asks_a_block_of_the_design(form_of: Callable[..., Form]) -> None:
    blocks = {
        frozenset(instrument().values[point].id for point in block) for block in instrument().design.blocks
    }
    asked = {frozenset(form_of(seed=seed).values) for seed in range(400)}
    assert asked == blocks


def test_every_block_is_equally_likely() -> None:
    assert is_even((number(key, "block", 26) for key in KEYS), 26)


def test_both_halves_and_both_orders_of_the_pair_are_equally_likely_and_independent() -> None:
    found = [
        (
            number(key, "half", 2),
            shuffled(key, "pair", ("strengthened", "weakened"))[0],
            number(key, "block", 2),
        )
        for key in KEYS
    ]
    assert is_even(found, 8)


def test_of_a_form_half_values_and_order_of_the_pair_are_independent(form_of: Callable[..., Form]) -> None:
    halves, orders = [], []
    for seed in range(800):
        form = form_of(seed=seed, has_pre_wave=True)
        first = next(section for section in form.sections if section.public_value).questions[1].item
        halves.append((form.half, frozenset(form.values)))
        orders.append((form.half, first))
    assert is_even(halves, 2 * 26)
    assert is_even(orders, 4)


def test_every_order_of_values_is_equally_likely() -> None:
    orders = list(permutations("abcd"))
    assert is_even((shuffled(key, "values", "abcd") for key in KEYS), len(orders))


def test_the_order_of_values_follows_from_the_key_and_not_from_the_order_they_come_in() -> None:
    assert shuffled(KEYS[1], "values", "abcdefg") == shuffled(KEYS[1], "values", "gfedcba")


def test_a_loaded_die_is_noticed() -> None:
    assert not is_even([0] * 400 + [1] * 200, 2)


def test_the_same_key_gives_the_same_form_and_another_key_another(form_of: Callable[..., Form]) -> None:
    assert form_of(seed=7) == form_of(seed=7)
    assert len({form_of(seed=seed).values for seed in range(50)}) == 50


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        number(bytes(length), "half", 2)


def test_the_number_of_a_paper_gives_its_form_again() -> None:
    printed = new_form_number()
    assert len(printed) == 4
    assert paper_key(printed) == paper_key(f" {printed[:2]} {printed[2:]}")
    assert len({paper_key(f"{one:04d}") for one in range(300)}) == 300


@pytest.mark.parametrize("typed", ["", "123", "12345", "12a4", "١٢٣٤"])
def test_what_is_no_number_of_a_paper_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        paper_key(typed)
