"""Sums of weighted cells, by plain loops: systems are too small for several threads.

The operator ``@`` hands them to a library that keeps a thread on each core busy for a few microseconds of work: it
takes twice the processor's time, and more the more cores there are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def weighed(weights: Floats, cells: Floats) -> Floats:
    """``weights @ cells`` for one column of cells, or for each of several that stand in rows.

    >>> weighed(np.eye(2), np.array([3.0, 4.0])).tolist()
    [3.0, 4.0]
    """
    found: Floats = np.einsum("rc,...c->...r", weights, cells)
    return found
