"""What becomes due in this room: the close of the last day, and the end of what may not be kept longer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from obverse.web.jobs.models import Job
from obverse.web.jobs.working import Show, ask
from obverse.web.surveys.closing import close, destroy, overdue
from obverse.web.surveys.models import Wave
from obverse.web.texts import say

KIND = "waves"


def look_after(job: Job, show: Show) -> dict[str, Any]:  # noqa: ARG001 - every kind of work is given its job
    """Close waves whose last day has passed, and destroy what is over for long enough."""
    show(0.1, say("surveys.step_name.destroy"))
    closed = 0
    for wave in past_their_day():
        close(wave, by=None)
        closed += 1
    late = overdue()
    for wave in late:
        destroy(wave, by=None)
    return {"closed": closed, "destroyed": len(late)}


WORK = {KIND: look_after}


def past_their_day() -> list[Wave]:
    """Open waves whose last day has passed: nobody chooses when the answers are enough."""
    past = Wave.objects.select_related("process").filter(closes_on__lt=timezone.localdate())
    return list(past.filter(state=Wave.State.OPEN))


def ask_due_work() -> None:
    """Ask for it where something is due and nobody was asked yet."""
    waiting = Job.objects.exclude(state__in=[Job.State.DONE, Job.State.FAILED]).filter(kind=KIND)
    if (past_their_day() or overdue()) and not waiting.exists():
        ask(KIND, by=None, process=None)
