"""E7.5c: a summary drawn from the contributions raises no concern, one without its critics does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.quantities import Estimate, Result

INDICATOR = next(item for item in indicators() if item.id == "E7.5c")
TOPICS = np.array(["traffic", "noise", "schools", "parks", "rents"])
SHARES = np.array([0.35, 0.25, 0.2, 0.1, 0.1])


def tables(
    seed: int, *, people: int, passages: int, of_summary: np.ndarray, kept: tuple[float, float]
) -> dict[str, str]:
    """Contributions, a summary with its own shares of topics, and the chances to be kept (critical, other)."""
    rng = np.random.default_rng(seed)
    topic, critical = rng.choice(TOPICS, people, p=SHARES), rng.random(people) < 0.4
    given = rng.random(people) < np.where(critical, kept[0], kept[1])
    rows = [
        f"c{i},proposal,p{i % (people * 3 // 4)},{topic[i]},{-1 if critical[i] else 1},{'yes' if given[i] else 'no'}"
        for i in range(people)
    ]
    coded = [f"d1,s{i},a,{name}" for i, name in enumerate(rng.choice(TOPICS, passages, p=of_summary))]
    return {
        "actor": "id,kind\n" + "".join(f"p{i},person\n" for i in range(people)),
        "contribution": "\n".join(["id,kind,author,topic,aligned,in_synthesis", *rows]) + "\n",
        "document": "id,kind\nd1,synthesis\n",
        "coded_statement": "\n".join(["document,passage,coder,code", *coded]) + "\n",
    }


@pytest.fixture
def verdicts(build_dossier: Any) -> Any:
    def of(seed: int, **given: Any) -> dict[str, Verdict]:
        directory = build_dossier(tables(seed, **given), name=f"dossier{seed}")
        results: dict[str, Result] = dict(INDICATOR.measure(Evidence(open_dossier(directory))).results)
        standing = Standing(grade="A", sources=1, stage="after", stages=INDICATOR.stage)
        lines = {line.subject: line for line in INDICATOR.thresholds}
        return {name: judge(result, lines.get(name), standing).verdict for name, result in results.items()}

    return of


def test_a_summary_drawn_from_the_contributions_raises_no_concern(verdicts: Any) -> None:
    told = [
        verdicts(seed, people=people, passages=40, of_summary=SHARES, kept=(0.5, 0.5))
        for seed, people in enumerate([40, 80, 160, 320] * 5)
    ]
    concerns = sum(verdict is Verdict.CONCERN for one in told for verdict in one.values())
    assert concerns <= 2, "two verdicts in each of twenty dossiers: one in twenty may err"


def test_a_summary_that_changed_the_subject_and_lost_its_critics_is_a_concern(verdicts: Any) -> None:
    other = np.array([0.05, 0.05, 0.1, 0.4, 0.4])
    told = verdicts(3, people=120, passages=60, of_summary=other, kept=(0.2, 0.8))
    assert told["topics.distance"] is Verdict.CONCERN
    assert told["kept.difference"] is Verdict.CONCERN


def test_authors_who_wrote_much_are_no_crowd_of_critics(build_dossier: Any) -> None:
    """Sixty coded contributions of twelve authors, each wholly critical or not; the summary is as critical."""
    concerns = 0
    line = next(line for line in INDICATOR.thresholds if line.subject == "critical.difference")
    for seed in range(30):
        rng = np.random.default_rng(seed)
        critical = np.repeat(rng.random(12) < 0.4, 5)
        words = {True: "weakened", False: "strengthened"}
        coded = [f"d2,c{i},a,x,{words[bool(critical[i])]}" for i in range(60)]
        coded += [f"d1,s{i},a,x,{words[bool(one)]}" for i, one in enumerate(rng.random(60) < 0.4)]
        directory = build_dossier(
            {
                "actor": "id,kind\n" + "".join(f"p{i},person\n" for i in range(12)),
                "contribution": "id,kind,author\n" + "".join(f"c{i},proposal,p{i // 5}\n" for i in range(60)),
                "document": "id,kind\nd1,synthesis\nd2,other\n",
                "coded_statement": "\n".join(["document,passage,coder,code,direction", *coded]) + "\n",
            },
            name=f"authors{seed}",
        )
        result = INDICATOR.measure(Evidence(open_dossier(directory))).results["critical.difference"]
        assert isinstance(result, Estimate)
        standing = Standing(grade="A", sources=1, stage="after", stages=INDICATOR.stage)
        concerns += judge(result, line, standing).verdict is Verdict.CONCERN
    assert concerns <= 2, "over single passages one dossier in eight or so would raise a concern"
