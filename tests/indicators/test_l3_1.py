"""L3.1: partiality is found, topics are kept apart, and one prolific author is not a group."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Verdict, by_interval
from obverse.indicators.indicator import Measurement
from obverse.indicators.l3_impartiality.l3_1_equal_treatment.indicator import EqualTreatment, _Compared
from obverse.quantities import Estimate, NotEstimable
from obverse.statistics.odds import odds_ratio_mantel_haenszel

OPINION_GROUPS = {
    "opinion_group": {"label": "opinion group", "categories": ["0", "1", "none"], "order": "none"}
}
MODERATED = {"1": "in", "-1": "out", "0": "not_moderated"}
Build = Callable[..., Path]


def measured(directory: Path) -> Measurement:
    return EqualTreatment().measure(Evidence(open_dossier(directory)))


def vtaiwan(folder: Path) -> dict[str, str]:
    actors, statements = ["id,kind,attr_opinion_group"], ["id,kind,author,moderated"]
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as stream:
        actors += [
            f"{line['participant']},platform_account,{line['group-id'] or 'none'}"
            for line in csv.DictReader(stream)
        ]
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as stream:
        statements += [
            f"s{line['comment-id']},statement,{line['author-id']},{MODERATED[line['moderated']]}"
            for line in csv.DictReader(stream)
        ]
    return {"actor": "\n".join(actors) + "\n", "contribution": "\n".join(statements) + "\n"}


def test_people_of_no_opinion_group_stay_visible_in_vtaiwan(open_data: Path, build_dossier: Build) -> None:
    tables = vtaiwan(open_data / "polis" / "vtaiwan.uberx")
    measurement = measured(build_dossier(tables, attributes=OPINION_GROUPS))
    subjects = {
        f"{figure}.opinion_group.{category}"
        for figure in ("moderation", "people")
        for category in ("0", "1", "none")
    }
    assert subjects == set(measurement.results)
    size = measurement.results["people.opinion_group.none"]
    assert isinstance(size, Estimate)
    assert (size.value, size.n) == (702 / 1921, 1921)
    assert measurement.provenance.left_out == {}
    none = measurement.results["moderation.opinion_group.none"]
    assert isinstance(none, Estimate)
    assert none.n == 197
    (chart,) = measurement.charts.values()
    assert chart.categories == ("0", "1", "none")


def test_the_author_of_a_quarter_of_vtaiwans_statements_is_not_an_opinion_group(
    open_data: Path, build_dossier: Build
) -> None:
    tables = vtaiwan(open_data / "polis" / "vtaiwan.uberx")
    measurement = measured(build_dossier(tables, attributes=OPINION_GROUPS))
    group = measurement.results["moderation.opinion_group.0"]
    assert isinstance(group, NotEstimable)
    assert group.remedy == "prolific_authors"


def world(
    rng: np.random.Generator, authors: int, tail: float, likeness: float, ratio: float = 1.0
) -> _Compared:
    """Authors of 1 to 40 contributions on three topics; ``ratio`` is the group's odds of removal over the rest's."""
    cells = []
    inside = rng.permutation(authors) < 0.4 * authors
    own = (
        rng.beta(0.3 * (1 / likeness - 1), 0.7 * (1 / likeness - 1), authors)
        if likeness
        else np.full(authors, 0.3)
    )
    odds = np.where(inside, ratio, 1.0) * own / np.maximum(1 - own, 1e-9)
    for author, size in enumerate(np.minimum(rng.zipf(tail, authors), 40).tolist()):
        for topic, contributions in enumerate(rng.multinomial(size, [1 / 3] * 3).tolist()):
            if contributions:
                removed = rng.binomial(contributions, odds[author] / (1 + odds[author]))
                cells.append((int(inside[author]), topic, author, removed, contributions))
    return _Compared(*np.array(cells, dtype=np.int64).T)


def excludes_one(result: Estimate | NotEstimable) -> bool:
    return isinstance(result, Estimate) and not result.interval.contains(1.0)


@pytest.mark.parametrize(
    ("authors", "tail", "likeness"),
    [(30, 2.0, 0.5), (100, 2.0, 0.5), (100, 1.7, 0.5), (100, 3.0, 0.2), (150, 2.0, 0.0)],
)
def test_authors_who_resemble_themselves_rarely_make_a_concern(
    authors: int, tail: float, likeness: float
) -> None:
    # measured 0.02, 0.03, 0.03, 0.03, 0.05; the plain interval gives 0.38, 0.44, 0.55, 0.07, 0.06
    rng = np.random.default_rng(20261122)
    worlds, alarms, plain = 200, 0, 0
    for _ in range(worlds):
        compared = world(rng, authors, tail, likeness)
        if not compared.same_for_all:
            alarms += excludes_one(compared.odds_ratio(compared.difference()))
            plain += excludes_one(odds_ratio_mantel_haenszel(compared.tables))
    assert alarms / worlds <= 0.08
    if likeness == 0.5:
        assert plain > 4 * max(alarms, 1)


def test_a_group_removed_four_times_as_often_is_found() -> None:
    rng = np.random.default_rng(20261122)
    line = EqualTreatment().thresholds[0]
    found = 0
    for _ in range(50):
        compared = world(rng, 150, 3.0, 0.1, ratio=4.0)
        result = compared.odds_ratio(compared.difference())
        if isinstance(result, Estimate):
            found += by_interval(result.envelope, line, result.unit).verdict is Verdict.CONCERN
    assert found >= 40


def test_without_prolific_authors_the_interval_is_that_of_mantel_and_haenszel() -> None:
    rng = np.random.default_rng(20261122)
    removed, inside, topic = rng.integers(0, 2, 400), rng.integers(0, 2, 400), rng.integers(0, 3, 400)
    compared = _Compared(inside, topic, np.arange(400), removed, np.ones(400, dtype=np.int64))
    ours, plain = compared.odds_ratio(compared.difference()), odds_ratio_mantel_haenszel(compared.tables)
    assert isinstance(ours, Estimate)
    assert isinstance(plain, Estimate)
    assert ours.value == pytest.approx(plain.value)
    assert ours.interval.low == pytest.approx(plain.interval.low, rel=1e-6)
    assert ours.interval.high == pytest.approx(plain.interval.high, rel=1e-6)


def test_four_decided_contributions_are_no_clean_bill(build_dossier: Build) -> None:
    actors = ["id,kind,attr_tenure"] + [
        f"p{number},person,{'tenant' if number % 2 else 'owner'}" for number in range(12)
    ]
    rows = ["id,kind,author,state"] + [f"c{number},proposal,p{number},accepted" for number in range(12)]
    tenure = {"tenure": {"label": "tenure", "categories": ["tenant", "owner"], "order": "worst_to_best"}}
    tables = {"actor": "\n".join(actors) + "\n", "contribution": "\n".join(rows) + "\n"}
    result = measured(build_dossier(tables, attributes=tenure)).results["acceptance.tenure.tenant"]
    assert isinstance(result, NotEstimable)
    assert result.why == "too_few"


def test_of_two_categories_the_worse_off_is_compared_with_the_other(build_dossier: Build) -> None:
    actors = ["id,kind,attr_tenure"] + [
        f"p{number},person,{'tenant' if number % 2 else 'owner'}" for number in range(60)
    ]
    rows = ["id,kind,author,state"] + [
        f"c{number},proposal,p{number},{'accepted' if number % 3 else 'rejected'}" for number in range(60)
    ]
    tenure = {"tenure": {"label": "tenure", "categories": ["owner", "tenant"], "order": "best_to_worst"}}
    tables = {"actor": "\n".join(actors) + "\n", "contribution": "\n".join(rows) + "\n"}
    results = measured(build_dossier(tables, attributes=tenure)).results
    assert [subject for subject in results if subject.startswith("acceptance")] == [
        "acceptance.tenure.tenant"
    ]
