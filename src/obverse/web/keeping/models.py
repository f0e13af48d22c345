"""Files that belong to a process: their place in its dossier, and the digest under which their bytes are kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class ProcessFile(models.Model):
    """A file of a dossier that is not made from rows: a long register, the journal, a source."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "path"], name="file_once")
        ]
