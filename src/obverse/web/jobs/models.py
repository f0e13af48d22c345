"""Work that waits, runs or is done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class Job(models.Model):
    """One piece of long work. A worker that claims it shows by ``beat_at`` that it is alive."""

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
    attempts = models.PositiveIntegerField(default=0)
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
