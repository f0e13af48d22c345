"""Many texts cut at once give the same runs, and the same groups, as texts cut and compared one by one."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise

import numpy as np
import pytest

from obverse.statistics import shingle_sets as cutting
from obverse.statistics.minhash import ALL_PAIRS_UP_TO, BANDS, ROWS, candidate_pairs
from obverse.statistics.near_duplicates import ALIKE, near_duplicates
from obverse.statistics.shingle_sets import ShingleSets, plain_codes, shingle_sets
from obverse.statistics.shingles import mixed, plain_text, shingles

AWKWARD = [
    "",
    "?!",
    "x",
    "İstanbul'da  ağaç!",
    "STRASSE straße",
    "a" * 60,
    "ab" * 40,
    "二〇二四年、木を植える。",
    " No\tNo\n",
]


def written(texts: int, seed: int) -> list[str]:
    """Synthetic texts, each followed by copies in which some characters were replaced by others of many scripts."""
    dice = np.random.default_rng(seed)
    syllables = [f"{one}{two}" for one in "bdgklmnprstvz" for two in "aeiou"]
    found = list(AWKWARD)
    for _ in range(texts):
        words = ["".join(dice.choice(syllables, 3)) for _ in range(int(dice.integers(4, 16)))]
        found.append(" ".join(words))
        for changes in (0, 3, 9):
            copy = list(found[-1])
            for place in dice.integers(len(copy), size=changes):
                copy[place] = chr(int(dice.choice([32, 33, 65, 0xDF, 0x130, 0x4E00, 0x1F600])))
            found.append("".join(copy))
    return found


def runs_of(sets: ShingleSets, place: int) -> list[int]:
    return [int(one) for one in sets.hashes[sets.run[sets.end[place] : sets.end[place + 1]]]]


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("at_once", [1, 700, 1 << 20])
def test_texts_cut_together_have_the_runs_of_texts_cut_alone(
    size: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "_AT_ONCE", at_once)
    texts = written(12, seed=size)
    sets = shingle_sets(texts, size)
    assert [runs_of(sets, place) for place in range(len(texts))] == [
        shingles(text, size).tolist() for text in texts
    ]
    assert sets.letters.tolist() == [len(plain_text(text)) for text in texts]
    some = np.array([5, 2, 20])
    assert [runs_of(sets.at(some), place) for place in range(3)] == [runs_of(sets, place) for place in some]


def test_an_alphabet_too_large_for_a_table_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = written(12, seed=4)
    by_table = shingle_sets(texts)
    monkeypatch.setattr(cutting, "_LARGEST_TABLE", 0)
    by_sorting = shingle_sets(texts)
    assert (by_table.hashes == by_sorting.hashes).all()
    assert (by_table.run == by_sorting.run).all()


def test_plain_codes_spell_the_plain_texts() -> None:
    codes, length = plain_codes(AWKWARD)
    spelled = np.split(codes, np.cumsum(length)[:-1])
    assert ["".join(map(chr, one.tolist())) for one in spelled] == [plain_text(text) for text in AWKWARD]


def test_no_text_has_no_set() -> None:
    assert shingle_sets([]).end.tolist() == [0]
    assert near_duplicates([]).group.tolist() == []
    with pytest.raises(ValueError, match="at least one"):
        shingle_sets(["abc"], 0)


def plain_candidates(sets: list[set[int]]) -> list[set[tuple[int, int]]]:
    """The pairs of each band, from every scrambled number of every set."""
    scrambled = mixed(np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    smallest = [
        mixed(np.array(sorted(runs), dtype=np.uint64)[np.newaxis] ^ scrambled[:, np.newaxis]).min(axis=1)
        for runs in sets
    ]
    bands = []
    for band in range(BANDS):
        met = defaultdict(list)
        for place, numbers in enumerate(smallest):
            met[tuple(numbers[band * ROWS : (band + 1) * ROWS].tolist())].append(place)
        pairs: set[tuple[int, int]] = set()
        for bucket in met.values():
            chain = {*pairwise(bucket), *((bucket[0], other) for other in bucket[2:])}
            pairs |= set(combinations(bucket, 2)) if len(bucket) <= ALL_PAIRS_UP_TO else chain
        bands.append(pairs)
    return bands


def test_candidates_are_those_of_the_smallest_of_all_numbers() -> None:
    letter = "keep the library in our street open on saturdays because it is the only warm place"
    mailing = [f"{letter} says house {number}" for number in range(60)]
    texts = [text for text in written(40, seed=9) + mailing if len(plain_text(text)) >= 5]
    expected = plain_candidates([set(shingles(text).tolist()) for text in texts])
    found = [[tuple(pair) for pair in pairs.tolist()] for pairs in candidate_pairs(shingle_sets(texts))]
    assert [set(pairs) for pairs in found] == expected
    assert all(len(pairs) == len(set(pairs)) for pairs in found)


@pytest.mark.parametrize("alike", [0.3, ALIKE, 1.0])
def test_groups_are_those_of_candidates_compared_one_by_one(alike: float) -> None:
    texts = written(60, seed=11)
    long = [place for place, text in enumerate(texts) if len(plain_text(text)) >= 40]
    runs = {place: frozenset(shingles(texts[place]).tolist()) for place in long}
    kinds = list(dict.fromkeys(runs.values()))
    group = list(range(len(kinds)))
    for first, second in set().union(*plain_candidates([set(kind) for kind in kinds])):
        a, b = kinds[first], kinds[second]
        if len(a & b) / len(a | b) >= alike:
            group = [group[first] if one == group[second] else one for one in group]
    of_kind = dict(zip(kinds, group, strict=True))
    members = defaultdict(list)
    for place in long:
        members[of_kind[runs[place]]].append(place)
    expected = np.full(len(texts), -1)
    for number, places in enumerate(places for places in members.values() if len(places) > 1):
        expected[places] = number
    assert near_duplicates(texts, alike=alike).group.tolist() == expected.tolist()
    assert expected.max() > 10
