"""Entries of the journal, each with the digest of the one before it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One write: what was done, by whom (a mark, never a name), to what. A trigger forbids to change or delete it."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    process = models.CharField(max_length=80, blank=True, default="", db_index=True)
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=300, blank=True, default="")
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]


class Head(models.Model):
    """The end of the chain: one row, locked by whoever writes the next entry."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
