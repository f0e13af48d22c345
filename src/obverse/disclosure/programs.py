"""One program with many questions: it is built once, and each question changes only what has changed."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from obverse.disclosure.bounds import MOST_PEOPLE

_MOST_NODES = 200
# Where the search is cut off, the best found so far stands: the range looks narrower than it is, never wider.
_ANSWERED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)
_IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Contradiction(ValueError):  # noqa: N818 - it says what the figures are
    """No numbers of people agree with all figures: they are not about the same people."""


class Unfinished(Exception):  # noqa: N818 - it says how the search ended
    """No whole people were found within the limit of the search."""


class Program:
    """The least or most of a sum over cells with ``low <= rows @ cells <= high``, in fractions or whole people."""

    def __init__(self, rows: Floats, low: Floats, high: Floats, *, whole: bool) -> None:
        self._low, self._high = low, high
        self._cells = np.arange(rows.shape[1], dtype=np.int32)
        self._is_hidden = np.zeros(len(rows), dtype=np.bool_)
        self._solver = _solver(rows, low, high)
        self._found = self._solver.getSolution()
        if not whole:
            # answers start from the one before, and a first one is found as soon without
            self._solver.setOptionValue("presolve", "off")
        else:
            kinds = np.full(len(self._cells), highspy.HighsVarType.kInteger)
            self._solver.changeColsIntegrality(len(self._cells), self._cells, kinds)

    def least(self, weights: Floats, is_hidden: Flags) -> Floats:
        """The cells where a sum is the least, seen without the hidden rows.

        Raises:
            Contradiction: no cells agree with the rows.
            Unfinished: the search was cut off before any were found.
        """
        return self._solved(weights, is_hidden, highspy.ObjSense.kMinimize)

    def most(self, weights: Floats, is_hidden: Flags) -> Floats:
        """The cells where a sum is the most; otherwise as ``least``."""
        return self._solved(weights, is_hidden, highspy.ObjSense.kMaximize)

    def prices(self) -> Floats:
        """By how much each row moves the last answer in fractions; nought where it does not matter."""
        return np.array(self._found.row_dual)

    def _solved(self, weights: Floats, is_hidden: Flags, sense: highspy.ObjSense) -> Floats:
        solver = self._solver
        for row in np.flatnonzero(is_hidden != self._is_hidden).tolist():
            ends = (-np.inf, np.inf) if is_hidden[row] else (self._low[row], self._high[row])
            solver.changeRowBounds(row, *ends)
        self._is_hidden = is_hidden
        solver.changeColsCost(len(self._cells), self._cells, weights)
        solver.changeObjectiveSense(sense)
        solver.run()
        status = solver.getModelStatus()
        if status in _IMPOSSIBLE:
            raise Contradiction(solver.modelStatusToString(status))
        self._found = solver.getSolution()
        if status not in _ANSWERED or not self._found.value_valid:
            raise Unfinished(solver.modelStatusToString(status))
        return np.array(self._found.col_value)


def _solver(rows: Floats, low: Floats, high: Floats) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy says no types here
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    # both cost more than they bring on programs of some dozen cells: five times as fast without
    solver.setOptionValue("mip_heuristic_run_feasibility_jump", False)
    solver.setOptionValue("mip_detect_symmetry", False)
    # people come whole: less than one more is none
    solver.setOptionValue("mip_abs_gap", 0.99)
    solver.setOptionValue("mip_max_nodes", _MOST_NODES)
    cells = rows.shape[1]
    solver.addVars(cells, np.zeros(cells), np.full(cells, float(MOST_PEOPLE)))
    row, cell = np.nonzero(rows)
    starts = np.searchsorted(row, np.arange(len(rows))).astype(np.int32)
    solver.addRows(len(rows), low, high, len(row), starts, cell.astype(np.int32), rows[row, cell])
    return solver
