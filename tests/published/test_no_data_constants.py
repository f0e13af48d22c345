"""Figures printed in books together with the few numbers they come from.

Checks: no-data constants
Elsewhere: tests/statistics/test_agreement.py, tests/statistics/test_concentration_index.py

The post-stratified expenses for pets of Levy & Lemeshow (mean 40.115, standard error 1.1635; total 52150, 1512.5)
cannot come out: their fifty rows are nowhere here.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from obverse.statistics.clusters import ClusterRatio, cluster_ratio
from obverse.statistics.weighting import Weighting, post_stratify


def test_unemployment_in_finnish_municipalities_comes_out_after_post_stratification() -> None:
    # Lehtonen & Pahkinen, Practical Methods for Design and Analysis of Complex Surveys: a simple random sample of 8 of
    # 32 municipalities, 7 of them urban; reprinted in the examples of R's survey package
    unemployed = np.array([4123, 760, 721, 142, 187, 331, 127, 219])
    stratum, population = np.array([0, 0, 0, 1, 1, 1, 1, 1]), np.array([7, 25])
    weighting = post_stratify(np.bincount(stratum), population)
    assert isinstance(weighting, Weighting)
    weights = weighting.weights[stratum] * 32 / 8
    assert round(float(weights @ unemployed)) == 18_106
    assert round(float(weights @ unemployed) / 32, 2) == 565.81
    means = np.bincount(stratum, unemployed) / np.bincount(stratum)
    residual = cluster_ratio(weights * (unemployed - means[stratum]), np.ones(8))
    assert isinstance(residual, ClusterRatio)
    assert residual.value == pytest.approx(0)
    error = residual.error * 8 * math.sqrt(1 - 8 / 32)
    assert round(error, 1) == 6013.6
    assert round(error / 32, 2) == 187.93
