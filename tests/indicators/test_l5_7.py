"""L5.7: a floor that anybody could have taken is no concern, one that two people keep is; a hushed group is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator

MEETINGS, PEOPLE = 8, 14
JUDGED = ("excess", "same_speakers", "group.sex.w", "group.sex.m")


@pytest.fixture(scope="module")
def equal_floor() -> Indicator:
    return next(indicator for indicator in indicators() if indicator.id == "L5.7")


@pytest.fixture
def verdicts(equal_floor: Indicator, build_dossier: Any) -> Any:
    def run(chance: np.ndarray, seed: int) -> dict[str, Verdict]:
        """Eight meetings; each speech, of lognormal length, falls on a person with the chance given."""
        rng = np.random.default_rng(seed)
        lines = ["actor,event,turns,spoke_seconds"]
        for meeting in range(MEETINGS):
            speaker = rng.choice(PEOPLE, size=40, p=chance / chance.sum())
            seconds = rng.lognormal(3.5, 0.9, 40)
            lines += [
                f"p{person},m{meeting},{int((speaker == person).sum())},{seconds[speaker == person].sum():.0f}"
                for person in range(PEOPLE)
            ]
        people = [f"p{person},person,{'w' if person % 2 else 'm'}" for person in range(PEOPLE)]
        directory = build_dossier(
            {
                "event": "id,kind,start\n"
                + "".join(f"m{meeting},meeting,2024-01-{meeting + 1:02}\n" for meeting in range(MEETINGS)),
                "actor": "id,kind,attr_sex\n" + "\n".join(people) + "\n",
                "participation": "\n".join(lines) + "\n",
            },
            name=f"seed{seed}",
            attributes={"sex": {"label": "sex", "categories": ["w", "m"], "order": "none"}},
        )
        results = equal_floor.measure(Evidence(open_dossier(directory))).results
        return {
            subject: judge(results[subject], line, Standing(grade="A")).verdict
            for subject in JUDGED
            for line in equal_floor.thresholds
            if line.fits(subject)
        }

    return run


def test_where_anybody_takes_the_floor_hardly_anything_is_a_concern(verdicts: Any) -> None:
    found = [verdict for seed in range(40) for verdict in verdicts(np.ones(PEOPLE), seed).values()]
    assert len(found) == 40 * len(JUDGED)
    assert np.mean([verdict is Verdict.CONCERN for verdict in found]) <= 0.05


def test_two_people_who_keep_the_floor_are_a_concern_by_both_measures(verdicts: Any) -> None:
    chance = np.ones(PEOPLE)
    chance[:2] = 12
    found = verdicts(chance, 1)
    assert found["excess"] is Verdict.CONCERN
    assert found["same_speakers"] is Verdict.CONCERN


def test_a_group_that_hardly_speaks_is_a_concern_and_the_other_is_not(verdicts: Any) -> None:
    found = verdicts(np.where(np.arange(PEOPLE) % 2, 1.0, 4.0), 2)
    assert found["group.sex.w"] is Verdict.CONCERN
    assert found["group.sex.m"] is Verdict.NO_SIGN


def test_talkative_people_make_no_group(verdicts: Any) -> None:
    rng = np.random.default_rng(7)
    found = []
    for seed in range(25):
        judged = verdicts(np.exp(rng.normal(0, 0.9, PEOPLE)), 100 + seed)
        found += [judged["group.sex.w"], judged["group.sex.m"]]
    assert np.mean([verdict is Verdict.CONCERN for verdict in found]) <= 0.08
