"""Questions that were added to the questionnaire, with random numbers of their own."""

from __future__ import annotations

import numpy as np

from exampleton.answers import Answers, degrees_around
from exampleton.columns import Integers, Table, drawn, flags, stream
from exampleton.effects import Effects
from exampleton.sample import ROLES, Sample

USERS = ("user_co_producer", "service_user_not_involved")
PRIORITIES = {"mobility": 0.40, "green": 0.35, "care": 0.15, "housing": 0.10}
FACTS = ("knowledge_budget", "knowledge_deadlines")
KNOWN_BEFORE = 0.45
OUTSIDERS = 40

_BURDENS = ("burden_learning", "burden_compliance", "burden_psychological")


def further_answers(seed: int, effects: Effects, sample: Sample) -> Table:
    """Burden, threat, priorities, knowledge, what was found, and whether one could refuse."""
    answers = Answers(sample, stream(seed, "further questions"))
    _users(answers, effects)
    _threatened(answers, effects)
    _priorities(answers, effects)
    _knowledge(answers, effects)
    _outsiders(answers, effects)
    return answers.table()


def _users(answers: Answers, effects: Effects) -> None:
    rng, sample = answers.rng, answers.sample
    users = sample.who([role in USERS for role in sample.role])
    size = len(users)
    poor = np.array([sample.income[place] == "low" for place in users.tolist()])
    answers.add("outcome", users, drawn(rng, {"granted": 0.8, "refused": 0.15, "pending": 0.05}, size))
    # Some people find everything harder than others do, whatever is asked.
    own = rng.normal(0.0, 0.4, size)
    for item in _BURDENS:
        answers.add(item, users, degrees_around(rng, 1.4 + own + effects.burden_if_poor * poor))
    answers.add("told_own_fault", users, flags(rng.random(size) < 0.15))
    there = sample.of("participant")
    answers.add("could_refuse", there, flags(rng.random(len(there)) < 0.9))


def _threatened(answers: Answers, effects: Effects) -> None:
    rng, sample = answers.rng, answers.sample
    everyone = sample.of(*ROLES)
    outside = np.array([sample.variant[place] == "non_participant" for place in everyone.tolist()])
    chance = np.where(outside, effects.threatened_outside, effects.threatened)
    threatened = rng.random(len(everyone)) < chance
    answers.add("threatened", everyone, np.where(threatened, rng.integers(1, 5, len(everyone)), 0).tolist())


def _priorities(answers: Answers, effects: Effects) -> None:
    rng, sample = answers.rng, answers.sample
    for variant, others in (("participant", 0.0), ("non_participant", effects.other_priorities)):
        people = sample.of(variant)
        usual = np.array(drawn(rng, PRIORITIES, len(people)))
        answers.add("priority", people, np.where(rng.random(len(people)) < others, "care", usual).tolist())


def _knowledge(answers: Answers, effects: Effects) -> None:
    """The same people before and after; who knew once still knows."""
    rng, sample = answers.rng, answers.sample
    asked = sample.of("participant", "non_participant")
    gains = np.array(
        [
            effects.knowledge_gained if sample.variant[place] == "participant" else 0.0
            for place in asked.tolist()
        ]
    )
    for item in FACTS:
        before = rng.random(len(asked)) < KNOWN_BEFORE
        learns = rng.random(len(asked)) < gains / (1 - KNOWN_BEFORE)
        for wave, knows in (("pre", before), ("post", before | learns)):
            answers.add(item, asked, np.where(knows, "right", "wrong").tolist(), wave=wave)


def _outsiders(answers: Answers, effects: Effects) -> None:
    rng, sample = answers.rng, answers.sample
    outside = sample.of("non_participant")
    answers.add("able", outside, degrees_around(rng, np.full(len(outside), effects.able_outside)))
    chosen: Integers = rng.permutation(outside)[:OUTSIDERS]
    answers.add("found_answer", chosen, flags(rng.random(len(chosen)) < effects.outsiders_find))
