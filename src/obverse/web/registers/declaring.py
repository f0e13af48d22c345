"""Saying of a register since when it was kept and how well: without that, an empty one is silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from obverse.web.journal.writing import note
from obverse.web.registers.changing import evidence_changed
from obverse.web.registers.models import Declaration, DeclarationState

if TYPE_CHECKING:
    from obverse.web.people.models import Person
    from obverse.web.processes.models import Process

SAID = ("kept_from", "kept_until", "complete", "grade", "source", "declared_by", "public_by")


class Declared(Exception):  # noqa: N818 - it carries the state that stands, the name says what it is
    """Somebody else was quicker: ``declaration`` stands now; None where it was withdrawn."""

    def __init__(self, declaration: Declaration | None) -> None:
        super().__init__("the declaration was changed meanwhile")
        self.declaration = declaration


def declare(
    process: Process, table: str, said: Mapping[str, str], *, by: Person | None, expected_version: int
) -> Declaration:
    """Say how a register was kept; ``expected_version`` is 0 where nothing was said before.

    Raises:
        Declared: what stands is not what the author saw.
    """
    kept = {key: said[key] for key in SAID if said.get(key)}
    with transaction.atomic():
        evidence_changed(process)
        standing = Declaration.objects.filter(process=process, table=table).first()
        if (standing.version if standing else 0) != expected_version:
            raise Declared(standing)
        if standing is None:
            last = DeclarationState.objects.filter(process=process, table=table).order_by("-version").first()
            version = last.version + 1 if last else 1
            standing = Declaration(process=process, table=table, version=version)
        else:
            standing.version += 1
        standing.said = kept
        standing.save()
        _remember(process, table, standing.version, kept, by)
        note("registers.declared", by=by, process=process, about=table, details={"version": standing.version})
    return standing


def withdraw(process: Process, table: str, *, by: Person | None, expected_version: int) -> None:
    """Take back what was said of a register; that it was said stays in its history.

    Raises:
        Declared: what stands is not what the author saw.
    """
    with transaction.atomic():
        evidence_changed(process)
        standing = Declaration.objects.filter(process=process, table=table).first()
        if standing is None or standing.version != expected_version:
            raise Declared(standing)
        version = standing.version + 1
        standing.delete()
        _remember(process, table, version, None, by)
        note(
            "registers.declaration_withdrawn",
            by=by,
            process=process,
            about=table,
            details={"version": version},
        )


def _remember(
    process: Process, table: str, version: int, said: dict[str, str] | None, by: Person | None
) -> None:
    mark = by.mark if by is not None else None
    DeclarationState.objects.create(process=process, table=table, version=version, said=said, author=mark)
