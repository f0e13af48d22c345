"""Thresholds and their amendments, audits, and what groups say against a finding."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class Threshold(models.Model):
    """A threshold that the process fixes for itself: one ``[[threshold]]`` of the dossier.

    One that comes after the freeze is an amendment (``amends`` is true): the report shows it beside the result, which
    is still judged by the frozen one.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="thresholds")
    indicator = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, default="*")
    value = models.FloatField()
    smallest_difference = models.FloatField(default=0)
    unit = models.CharField(max_length=40, blank=True, default="")
    klass = models.CharField(max_length=20)
    source = models.TextField()
    amends = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    set_on = models.DateField(default=timezone.localdate)
    set_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "indicator", "subject", "id"]


class Audit(models.Model):
    """One audit of a process as it stood: ``evidence_version`` and the digest of the dossier that it saw.

    ``reports`` holds the SHA-256 of the finished report by file name: ``report.en.json``, ``report.fr.html`` and so on;
    ``dossier`` that of the dossier as a ZIP archive.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="audits")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    evidence_version = models.PositiveIntegerField()
    dossier = models.CharField(max_length=64, blank=True, default="")
    reports = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
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
