"""Publications of audits, and errata beside them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from obverse.web.audits.models import Audit
from obverse.web.processes.models import Process


class Publication(models.Model):
    """An audit on its way to the public. ``files`` (name to SHA-256) is frozen when it is prepared.

    Triggers of the database hold what is frozen, and all of it once it is published or refused. Who ran the audit
    stands here too (``audited_by``), so that the database itself can refuse a signature under one's own work.
    """

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
    audited_by = models.UUIDField(null=True)
    prepared_by = models.UUIDField()
    prepared_as = models.CharField(max_length=10, blank=True, default="")
    prepared_at = models.DateTimeField(default=timezone.now)
    preparer_is_named = models.BooleanField(default=False)
    signed_by = models.UUIDField(null=True)
    signed_as = models.CharField(max_length=10, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    signer_is_named = models.BooleanField(default=False)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    refused_by = models.UUIDField(null=True)
    refused_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "number"], name="publication_once"),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True) | ~models.Q(signed_by=models.F("prepared_by")),
                name="nobody_signs_their_own_work",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True)
                | models.Q(audited_by__isnull=True)
                | ~models.Q(signed_by=models.F("audited_by")),
                name="nobody_signs_the_audit_they_ran",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["signed", "published"])
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="published_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process.slug} {self.number}"

    def get_absolute_url(self) -> str:
        """The public page; it exists once the publication is public."""
        return reverse("publication", args=[self.process.slug, self.number])

    @property
    def seal(self) -> str:
        """The digest of the list of all digests: one line that stands for every byte."""
        return str(self.files.get("SHA256SUMS", ""))


class Erratum(models.Model):
    """A correction of a publication, printed before it: the publication itself is never edited."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="errata")
    text_en = models.TextField()
    text_fr = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["publication", "id"]
