"""The page of growth says what was measured, and calls arithmetic what was not."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pytest

from benchmarks.scale.growth_page import chart, page, slope
from benchmarks.scale.loglog import BOTTOM, LEFT, RIGHT, TOP
from benchmarks.scale.measuring import paired

MACHINE = {"cores": 2, "memory_gib": 23.5, "python": "3.11.7"}


def _content(power: float) -> dict[str, object]:
    points = [
        {
            "size": size,
            "seconds": size**power / 1000,
            "opening_seconds": 0.1,
            "memory_mib": 100.0,
            "spill_mib": 0.0,
            "slowest": [[1.5, "E5.4"]],
            "measured_on": "2026-01-01",
        }
        for size in (10**6, 10**7, 10**8)
    ]
    return {"events": points, "machine": MACHINE}


@pytest.mark.parametrize("power", [0.5, 1.0, 1.3])
def test_the_slope_is_the_power_by_which_seconds_grow(power: float) -> None:
    found = slope(_content(power)["events"])  # type: ignore[arg-type]
    assert found == pytest.approx(power)


def test_a_single_point_has_no_slope() -> None:
    assert slope([{"size": 10, "seconds": 1.0}]) is None


def test_every_point_lies_within_the_axes_and_the_text_tells_it_too() -> None:
    drawn = ET.fromstring(chart(_content(1.0)))  # noqa: S314 - written by ourselves
    space = "{http://www.w3.org/2000/svg}"
    dots = [
        (float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in drawn.iter(f"{space}circle")
    ]
    assert len(dots) == 3
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in dots)
    # equal steps of ten on both axes: one straight line
    (x0, y0), (x1, y1), (x2, y2) = dots
    assert math.isclose((y1 - y0) * (x2 - x1), (y2 - y1) * (x1 - x0), abs_tol=1.0)
    described = drawn.findtext(f"{space}desc") or ""
    assert "100,000,000 events: 100000 seconds" in described


def test_the_page_calls_the_cluster_arithmetic_and_repeats_its_sum() -> None:
    text = page(_content(1.0))
    assert "This is arithmetic, not a measurement" in text
    # 1e5 s x 2 cores / 1e8 events = 2000 us; 1e11 events over 1600 cores, half of the time lost
    assert "2000.00 us / 1,600 cores / (1 - 50%) = 250,000 s" in text


def test_pairs_give_the_ratio_of_each_pair_not_of_the_means() -> None:
    assert paired([10.0, 1.0], [5.0, 1.0]) == {"median": 1.5, "low": 1.0, "high": 2.0}


def test_nothing_is_said_of_a_cluster_before_a_large_audit_was_measured() -> None:
    content = _content(1.0)
    content["events"] = content["events"][:1]  # type: ignore[index]
    assert "arithmetic" not in page(content)
