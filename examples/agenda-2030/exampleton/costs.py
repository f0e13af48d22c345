"""The account of what working together cost, and beside it the cost of the service itself."""

from __future__ import annotations

import numpy as np

from exampleton.columns import Table, drawn, from_rows, joined, only, rounded, stream


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
    of_collaboration = from_rows("class payer date purpose", rows) | {
        "hours": rounded(hours, 1),
        "amount": only(body, rounded(hours * 38.0, 0)),
        "basis": drawn(rng, {"measured": 0.6, "estimated": 0.4}, size),
        "delivery": ["no"] * size,
        "grade": ["C"] * size,
    }
    return joined(of_collaboration, _of_the_service(seed), _support(seed))


def _of_the_service(seed: int) -> Table:
    """What delivering home support and running the meeting points takes, twice a year."""
    rng = stream(seed, "cost of the service")
    rows = [
        ("implementation", payer, f"{year}-{month}-28", "other")
        for payer in ("body", "associations", "citizens")
        for year in (2022, 2023)
        for month in ("03", "09")
    ]
    size = len(rows)
    hours = rng.gamma(40.0, 50.0, size)
    body = np.array([payer == "body" for _, payer, _, _ in rows])
    return from_rows("class payer date purpose", rows) | {
        "hours": rounded(hours, 1),
        "amount": only(body, rounded(hours * 38.0, 0)),
        "basis": ["measured"] * size,
        "delivery": ["yes"] * size,
        "grade": ["C"] * size,
    }


def _support(seed: int) -> Table:
    """Hours of support, with the group that they were for."""
    rng = stream(seed, "support")
    rows = [
        ("participant", "body", group, f"2021-{month:02d}-28", "support")
        for group in ("G05", "G06", "G07", "G10", "G12")
        for month in (3, 6, 9)
    ]
    hours = rng.gamma(6.0, 2.0, len(rows))
    return from_rows("class payer group date purpose", rows) | {
        "hours": rounded(hours, 1),
        "amount": rounded(hours * 38.0, 0),
        "basis": ["measured"] * len(rows),
        "delivery": ["no"] * len(rows),
        "grade": ["C"] * len(rows),
    }
