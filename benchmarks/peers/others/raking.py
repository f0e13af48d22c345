"""Raking by other libraries, to the precision that each of them can be asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, Any]
Work = Callable[[], Arrays]
_UNTIL = {"convergence_rate": 1e-10, "max_iteration": 2000, "rate_tolerance": 0.0}


def weightipy(arrays: Arrays) -> Work:
    """Shares in percent; it stops where the weighted margins change by less than a given amount."""
    library = importlib.import_module("weightipy")
    frame, targets = _frame(arrays), _targets(arrays, 100.0)
    scheme = library.scheme_from_dict(targets, rim_params={"convcrit": 1e-12})
    return lambda: {"weights": library.weight(frame, scheme).to_numpy()}


def leafblower(arrays: Arrays) -> Work:
    """Its raking, without a bound on the weights, until the largest error of a margin is below 1e-10."""
    library = importlib.import_module("leafblower")
    frame, targets = _frame(arrays, text=True), _targets(arrays, 1.0, text=True)

    def work() -> Arrays:
        found = library.harvest(
            frame,
            targets,
            method="raking",
            max_weight=1e9,
            max_iterations=2000,
            attach_weights=False,
            convergence={"absolute": 1e-10},
        )
        return {"weights": found["weights"]}

    return work


def balance(arrays: Arrays) -> Work:
    """The function beneath its samples; known margins it turns into people, here at most a million of them."""
    pandas = importlib.import_module("pandas")
    library = importlib.import_module("balance.weighting_methods.rake")
    frame, ones = _frame(arrays, text=True), pandas.Series(np.ones(len(arrays["cells"])))
    targets = _targets(arrays, float(len(frame)), text=True)

    def work() -> Arrays:
        found = library.rake(
            frame,
            ones,
            None,
            None,
            target_margins=targets,
            target_margins_max_length=1_000_000,
            transformations=None,
            max_iteration=2000,
            convergence_rate=1e-11,
            rate_tolerance=0.0,
        )
        return {"weights": found["weight"].to_numpy()}

    return work


def svy(arrays: Arrays) -> Work:
    """A sample of equal weights, raked to totals."""
    library, polars = importlib.import_module("svy"), importlib.import_module("polars")
    columns = {f"v{v}": column.astype(str) for v, column in enumerate(arrays["cells"].T)}
    frame = polars.DataFrame({**columns, "one": np.ones(len(arrays["cells"]))})
    controls = _targets(arrays, float(len(frame)), text=True)

    def work() -> Arrays:
        sample = library.Sample(frame, library.Design(wgt="one"))
        raked = sample.weighting.rake(controls=controls, tol=1e-10, max_iter=2000, update_design_wgts=False)
        return {"weights": raked.data["rk_wgt"].to_numpy()}

    return work


def ipfn(arrays: Arrays) -> Work:
    """A frame of people with a weight each, as its documentation shows."""
    library, pandas = importlib.import_module("ipfn.ipfn"), importlib.import_module("pandas")
    frame = _frame(arrays, text=True).assign(total=1.0)
    targets = _targets(arrays, float(len(frame)), text=True)
    totals = [pandas.Series(target).rename_axis(name) for name, target in targets.items()]

    def work() -> Arrays:
        names = [[name] for name in targets]
        fit = library.ipfn(frame.copy(), totals, names, weight_col="total", **_UNTIL)
        return {"weights": fit.iteration()["total"].to_numpy()}

    return work


def ipfn_table(arrays: Arrays) -> Work:
    """Its function for tables, with people counted by cell before and weights given back after by hand."""
    library = importlib.import_module("ipfn.ipfn")
    cells, margins = arrays["cells"], _margins(arrays)
    n, shape = len(cells), tuple(len(margin) for margin in margins)

    def work() -> Arrays:
        code = np.ravel_multi_index(tuple(cells.T), shape)
        table = np.bincount(code, minlength=int(np.prod(shape))).astype(np.float64).reshape(shape)
        axes = [[v] for v in range(len(margins))]
        fit = library.ipfn(table.copy(), [margin * n for margin in margins], axes, **_UNTIL)
        fitted = fit.iteration()
        factor = np.divide(fitted, table, out=np.zeros_like(table), where=table > 0)
        return {"weights": factor.ravel()[code]}

    return work


def _margins(arrays: Arrays) -> list[Any]:
    return [arrays[name] / arrays[name].sum() for name in sorted(arrays) if name.startswith("margin")]


def _frame(arrays: Arrays, *, text: bool = False) -> Any:
    pandas = importlib.import_module("pandas")
    columns = {f"v{v}": column.astype(str) if text else column for v, column in enumerate(arrays["cells"].T)}
    return pandas.DataFrame(columns)


def _targets(arrays: Arrays, total: float, *, text: bool = False) -> dict[str, dict[Any, float]]:
    return {
        f"v{v}": {str(k) if text else k: float(share) * total for k, share in enumerate(margin)}
        for v, margin in enumerate(_margins(arrays))
    }
