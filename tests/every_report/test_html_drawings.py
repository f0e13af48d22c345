"""Drawings: figures stand where they belong, open ends stay open, gaps stay gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.findings.report import Report
from obverse.quantities import Unit
from obverse.reports.html.axis import Axis, axis_for
from obverse.reports.html.charts import ChartView, chart_view
from obverse.reports.html.interval_graphic import MARGIN, WIDTH, Graphic, interval_graphics
from obverse.reports.html.page import is_judged
from obverse.reports.html.words import Words


def write(tick: float, step: float) -> str:
    return Words("en").tick(tick, step, "coefficient")


def ratio_axis(*values: float) -> Axis:
    return axis_for(values, Unit.RATIO, 0.0, 300.0, write)


def graphic(report: Report, key: str) -> Graphic:
    items = [item for item in report.content["findings"] if is_judged(item)]
    return interval_graphics(items, Words(report.language))[key]


def chart(report: Report, key: str) -> ChartView:
    item = next(item for item in report.content["findings"] if item["key"] == key)
    return chart_view(item["chart"], "caption", item["result"].get("n", 1), Words(report.language))


@settings(max_examples=200, deadline=None)
@given(
    values=st.lists(
        st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-6), min_size=1, max_size=5
    ),
    unit=st.sampled_from([Unit.COEFFICIENT, Unit.MONEY, Unit.RATIO, Unit.DAYS]),
    from_zero=st.booleans(),
)
def test_an_axis_holds_every_figure_and_two_round_numbers_in_order(
    values: list[float], unit: Unit, from_zero: bool
) -> None:
    values = [abs(value) + 1e-6 for value in values] if unit is Unit.RATIO else values
    axis = axis_for(values, unit, 10.0, 330.0, write, from_zero=from_zero)
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(10.0 <= place <= 330.0 for place in places)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert all(
        axis.low - 1e-9 * abs(axis.low) <= tick <= axis.high + 1e-9 * abs(axis.high) for tick in axis.ticks
    )
    assert len(axis.ticks) >= 1
    assert len(set(axis.written(write))) == len(axis.ticks)


def test_half_and_double_lie_at_the_same_distance_from_one() -> None:
    axis = ratio_axis(0.2, 6.0)
    assert axis.place(2.0) - axis.place(1.0) == pytest.approx(axis.place(1.0) - axis.place(0.5), abs=0.11)


def test_a_ratio_of_nothing_stands_at_the_low_end() -> None:
    assert ratio_axis(0.0, 0.5, 2.0).place(0.0) == 0.0


def test_shares_never_leave_their_range() -> None:
    axis = axis_for([0.97, 1.0], Unit.SHARE, 0.0, 300.0, write)
    assert axis.high == 1.0
    assert axis.low > 0.5


def test_an_end_without_limit_is_drawn_open(rich: Report) -> None:
    closed, opened = graphic(rich, "E5.2:closed").lanes[0], graphic(rich, "E5.2:opened").lanes[0]
    assert (closed.open_left, closed.open_right) == (False, False)
    # zero has no place on a logarithmic axis, so this end lies beyond it
    assert (opened.open_left, opened.open_right) == (True, True)
    assert opened.right == WIDTH - MARGIN


def test_each_kind_of_uncertainty_has_a_lane_of_its_own(rich: Report) -> None:
    assert [lane.kind for lane in graphic(rich, "E1.1").lanes] == ["sampling", "missing"]
    assert [lane.kind for lane in graphic(rich, "E2.3:in_time").lanes] == ["sampling", "coding"]
    assert [lane.kind for lane in graphic(rich, "E7.5a:count").lanes] == ["counted", "missing"]


@pytest.mark.parametrize("key", ["E1.1", "E2.3:in_time", "E5.2:closed"])
def test_the_worrying_side_is_the_one_that_the_threshold_names(key: str, rich: Report) -> None:
    drawn = graphic(rich, key)
    item = next(item for item in rich.content["findings"] if item["key"] == key)
    left, right = drawn.worrying[0]
    match item["threshold"]["direction"]:
        case "high_is_bad":
            assert (left, right) == (drawn.line_x, WIDTH)
        case "low_is_bad":
            assert (left, right) == (0.0, drawn.line_x)
        case _:
            assert (left, right) == (0.0, WIDTH)
    ((low, high),) = drawn.too_small
    assert low <= drawn.line_x <= high
    assert low < high


def test_the_drawing_of_a_figure_says_in_words_what_it_shows(rich: Report) -> None:
    item = next(item for item in rich.content["findings"] if item["key"] == "E1.1")
    text = graphic(rich, "E1.1").text
    for part in (item["result"]["text"], item["result"]["interval_text"], item["threshold"]["text"]):
        assert part in text


def test_figures_that_can_be_compared_share_an_axis(rich: Report) -> None:
    one, other = graphic(rich, "E2.3:in_time"), graphic(rich, "E2.3:late")
    assert one.tick_places == other.tick_places


def test_a_curve_breaks_where_a_figure_is_missing(rich: Report) -> None:
    (line,) = chart(rich, "E2.3:in_time").drawing.lines
    assert len(line.paths) == len(line.bands) == 2
    assert len(line.points) == 9


def test_words_below_a_curve_stand_at_equal_distances(rich: Report) -> None:
    (line,) = chart(rich, "E2.3:late").drawing.lines
    places = [x for x, _ in line.points]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.2)


def test_a_bar_starts_at_zero_and_a_gap_has_no_bar(rich: Report) -> None:
    drawing = chart(rich, "E1.1").drawing
    assert drawing.base is not None
    drawn = [bar for bar in drawing.bars if not bar.is_gap]
    assert {bar.x for bar in drawn} == {drawing.base}
    assert [bar.width for bar in drawing.bars if bar.is_gap] == [0.0, 0.0]
    widths: Mapping[str, float] = {bar.figure.text: bar.width for bar in drawn}
    assert sorted(widths.values()) == [
        widths[text] for text in sorted(widths, key=lambda text: float(text.rstrip("\u00a0%")))
    ]


def test_the_two_sides_of_a_value_grow_from_one_middle_on_one_scale(rich: Report) -> None:
    drawing = chart(rich, "D-1:V01.weakened").drawing
    assert drawing.base is not None
    strengthened, weakened = drawing.bars[0], drawing.bars[1]
    assert strengthened.x == drawing.base
    assert weakened.x + weakened.width == pytest.approx(drawing.base, abs=0.11)
    assert weakened.width / strengthened.width == pytest.approx(0.3 / 0.5, abs=0.01)


def test_the_table_of_a_chart_tells_an_open_end_from_a_missing_interval(rich: Report) -> None:
    rows = chart(rich, "E2.3:late").rows
    cells: list[Any] = [cells[0] for _, cells in rows]
    open_end = Words(rich.language).text("chart.open")
    assert cells[0].interval != ""
    assert open_end not in cells[0].interval
    assert cells[1].interval == ""
    assert cells[2].interval.endswith(open_end)


def test_drawings_are_the_same_each_time(rich: Report) -> None:
    assert graphic(rich, "E1.1") == graphic(rich, "E1.1")
    assert chart(rich, "E1.1") == chart(rich, "E1.1")


def test_a_chart_that_says_what_its_categories_are_has_room_for_it(rich: Report) -> None:
    item = next(item for item in rich.content["findings"] if item["key"] == "E2.3:in_time")
    named = chart_view({**item["chart"], "along": "days"}, "caption", 258, Words(rich.language))
    unnamed = chart(rich, "E2.3:in_time")
    assert (named.along, unnamed.along) == ("days", "")
    assert named.drawing.height > unnamed.drawing.height
