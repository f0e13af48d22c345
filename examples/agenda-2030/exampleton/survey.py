"""The values survey of internal, participating and non-participating people."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from exampleton.answers import Answers, degrees_around
from exampleton.columns import (
    Integers,
    Numbers,
    Table,
    Truths,
    drawn,
    flags,
    joined,
    pick,
    rounded,
    stream,
    words,
)
from exampleton.effects import Effects
from exampleton.questions import further_answers
from exampleton.sample import ROLES, Sample, blocks, draw_sample

VALUES = ("V01", "V02", "V03", "V06", "V07", "V10", "V13", "V15", "V16", "V19", "V20", "V24", "V28", "V33")
# Mean of "how well was this respected before", 0..4.
STARTING_STRENGTH = (2.6, 2.2, 1.2, 1.4, 1.0, 0.9, 1.8, 2.0, 2.4, 2.8, 2.3, 3.0, 2.7, 1.6)
DUAL_VALUES = ("V06", "V10", "V33")
CONTESTED_VALUE = "V15"
MANAGERS = ("senior_public_manager", "project_manager")
# Share of the latent opinion that the members of a department, meeting group or address cell have in common.
CLUSTER_SHARE = 0.03

_DEGREES = np.array([0.30, 0.35, 0.25, 0.10])
_STANDPOINTS = ("manager", "other_internal", "participant", "non_participant")


def cells(effects: Effects) -> Numbers:
    """True shares (value, standpoint, cell); cells are strengthened only, both, neither, weakened only."""
    strength = np.array(STARTING_STRENGTH)
    if effects.duality:
        strengthened = 0.25 + 0.12 * (strength - 0.9)
        weakened = 0.60 - 0.20 * (strength - 0.9)
    else:
        strengthened, weakened = np.full(strength.shape, 0.35), np.full(strength.shape, 0.15)
    both = strengthened * weakened
    by_value = np.stack(
        [strengthened - both, both, 1 - strengthened - weakened + both, weakened - both], axis=1
    )
    result = np.repeat(by_value[:, None, :], len(_STANDPOINTS), axis=1)
    if effects.duality:
        for value in DUAL_VALUES:
            result[VALUES.index(value)] = (0.10, 0.50, 0.15, 0.25)
        result[VALUES.index(CONTESTED_VALUE)] = (
            (0.77, 0.13, 0.08, 0.02),
            (0.70, 0.10, 0.12, 0.08),
            (0.25, 0.10, 0.45, 0.20),
            (0.05, 0.05, 0.10, 0.80),
        )
    return result


def survey_answer(seed: int, effects: Effects) -> Table:
    """All answers of both waves."""
    rng = stream(seed, "survey_answer")
    sample = draw_sample(rng)
    answers = Answers(sample, rng)
    _values(answers, effects)
    _everybody(answers, effects)
    _internal(answers)
    _participants(answers, effects)
    _outsiders(answers)
    return joined(answers.table(), further_answers(seed, effects, sample))


def _values(answers: Answers, effects: Effects) -> None:
    """Half a says how well values were respected before, half b how far they were strengthened or weakened."""
    sample, rng = answers.sample, answers.rng
    people = np.repeat(np.arange(len(sample.role)), 7)
    value = blocks()[sample.block].ravel()
    about = words(VALUES, value)
    answers.add("importance", people, degrees_around(rng, np.full(len(people), 2.8)), about=about)
    before = sample.half[people] == 0
    names = np.array(about)
    level = np.array(STARTING_STRENGTH)[value[before]]
    answers.add("before", people[before], degrees_around(rng, level), about=names[before].tolist())

    people, value, names = people[~before], value[~before], names[~before]
    cell = _cell_of(rng, sample, people, value, cells(effects))
    degree = 1 + pick(rng, _DEGREES, 2 * len(people)).reshape(2, -1)
    strengthened = np.where(cell <= 1, degree[0], 0)
    weakened = np.where((cell == 1) | (cell == 3), degree[1], 0)
    answers.add("strengthened", people, strengthened.tolist(), about=names.tolist())
    answers.add("weakened", people, weakened.tolist(), about=names.tolist())

    strongest = np.maximum(strengthened, weakened).reshape(-1, 7)
    first_two = np.argsort(-strongest, axis=1, kind="stable")[:, :2]
    chosen = (first_two + 7 * np.arange(len(strongest))[:, None]).ravel()
    chosen = chosen[np.maximum(strengthened, weakened)[chosen] > 0]
    answers.add(
        "attribution",
        people[chosen],
        degrees_around(rng, np.full(len(chosen), 2.5)),
        about=names[chosen].tolist(),
    )


def _cell_of(
    rng: np.random.Generator, sample: Sample, people: Integers, value: Integers, shares: Numbers
) -> Integers:
    """The cell of each answer: a normal opinion, partly shared by the cluster, cut at the true shares."""
    cuts = np.clip(np.cumsum(shares, axis=2)[:, :, :3], 1e-6, 1 - 1e-6)
    cut_at = np.array([NormalDist().inv_cdf(cut) for cut in cuts.ravel().tolist()]).reshape(cuts.shape)
    standpoint = np.array(
        [
            _STANDPOINTS.index(
                variant if variant != "internal" else "manager" if role in MANAGERS else "other_internal"
            )
            for variant, role in zip(sample.variant, sample.role, strict=True)
        ]
    )[people]
    common = rng.normal(size=len(sample.cluster_names))[sample.cluster[people]]
    opinion = CLUSTER_SHARE**0.5 * common + (1 - CLUSTER_SHARE) ** 0.5 * rng.normal(size=len(people))
    return np.asarray((opinion[:, None] > cut_at[value, standpoint]).sum(axis=1), dtype=np.int64)


def _everybody(answers: Answers, effects: Effects) -> None:
    rng, sample = answers.rng, answers.sample
    everyone = sample.of(*ROLES)
    size = len(everyone)
    answers.add("affected", everyone, degrees_around(rng, np.full(size, 2.0)))
    answers.add("heard", everyone, flags(rng.random(size) < 0.7))
    answers.add("part", everyone, drawn(rng, {"defining": 0.3, "delivering": 0.3, "neither": 0.4}, size))
    outside = np.array([sample.variant[place] == "non_participant" for place in everyone.tolist()])
    less, chance = np.where(outside, effects.body_does_less_outside, 0.2), rng.random(size)
    says = np.where(chance < less, "less", np.where(chance < 0.2 + 0.8 * less, "more", "as_much"))
    answers.add("body_does", everyone, says.tolist())
    answers.add("attr_income_band", everyone, sample.income)
    inside = sample.of("internal", "participant")
    for duty, holder in (("DU01", "P201"), ("DU02", "O02"), ("DU10", "S20")):
        chances = {holder: 0.80, "S11": 0.10, "nobody_clearly": 0.10}
        answers.add("responsible", inside, drawn(rng, chances, len(inside)), about=[duty] * len(inside))
    answers.add("hours", inside, rounded(rng.gamma(2.0, 4.0, len(inside)), 0))
    external = sample.of("participant", "non_participant")
    taking_part = np.array([sample.variant[place] == "participant" for place in external.tolist()])
    for item in ("trust_council", "trust_staff", "trust_fellows"):
        usual = rng.normal(5.5, 1.8, len(external))
        for wave in ("pre", "post"):
            lost = effects.trust_lost if (item, wave) == ("trust_council", "post") else 0.0
            felt = usual + rng.normal(0, 1.0, len(external)) - lost * taking_part
            trust = np.clip(np.round(felt), 0, 10)
            answers.add(item, external, trust.astype(int).tolist(), wave=wave)


def _internal(answers: Answers) -> None:
    rng = answers.rng
    inside = answers.sample.of("internal")
    for item in ("held_back", "settled_before", "free_to_report"):
        answers.add(
            item, inside, degrees_around(rng, np.full(len(inside), 1.5 if item != "free_to_report" else 3.0))
        )
    answers.add(
        "hours_from", inside, drawn(rng, {"other duties": 0.6, "own time": 0.2, "new post": 0.2}, len(inside))
    )


def _participants(answers: Answers, effects: Effects) -> None:
    rng, sample = answers.rng, answers.sample
    there = sample.of("participant")
    size = len(there)
    hoped = rng.normal(2.4, 0.8, size)
    answers.add("expected_influence", there, _around(rng, hoped), wave="pre")
    answers.add("experienced_influence", there, _around(rng, hoped - effects.influence_short))
    poor_there = np.array([sample.income[place] == "low" for place in there.tolist()])
    for item in ("voice", "respect", "evenhanded", "honest_motives", "benefits", "able"):
        uneven = effects.uneven_if_poor if item == "evenhanded" else 0.0
        answers.add(item, there, degrees_around(rng, 2.6 - uneven * poor_there))
    answers.add("costs", there, degrees_around(rng, np.full(size, 1.4)))
    answers.add("out_of_pocket", there, rounded(rng.gamma(1.5, 8.0, size), 0))
    reasons = {
        "interest": 0.35,
        "quality_concern": 0.25,
        "giving_back": 0.2,
        "asked": 0.15,
        "needed_for_service": 0.05,
    }
    answers.add("reason", there, drawn(rng, reasons, size))
    answers.add("missing_interest", there, drawn(rng, {"G09": 0.4, "G12": 0.3, "G05": 0.3}, size))
    answers.add("got_reasons", there, flags(rng.random(size) < 0.7))
    answers.add("again", there, flags(rng.random(size) < 0.75))
    users = sample.who([role == "user_co_producer" for role in sample.role])
    poor = np.array([sample.income[place] == "low" for place in users.tolist()])
    answers.add("loss_if_stopped", users, _pressed(rng, effects, poor))


def _around(rng: np.random.Generator, mean: Numbers) -> list[int]:
    degrees: list[int] = np.clip(np.round(mean + rng.normal(0, 0.6, len(mean))), 0, 4).astype(int).tolist()
    return degrees


def _pressed(rng: np.random.Generator, effects: Effects, poor: Truths) -> list[str]:
    pressed = rng.random(len(poor)) < np.where(poor, effects.pressed_if_poor, effects.pressed_otherwise)
    much = rng.random(len(poor)) < 0.4
    return [
        "none" if not is_pressed else "much" if is_much else "some"
        for is_pressed, is_much in zip(pressed.tolist(), much.tolist(), strict=True)
    ]


def _outsiders(answers: Answers) -> None:
    rng = answers.rng
    outside = answers.sample.of("non_participant")
    size = len(outside)
    answers.add("informed", outside, flags(rng.random(size) < 0.5))
    answers.add("invited", outside, flags(rng.random(size) < 0.3))
    reasons = {
        "not_told": 0.25,
        "no_time": 0.25,
        "not_for_me": 0.1,
        "could_not": 0.1,
        "no_point": 0.1,
        "other_ways": 0.05,
        "not_interested": 0.15,
    }
    answers.add("stayed_away", outside, drawn(rng, reasons, size))
    answers.add(
        "service_change", outside, drawn(rng, {"better": 0.25, "worse": 0.25, "both": 0.1, "no": 0.4}, size)
    )
    answers.add("indebted", outside, degrees_around(rng, np.full(size, 1.0)))
    answers.add("expected_fairness", outside, degrees_around(rng, np.full(size, 2.2)))
