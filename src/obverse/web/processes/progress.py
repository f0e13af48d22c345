"""How far a process is with its guided set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from obverse.web.processes.charter import ATTRIBUTES, Step, is_answered, steps
from obverse.web.texts import say

if TYPE_CHECKING:
    from obverse.web.processes.holdings import Holding
    from obverse.web.processes.models import Process


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one step is: ``done`` of ``total`` questions or registers."""

    step: Step
    address: str
    done: int
    total: int

    @property
    def state(self) -> str:
        """``open``, ``begun`` or ``done``."""
        if self.done >= self.total:
            return "done"
        return "begun" if self.done else "open"

    @property
    def title(self) -> str:
        """What the step is called."""
        return say(f"processes.step.{self.step.id}.title")

    @property
    def lead(self) -> str:
        """What the step asks, in a sentence."""
        return say(f"processes.step.{self.step.id}.lead")


def progress_of(process: Process, held: Mapping[str, Holding]) -> list[Progress]:
    """How far each step is, in their order."""
    return [Progress(step, step.address(process), *_counted(process, step, held)) for step in steps()]


def share_done(progress: Sequence[Progress]) -> tuple[int, int]:
    """How many of all steps are done."""
    return sum(one.state == "done" for one in progress), len(progress)


def _counted(process: Process, step: Step, held: Mapping[str, Holding]) -> tuple[int, int]:
    if step.questions:
        return sum(is_answered(process, one.id) for one in step.questions), len(step.questions)
    if step.tables:
        return sum(held[table].is_settled for table in step.tables), len(step.tables)
    if step.id == ATTRIBUTES:
        return int(is_answered(process, ATTRIBUTES)), 1
    return int(process.keep_until is not None), 1
