"""What people put on the agenda, how it was moderated, voted on, answered and decided."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.benefits import benefit
from exampleton.columns import (
    Dates,
    Integers,
    Table,
    drawn,
    flags,
    iso,
    joined,
    numbered,
    only,
    pick,
    rounded,
    stream,
    words,
)
from exampleton.effects import Effects
from exampleton.endings import PROMISED_DAYS, endings_of
from exampleton.faults import written
from exampleton.judgements import judgements
from exampleton.people import PARTICIPANTS, People
from exampleton.reports import advice_of_staff, reports
from exampleton.traces import trace, trace_of_advice
from exampleton.votes import cast

CONTRIBUTIONS = numbered("C", 340)
KINDS = {"statement": 200, "proposal": 80, "comment": 20, "request": 20, "question": 10, "project": 10}
TOPICS = ("housing", "mobility", "care", "green", "energy")
FORECLOSING_DATE = "2021-09-15"

# Topics in which group B writes more are also moderated more: only a comparison within topics is fair.
_TOPICS_OF_B = np.array([0.14, 0.17, 0.20, 0.23, 0.26])
_MODERATED_OUT = np.array([0.08, 0.10, 0.12, 0.14, 0.16])


def agenda(seed: int, effects: Effects, people: People) -> dict[str, Table]:
    """Contributions, votes, decisions, the trace of the ones in the others, and what came of them."""
    rng = stream(seed, "contribution")
    size = len(CONTRIBUTIONS)
    kinds = [word for word, count in KINDS.items() for _ in range(count)]
    kinds = words(kinds, rng.permutation(size))
    created = _created(rng, size)
    author = _authors(rng, effects, people)
    of_b = people.opinion[author] == 1
    topic = np.where(of_b, pick(rng, _TOPICS_OF_B, size), pick(rng, _TOPICS_OF_B[::-1], size))
    moderated_out = rng.random(size) < _MODERATED_OUT[topic] * np.where(of_b, effects.moderation_of_b, 1.0)
    area = pick(rng, town.AREA_POPULATION.astype(float), size)
    observed = np.array(kinds) == "statement"
    votes, support, against = cast(seed, effects, people, created, observed & ~moderated_out)
    costly = np.array([kind in {"proposal", "project"} for kind in kinds])
    view = judgements(seed, effects, created, kinds)
    endings, states = endings_of(rng, effects, created, area, np.array(view["aligned"]) == "1")
    table: Table = {
        "id": CONTRIBUTIONS,
        "kind": kinds,
        "author": words(PARTICIPANTS, author),
        "origin": ["citizen"] * size,
        "topic": words(TOPICS, topic),
        "area": words(town.AREAS, area),
        "created_at": iso(created),
        "text": [f"Invented {kind} number {place}" for place, kind in enumerate(kinds, start=1)],
        "support": only(observed, support.tolist()),
        "against": only(observed, against.tolist()),
        "support_observed": flags(observed),
        "cost": only(costly, rounded(rng.lognormal(9.5, 0.7, size), 0)),
        **view,
        **endings,
        "moderated": ["out" if out else "in" for out in moderated_out.tolist()],
        "moderation_reason": only(
            moderated_out, drawn(rng, {"off topic": 0.5, "duplicate": 0.3, "tone": 0.2}, size)
        ),
        "seed": ["no"] * size,
        "selected": only(np.array(kinds) == "project", flags(rng.random(size) < 0.5)),
        "recorded_on": iso(created.astype("datetime64[D]")),
    }
    advice = advice_of_staff(seed, effects)
    return {
        "contribution": joined(table, reports(seed, effects), advice),
        "vote": votes,
        "decision": _decisions(effects),
        "trace": joined(trace(rng, states), trace_of_advice(seed, advice)),
        "benefit": benefit(seed, effects, states),
    }


def _created(rng: np.random.Generator, size: int) -> Dates:
    """Most during the process, a quarter while it is carried out, some within the last sixty days."""
    early = town.START + rng.integers(14, 316, size)
    later = np.datetime64("2022-01-01") + rng.integers(0, 1580, size)
    last = town.AS_OF - rng.integers(0, PROMISED_DAYS, size)
    when = rng.random(size)
    day = np.where(when < 0.60, early, np.where(when < 0.85, later, last))
    moments: Dates = day.astype("datetime64[s]") + rng.integers(7 * 3600, 22 * 3600, size).astype(
        "timedelta64[s]"
    )
    return np.sort(moments)


def _authors(rng: np.random.Generator, effects: Effects, people: People) -> Integers:
    """Everybody with the same chance; the planted share goes to twelve heavy authors.

    They are six pairs of one of A and one of B with the same tenure, schooling, income, sex and age: otherwise
    what befalls B would seem to befall whatever else its few heavy authors happen to have in common.
    """
    of_b = {cell: place for place, cell in enumerate(people.cell.tolist()) if people.opinion[place] == 1}
    of_a = {cell: place for place, cell in enumerate(people.cell.tolist()) if people.opinion[place] == 0}
    shared = [cell for cell in of_a if cell in of_b][:6]
    heavy = np.array([group[cell] for group in (of_a, of_b) for cell in shared], dtype=np.int64)
    size = len(CONTRIBUTIONS)
    equal = rng.integers(0, len(PARTICIPANTS), size)
    return np.where(rng.random(size) < effects.heavy_authors, heavy[rng.integers(0, len(heavy), size)], equal)


def _decisions(effects: Effects) -> Table:
    """Eight decisions; input on all of them closed on the same day. The irreversible D04 is the planted one."""
    table = written("decision", effects)
    if effects.foreclosed:
        table["date"] = [
            FORECLOSING_DATE if name == "D04" else date
            for name, date in zip(table["id"], table["date"], strict=True)
        ]
    return table
