"""A computation that several indicators share is no indicator itself, and its indicators have to be complete."""

from __future__ import annotations

from typing import Any

import pytest

from obverse.indicators.catalogue import indicators
from obverse.indicators.gap_between_sides import GapBetweenSides
from obverse.indicators.indicator import Indicator


def entry(**changes: Any) -> dict[str, Any]:
    (d_3,) = [indicator for indicator in indicators() if indicator.id == "D-3"]
    return {**vars(type(d_3)), "id": "D-99", **changes}


def test_the_catalogue_finds_the_indicators_and_not_what_they_share() -> None:
    sharing = [indicator for indicator in indicators() if isinstance(indicator, GapBetweenSides)]
    assert [indicator.id for indicator in sharing] == ["D-3", "D-5"]
    assert GapBetweenSides not in {type(indicator) for indicator in indicators()}


@pytest.mark.parametrize("name", ["sides", "remedy_for_one_side", "question", "needs"])
def test_an_indicator_says_all_that_its_shared_computation_asks_for(name: str) -> None:
    complete = entry()
    type("Complete", (GapBetweenSides,), complete)
    with pytest.raises(TypeError, match=f"does not say its {name}"):
        type("Incomplete", (GapBetweenSides,), {key: complete[key] for key in complete if key != name})


def test_a_shared_computation_may_not_replace_measure_either() -> None:
    with pytest.raises(TypeError, match="keeps the provenance"):
        type("Careless", (Indicator,), {"measure": None}, abstract=True)
