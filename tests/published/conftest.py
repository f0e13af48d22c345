"""What the tests of published figures share: where data lie that nobody licensed, and the reading of results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, Result

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def _estimate(result: Result) -> Estimate:
    assert isinstance(result, Estimate), result
    return result


def _measure(identifier: str, directory: Path) -> Measurement:
    (indicator,) = (item for item in indicators() if item.id == identifier)
    return indicator.measure(Evidence(open_dossier(directory)))


@pytest.fixture(scope="session")
def unlicensed_data() -> Path:
    """The folder of real data without a stated licence: read where it is found, and never copied from."""
    folder = REPOSITORY.parent / "shared" / "data" / "no-licence"
    if not folder.is_dir():
        pytest.skip("the folder with the data sets without a licence is not on this machine")
    return folder


@pytest.fixture(scope="session")
def estimate() -> Callable[[Result], Estimate]:
    """The estimate in a result that must be one."""
    return _estimate


@pytest.fixture(scope="session")
def measure() -> Callable[[str, Path], Measurement]:
    """What the indicator with an id finds in a dossier."""
    return _measure
