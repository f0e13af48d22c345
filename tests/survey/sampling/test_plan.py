"""How many to ask: the textbooks' numbers, the promised power, and honest advice for small groups."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from obverse.evidence.problems import EvidenceProblems
from obverse.survey.sampling.plan import Aim, Stratum, answers_needed, plan, printed
from obverse.survey.sampling.planning import read_strata, sizes_of, table_of


@pytest.mark.parametrize(
    ("first", "second", "needed"),
    # equal groups, two-sided 5 %, power 80 %, without continuity correction: Fleiss, Levin & Paik 2003, chapter 4
    [(0.5, 0.6, 388), (0.6, 0.7, 356), (0.5, 0.65, 170), (0.1, 0.2, 199), (0.25, 0.4, 152)],
)
def test_two_shares_need_the_numbers_of_the_textbook(first: float, second: float, needed: int) -> None:
    assert answers_needed(Aim(difference=second - first, share=(first + second) / 2)) == needed


@pytest.mark.parametrize(("effect", "needed"), [(0.2, 394), (0.5, 64), (0.8, 26)])
def test_two_means_need_the_numbers_of_cohens_table(effect: float, needed: int) -> None:
    # Cohen 1988, table 2.4.1 at 5 % two-sided and power 80 %: 393, 64 and 26; 394 with exact noncentral t
    assert answers_needed(Aim(difference=effect, measure="mean", spread=1.0)) == needed


@pytest.mark.parametrize(("eligible", "asked"), [(400, 1.0), (4000, 0.5), (260, 1.0)])
def test_the_promised_power_comes_out_of_a_simulation(eligible: int, asked: float) -> None:
    aim = Aim(difference=0.2, asked=asked)
    (one,) = plan([Stratum(name="a", eligible=eligible)], aim)
    rng = np.random.default_rng(7)
    shares = []
    for share in (0.4, 0.6):
        yes = round(share * eligible)
        shares.append(rng.hypergeometric(yes, eligible - yes, one.per_item, size=4000) / one.per_item)
    pooled = (shares[0] + shares[1]) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / one.per_item * (1 - one.per_item / eligible))
    power = float(np.mean(np.abs(shares[1] - shares[0]) / error > norm.ppf(0.975)))
    assert 0.77 < power < 0.84


def test_people_of_one_cluster_count_for_less() -> None:
    plain, clustered = (
        answers_needed(Aim(difference=0.15, together=size, resemblance=0.05)) for size in (1, 11)
    )
    assert clustered == pytest.approx(1.5 * plain, abs=1.5)


def test_a_finite_population_needs_fewer_and_never_more_than_it_has() -> None:
    strata = [Stratum(name=str(size), eligible=size, response=0.5) for size in (40, 400, 40_000)]
    small, middle, large = plan(strata, Aim(difference=0.15))
    assert small.needed < middle.needed < large.needed == 173
    assert small.invite == 40
    assert small.advice == "everyone"
    assert small.detectable is not None
    assert small.detectable > 0.15
    assert large.detectable == pytest.approx(0.15, abs=0.002)
    assert large.invite == 346


def test_fewer_than_ten_people_are_interviewed_and_no_one_is_drawn_from_them() -> None:
    planned = plan(
        [Stratum(name="council", eligible=9), Stratum(name="town", eligible=9000)], Aim(difference=0.15)
    )
    assert [one.advice for one in planned] == ["interviews", "sample"]
    assert sizes_of(planned).splitlines()[1] == b"council,0"
    for language in ("en", "fr"):
        said = table_of(planned, Aim(difference=0.15), language)
        assert "coded_statement" in said
        assert "council" in said
        assert "{" not in said


def test_a_group_below_twenty_or_with_too_few_answers_is_to_be_merged() -> None:
    strata = [Stratum(name="a", eligible=19), Stratum(name="b", eligible=100, response=0.09)]
    assert [one.advice for one in plan(strata, Aim(difference=0.15))] == ["merge", "merge"]


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        (9, "nothing"),
        (10, "one_share"),
        (29, "one_share"),
        (30, "three_categories"),
        (99, "three_categories"),
        (100, "five_categories"),
    ],
)
def test_what_can_be_printed_follows_the_safe_counts(answers: int, what: str) -> None:
    assert printed(answers) == what


@pytest.mark.parametrize(
    "wrong", [{"difference": 0.0}, {"difference": 1.2}, {"difference": 0.1, "asked": 0.0}]
)
def test_an_aim_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Aim(**wrong)  # type: ignore[arg-type]  # the measure, the only text, is left at its default


def test_a_table_of_strata_is_read_strictly() -> None:
    with pytest.raises(EvidenceProblems) as found:
        read_strata(b"stratum,eligible,response\na,0,0.4\nb,ten,40\na,20,\n")
    assert sorted((one.row, one.column) for one in found.value.problems) == [
        (2, "eligible"),
        (3, "eligible"),
        (3, "response"),
        (4, "stratum"),
    ]
