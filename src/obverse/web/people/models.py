"""People with an account, their roles in processes, and invitations."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process


class People(BaseUserManager["Person"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> Person:
        """An account, with a password or, without one, for somebody who signs in elsewhere."""
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. ``mark`` stands for them where names must not: in the journal and in histories."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class Kind(models.TextChoices):
    """The roles that somebody can hold in a process. Administrators of the installation hold none by that."""

    OWNER = "owner"
    CLERK = "clerk"
    AUDITOR = "auditor"
    GROUP = "group"


class Role(models.Model):
    """What somebody is in a process; ``group`` is the id of the stakeholder group that a ``group`` speaks for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    group = models.CharField(max_length=200, blank=True, default="")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "process", "kind", "group"], name="role_once")
        ]


class Invitation(models.Model):
    """A way in: a secret told once, of which only the digest is kept.

    It makes an account and gives a role or the care of the installation; or, with ``renews``, it lets somebody who has
    an account choose a new password.
    """

    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, default="")
    process = models.ForeignKey(Process, null=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True, default="")
    group = models.CharField(max_length=200, blank=True, default="")
    as_administrator = models.BooleanField(default=False)
    renews = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="renewals")
    invited_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @staticmethod
    def digest_of(secret: str) -> str:
        """The digest under which an invitation is found."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @classmethod
    def invite(cls, *, days: int = 14, **facts: Any) -> tuple[Invitation, str]:
        """A new invitation and its secret, which is told now and never again."""
        secret = secrets.token_urlsafe(24)
        until = timezone.now() + dt.timedelta(days=days)
        return cls.objects.create(digest=cls.digest_of(secret), expires_at=until, **facts), secret
