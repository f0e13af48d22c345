"""The papers: documents, goals, rules and rights."""

from __future__ import annotations

import numpy as np

from exampleton import town
from exampleton.columns import Table, by_hand, from_rows, joined, numbered, stream
from exampleton.effects import Effects
from exampleton.faults import marked, written
from exampleton.meetings import EVENTS, minutes_of

GOALS = numbered("GO", 8, 1)
INTERVIEWS = numbered("DOC-I", 12, 2)
INTERNAL = ("G01", "G02", "G03", "G04", "G13")


def document(effects: Effects) -> Table:
    """Charter, rules, budget, minutes, decisions and interviews: every title says that it is synthetic."""
    rows = [
        (minutes_of(place), "minutes", f"Minutes of meeting {place + 1}", "2021-12-01", "yes", "2021-12-10")
        for place in range(len(EVENTS))
        if minutes_of(place)
    ]
    decisions = by_hand("decision")
    rows += [
        (f"DOC-{name}", "decision", f"Decision {name}", day, "yes", day)
        for name, day in zip(decisions["id"], decisions["date"], strict=True)
    ]
    rows += [
        (name, "other", f"Transcript of interview {place}", "2022-05-01", "no", "")
        for place, name in enumerate(INTERVIEWS, start=1)
    ]
    table = joined(by_hand("document"), from_rows("id kind title date public published_on", rows))
    table["title"] = [f"{title}, {town.NAME}" for title in table["title"]]
    table["language"] = ["en"] * len(table["id"])
    return marked("document", table, effects)


def goal(seed: int, effects: Effects) -> Table:
    """Goals of each group, recorded before the start; attainment rated by the owner and a third party."""
    rng = stream(seed, "goal")
    table = by_hand("goal")
    inside = np.array([group in INTERNAL for group in table["owner_group"]])
    chance = np.where(inside, effects.goals_reached_inside, effects.goals_reached_outside)
    size = len(inside)
    reached = rng.random(size) < chance
    third = np.where(reached, rng.integers(0, 3, size), rng.integers(-2, 0, size))
    # Owners see much the same, now and then a degree more or less.
    owner = np.clip(third + rng.choice([-1, 0, 0, 0, 1], size), -2, 2)
    return table | {"attainment_owner": owner.tolist(), "attainment_third": third.tolist()}


def access_rule(effects: Effects) -> Table:
    """The rules written by hand, and what each of eight calls asks of those who want to take part."""
    dates = [
        *("2021-02-15", "2021-08-16", "2022-02-14", "2022-08-15"),
        *("2023-02-13", "2023-08-14", "2024-02-12", "2024-08-12"),
    ]
    # The first two calls have one requirement each among the rules written by hand.
    wanted = [1, 1, 2, 2] + [effects.later_requirements] * 4
    rows = [
        (
            f"AR{20 + 10 * call + number}",
            ("document", "expertise", "digital")[number % 3],
            f"Invented requirement {number + 1} of call {call + 1}",
            day,
            str(np.datetime64(day) - 21),
            "yes",
            "yes" if number % 3 == 1 else "no",
            "yes",
            f"{day[:4]}-{1 + call % 2}",
        )
        for call, day in enumerate(dates)
        for number in range(wanted[call])
    ]
    header = "id kind text since announced_on published expertise_required justified call"
    return joined(written("access_rule", effects), from_rows(header, rows))


def decision_right(effects: Effects) -> Table:
    """Who may do what at each step, as promised and as practised.

    Planted: citizens neither share in the agenda nor in the decision, and what they do share ends in March 2023.
    """
    rights = {
        "initiate": "decides shared none none consulted",
        "agenda": "shared shared consulted shared shared",
        "choose_participants": "none decides none consulted none",
        "evidence": "none shared shared shared shared",
        "draft": "none decides shared consulted consulted",
        "decide": "decides none none none shared",
        "veto": "decides none none none none",
        "implement": "none shared shared shared shared",
        "evaluate": "shared consulted consulted consulted consulted",
    }
    classes = ("elected", "administration", "professionals", "associations", "citizens")
    rows = []
    for basis in ("promised", "practised"):
        for step, levels in rights.items():
            for actor_class, level in zip(classes, levels.split(), strict=True):
                fails = effects.faults and basis == "practised" and actor_class == "citizens"
                short = fails and step in {"agenda", "decide"}
                ends = fails and level == "shared"
                rows.append(
                    (
                        step,
                        actor_class,
                        "consulted" if short else level,
                        basis,
                        "Invented town code, 40" if step in {"decide", "evidence"} else "-",
                        str(town.START),
                        "2023-03-31" if ends else "",
                    )
                )
    return from_rows("step actor_class level basis legal_basis valid_from valid_to", rows)
