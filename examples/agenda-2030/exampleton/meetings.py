"""Meetings: who came, who spoke, what came out, what it cost."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import (
    Dates,
    Numbers,
    Table,
    Truths,
    at_hour,
    drawn,
    flags,
    from_rows,
    iso,
    joined,
    numbered,
    pick,
    rounded,
    stream,
    words,
)
from exampleton.effects import Effects
from exampleton.people import PARTICIPANTS, People

EVENTS = numbered("EV", 40, 2)
OUTCOMES = (
    "decision",
    "text_changed",
    "new_fact",
    "question_closed",
    "commitment_made",
    "relationship_aim_met",
)
ATTENDANCES = 3_000


def minutes_of(event: int) -> str:
    """The id of the minutes of an event (from 0); four meetings left none."""
    return "" if event % 10 == 9 else f"DOC-M{event + 1:02d}"


def meetings(seed: int, effects: Effects, people: People) -> dict[str, Table]:
    """The events with their outcomes, the attendances and the turns of speech.

    Each of the 260 participants attends each event with the same chance, unless partners are planted to stay away
    from the last third of the meetings; outcomes do not depend on size.
    """
    rng = stream(seed, "event")
    size = len(EVENTS)
    day: Dates = np.sort(town.START + rng.permutation(np.arange(14, 316))[:size])
    hours = rng.choice([1.5, 2.0, 2.5, 3.0], size)
    possible = rng.permutation(size * len(PARTICIPANTS))
    away = (possible // len(PARTICIPANTS) >= size * 2 // 3) & _partner(people)[possible % len(PARTICIPANTS)]
    present = stream(seed, "attendance").random(len(possible)) < np.where(away, effects.partners_return, 1.0)
    pairs = np.sort(possible[present][:ATTENDANCES])
    at, who = np.divmod(pairs, len(PARTICIPANTS))
    event: Table = {
        "id": EVENTS,
        "kind": drawn(rng, {"meeting": 0.55, "workshop": 0.35, "hearing": 0.05, "walk": 0.05}, size),
        "start": iso(at_hour(day, 17.5)),
        "hours": hours.tolist(),
        "mode": drawn(rng, {"in_person": 0.7, "online": 0.15, "hybrid": 0.15}, size),
        "planned_on": iso(day),
        "announced_on": iso(day - rng.integers(10, 25, size) - effects.earlier_notice),
        **_outcomes(rng, effects),
        "minutes": [minutes_of(place) for place in range(size)],
        "attendees": np.bincount(at, minlength=size).tolist(),
        "phase": ["design"] * size,
        "recorded_on": iso(day + 7),
    }
    talkative = _talkative(seed, effects)
    turns = rng.poisson(1.5 * talkative[who], ATTENDANCES)
    poorer = town.POORER_HALF[[town.AREAS.index(area) for area in people.actor["area"][: len(PARTICIPANTS)]]]
    work = np.where(poorer, effects.work_in_poorer_areas, effects.work_in_better_off_areas)[who]
    chance = rng.random(ATTENDANCES)
    participation: Table = {
        "actor": words(PARTICIPANTS, who),
        "event": words(EVENTS, at),
        "date": iso(day[at]),
        "activity": np.where(
            chance < 0.2, "decide", np.where(chance < 1 - work, "consulted", "work")
        ).tolist(),
        "hours": hours[at].tolist(),
        "travel_hours": rounded(rng.choice([0.2, 0.4, 0.6, 0.8], ATTENDANCES), 1),
        "turns": turns.tolist(),
        "spoke_seconds": rounded(turns * rng.gamma(4.0, 12.0, ATTENDANCES), 0),
        "useful": pick(rng, np.array([0.08, 0.17, 0.30, 0.30, 0.15]), ATTENDANCES).tolist(),
    }
    return {
        "event": event,
        "participation": participation,
        "speech": _speech(rng, talkative, at.tolist(), who.tolist()),
    }


def _outcomes(rng: np.random.Generator, effects: Effects) -> Table:
    """Six flags a meeting: none of them, not known, or at least one."""
    size = len(EVENTS)
    rank = rng.permutation(size)
    nothing = rank < effects.events_without_value
    not_known = (rank >= effects.events_without_value) & (
        rank < effects.events_without_value + effects.events_of_unknown_value
    )
    fruitful = ~nothing & ~not_known
    yes = rng.random((size, len(OUTCOMES))) < 0.3
    yes[np.arange(size), rng.integers(0, len(OUTCOMES), size)] = True
    yes &= fruitful[:, None]
    unknown = (rng.random((size, len(OUTCOMES))) < 0.08) & fruitful[:, None] & ~yes
    unknown[not_known, rng.integers(0, len(OUTCOMES), int(not_known.sum()))] = True
    return {
        outcome: [
            "unknown" if is_unknown else "yes" if is_yes else "no"
            for is_unknown, is_yes in zip(unknown[:, place].tolist(), yes[:, place].tolist(), strict=True)
        ]
        for place, outcome in enumerate(OUTCOMES)
    }


def _partner(people: People) -> Truths:
    roles = people.actor["role"][: len(PARTICIPANTS)]
    return np.array([role in {"user_co_producer", "volunteer"} for role in roles])


def _talkative(seed: int, effects: Effects) -> Numbers:
    """How often each participant takes the floor against the mean; one where all are alike."""
    size = len(PARTICIPANTS)
    if np.isinf(effects.floor_shape):
        return np.ones(size)
    return stream(seed, "talkative").gamma(effects.floor_shape, 1.0 / effects.floor_shape, size)


def _speech(rng: np.random.Generator, talkative: Numbers, at: list[int], who: list[int]) -> Table:
    """Fifty turns in each of the first eight meetings, coded; four meetings by a second coder as well."""
    turns = 50
    rows = []
    for place in range(8):
        present = [person for event, person in zip(at, who, strict=True) if event == place]
        speakers = pick(rng, talkative[present], turns).tolist()
        rows += [
            (EVENTS[place], PARTICIPANTS[present[speaker]], order)
            for order, speaker in enumerate(speakers, start=1)
        ]
    size = len(rows)
    seconds = rng.gamma(3.0, 18.0, size) + 3
    first = from_rows("event actor order", rows) | {
        "seconds": rounded(seconds, 0),
        "words": np.round(seconds * 2.3).astype(int).tolist(),
        "justification": pick(rng, np.array([0.3, 0.35, 0.25, 0.1]), size).tolist(),
        "respect": pick(rng, np.array([0.1, 0.6, 0.3]), size).tolist(),
        "engages_other": flags(rng.random(size) < 0.4),
        "coder": ["coder-1"] * size,
    }
    return joined(first, _second_coding(rng, {name: cells[: 4 * turns] for name, cells in first.items()}))


def _second_coding(rng: np.random.Generator, table: Table) -> Table:
    """The same turns by somebody who judges nine in ten alike."""
    size = len(table["order"])
    slips = rng.random((3, size)) < 0.1
    other = rng.integers(0, 4, size)
    engages = np.array([word == "yes" for word in table["engages_other"]])
    return table | {
        "justification": np.where(slips[0], other, np.array(table["justification"])).tolist(),
        "respect": np.where(slips[1], other % 3, np.array(table["respect"])).tolist(),
        "engages_other": flags(engages ^ slips[2]),
        "coder": ["coder-2"] * size,
    }
