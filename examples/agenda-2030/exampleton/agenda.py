"""What people put on the agenda, how it was moderated, voted on, answered and decided."""

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
    by_hand,
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
from exampleton.people import PARTICIPANTS, People

CONTRIBUTIONS = numbered("C", 340)
KINDS = {"statement": 200, "proposal": 80, "comment": 20, "request": 20, "question": 10, "project": 10}
VOTES = 6_000
TOPICS = ("housing", "mobility", "care", "green", "energy")
PROMISED_DAYS = 60
DECISIONS = numbered("D", 8, 2)
FORECLOSING_DATE = "2021-09-15"

# Topics in which group B writes more are also moderated more: only a comparison within topics is fair.
_TOPICS_OF_B = np.array([0.14, 0.17, 0.20, 0.23, 0.26])
_MODERATED_OUT = np.array([0.08, 0.10, 0.12, 0.14, 0.16])
_STATES = ("done", "accepted", "partly", "deferred", "rejected")
_ENDS = ("reasoned", "unreasoned", "withdrawn", "merged", "never")
_SPREAD_OF_DELAYS = 0.6
_DAY = np.timedelta64(86_400, "s")


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
    votes, support, against = _votes(seed, people, created, moderated_out, np.array(kinds) == "statement")
    observed = np.array(kinds) == "statement"
    costly = np.array([kind in {"proposal", "project"} for kind in kinds])
    endings, states = _endings(rng, effects, created, area)
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
        "feasible": only(costly, drawn(rng, {"yes": 0.7, "no": 0.25, "unknown": 0.05}, size)),
        "aligned": only(costly, drawn(rng, {"-1": 0.2, "0": 0.4, "1": 0.4}, size)),
        **endings,
        "moderated": ["out" if out else "in" for out in moderated_out.tolist()],
        "moderation_reason": only(
            moderated_out, drawn(rng, {"off topic": 0.5, "duplicate": 0.3, "tone": 0.2}, size)
        ),
        "seed": ["no"] * size,
        "selected": only(np.array(kinds) == "project", flags(rng.random(size) < 0.5)),
        "recorded_on": iso(created.astype("datetime64[D]")),
    }
    return {
        "contribution": table,
        "vote": votes,
        "decision": _decisions(effects),
        "trace": _trace(rng, states),
        "benefit": _benefit(seed, effects, states),
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


def _votes(
    seed: int, people: People, created: Dates, out: Truths, statement: Truths
) -> tuple[Table, Integers, Integers]:
    """Every participant votes on every published statement of the process with the same chance."""
    rng = stream(seed, "vote")
    closed = (town.INPUT_CLOSED + np.timedelta64(1, "D")).astype("datetime64[s]")
    open_to_vote = np.flatnonzero(statement & ~out & (created < closed))
    pairs = rng.permutation(len(open_to_vote) * len(PARTICIPANTS))[:VOTES]
    place, who = np.divmod(pairs, len(PARTICIPANTS))
    about = open_to_vote[place]
    at = created[about] + ((closed - created[about]).astype(np.int64) * rng.random(len(pairs))).astype(
        "timedelta64[s]"
    )
    order = np.lexsort((who, about, at))
    about, who, at = about[order], who[order], at[order]
    lean = rng.normal(0.0, 1.0, len(CONTRIBUTIONS))
    side = np.array([1.0, -1.0, 0.0])[people.opinion[who]]
    mood = lean[about] * side + rng.normal(0.2, 1.0, len(pairs))
    value = np.where(mood > 0.3, 1, np.where(mood < -0.5, -1, 0))
    table: Table = {
        "actor": words(PARTICIPANTS, who),
        "contribution": words(CONTRIBUTIONS, about),
        "value": value.tolist(),
        "at": iso(at),
        "channel": ["online"] * len(pairs),
        "origin_key": [f"k{number:05x}" for number in (who * 7919 + 104_729).tolist()],
    }
    support = np.bincount(about[value == 1], minlength=len(CONTRIBUTIONS))
    against = np.bincount(about[value == -1], minlength=len(CONTRIBUTIONS))
    return table, support, against


def _days_to_answer(rng: np.random.Generator, prompt: Numbers) -> Numbers:
    """Whole days, log-normal; ``prompt`` is the chance that they are no more than the promised sixty."""
    middle = [
        np.log(PROMISED_DAYS) - _SPREAD_OF_DELAYS * NormalDist().inv_cdf(chance) for chance in prompt.tolist()
    ]
    return np.ceil(rng.lognormal(np.array(middle), _SPREAD_OF_DELAYS))


def _endings(
    rng: np.random.Generator, effects: Effects, created: Dates, area: Integers
) -> tuple[Table, list[str]]:
    """How each contribution ends, as far as it can be seen on the day of the audit."""
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
    answer = words(_STATES, pick(rng, np.array(effects.fates), size))
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
        "merged_into": only(merged, words(CONTRIBUTIONS, target)),
    }, states


def _decisions(effects: Effects) -> Table:
    """Eight decisions; input on all of them closed on the same day. The irreversible D04 is the planted one."""
    table = by_hand("decision")
    if effects.foreclosed:
        table["date"] = [
            FORECLOSING_DATE if name == "D04" else date
            for name, date in zip(table["id"], table["date"], strict=True)
        ]
    return table


def _trace(rng: np.random.Generator, states: list[str]) -> Table:
    """Where the answered contributions went, and the clauses that come from elsewhere."""
    kinds = {
        "done": "adopted",
        "accepted": "adopted",
        "partly": "adapted",
        "rejected": "refused",
        "deferred": "untouched",
    }
    traced = [place for place, state in enumerate(states) if state in kinds]
    rows = [
        (CONTRIBUTIONS[place], DECISIONS[decision], f"clause {number}", kinds[states[place]])
        for number, (place, decision) in enumerate(
            zip(traced, rng.integers(0, len(DECISIONS), len(traced)).tolist(), strict=True), start=1
        )
    ]
    rows += [("", DECISIONS[place % 8], f"clause {900 + place}", "other_source") for place in range(24)]
    table = from_rows("contribution decision clause kind", rows)
    in_text = np.array([kind in {"adopted", "adapted", "other_source"} for kind in table["kind"]])
    table["text_share"] = only(in_text, rounded(rng.uniform(0.2, 0.9, len(rows))))
    return table


def _benefit(seed: int, effects: Effects, states: list[str]) -> Table:
    """Sixty projects paid from the agenda's fund, placed in areas by population and by the planted gradient."""
    rng = stream(seed, "benefit")
    size = 60
    welcome = [place for place, state in enumerate(states) if state in {"done", "accepted", "partly"}]
    of = [
        CONTRIBUTIONS[place] for place in rng.permutation(np.array(welcome, dtype=np.int64))[:size].tolist()
    ]
    attraction = town.AREA_POPULATION * town.wealth_rank_of_areas() ** effects.benefit_gradient
    return {
        "id": numbered("B", size, 2),
        "contribution": of + [""] * (size - len(of)),
        "area": words(town.AREAS, pick(rng, attraction, size)),
        "amount": rounded(rng.lognormal(10.0, 0.4, size), 0),
        "unit": ["EUR"] * size,
        "kind": drawn(rng, {"individual": 0.2, "group": 0.3, "collective": 0.5}, size),
        "date": iso(np.datetime64("2022-03-01") + rng.integers(0, 1300, size)),
        "new": ["yes"] * size,
    }
