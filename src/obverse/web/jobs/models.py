"""Work that waits, runs or is done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process
from obverse.web.texts import language, say, texts


class Job(models.Model):
    """One piece of long work. A worker that claims it shows by ``beat_at`` that it is alive.

    ``step`` names a text of the workspace that says what is being done (``intake.step.reading``), after a bar with what
    fills its ``{detail}``; or it is shown as it stands. ``worker`` names the workshop of whoever does it.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=40)
    process = models.ForeignKey(Process, null=True, on_delete=models.CASCADE, related_name="jobs")
    argument = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    done = models.FloatField(default=0)
    step = models.CharField(max_length=200, blank=True, default="")
    claim = models.UUIDField(null=True)
    worker = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def in_words(self) -> str:
        """What is being done, in the reader's language."""
        if self.state == self.State.WAITING:
            return say("jobs.waiting")
        name, _, detail = self.step.partition("|")
        if name in texts(language()):
            return say(name, detail=detail)
        return self.step or say("jobs.begins")


class Tick(models.Model):
    """The last day on which a room was asked what is due: who moves it on asks, and nobody else on that day."""

    room = models.CharField(max_length=40, unique=True)
    day = models.DateField()
