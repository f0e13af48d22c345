"""Imports of a process: the files that were given, what became of them, and the letter at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils import timezone

from obverse.web.jobs.models import Job
from obverse.web.journal.writing import note
from obverse.web.processes.models import Process

if TYPE_CHECKING:
    from obverse.web.people.models import Person


class Intake(models.Model):
    """One import. ``files`` lists ``{"name", "sha256", "size"}``; ``letter`` holds the program's letter by language.

    ``mapping`` is the digest of the description by which the files were read, ``options`` what was said besides;
    ``problems`` tells what has to be mended, ``told`` counts the rows of each register and what else came with them.
    The files as they were given may name people: they are kept (``has_files``) only until they have been read. After
    that nothing here names their bytes any more, and they are swept away.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="intakes")
    number = models.PositiveIntegerField()
    files = models.JSONField(default=list)
    has_files = models.BooleanField(default=True)
    platform = models.CharField(max_length=40, blank=True, default="")
    mapping = models.CharField(max_length=64, blank=True, default="")
    options = models.JSONField(default=dict)
    replaces = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    letter = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["process", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["process", "number"], name="intake_once")
        ]

    @property
    def may_try_again(self) -> bool:
        """Whether it came to nothing and its files are still there."""
        is_over = self.job is None or self.job.is_over
        return self.has_files and (
            self.state == self.State.REFUSED or (self.state == self.State.WAITING and is_over)
        )

    def without_files(self) -> dict[str, Any]:
        """What it says once its files are let go: their names and sizes, and no digest by which they would be kept."""
        left = [{"name": file["name"], "size": file["size"]} for file in self.files]
        return {"has_files": False, "files": left}

    def let_go(self, *, by: Person | None) -> None:
        """Let go of its files before their time."""
        with transaction.atomic():
            Intake.objects.filter(pk=self.pk).update(**self.without_files())
            note("intake.files_let_go", by=by, process=self.process, about=str(self.number))


class Aside(models.Model):
    """What the dossier of a process says that no page asks for, so that composing it says it again.

    ``platform`` holds ``[platform.<table>]`` (what a platform hides), ``as_of`` the day of its audit, ``columns`` the
    order of columns of registers that came in another order than the declared one, ``set_by`` who set a threshold, by
    its number here.
    """

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="aside")
    platform = models.JSONField(default=dict)
    as_of = models.DateField(null=True)
    columns = models.JSONField(default=dict)
    set_by = models.JSONField(default=dict)
