"""Publications of audits, and errata beside them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.audits.models import Audit
from obverse.web.processes.models import Process


class Publication(models.Model):
    """An audit on its way to the public. ``files`` (name to SHA-256) is frozen when it is prepared."""

    class State(models.TextChoices):
        """How far it is."""

        PREPARED = "prepared"
        SIGNED = "signed"
        PUBLISHED = "published"
        REFUSED = "refused"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="publications")
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    files = models.JSONField(default=dict)
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField(default=timezone.now)
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "number"], name="publication_once"),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True) | ~models.Q(signed_by=models.F("prepared_by")),
                name="nobody_signs_their_own_work",
            ),
        ]


class Erratum(models.Model):
    """A correction of a publication, printed before it: the publication itself is never edited."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="errata")
    text_en = models.TextField()
    text_fr = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["publication", "id"]
