"""How unequally the floor of meetings is shared, beyond what chance does with speeches of such lengths.

A speech is a block: it is one person's from its beginning to its end. Floor time has heavier tails than a count of
turns, since one long speech goes to one person; a null that spreads the seconds one by one over those present would
call almost every meeting unequal. Here whole blocks change hands.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, Ints, amounts, counts, same_length
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_BLOCKS = 20
FEWEST_MEETINGS = 5


def floor_excess(
    meeting: npt.ArrayLike,
    person: npt.ArrayLike,
    length: npt.ArrayLike,
    present: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """How much more unequal the floor is than if each speech had come from anybody present with equal chance.

    Speech b of ``length[b]`` was given in ``meeting[b]`` (0, 1 ...) by ``person[b]``, one of the ``present[m]``
    people of that meeting, who are numbered from 0 and include the silent ones. G is the mean over meetings
    of the Gini coefficient of floor time among those present, weighted by the number of speeches; G0 its mean
    over ``draws`` worlds in which each speech of a meeting, whole, falls on anybody present. The figure is
    ``(G - G0) / (G1 - G0)``, where G1 is G if one person had held the floor alone: 0 for equal chances, 1 for
    one speaker. The interval is the hull of the central ``level`` of the worlds (it holds 0 exactly where the
    two-sided test does not refuse equal chances) and of ``± t·error`` over speeches: ``error² =
    Σ w_m²·Σ_b l_b²(a_b - G_m)²/L_m²``, a the place of the speaker from -1 to 1. n is the number of speeches.
    Meetings with fewer than two people or without any length do not count; at least 20 speeches.

    >>> rng = np.random.default_rng(1)
    >>> meeting = np.repeat([0, 1], 20)
    >>> fair = floor_excess(meeting, rng.integers(8, size=40), rng.exponential(60, 40), [8, 8], rng)
    >>> fair.interval.contains(0)
    True
    >>> loud = floor_excess(meeting, np.tile([0, 0, 0, 1], 10), np.full(40, 60.0), [8, 8], rng)
    >>> round(loud.value, 2), loud.interval.low > 0
    (0.89, True)

    Raises:
        ValueError: lengths differ, a number is negative or broken, or a speaker was not present.

    Source: own, after the equal-chance null for counts; a speech is exchanged as a whole.
    """
    meetings, people = counts(meeting, "meeting"), counts(person, "person")
    lengths, crowd = amounts(length, "length"), counts(present, "present")
    same_length(meeting=meetings, person=people, length=lengths)
    if len(meetings) and (meetings.max() >= len(crowd) or (people >= crowd[meetings]).any()):
        raise ValueError("person: each speaker must be among those present at the meeting")
    floor = np.bincount(meetings, weights=lengths, minlength=len(crowd))
    blocks = np.where((crowd >= 2) & (floor > 0), np.bincount(meetings, minlength=len(crowd)), 0)
    total = int(blocks.sum())
    if total < FEWEST_BLOCKS:
        return too_few("more_cases", total, FEWEST_BLOCKS, "turns")
    seen, highest, error = 0.0, 0.0, 0.0
    null = np.zeros(draws)
    for place in np.flatnonzero(blocks):
        here = meetings == place
        weight, n = blocks[place] / total, int(crowd[place])
        gini, spread = _gini_and_error(people[here], lengths[here], n)
        seen += weight * gini
        highest += weight * (n - 1) / n
        error += (weight * spread) ** 2
        null += weight * _worlds(lengths[here], n, rng, draws)
    chance = float(null.mean())
    room = highest - chance
    if room <= 1e-9:
        return undefined("more_cases", "turns")
    above = float(np.quantile(null, 0.5 + level / 2, method="higher")) - chance
    below = float(np.quantile(null, 0.5 - level / 2, method="lower")) - chance
    reach = float(stdtrit(total - 1, 0.5 + level / 2)) * math.sqrt(error)
    return sampled(
        (seen - chance) / room,
        (seen - chance - max(above, reach)) / room,
        (seen - chance + max(-below, reach)) / room,
        unit=Unit.INDEX,
        n=total,
        method="floor_excess",
        level=level,
    )


def same_speakers(
    meeting: npt.ArrayLike,
    person: npt.ArrayLike,
    length: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """Whether the same people hold the floor from meeting to meeting.

    Each row is a person present at a meeting with all the floor time of that person there (0 for the silent).
    Within each meeting z is the person's share of the floor less 1/n; T = ``Σ_i (Σz)²/k_i / Σz²`` over people i
    with k_i meetings is the part of all differences that lies between people; T0 its mean where the shares
    of each meeting change hands among those present. The figure is ``(T - T0)/(1 - T0)``: 0 for exchange, 1
    where everybody always has the same share. The interval is the central ``level`` of the exchanges around it: it
    holds 0 exactly where the two-sided permutation test does not refuse exchange, whatever the distribution of
    the times. n is the number of meetings with at least two people and any floor time, at least 5.

    >>> rng = np.random.default_rng(1)
    >>> meeting, person = np.repeat(np.arange(8), 10), np.tile(np.arange(10), 8)
    >>> same_speakers(meeting, person, rng.exponential(60, 80), rng).interval.contains(0)
    True
    >>> result = same_speakers(meeting, person, np.where(person < 2, 300.0, 20.0), rng)
    >>> round(result.value, 2), result.interval.low > 0
    (1.0, True)

    Raises:
        ValueError: lengths differ, a number is negative or broken, or a person stands twice in a meeting.

    Source: own; a permutation test within meetings as blocks. Square roots or ranks of the shares find no more.
    """
    meetings, people, time = counts(meeting, "meeting"), counts(person, "person"), amounts(length, "length")
    same_length(meeting=meetings, person=people, length=time)
    if len(np.unique(np.column_stack([meetings, people]), axis=0)) < len(meetings):
        raise ValueError("person: each may stand once for each meeting, with all the time spoken there")
    size, floor = np.bincount(meetings), np.bincount(meetings, weights=time)
    used = (size[meetings] >= 2) & (floor[meetings] > 0)
    meetings, people, time = meetings[used], people[used], time[used]
    held = np.unique(meetings)
    if len(held) < FEWEST_MEETINGS:
        return too_few("more_clusters", len(held), FEWEST_MEETINGS, "meetings")
    people = np.unique(people, return_inverse=True)[1]
    attended = np.bincount(people)
    # a row for each person, since a meeting adds to a few people in all draws
    own, sums, everything = np.zeros(len(attended)), np.zeros((len(attended), draws)), 0.0
    for place in held:
        here = meetings == place
        share = time[here] / floor[place] - 1 / size[place]
        everything += float(share @ share)
        who = people[here]
        own[who] += share
        sums[who] += rng.permuted(np.tile(share, (draws, 1)), axis=1).T
    if everything <= 1e-12:
        return undefined("more_clusters", "meetings")
    np.square(sums, out=sums)
    sums /= attended[:, np.newaxis]
    parts = np.array_split(sums, max(1, draws // 100), axis=1)
    null = np.concatenate([np.ascontiguousarray(part.T).sum(axis=1) for part in parts]) / everything
    seen, chance = float((own**2 / attended).sum()) / everything, float(null.mean())
    above = float(np.quantile(null, 0.5 + level / 2, method="higher")) - chance
    below = float(np.quantile(null, 0.5 - level / 2, method="lower")) - chance
    room = 1 - chance
    if min(above - below, room) <= 1e-9:
        return undefined("more_clusters", "meetings")
    value = (seen - chance) / room
    return sampled(
        value,
        value - above / room,
        value - below / room,
        unit=Unit.INDEX,
        n=len(held),
        method="same_speakers",
        level=level,
    )


def _gini(rows: npt.NDArray[np.generic]) -> Floats:
    """The Gini coefficient of each row of amounts."""
    ordered = np.sort(rows.astype(np.float64), axis=1)
    n = rows.shape[1]
    rank = 2.0 * np.arange(1, n + 1) - n - 1
    return np.asarray(ordered @ rank / (n * ordered.sum(axis=1)), dtype=np.float64)


def _gini_and_error(person: Ints, length: Floats, n: int) -> tuple[float, float]:
    time = np.bincount(person, weights=length, minlength=n)
    value = float(_gini(time[np.newaxis])[0])
    place = (
        np.searchsorted(np.sort(time), time) + np.searchsorted(np.sort(time), time, side="right")
    ) / n - 1
    square = float(np.sum((length * (place[person] - value)) ** 2))
    return value, math.sqrt(square) / float(length.sum())


def _worlds(length: Floats, n: int, rng: np.random.Generator, draws: int) -> Floats:
    index = np.empty(draws)
    step = max(1, 1_000_000 // max(n, len(length)))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        cell = rng.integers(n, size=(size, len(length))) + n * np.arange(size)[:, np.newaxis]
        time = np.bincount(cell.ravel(), weights=np.tile(length, size), minlength=size * n)
        index[start : start + size] = _gini(time.reshape(size, n))
    return index
