"""Rows of registers, every state that a row ever had, what was declared of a register, and documents beside rows."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class Row(models.Model):
    """One row of a register as it stands now.

    ``values`` holds texts by column, exactly as they are written into the dossier; what is unknown is left out.
    ``position`` orders the rows of a register; ``words`` is what a search looks through.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=40)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.BigIntegerField()
    values = models.JSONField(default=dict)
    words = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "table", "position", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["process", "table", "is_removed", "position"], name="row_in_order")
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the words to search with in step with the values."""
        self.words = words_of(self.values)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # the arguments are Django's and passed on as they came


def words_of(values: Mapping[str, str]) -> str:
    """What a search looks through."""
    return plain(" ".join(str(value) for value in values.values()))


def plain(text: str) -> str:
    """A text as it is searched: without capitals and accents.

    >>> plain("Événement")
    'evenement'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


class Revision(models.Model):
    """What a row said from a moment on, who wrote it and why; the first one is the row's beginning."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    values = models.JSONField()
    is_removed = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    author = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    intake = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["row", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["row", "version"], name="revision_once")
        ]


class Declaration(models.Model):
    """What is declared of a register, ``[coverage.<table>]``: without it an empty register is silence."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="declarations")
    table = models.CharField(max_length=40)
    said = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "table"], name="declared_once")
        ]


class DeclarationState(models.Model):
    """What was declared of a register from a moment on, and by whom; ``said`` is null where it was withdrawn."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="declaration_states")
    table = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    said = models.JSONField(null=True)
    author = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "table", "version", "id"]


class Attachment(models.Model):
    """A document that proves a row."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
