"""The published figures of the register of public libraries in England come out of the indicators on services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, NotEstimable, Result

YEARS = ("2016", "2019", "2021", "2022", "2023")
Measure = Callable[[str], Measurement]


@pytest.fixture(scope="module")
def evidence(repository: Path) -> Evidence:
    return Evidence(open_dossier(repository / "examples" / "libraries-england"))


@pytest.fixture(scope="module")
def measure(evidence: Evidence) -> Measure:
    done: dict[str, Measurement] = {}

    def run(identifier: str) -> Measurement:
        if identifier not in done:
            (indicator,) = (item for item in indicators() if item.id == identifier)
            done[identifier] = indicator.measure(evidence)
        return done[identifier]

    return run


def figure(results: Mapping[str, Result], subject: str) -> Estimate:
    result = results[subject]
    assert isinstance(result, Estimate), result
    return result


def test_poorer_areas_lost_four_times_as_many_libraries(measure: Measure) -> None:
    results = measure("E5.2").results
    ratio = figure(results, "static library.closed.ratio")
    assert ratio.value == pytest.approx(77 / 19)
    assert ratio.n == 96
    assert ratio.interval.low > 1.25
    index = figure(results, "static library.closed.index")
    assert index.n == 199
    assert index.interval.high < 0


def test_closures_fall_on_the_tenths_as_counted_from_the_register(measure: Measure) -> None:
    chart = measure("E5.2").charts["static library.closed.ratio"]
    closed = next(series for series in chart.series if series.name == "closed")
    assert chart.categories == tuple(str(rank) for rank in range(1, 11))
    assert closed.values == (36, 41, 17, 25, 20, 18, 13, 10, 12, 7)


def test_eighteen_libraries_that_vanished_without_a_year_only_widen_the_bounds(measure: Measure) -> None:
    missing = figure(measure("E5.2").results, "static library.closed.ratio").missing
    assert missing is not None
    assert missing.low < 77 / 19 < missing.high


def test_hand_overs_were_more_frequent_in_better_off_areas(measure: Measure) -> None:
    index = figure(measure("E5.2").results, "static library.handed_over.index")
    assert index.n == 185 + 28
    assert index.interval.low > 0


def test_twelve_mobile_libraries_are_too_few_to_say_where_closures_fall(measure: Measure) -> None:
    assert isinstance(measure("E5.2").results["mobile library.closed.ratio"], NotEstimable)


def test_of_2343_public_libraries_144_closed_and_185_were_handed_to_communities(measure: Measure) -> None:
    results = measure("SV-2").results
    closed, handed_over = (
        figure(results, f"static library.public.{name}") for name in ("closed", "handed_over")
    )
    assert (closed.value, closed.n) == (144, 2343)
    assert (handed_over.value, handed_over.n) == (185, 2343)
    assert figure(results, "static library.public.closed_share").value == pytest.approx(144 / 2343)


def test_nine_of_ten_tenths_have_fewer_libraries_and_the_second_poorest_lost_most(measure: Measure) -> None:
    results = measure("SV-2").results
    assert figure(results, "static library.areas_that_lost").value == pytest.approx(0.9)
    named = [subject for subject in results if subject.startswith("static library.lost_most.")]
    assert named[0] == "static library.lost_most.tenth 2 of small areas by deprivation"
    assert len(named) == 5


@pytest.mark.parametrize(
    ("operator", "hours", "reporting"),
    [
        ("public", 37.81, 2052),
        ("commissioned", 35.52, 349),
        ("association", 20.20, 459),
        ("volunteers", 20.94, 64),
    ],
)
def test_libraries_open_half_as_long_when_communities_run_them(
    measure: Measure, operator: str, hours: float, reporting: int
) -> None:
    mean = figure(measure("SV-1").results, f"static library.open_hours.{operator}")
    assert mean.value == pytest.approx(hours, abs=0.01)
    assert mean.n == reporting
    assert mean.missing is not None
    assert mean.missing.low < mean.value < mean.missing.high


def test_public_sites_fell_by_an_eighth_while_community_sites_grew(measure: Measure) -> None:
    results = measure("SV-1").results
    assert figure(results, "static library.sites.public").value == pytest.approx(2059 / 2343)
    assert figure(results, "static library.sites.association").value == pytest.approx(462 / 307)
    chart = measure("SV-1").charts["static library.sites"]
    assert chart.categories == YEARS
    public = next(series for series in chart.series if series.name == "public")
    assert (public.values[0], public.values[-1]) == (2343, 2059)


def test_publicly_paid_libraries_fell_below_nine_tenths_of_those_of_2016(measure: Measure) -> None:
    sites = figure(measure("E1.1").results, "static library.sites")
    assert sites.value == pytest.approx(2411 / 2729)
    assert sites.interval.high < 0.9
    assert sites.n == 2729


def test_seven_in_eight_newly_community_run_libraries_were_public_before(measure: Measure) -> None:
    share = figure(measure("E1.2").results, "static library.community_sites")
    assert share.value == pytest.approx((185 + 28) / (185 + 28 + 25 + 6))
    assert share.n == 244


def test_libraries_in_community_hands_survived_less_often(measure: Measure) -> None:
    results = measure("E2.6").results
    gap = figure(results, "static library.survival_gap")
    assert gap.value == pytest.approx(-0.035, abs=0.001)
    assert gap.envelope.high < 0
    public = figure(results, "static library.survival.public")
    assert public.missing is not None
    assert public.missing.low == pytest.approx(1 - 144 / 2343)


def test_archives_that_no_community_ran_have_nothing_to_compare(measure: Measure) -> None:
    result = measure("E2.6").results["archive.survival_gap"]
    assert isinstance(result, NotEstimable)
    assert result.why == "not_applicable"
