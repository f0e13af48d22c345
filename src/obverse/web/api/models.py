"""Access keys of programs, and what each of their calls stored."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class AccessKey(models.Model):
    """What a program shows to push evidence into one process, in the name of the owner who made it.

    Its secret is told once; only the digest is kept. ``window_at`` and ``window_count`` count its calls of the last
    minute.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="access_keys")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    window_at = models.DateTimeField(null=True)
    window_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "-id"]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(secret: str) -> str:
        """The digest under which a key is found."""
        return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def is_alive(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class Push(models.Model):
    """One call that stored something: ``key`` is the caller's own word for it, so that it is stored once only.

    ``digest`` is that of what was sent, ``answer`` what was answered and is answered again.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="pushes")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "key"], name="push_once")
        ]
