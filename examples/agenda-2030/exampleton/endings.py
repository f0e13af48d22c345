"""How contributions end, and when: reasoned answers, answers without reasons, withdrawals, mergers."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from exampleton import town
from exampleton.columns import (
    Dates,
    Integers,
    Numbers,
    Table,
    Truths,
    flags,
    iso,
    numbered,
    only,
    pick,
    words,
)
from exampleton.effects import Effects

PROMISED_DAYS = 60
SHARE_PLANNED = 0.4

_STATES = ("done", "accepted", "partly", "deferred", "rejected")
_SPREAD_OF_DELAYS = 0.6
_DAY = np.timedelta64(86_400, "s")


def _days_to_answer(rng: np.random.Generator, prompt: Numbers) -> Numbers:
    """Whole days, log-normal; ``prompt`` is the chance that they are no more than the promised sixty."""
    middle = [
        np.log(PROMISED_DAYS) - _SPREAD_OF_DELAYS * NormalDist().inv_cdf(chance) for chance in prompt.tolist()
    ]
    return np.ceil(rng.lognormal(np.array(middle), _SPREAD_OF_DELAYS))


def endings_of(
    rng: np.random.Generator,
    effects: Effects,
    created: Dates,
    area: Integers,
    planned: Truths | None = None,
) -> tuple[Table, list[str]]:
    """How each contribution ends, as far as it can be seen on the day of the audit.

    ``planned`` are those that fit the earlier plan, in truth two in five.
    """
    size = len(created)
    chances = np.array(
        [effects.ends_reasoned, effects.ends_without_reasons, effects.ends_withdrawn, effects.ends_merged]
    )
    end = pick(rng, np.append(chances, 1.0 - chances.sum()), size)
    poorer = town.POORER_HALF[area]
    prompt = np.where(poorer, effects.prompt_in_poorer_areas, effects.prompt_in_better_off_areas)
    days = _days_to_answer(rng, prompt)
    days = np.where(end >= 2, np.ceil(rng.lognormal(3.0, 0.6, size)), days)
    ended_at = created + days.astype(np.int64) * _DAY
    last_moment = (town.AS_OF + np.timedelta64(1, "D")).astype("datetime64[s]")
    seen = (ended_at < last_moment) & (end < 4)
    answered, withdrawn, merged = seen & (end <= 1), seen & (end == 2), seen & (end == 3)
    never = np.datetime64("NaT", "s")
    answer = words(_STATES, _said(rng, effects, size, planned))
    young = (last_moment - created).astype(np.int64) < 30 * 86_400
    states = [
        said
        if is_answered
        else "withdrawn"
        if is_withdrawn
        else "merged"
        if is_merged
        else "open"
        if is_young
        else "evaluating"
        for said, is_answered, is_withdrawn, is_merged, is_young in zip(
            answer, answered.tolist(), withdrawn.tolist(), merged.tolist(), young.tolist(), strict=True
        )
    ]
    target = (np.arange(size) + rng.integers(1, size, size)) % size
    return {
        "state": states,
        "answered_at": iso(np.where(answered, ended_at, never)),
        "reasoned": only(answered, flags(end == 0)),
        # The day on which a contribution ends as a case of its own, withdrawn or merged into another.
        "withdrawn_at": iso(np.where(withdrawn | merged, ended_at, never)),
        "merged_into": only(merged, words(numbered("C", size), target)),
    }, states


def _said(rng: np.random.Generator, effects: Effects, size: int, planned: Truths | None) -> Integers:
    """The place in ``_STATES`` of each answer; what fits the plan is adopted more often, others less."""
    fates = np.array(effects.fates)
    chance = rng.random(size)
    adopted = fates[:3].sum()
    if planned is None or effects.adopted_if_planned is None:
        wanted = np.full(size, adopted)
    else:
        otherwise = (adopted - SHARE_PLANNED * effects.adopted_if_planned) / (1 - SHARE_PLANNED)
        wanted = np.where(planned, effects.adopted_if_planned, otherwise)
    edges = np.cumsum(fates)
    # Below the chance of being adopted the first three fates in their proportions, above it the others.
    even = np.where(
        chance < wanted,
        chance / wanted * adopted,
        adopted + (chance - wanted) / (1 - wanted) * (1 - adopted),
    )
    said: Integers = np.searchsorted(edges[:-1], even, side="right").astype(np.int64)
    return said
