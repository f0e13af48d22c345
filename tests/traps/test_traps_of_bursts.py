"""Traps of unusual input: honest rushes taken for attacks, campaigns taken for fraud."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import pdtrc

from obverse.auditing import audit
from obverse.findings.finding import Finding
from obverse.findings.verdict import Verdict
from obverse.statistics.arrivals import Arrivals, unexplained_arrivals

Judged = Callable[..., dict[str, Finding]]
Table = Callable[[str, Iterable[str]], str]
Counts = npt.NDArray[np.int64]
ACCUSING = ("fraud", "manipulat", "deliberate", "cheat", "rigged", "intent")


def ballot(rng: np.random.Generator, per_hour: int) -> Counts:
    """3,000 honest votes of 21 days: by day rather than by night, in a rush before the close."""
    time = np.arange(21 * 24 * per_hour) / per_hour
    clock = time % 24
    rate = np.exp(1.2 * np.sin((clock - 9) * np.pi / 12) + 0.5 * np.sin((clock - 6) * np.pi / 6))
    rate = np.where(clock < 6, 0.2 * rate, rate) * (1 + 10 * np.exp(-(time[-1] - time) / 12))
    return np.asarray(rng.poisson(rate * 3000 / rate.sum()), dtype=np.int64)


def bursts(votes: Counts) -> list[tuple[int, int]]:
    found = unexplained_arrivals(votes.reshape(-1, 12).sum(axis=1))
    assert isinstance(found, Arrivals)
    return [(burst.first, burst.last) for burst in found.bursts]


def test_the_rhythm_of_day_and_deadline_raises_no_alarm() -> None:
    """Trap 10: burst detectors on honest votes."""
    rng = np.random.default_rng(10)
    ballots = [ballot(rng, per_hour=12) for _ in range(20)]
    windows = len(ballots[0])
    assert windows * 1e-4 == pytest.approx(0.6, abs=0.01)
    alarms = []
    for votes in ballots:
        line = next(count for count in range(500) if pdtrc(count, votes.mean()) <= 1e-4)
        alarms.append(int((votes > line).sum()))
    assert np.mean(alarms) == pytest.approx(30, abs=4)

    assert sum(bool(bursts(votes)) for votes in ballots) <= 1
    # and that not because it sees nothing: 60 votes more in one hour of an evening
    for votes in ballots:
        votes[12 * 260 : 12 * 261] += 5
    assert sum(any(first <= 260 <= last for first, last in bursts(votes)) for votes in ballots) >= 18


def test_an_honest_ballot_is_no_concern_from_its_votes_to_its_verdict(judged: Judged, table: Table) -> None:
    """Trap 10: burst detectors on honest votes, on the register."""
    opening = dt.datetime(2024, 3, 4, tzinfo=dt.UTC)
    rows = []
    for window, many in enumerate(ballot(np.random.default_rng(101), per_hour=12).tolist()):
        moment = (opening + dt.timedelta(minutes=5 * window + 1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        rows += [f"v{window}-{number},c1,1,{moment},online" for number in range(many)]
    people = [f"{row.partition(',')[0]},person,no" for row in rows]
    found = judged(
        "E7.5d",
        {
            "vote": table("actor,contribution,value,at,channel", rows),
            "actor": table("id,kind,staff_or_test", people),
            "contribution": "id,kind\nc1,project\n",
        },
    )
    assert found["arrivals.unexplained"].verdict is Verdict.NO_SIGN


def test_a_campaign_is_called_inputs_that_are_not_independent_and_nothing_worse(
    build_dossier: Callable[..., Path], table: Table
) -> None:
    """Trap 10: organised campaigns are not fraud."""
    words = "We ask the council to keep the branch library of our quarter open on Saturdays for families"
    rows = [f"c{number},comment,p{number},{words}" for number in range(60)]
    directory = build_dossier(
        {
            "contribution": table("id,kind,author,text", rows),
            "actor": table("id,kind", [f"p{number},person" for number in range(60)]),
        }
    )
    report = audit(directory, only=["E7.5d"])
    (item,) = [one for one in report.content["findings"] if one["subject"] == "texts.copies"]
    # printed from rounded counts of contributions
    assert item["result"]["value"] > 0.85
    told = " ".join(
        str(part)
        for one in report.content["findings"]
        for part in (one["name"], one["sentence"], one["meaning"], one["question"])
    ).casefold()
    assert not [word for word in ACCUSING if word in told]
