"""Kaplan-Meier curves by other libraries."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

Arrays = dict[str, Any]


def lifelines(arrays: Arrays) -> Callable[[], Arrays]:
    """``KaplanMeierFitter``, whose fit computes the log-log interval too."""
    library = importlib.import_module("lifelines")

    def work() -> Arrays:
        fitted = library.KaplanMeierFitter().fit(arrays["durations"], arrays["ended"])
        curve, ends = fitted.survival_function_, fitted.confidence_interval_
        return {"times": curve.index.to_numpy(), "survival": curve.iloc[:, 0], "high": ends.iloc[:, 1]}

    return work


def statsmodels(arrays: Arrays) -> Callable[[], Arrays]:
    """``SurvfuncRight`` with its standard errors; an interval would come on top."""
    library = importlib.import_module("statsmodels.duration.survfunc")

    def work() -> Arrays:
        found = library.SurvfuncRight(arrays["durations"], arrays["ended"])
        return {"times": found.surv_times, "survival": found.surv_prob, "error": found.surv_prob_se}

    return work
