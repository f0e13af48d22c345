"""The comparisons with other libraries: our side of each answers, and the page says what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.peers import inequality, networks, opinions, raking, survival
from benchmarks.peers.comparison import RESULTS, Run, Work, judged
from benchmarks.peers.environments import ENVIRONMENTS, lock
from benchmarks.peers.page import PAGE, page, results

WORKS = (raking.WORK, inequality.WORK, survival.WORK, networks.WORK, opinions.work())


def test_the_page_says_what_the_results_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(results()), "run python -m benchmarks.peers.page"


def test_what_was_measured_is_what_the_benchmarks_now_ask_for() -> None:
    for work in WORKS:
        file = RESULTS / f"{work.name}.json"
        if not file.exists():
            continue
        told = json.loads(file.read_text(encoding="utf-8"))
        again = judged(work, told["runs"])
        assert {**again, "measured_on": "", "machine": ""} == {**told, "measured_on": "", "machine": ""}, (
            work.name
        )


def test_raking_meets_the_margins_of_the_population() -> None:
    given = raking.arrays(20_000)
    own = raking.ours(given)()
    assert raking.missed(own, own["weights"]) < 1e-10
    assert raking.missed(own, np.ones(20_000)) > 0.1


def test_the_interval_of_the_gini_coefficient_is_that_of_persons_drawn_one_by_one() -> None:
    given = inequality.arrays(5_000, 400)
    own = inequality.ours(given)()
    rng, counts = np.random.default_rng(3), np.sort(given["counts"])
    place = 2.0 * np.arange(1, 5_001) - 5_001
    drawn = [np.sort(rng.choice(counts, 5_000)) for _ in range(400)]
    low, high = np.quantile([one @ place / (5_000 * one.sum()) for one in drawn], [0.025, 0.975])
    assert own["value"] == pytest.approx(counts @ place / (5_000 * counts.sum()))
    assert own["high"] - own["low"] == pytest.approx(high - low, rel=0.2)


def test_the_survival_curve_counts_each_duration_once() -> None:
    given = survival.arrays(3_000)
    own = survival.ours(given)()
    assert own["times"].tolist() == sorted(set(given["durations"].tolist()))
    still_open = [(given["durations"] > day).mean() for day in own["times"]]
    # censoring removes people from the count without an event, so the curve lies above it
    assert (own["survival"] >= np.array(still_open) - 1e-12).all()


def test_the_network_is_one_without_double_ties() -> None:
    given = networks.arrays(5_000)
    pairs = np.sort(given["ties"], axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs) == 5_000
    own = networks.ours(given)()
    assert own["degree"].sum() == 10_000
    assert own["sizes"].sum() == 500


def test_the_three_camps_are_found() -> None:
    given = opinions.arrays(300, 60, 9_000)
    own = opinions.ours(given)()
    assert len(np.unique(own["label"])) == 3
    assert opinions.same(own, own).endswith("1.000")


def test_one_peer_that_is_too_fast_or_missing_keeps_the_goal_from_being_reached() -> None:
    work: Work = survival.WORK
    good: list[dict[str, Any]] = [
        {"peer": run.peer.name, "size": run.size, "ratio": {"median": 9.0}, "goal": run.goal}
        for run in work.runs
    ]
    aside = {**good[0], "ratio": {"median": 0.5}, "goal": None}
    assert judged(work, [*good, aside])["reached"]
    slow = [good[0], {**good[1], "ratio": {"median": 4.9}}]
    assert judged(work, slow)["why_not"] == "statsmodels at 5 * 10^6 durations: 4.9 x of 5 x"
    assert judged(work, good[:1])["why_not"] == "statsmodels at 5 * 10^6 durations was not measured"
    assert not judged(work, slow)["reached"]
    assert not judged(work, [])["reached"]


def test_every_side_of_a_peer_is_a_function_that_exists() -> None:
    runs: list[Run] = [run for work in WORKS for run in work.runs]
    for run in runs:
        module, _, name = run.peer.side.partition(":")
        file = lock("any").parents[1] / f"{module.replace('.', '/')}.py"
        assert f"def {name}(" in file.read_text(encoding="utf-8")
        assert run.peer.environment in ENVIRONMENTS


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_peers_that_are_wished_for_are_locked(name: str) -> None:
    file: Path = lock(name)
    text = file.read_text(encoding="utf-8")
    for wish in ENVIRONMENTS[name]:
        assert re.search(rf"^{re.split('[<>=]', wish)[0]}==", text, re.MULTILINE), wish


def test_what_has_no_peer_is_shown_by_its_seconds() -> None:
    run = {"peer": "", "size": "a | call", "ours_seconds": [0.2, 0.4, 0.3], "ratio": None}
    entry = {**judged(survival.WORK, []), "sense": "at most", "runs": [run]}
    row = next(line for line in page([entry]).splitlines() if line.startswith("| survival"))
    assert row.split(" | ")[1:4] == ["-", survival.WORK.reach, "a \\| call: 0.3 s"]


@pytest.mark.parametrize(("sense", "shown"), [("at least", "lowest 9x"), ("at most", "highest 20x")])
def test_of_several_sizes_the_one_nearest_to_missing_the_goal_is_shown(sense: str, shown: str) -> None:
    runs = [
        {
            "peer": "a",
            "size": "all",
            "ratio": {"median": median, "low": 1.0, "high": 30.0},
            "ours_seconds": [1.0],
            "peer_seconds": [2.0, 2.1],
        }
        for median in (9.0, 20.0)
    ]
    entry = {**judged(survival.WORK, []), "sense": sense, "runs": runs}
    assert f"a: {shown} (1 to 30)" in page([entry])
