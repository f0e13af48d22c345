"""Who was present at which meeting, and the speeches that were given there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Floor:
    """Attendances in the order of ``meeting`` and ``person``, with all time spoken; and the blocks of equal speeches.

    Meetings and people are numbered from 0. ``block_*`` hold, for each block, its attendance, the length of one of
    its speeches, and how many there are; ``undivided`` marks meetings of which only sums of time are known,
    ``averaged`` those of which also the number of speeches is known and not how long each was.
    ``names`` are those of the people, in the order of their numbers.
    """

    names: npt.NDArray[np.str_]
    meeting: Ints
    person: Ints
    time: Ints
    block_attendance: Ints
    block_length: Ints
    block_speeches: Ints
    undivided: Ints
    averaged: Ints

    @classmethod
    def of(cls, table: Reduction) -> Floor:
        """Read the reduction ``floor`` (meeting, person, length, speeches, undivided, averaged)."""
        meeting = _numbered(table["meeting"])
        person = _numbered(table["person"])
        pairs, attendance = np.unique(np.column_stack([meeting, person]), axis=0, return_inverse=True)
        attendance = attendance.reshape(-1).astype(np.int64)
        time = np.zeros(len(pairs), dtype=np.int64)
        np.add.at(time, attendance, table["length"] * table["speeches"])
        return cls(
            names=np.unique(table["person"].astype(str)),
            meeting=pairs[:, 0],
            person=pairs[:, 1],
            time=time,
            block_attendance=attendance,
            block_length=table["length"],
            block_speeches=table["speeches"],
            undivided=np.unique(meeting[table["undivided"] == 1]),
            averaged=np.unique(meeting[table["averaged"] == 1]),
        )

    def only(self, people: npt.NDArray[np.object_]) -> Floor:
        """The attendances of some people; their speeches are left out."""
        kept = np.isin(self.names, people.astype(str))[self.person]
        none = np.zeros(0, dtype=np.int64)
        return replace(
            self,
            meeting=self.meeting[kept],
            person=self.person[kept],
            time=self.time[kept],
            block_attendance=none,
            block_length=none,
            block_speeches=none,
        )

    def present(self) -> Ints:
        """How many people were present at each meeting."""
        return np.bincount(self.meeting).astype(np.int64)

    def speeches(self) -> tuple[Ints, Ints, Ints]:
        """Meeting, speaker (numbered within the meeting) and length of each speech, where speeches were told apart.

        Speeches of unknown length count as 1: means would hide how unequal in length speeches are, and chance would
        seem more even than it is.
        """
        divided = ~np.isin(self.meeting[self.block_attendance], self.undivided)
        chosen = np.repeat(np.flatnonzero(divided), self.block_speeches[divided])
        attendance = self.block_attendance[chosen]
        # attendances are sorted by meeting, so that the place within it is the distance from its first
        first = np.searchsorted(self.meeting, self.meeting)
        place = np.arange(len(self.meeting)) - first
        meeting = self.meeting[attendance]
        length = np.where(np.isin(meeting, self.averaged), 1, self.block_length[chosen])
        return meeting, place[attendance], length

    def mean_gini(self) -> float | None:
        """The mean Gini coefficient over meetings with two people and any speech; None without one."""
        values = []
        for number in np.unique(self.meeting):
            time = np.sort(self.time[self.meeting == number])
            n, total = len(time), int(time.sum())
            if n > 1 and total:
                values.append(float((2 * np.arange(1, n + 1) - n - 1) @ time) / (n * total))
        return float(np.mean(values)) if values else None


def _numbered(words: npt.NDArray[np.object_]) -> Ints:
    return np.unique(words.astype(str), return_inverse=True)[1].reshape(-1).astype(np.int64)
