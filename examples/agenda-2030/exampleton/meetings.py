"""Meetings: who came, who spoke, what came out, what it cost."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import (
    Dates,
    Table,
    at_hour,
    drawn,
    flags,
    from_rows,
    iso,
    numbered,
    only,
    pick,
    rounded,
    stream,
    words,
)
from exampleton.effects import Effects
from exampleton.people import PARTICIPANTS

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


def meetings(seed: int, effects: Effects) -> dict[str, Table]:
    """The events with their outcomes, the attendances and the turns of speech.

    Each of the 260 participants attends each event with the same chance, and outcomes do not depend on size.
    """
    rng = stream(seed, "event")
    size = len(EVENTS)
    day: Dates = np.sort(town.START + rng.permutation(np.arange(14, 316))[:size])
    hours = rng.choice([1.5, 2.0, 2.5, 3.0], size)
    pairs = np.sort(rng.permutation(size * len(PARTICIPANTS))[:ATTENDANCES])
    at, who = np.divmod(pairs, len(PARTICIPANTS))
    event: Table = {
        "id": EVENTS,
        "kind": drawn(rng, {"meeting": 0.55, "workshop": 0.35, "hearing": 0.05, "walk": 0.05}, size),
        "start": iso(at_hour(day, 17.5)),
        "hours": hours.tolist(),
        "mode": drawn(rng, {"in_person": 0.7, "online": 0.15, "hybrid": 0.15}, size),
        "planned_on": iso(day),
        "announced_on": iso(day - rng.integers(10, 25, size)),
        **_outcomes(rng, effects),
        "minutes": [minutes_of(place) for place in range(size)],
        "attendees": np.bincount(at, minlength=size).tolist(),
        "phase": ["design"] * size,
        "recorded_on": iso(day + 7),
    }
    turns = rng.poisson(1.5, ATTENDANCES)
    participation: Table = {
        "actor": words(PARTICIPANTS, who),
        "event": words(EVENTS, at),
        "date": iso(day[at]),
        "activity": drawn(rng, {"decide": 0.2, "consulted": 0.5, "work": 0.3}, ATTENDANCES),
        "hours": hours[at].tolist(),
        "travel_hours": rounded(rng.choice([0.2, 0.4, 0.6, 0.8], ATTENDANCES), 1),
        "turns": turns.tolist(),
        "spoke_seconds": rounded(turns * rng.gamma(4.0, 12.0, ATTENDANCES), 0),
        "useful": pick(rng, np.array([0.08, 0.17, 0.30, 0.30, 0.15]), ATTENDANCES).tolist(),
    }
    return {"event": event, "participation": participation, "speech": _speech(rng, at.tolist(), who.tolist())}


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


def _speech(rng: np.random.Generator, at: list[int], who: list[int]) -> Table:
    """Fifty coded turns in each of the first eight meetings, every attendee with the same chance."""
    turns = 50
    rows = []
    for place in range(8):
        present = [person for event, person in zip(at, who, strict=True) if event == place]
        speakers = rng.integers(0, len(present), turns).tolist()
        rows += [
            (EVENTS[place], PARTICIPANTS[present[speaker]], order)
            for order, speaker in enumerate(speakers, start=1)
        ]
    size = len(rows)
    seconds = rng.gamma(3.0, 18.0, size) + 3
    return from_rows("event actor order", rows) | {
        "seconds": rounded(seconds, 0),
        "words": np.round(seconds * 2.3).astype(int).tolist(),
        "justification": pick(rng, np.array([0.3, 0.35, 0.25, 0.1]), size).tolist(),
        "respect": pick(rng, np.array([0.1, 0.6, 0.3]), size).tolist(),
        "engages_other": flags(rng.random(size) < 0.4),
        "coder": ["coder-1"] * size,
    }


def cost_entry(seed: int) -> Table:
    """Hours and money of each class, month by month, for each of those who pay."""
    rng = stream(seed, "cost_entry")
    purposes = {
        "information": "outreach",
        "decision": "meeting",
        "implementation": "answering",
        "participant": "support",
    }
    rows = [
        (kind, payer, f"2021-{month:02d}-28", purposes[kind])
        for kind in purposes
        for payer in ("body", "associations", "citizens")
        for month in range(2, 12, 2)
        if (kind, payer) not in {("participant", "citizens"), ("implementation", "associations")}
    ]
    size = len(rows)
    hours = rng.gamma(6.0, 12.0, size)
    body = np.array([payer == "body" for _, payer, _, _ in rows])
    return from_rows("class payer date purpose", rows) | {
        "hours": rounded(hours, 1),
        "amount": only(body, rounded(hours * 38.0, 0)),
        "basis": drawn(rng, {"measured": 0.6, "estimated": 0.4}, size),
        "delivery": ["no"] * size,
        "grade": ["C"] * size,
    }
