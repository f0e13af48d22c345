"""Weights by raking: the textbook's table, sides kept apart, and what they cost."""

from __future__ import annotations

import pytest

from obverse.quantities import Estimate, NotEstimable
from obverse.survey.sampling.weights import Price, share_with_everyone_asked, weighted


def people(variant: str, stratum: str, role: str, count: int) -> list[dict[str, str]]:
    return [
        {
            "respondent": f"{variant}-{stratum}-{role}-{number}",
            "variant": variant,
            "stratum": stratum,
            "role": role,
        }
        for number in range(count)
    ]


def strata(variant: str, **eligible: int) -> list[dict[str, str]]:
    return [
        {"variant": variant, "stratum": name, "eligible": str(count), "is_interviewed": "no"}
        for name, count in eligible.items()
    ]


def test_one_margin_gives_population_over_answers() -> None:
    answers = people("participant", "a", "volunteer", 20) + people("participant", "b", "volunteer", 80)
    done = weighted(answers, strata("participant", a=500, b=500))
    weights = {row["stratum"]: float(row["weight"]) for row in done.rows}
    # Holt & Smith 1979: (500/1000)/(20/100) and (500/1000)/(80/100)
    assert weights == {"a": 2.5, "b": 0.625}
    price = done.price["participant"]
    assert isinstance(price, Price)
    # Kish: n·Σw²/(Σw)² = 100·(20·6.25 + 80·0.390625)/100²
    assert price.design_effect == pytest.approx(1.5625)
    assert price.effective == pytest.approx(64)


def test_two_margins_are_both_met() -> None:
    answers = [
        row
        for (stratum, role), count in {
            ("a", "volunteer"): 40,
            ("a", "business"): 10,
            ("b", "volunteer"): 10,
            ("b", "business"): 40,
        }.items()
        for row in people("participant", stratum, role, count)
    ]
    known = [
        {"variant": "participant", "stratum": "a", "role": "volunteer", "eligible": "350"},
        {"variant": "participant", "stratum": "a", "role": "business", "eligible": "150"},
        {"variant": "participant", "stratum": "b", "role": "volunteer", "eligible": "350"},
        {"variant": "participant", "stratum": "b", "role": "business", "eligible": "150"},
    ]
    done = weighted(answers, known, ("stratum", "role"))
    for column, share in (("stratum", {"a": 0.5, "b": 0.5}), ("role", {"volunteer": 0.7, "business": 0.3})):
        for name, wanted in share.items():
            found = sum(float(row["weight"]) for row in done.rows if row[column] == name)
            assert found / 100 == pytest.approx(wanted, abs=1e-6)


def test_sides_are_never_weighted_against_each_other() -> None:
    answers = people("internal", "a", "project_manager", 10) + people("non_participant", "b", "neighbour", 10)
    done = weighted(answers, strata("internal", a=20) + strata("non_participant", b=90_000))
    assert {row["weight"] for row in done.rows} == {"1"}


def test_all_rows_of_a_person_carry_the_same_weight_and_count_once() -> None:
    once = people("internal", "a", "project_manager", 4) + people("internal", "b", "project_manager", 4)
    twice = [{**row, "item": item} for row in once for item in ("strengthened", "weakened")]
    known = strata("internal", a=30, b=10)
    single, double = weighted(once, known), weighted(twice, known)
    assert single.price == double.price
    assert [row["weight"] for row in double.rows[::2]] == [row["weight"] for row in single.rows]


def test_a_stratum_without_answers_leaves_the_weights_empty_and_says_so() -> None:
    done = weighted(people("internal", "a", "project_manager", 4), strata("internal", a=30, b=10))
    assert isinstance(done.price["internal"], NotEstimable)
    assert {row["weight"] for row in done.rows} == {""}


def test_an_interviewed_stratum_is_no_margin() -> None:
    council = {"variant": "internal", "stratum": "council", "eligible": "7", "is_interviewed": "yes"}
    known = [*strata("internal", a=30), council]
    assert isinstance(weighted(people("internal", "a", "project_manager", 4), known).price["internal"], Price)


def test_an_answer_from_nowhere_and_a_person_in_two_places_are_refused() -> None:
    known = strata("internal", a=30, b=10)
    with pytest.raises(ValueError, match="nobody was eligible"):
        weighted(people("internal", "c", "project_manager", 1), known)
    one = people("internal", "a", "project_manager", 1)[0]
    with pytest.raises(ValueError, match="two places"):
        weighted([one, {**one, "stratum": "b"}], known)


def test_where_everyone_was_asked_only_the_silent_ones_leave_room() -> None:
    result = share_with_everyone_asked(9, 12, 18)
    assert isinstance(result, Estimate)
    assert result.interval.low == result.interval.high == 0.75
    assert result.missing is not None
    assert result.missing.low == 0.5
    assert result.missing.high == pytest.approx(15 / 18)
    with pytest.raises(ValueError, match="cannot have answered"):
        share_with_everyone_asked(1, 5, 4)
