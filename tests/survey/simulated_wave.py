"""A synthetic population whose opinions are known, and a wave that is held with some of it.

Everybody has an opinion on every value: how much it was strengthened and weakened. People of one association resemble
each other. No person, place or association in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from obverse.survey.instrument import Answers, Form, Instrument, form_for

VALUES = ("V01", "V02", "V03", "V06", "V07", "V10", "V13", "V15", "V16", "V19", "V20", "V24", "V28", "V33")
EFFECTS = ("strengthened", "weakened")
# By side of the process: how many there are, how many answer, people of one association, and how likely they see
# values strengthened and weakened at all.
SIDES: Mapping[str, tuple[int, int, int, tuple[float, float]]] = {
    "internal": (60, 45, 1, (0.75, 0.30)),
    "participant": (160, 80, 8, (0.60, 0.45)),
    "non_participant": (2000, 75, 1, (0.25, 0.55)),
}
ROLES = {"internal": "front_line_staff", "participant": "association_partner", "non_participant": "neighbour"}


@dataclass(frozen=True)
class Somebody:
    """One invented person: side, association, and for each value how much it was strengthened and weakened."""

    side: str
    cluster: str
    opinions: Mapping[tuple[str, str], int]


def population(seed: int) -> list[Somebody]:
    """Everybody there is; the same seed gives the same people."""
    rng = np.random.default_rng(seed)
    people = []
    for side, (eligible, _, together, chances) in SIDES.items():
        for first in range(0, eligible, together):
            shift = rng.normal(0, 0.8, size=(len(VALUES), 2)) if together > 1 else np.zeros((len(VALUES), 2))
            for _ in range(together):
                opinions = {}
                for place, value in enumerate(VALUES):
                    for column, effect in enumerate(EFFECTS):
                        # values differ: some are seen strengthened by many, some by few
                        odds = np.log(chances[column] / (1 - chances[column])) + (place - 6.5) / 8
                        chance = 1 / (1 + np.exp(-odds - shift[place, column]))
                        opinions[value, effect] = int(rng.integers(1, 5)) if rng.random() < chance else 0
                cluster = f"association-{first // together}" if together > 1 else ""
                people.append(Somebody(side, cluster, opinions))
    return people


def truth(people: list[Somebody]) -> dict[str, float]:
    """The share of each side that sees a value strengthened, and weakened, by the name of its figure in D-1."""
    return {
        f"D-1:{value}.{effect}.{side}": float(
            np.mean([one.opinions[value, effect] > 0 for one in people if one.side == side])
        )
        for side in SIDES
        for value in VALUES
        for effect in EFFECTS
    }


def respondents(people: list[Somebody], seed: int) -> list[Somebody]:
    """Those who answer: drawn by lot within each side, whole associations together."""
    rng = np.random.default_rng([seed, 1])
    drawn = []
    for side, (_, answering, together, _) in SIDES.items():
        own = [one for one in people if one.side == side]
        if together == 1:
            drawn += [own[place] for place in rng.permutation(len(own))[:answering]]
            continue
        clusters = sorted({one.cluster for one in own})
        chosen = {clusters[place] for place in rng.permutation(len(clusters))[: answering // together]}
        drawn += [one for one in own if one.cluster in chosen]
    return drawn


def filled_in(form: Form, person: Somebody) -> dict[str, list[str]]:
    """What the person ticks; the other questions are left out."""
    return {
        question.name: [str(person.opinions[question.public_value, question.item])]
        for question in form.questions()
        if question.item in EFFECTS
    }


def records(people: list[Somebody], instrument: Instrument, seed: int) -> Iterator[dict[str, Any]]:
    """What is sealed of each person's answers."""
    rng = np.random.default_rng([seed, 2])
    strata = {side: number for number, side in enumerate(SIDES, start=1)}
    for person in people:
        form = form_for(
            instrument,
            person.side,
            kind="main",
            key=rng.bytes(32),
            subject="an invented process",
            place="an invented town",
            language="en",
            role=ROLES[person.side],
            has_pre_wave=True,
        )
        answers = form.read(filled_in(form, person))
        assert isinstance(answers, Answers), answers
        yield answers.record(
            strata[person.side],
            person.side,
            ROLES[person.side],
            person.cluster,
            "before_reminder",
            paper=False,
        )
