"""L7.1: mergers are followed, what is not due is not held against anybody, prolific authors count once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.indicators.indicator import Measurement
from obverse.indicators.l7_empowerment.l7_1_fate_of_contributions.indicator import FATES, FateOfContributions
from obverse.quantities import Estimate, NotEstimable
from obverse.statistics.shares import wilson_share

HEADER = "id,author,created_at,state,answered_at,reasoned,merged_into,moderated"
Build = Callable[..., Path]


def measured(directory: Path) -> Measurement:
    return FateOfContributions().measure(Evidence(open_dossier(directory)))


def estimate(measurement: Measurement, subject: str) -> Estimate:
    result = measurement.results[subject]
    assert isinstance(result, Estimate), result
    return result


def table(rows: list[str]) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def answered(count: int, start: int = 0) -> list[str]:
    return [f"a{start + number},,2024-01-01,accepted,2024-02-01,yes,," for number in range(count)]


def test_shares_of_all_fates_add_up_to_one(build_dossier: Build) -> None:
    rows = [
        *answered(10),
        *[
            f"r{number},,2024-01-01,rejected,2024-02-01,{'yes' if number % 3 else 'no'},,"
            for number in range(10)
        ],
        *[
            f"o{number},,2024-01-01,evaluating,,,,{'out' if number % 4 == 0 else 'in'}"
            for number in range(10)
        ],
        *[f"w{number},,2024-01-01,withdrawn,,,," for number in range(5)],
        *[f"m{number},,2024-01-01,merged,,,r{number}," for number in range(5)],
    ]
    measurement = measured(build_dossier({"contribution": table(rows)}))
    assert sum(estimate(measurement, fate).value for fate in FATES) == pytest.approx(1.0)


def test_contributions_merged_in_a_circle_have_no_known_fate(build_dossier: Build) -> None:
    circle = ["x,,2024-01-01,merged,,,y,", "y,,2024-01-01,merged,,,x,"]
    measurement = measured(build_dossier({"contribution": table(answered(20) + circle)}))
    adopted = estimate(measurement, "adopted")
    assert adopted.n == 20
    assert adopted.missing is not None
    assert (adopted.missing.low, adopted.missing.high) == pytest.approx((20 / 22, 1.0))


def test_a_fate_decided_after_the_audit_is_not_known_yet(build_dossier: Build) -> None:
    later = [f"z{number},,2024-01-01,accepted,2025-03-01,yes,," for number in range(20)]
    measurement = measured(build_dossier({"contribution": table(answered(20) + later)}))
    assert estimate(measurement, "unanswered").value == pytest.approx(0.5)


def test_twelve_refusals_of_one_author_say_less_than_twelve_authors(build_dossier: Build) -> None:
    rows = [f"c{number},big,2024-01-01,rejected,2024-02-01,no,," for number in range(12)]
    rows += [f"d{number},p{number},2024-01-01,accepted,2024-02-01,yes,," for number in range(12)]
    actors = "id,kind\nbig,person\n" + "".join(f"p{number},person\n" for number in range(12))
    share = estimate(
        measured(build_dossier({"contribution": table(rows), "actor": actors})), "refused_without_reasons"
    )
    independent = wilson_share(12, 24)
    assert isinstance(independent, Estimate)
    assert share.value == 0.5
    assert share.interval.low < independent.interval.low - 0.1
    assert share.interval.high > independent.interval.high + 0.1


def test_one_contribution_each_gives_nearly_the_interval_of_independent_cases(build_dossier: Build) -> None:
    rows = answered(100) + [f"o{number},,2024-01-01,open,,,," for number in range(100)]
    share = estimate(measured(build_dossier({"contribution": table(rows)})), "unanswered")
    independent = wilson_share(100, 200)
    assert isinstance(independent, Estimate)
    assert share.interval.low == pytest.approx(independent.interval.low, abs=0.005)
    assert share.interval.high == pytest.approx(independent.interval.high, abs=0.005)


def test_closed_requests_raise_no_share_of_adopted_proposals(build_dossier: Build) -> None:
    rows = [
        f"p{number},proposal,2024-01-01,{'accepted' if number < 5 else 'rejected'}" for number in range(20)
    ]
    for kind in ("request", "report", "question"):
        rows += [f"{kind}{number},{kind},2024-01-01,done" for number in range(100)]
    measurement = measured(
        build_dossier({"contribution": "\n".join(["id,kind,created_at,state", *rows]) + "\n"})
    )
    taken = estimate(measurement, "taken_up")
    assert (taken.value, taken.n) == (0.25, 20)
    assert measurement.provenance.left_out == {"not_an_input": 300}


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (("open", "done"), False),
        (("open", "evaluating", "withdrawn", "merged"), False),
        (("open", "accepted"), True),
        (("done", "rejected"), True),
    ],
)
def test_refusals_that_no_state_could_tell_are_silence_and_not_zero(
    states: tuple[str, ...], told: bool, build_dossier: Build
) -> None:
    rows = [f"c{number},,2024-01-01,{states[number % len(states)]},,no,," for number in range(60)]
    results = measured(build_dossier({"contribution": table(rows)})).results
    assert isinstance(results["refused_without_reasons"], Estimate) is told
    assert isinstance(results["refused_with_reasons"], Estimate) is told
    assert isinstance(results["unanswered"], Estimate)


def test_a_platform_that_keeps_states_back_gives_no_clean_bill_on_refusals(build_dossier: Build) -> None:
    directory = build_dossier({"contribution": table(answered(30))})
    with (directory / "dossier.toml").open("a", encoding="utf-8") as file:
        file.write('\n[platform.contribution]\nnot_exported = ["state"]\n')
    result = measured(directory).results["refused_without_reasons"]
    assert isinstance(result, NotEstimable)
    assert result.why == "not_exported"
