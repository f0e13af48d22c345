"""The papers: documents, goals, rights, complaints and interviews."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.agenda import DECISIONS
from exampleton.columns import (
    Dates,
    Table,
    at_hour,
    by_hand,
    drawn,
    flags,
    from_rows,
    iso,
    joined,
    numbered,
    only,
    stream,
    words,
)
from exampleton.meetings import EVENTS, minutes_of

GOALS = numbered("GO", 8, 1)
INTERVIEWS = numbered("DOC-I", 6, 1)


def document() -> Table:
    """Charter, rules, budget, minutes, decisions and interviews: every title says that it is synthetic."""
    rows = [
        (minutes_of(place), "minutes", f"Minutes of meeting {place + 1}", "2021-12-01", "yes", "2021-12-10")
        for place in range(len(EVENTS))
        if minutes_of(place)
    ]
    rows += [
        (f"DOC-{name}", "decision", f"Decision {name}", "2022-06-15", "yes", "2022-06-20")
        for name in DECISIONS
    ]
    rows += [
        (name, "other", f"Transcript of interview {place}", "2022-05-01", "no", "")
        for place, name in enumerate(INTERVIEWS, start=1)
    ]
    table = joined(by_hand("document"), from_rows("id kind title date public published_on", rows))
    table["title"] = [f"{title}, {town.NAME}" for title in table["title"]]
    table["language"] = ["en"] * len(table["id"])
    return table


def goal(seed: int) -> Table:
    """Eight goals of seven groups, recorded before the start; attainment rated by the owner and a third party."""
    rng = stream(seed, "goal")
    return by_hand("goal") | {
        "attainment_owner": rng.integers(-1, 3, len(GOALS)).tolist(),
        "attainment_third": rng.integers(-1, 3, len(GOALS)).tolist(),
    }


def decision_right() -> Table:
    """Who may do what at each step, as promised and as practised: the same."""
    rights = {
        "initiate": "decides shared none none consulted",
        "agenda": "shared shared consulted shared shared",
        "choose_participants": "none decides none consulted none",
        "evidence": "none shared shared shared shared",
        "draft": "none decides shared consulted consulted",
        "decide": "decides none none none consulted",
        "veto": "decides none none none none",
        "implement": "none shared shared shared shared",
        "evaluate": "shared consulted consulted consulted consulted",
    }
    classes = ("elected", "administration", "professionals", "associations", "citizens")
    rows = [
        (step, actor_class, level, basis, str(town.START))
        for basis in ("promised", "practised")
        for step, levels in rights.items()
        for actor_class, level in zip(classes, levels.split(), strict=True)
    ]
    return from_rows("step actor_class level basis valid_from", rows)


def complaint(seed: int) -> Table:
    """Complaints, appeals, petitions and incidents from the start until the audit."""
    rng = stream(seed, "complaint")
    size = 60
    at: Dates = town.START + np.sort(rng.integers(0, 1_900, size))
    days = rng.integers(5, 200, size)
    resolved = (rng.random(size) < 0.8) & (at + days <= town.AS_OF)
    kinds = {
        "oversight": 0.25,
        "prevention": 0.15,
        "judgement": 0.10,
        "redress": 0.35,
        "incident": 0.10,
        "data": 0.05,
    }
    return {
        "id": numbered("K", size, 2),
        "kind": drawn(rng, kinds, size),
        "at": iso(at_hour(at, 9)),
        "duty": words(numbered("DU", 24, 2), rng.integers(0, 24, size)),
        "forum": drawn(rng, {"ombudsperson": 0.5, "council committee": 0.3, "court": 0.2}, size),
        "admissible": drawn(rng, {"yes": 0.85, "no": 0.1, "unknown": 0.05}, size),
        "referred": rng.poisson(0.5, size).tolist(),
        "resolved_at": only(resolved, iso(at_hour(np.add(at, days), 9))),
        "upheld": only(resolved, flags(rng.random(size) < 0.4)),
        "third_party_harm": ["no"] * size,
    }


def coded_statement(seed: int) -> Table:
    """Sixty passages of six interviews, each coded by two people who agree nine times in ten."""
    rng = stream(seed, "coded_statement")
    size = 60
    codes = ("V02", "V06", "V10", "V15", "V19", "V33")
    directions = ("strengthened", "weakened", "both", "neutral")
    code = rng.integers(0, len(codes), size)
    direction = rng.integers(0, len(directions), size)
    role = drawn(
        rng,
        {"project_manager": 0.3, "front_line_staff": 0.2, "user_co_producer": 0.3, "neighbour": 0.2},
        size,
    )
    rows = []
    for coder in ("coder-1", "coder-2"):
        slips = (rng.random(size) < 0.1) & (coder == "coder-2")
        seen = np.where(slips, (direction + 1) % len(directions), direction)
        rows += [
            (
                INTERVIEWS[place % 6],
                f"passage-{place + 1:02d}",
                coder,
                codes[code[place]],
                directions[seen[place]],
                "delivery",
                role[place],
                "process",
            )
            for place in range(size)
        ]
    return from_rows("document passage coder code direction phase role attribution", rows)
