"""How much each partner gave in each sixth of the time, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction

SIXTHS = 6
EARLY, LATE = slice(0, 2), slice(4, 6)
_MONTH_DAYS = 31

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """What each partner gave per meeting held or month in view: one row per partner, one column per sixth.

    ``periods`` counts the meetings or the months that there were.
    """

    given: Table
    periods: int

    @property
    def partners(self) -> int:
        """Partners who gave anything at all."""
        return len(self.given)

    @property
    def early(self) -> Table:
        """What each partner gave on average in the first third."""
        return np.asarray(self.given[:, EARLY].mean(axis=1), dtype=np.float64)

    @property
    def late(self) -> Table:
        """What each partner gave on average in the last third."""
        return np.asarray(self.given[:, LATE].mean(axis=1), dtype=np.float64)

    def cuts(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """First cuts to half or less of the partner's own past that last two sixths, and partners at risk."""
        events, at_risk = np.zeros(SIXTHS - 3, dtype=np.int64), np.zeros(SIXTHS - 3, dtype=np.int64)
        uncut = np.ones(self.partners, dtype=bool)
        for place, sixth in enumerate(range(2, SIXTHS - 1)):
            past = self.given[:, :sixth].mean(axis=1)
            exposed = uncut & (past > 0)
            cut = exposed & (self.given[:, sixth : sixth + 2] <= past[:, None] / 2).all(axis=1)
            events[place], at_risk[place] = int(cut.sum()), int(exposed.sum())
            uncut &= ~cut
        return events, at_risk


def attended(attendance: Reduction, meetings: Reduction) -> Courses:
    """Meetings attended by those held, leaving out partners who joined after the first third of them."""
    held = np.zeros(SIXTHS)
    held[meetings["sixth"]] = meetings["held"]
    first_third = meetings["sixth"] < EARLY.stop
    latest = int(meetings["last_day"][first_third].max()) if first_third.any() else 0
    given = _table(attendance, attendance["sixth"], latest)
    return Courses(given / np.maximum(held, 1), int(held.sum()))


def worked(work: Reduction) -> Courses:
    """Minutes of work a month outside meetings, leaving out partners who joined after the first third."""
    if not len(work):
        return Courses(np.zeros((0, SIXTHS)), 0)
    first = int(work["on_month"].min())
    span = int(work["on_month"].max()) - first + 1
    sixth = SIXTHS * (work["on_month"] - first) // span
    months = np.bincount(SIXTHS * np.arange(span) // span, minlength=SIXTHS)
    early = sixth < EARLY.stop
    latest = int(work["last_day"][early].max()) + _MONTH_DAYS
    given = _table(work, sixth, latest)
    return Courses(given / np.maximum(months, 1), len(np.unique(work["on_month"])))


def _table(rows: Reduction, sixth: npt.NDArray[np.int64], latest: int) -> Table:
    settled = rows["joined_day"] <= latest
    names, place = np.unique(rows["partner"][settled].astype(str), return_inverse=True)
    given = np.zeros((len(names), SIXTHS))
    np.add.at(given, (place, sixth[settled]), rows["amount"][settled])
    return given
