"""Imports of a process: the files that were given, what became of them, and the letter at the end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class Intake(models.Model):
    """One import. ``files`` lists ``{"name", "sha256", "size"}``; ``letter`` holds the program's letter by language."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="intakes")
    number = models.PositiveIntegerField()
    files = models.JSONField(default=list)
    platform = models.CharField(max_length=40, blank=True, default="")
    mapping = models.CharField(max_length=64, blank=True, default="")
    replaces = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    letter = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "number"], name="intake_once")
        ]
