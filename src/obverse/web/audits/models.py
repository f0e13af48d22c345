"""Thresholds and their amendments, audits, and what groups say against a finding."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.jobs.models import Job
from obverse.web.processes.models import Process


class Threshold(models.Model):
    """A threshold that the process fixes for itself: one ``[[threshold]]`` of the dossier.

    One that comes after the freeze is an amendment (``amends`` is true): the report shows it beside the result, which
    is still judged by the frozen one. ``direction`` is empty where the indicator's own worrying side stands.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="thresholds")
    indicator = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, default="*")
    value = models.FloatField()
    smallest_difference = models.FloatField(default=0)
    unit = models.CharField(max_length=40, blank=True, default="")
    direction = models.CharField(max_length=20, blank=True, default="")
    klass = models.CharField(max_length=20)
    source = models.TextField()
    amends = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    set_on = models.DateField(default=timezone.localdate)
    set_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "indicator", "subject", "id"]


class Freeze(models.Model):
    """The moment from which the thresholds of a process stand: by whom, why then, and the digest of all that stood."""

    class Because(models.TextChoices):
        """What brought it about: somebody's own act, or the first look at evidence."""

        CHOSEN = "chosen"
        IMPORT = "import"
        ROW = "row"
        AUDIT = "audit"

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="freeze")
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)
    because = models.CharField(max_length=10, choices=Because.choices, default=Because.CHOSEN)
    thresholds = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)


class Audit(models.Model):
    """One audit of a process as it stood: ``evidence_version`` and the digest of the dossier that it saw.

    ``reports`` holds the SHA-256 of the finished report by file name: ``report.en.json``, ``report.fr.html`` and so on;
    ``dossier`` is the digest over all files of the dossier. The dossier itself is not kept: a copy of what people did
    would outlive its deletion. ``problems`` tells what has to be mended where the dossier could not be audited.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="audits")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    evidence_version = models.PositiveIntegerField()
    dossier = models.CharField(max_length=64, blank=True, default="")
    reports = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    is_done = models.BooleanField(default=False)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "number"], name="audit_once")
        ]


class CounterStatement(models.Model):
    """What a stakeholder group says to a finding; it stands beside it in every later report."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="counter_statements")
    finding = models.CharField(max_length=300)
    group = models.CharField(max_length=200)
    text = models.TextField()
    by = models.UUIDField(null=True)
    on = models.DateField(default=timezone.localdate)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "finding", "id"]


class Measure(models.Model):
    """What is done about a finding: its row in the register of measures, and the figures by which it is followed.

    ``finding`` and ``displacement`` are keys of figures; ``audit`` is the one whose figure is the state before.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="measures")
    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="measures")
    row = models.UUIDField(unique=True)
    finding = models.CharField(max_length=300)
    displacement = models.CharField(max_length=300, blank=True, default="")
    what = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "id"]
