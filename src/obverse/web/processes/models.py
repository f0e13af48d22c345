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


class Standing(models.Model):
    """What the evidence of a process allows to be asked, as it was at ``evidence_version``.

    ``said`` holds ``possible`` (ids of indicators), ``worth`` (what to get next: ``remedy`` by language, ``table``,
    ``ids`` of the indicators that it would open) and ``problems`` (letters by language, where something is wrong).
    """

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="standing")
    evidence_version = models.PositiveIntegerField()
    said = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)


class GroupList(models.Model):
    """One person's own list of who is affected, which nobody else sees until both lists are finished.

    ``entries`` holds ``label, side, affected, advocate`` of each group; ``number`` tells the two lists apart where
    names must not.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="group_lists")
    by = models.UUIDField()
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    done_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "by"], name="one_list_each"),
            models.UniqueConstraint(fields=["process", "number"], name="group_list_once"),
        ]
