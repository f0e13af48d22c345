"""Which contribution reached which decision."""

from __future__ import annotations

import numpy as np

from exampleton.columns import Table, from_rows, numbered, only, rounded, stream

# Input on these closed with the process; the citizens' panel took four more in later years.
DECISIONS = numbered("D", 8, 2)
REACHED = {
    "done": "adopted",
    "accepted": "adopted",
    "partly": "adapted",
    "rejected": "refused",
    "deferred": "untouched",
}


def trace(rng: np.random.Generator, states: list[str]) -> Table:
    """Where the answered contributions went, and the clauses that come from elsewhere."""
    traced = [place for place, state in enumerate(states) if state in REACHED]
    rows = [
        (f"C{place + 1:03d}", DECISIONS[decision], f"clause {number}", REACHED[states[place]])
        for number, (place, decision) in enumerate(
            zip(traced, rng.integers(0, len(DECISIONS), len(traced)).tolist(), strict=True), start=1
        )
    ]
    rows += [("", DECISIONS[place % 8], f"clause {900 + place}", "other_source") for place in range(24)]
    table = from_rows("contribution decision clause kind", rows)
    in_text = np.array([kind in {"adopted", "adapted", "other_source"} for kind in table["kind"]])
    table["text_share"] = only(in_text, rounded(rng.uniform(0.2, 0.9, len(rows))))
    return table


def trace_of_advice(seed: int, advice: Table) -> Table:
    """Where the advice of the town's own experts went: into the first four decisions."""
    rng = stream(seed, "trace of advice")
    answered = [
        (name, REACHED[state])
        for name, state in zip(advice["id"], advice["state"], strict=True)
        if state in REACHED
    ]
    decision = rng.integers(0, 4, len(answered)).tolist()
    return from_rows(
        "contribution decision clause kind",
        [
            (name, DECISIONS[place], f"clause {700 + number}", kind)
            for number, ((name, kind), place) in enumerate(zip(answered, decision, strict=True), start=1)
        ],
    )
