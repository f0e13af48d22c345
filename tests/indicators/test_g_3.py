"""G-3: groups with luck of their own are no proof that one side got its way."""

from __future__ import annotations

import datetime as dt

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.evidence.facts import Audit, Facts, Process
from obverse.findings.verdict import Verdict, by_interval
from obverse.indicators.indicator import Samples
from obverse.indicators.questions.g_3_whose_goals_were_reached.indicator import STEPS, WhoseGoalsWereReached
from obverse.quantities import Estimate

FACTS = Facts(process=Process(id="x", title="x"), audit=Audit(as_of=dt.date(2025, 1, 1)))
(LINE,) = WhoseGoalsWereReached().thresholds


def concern(reached: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether goals reached of goals held, group by group of each side, raise a concern."""
    rows = [(side, yes, held) for side, groups in reached.items() for yes, held in groups]
    columns: dict[str, list[object]] = {
        "rater": ["third"] * len(rows),
        "side": [side for side, _, _ in rows],
        "party": [f"g{at}" for at in range(len(rows))],
        "label": [f"g{at}" for at in range(len(rows))],
    }
    tables = {name: np.array(column, dtype=object) for name, column in columns.items()}
    counts = dict.fromkeys(STEPS, np.zeros(len(rows), dtype=np.int64))
    counts["as_hoped"] = np.array([yes for _, yes, _ in rows])
    counts["less"] = np.array([held - yes for _, yes, held in rows])
    samples = Samples({"owners": Reduction({**tables, **counts})}, FACTS, 3)
    result = WhoseGoalsWereReached().estimate(samples)["sides.third"]
    return (
        isinstance(result, Estimate)
        and by_interval(result.envelope, LINE, result.unit).verdict is Verdict.CONCERN
    )


def test_where_groups_have_luck_of_their_own_at_most_one_world_in_twenty_raises_a_concern() -> None:
    rng = np.random.default_rng(3)
    for inside, outside in ((2, 4), (3, 5), (6, 8)):
        alarms = 0
        for _ in range(200):
            luck = rng.beta(1.5, 1.5, inside + outside)
            groups = [(int(rng.binomial(5, chance)), 5) for chance in luck]
            alarms += concern({"internal": groups[:inside], "external": groups[inside:]})
        assert alarms <= 10, (inside, outside, alarms)


def test_a_side_that_gets_everything_is_found_with_three_groups_against_five() -> None:
    assert concern({"internal": [(4, 4)] * 3, "external": [(1, 4), (0, 4), (1, 3), (0, 3), (1, 4)]})


def test_a_single_group_inside_proves_nothing_about_its_side() -> None:
    assert not concern({"internal": [(6, 6)], "external": [(0, 3), (1, 4), (0, 4)]})
