"""Bodies, their processes, and what the charter of a process says."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone


class Body(models.Model):
    """A public body, an association or whoever else answers for processes."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Process(models.Model):
    """A process under audit.

    ``charter`` holds the answers of the guided set-up by the id of their question: ``{"value": ...}``
    or ``{"unknown": true}``. ``version`` counts its changes, ``evidence_version`` those of registers, thresholds and
    files: an audit says which one it saw.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="processes")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    charter = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    evidence_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.UUIDField(null=True)
    frozen_at = models.DateTimeField(null=True)
    keep_until = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The first page of the process."""
        return reverse("process", args=[self.slug])

    def answer(self, question: str) -> object:
        """What the charter says to a question; None where it is unknown or not yet answered."""
        said = self.charter.get(question, {})
        return said.get("value") if isinstance(said, dict) else None
