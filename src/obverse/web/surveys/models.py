"""Waves of the survey: what is asked of whom, whose key seals the answers, and how far it is.

No answer, no code and no list of people ever stands here: codes and sealed answers are in the store of the booth, a
person-to-code list is nowhere.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from obverse.web.processes.models import Process

_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"


def new_address() -> str:
    """A random name for a wave that says nothing about it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class Wave(models.Model):
    """One wave of a survey.

    ``address`` is its random public name; ``questionnaire`` holds the town's choices (``local_values`` and
    ``dropped`` items), ``key`` the public key in hex to which answers are sealed, ``holders`` who keeps its parts
    (labels of offices, never names of people). ``name`` is what stands in the column ``wave`` of the evidence.
    What a respondent is told and asked is fixed once the wave is open (``questionnaire_digest``). ``answers``,
    ``batch_digest`` and ``receipts`` are known from the close on; ``destroyed_at`` says when codes and sealed answers
    were removed here, ``loaded_digest`` which opened file was taken in. ``frame_digest`` is that of the list from which
    people are drawn, ``streets_digest`` that of the streets along which a random route goes; ``auditor``, ``phone``,
    ``hours`` and ``return_to`` say who helps those who are asked: an office, never a person.
    """

    class State(models.TextChoices):
        """How far it is; there is no way back."""

        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"
        LOADED = "loaded"
        ABANDONED = "abandoned"

    class Kind(models.TextChoices):
        """A wave before the process began, or one while it runs or after."""

        PRE = "pre"
        MAIN = "main"

    class Abandoned(models.TextChoices):
        """Why it came to nothing."""

        TOO_FEW = "too_few"
        GIVEN_UP = "given_up"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="waves")
    address = models.CharField(max_length=10, unique=True, default=new_address, editable=False)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.MAIN)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    questionnaire = models.JSONField(default=dict)
    subject = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="")
    holders = models.JSONField(default=list)
    holders_needed = models.PositiveSmallIntegerField(default=2)
    codes_made_here = models.BooleanField(default=False)
    seed = models.CharField(max_length=200, blank=True, default="")
    frame_digest = models.CharField(max_length=64, blank=True, default="")
    streets_digest = models.CharField(max_length=64, blank=True, default="")
    auditor = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    hours = models.CharField(max_length=120, blank=True, default="")
    return_to = models.CharField(max_length=300, blank=True, default="")
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    batch_digest = models.CharField(max_length=64, blank=True, default="")
    receipts = models.JSONField(default=list)
    questionnaire_digest = models.CharField(max_length=64, blank=True, default="")
    early_reason = models.TextField(blank=True, default="")
    answers = models.PositiveIntegerField(null=True)
    fetched_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    loaded_digest = models.CharField(max_length=64, blank=True, default="")
    abandoned_because = models.CharField(max_length=10, choices=Abandoned.choices, blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "name"], name="wave_once")
        ]

    def __str__(self) -> str:
        return f"{self.process.slug} {self.name}"


class Stratum(models.Model):
    """People who are asked alike: a variant of the questionnaire, a role, how many there are and were invited.

    ``number`` is what the store and the sealed answers know it by. ``answered`` and ``answered_late`` (after the
    reminder) are written once, at the close; ``codes`` counts the slips made, of which ``reserve`` are kept for lost
    ones. ``role`` is empty where people of several roles are asked together, each of whom says which is theirs;
    ``frame`` says how those who are asked were found, and is empty where that follows from the numbers.
    """

    class Frame(models.TextChoices):
        """How those who are asked were found."""

        EVERYONE = "everyone"
        REGISTER = "register"
        ROUTE = "route"
        MAILING_LIST = "mailing_list"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="strata")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    variant = models.CharField(max_length=15)
    role = models.CharField(max_length=40, blank=True)
    frame = models.CharField(max_length=12, choices=Frame.choices, blank=True, default="")
    eligible = models.PositiveIntegerField()
    invited = models.PositiveIntegerField(default=0)
    codes = models.PositiveIntegerField(default=0)
    reserve = models.PositiveIntegerField(default=0)
    is_interviewed = models.BooleanField(default=False)
    answered = models.PositiveIntegerField(null=True)
    answered_late = models.PositiveIntegerField(null=True)
    broke_off = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["wave", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["wave", "number"], name="stratum_once")
        ]
