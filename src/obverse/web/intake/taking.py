"""Taking what was prepared into a process, inside the one transaction that makes it a part of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from obverse.web.intake.composing import aside_of
from obverse.web.intake.difference import Difference
from obverse.web.intake.dossier_text import declared_in
from obverse.web.intake.preparing import Prepared
from obverse.web.keeping.models import ProcessFile
from obverse.web.processes.answering import answer
from obverse.web.processes.charter import ATTRIBUTES, is_answered, questions
from obverse.web.processes.facts import charter_of
from obverse.web.processes.models import Process
from obverse.web.registers.declaring import declare
from obverse.web.registers.keeping import add_rows
from obverse.web.registers.models import Declaration, Revision, Row, words_of

if TYPE_CHECKING:
    from obverse.web.people.models import Person

_AT_A_TIME = 500


def take(
    process: Process,
    prepared: Prepared,
    *,
    by: Person | None,
    intake: int | None,
    proposals: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Write what was prepared, as a part of the transaction under way, which holds the process; tells what came.

    ``proposals`` are facts about the process that files told and that answer what nobody has answered.

    Raises:
        django.db.transaction.TransactionManagementError: no transaction is under way.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("what comes in comes in as a whole")
    for table, told in prepared.registers.items():
        _take_register(process, table, told, by=by, intake=intake)
    for table in prepared.moved:
        rows = Row.objects.filter(process=process, table=table, is_removed=False)
        _rewrite(rows.values_list("id", flat=True), {}, by=by, intake=intake, removed=True)
    _take_files(process, prepared)
    _declare(process, prepared.facts, by=by)
    asked = {name: told for name, told in (proposals or {}).items() if f"process.{name}" in questions()}
    told_of = {**asked, **prepared.facts["process"]}
    answered = _answer(process, {**prepared.facts, "process": told_of}, by=by)
    _keep_aside(process, prepared)
    Process.objects.filter(pk=process.pk).update(evidence_version=F("evidence_version") + 1)
    return {
        "rows": {
            table: {"added": len(told.added), "changed": len(told.changed), "removed": len(told.removed)}
            for table, told in prepared.registers.items()
        },
        "files": len(prepared.files),
        "answered": answered,
    }


def _take_register(
    process: Process, table: str, told: Difference, *, by: Person | None, intake: int | None
) -> None:
    if told.changed:
        _rewrite(told.changed, told.changed, by=by, intake=intake)
    if told.removed:
        _rewrite(told.removed, {}, by=by, intake=intake, removed=True)
    if told.added:
        add_rows(process, table, told.added, by=by, intake=intake)
    if not told.keeps_places:
        _put_in_order(process, table, told)


def _put_in_order(process: Process, table: str, told: Difference) -> None:
    """Give the rows of a register the places that they have in its file."""
    rows = Row.objects.filter(process=process, table=table)
    standing = dict(rows.values_list("id", "position"))
    newest = rows.order_by("-position", "-id").values_list("id", flat=True)[: len(told.added)]
    new = iter(reversed(list(newest)))
    moved = []
    for place, number in enumerate(told.order, start=1):
        found = next(new) if number is None else number
        if standing[found] != place:
            moved.append(Row(pk=found, position=place))
    Row.objects.bulk_update(moved, ["position"], batch_size=_AT_A_TIME)


def _rewrite(
    numbers: Sequence[int] | Mapping[int, Any] | Any,
    values: Mapping[int, Mapping[str, str]],
    *,
    by: Person | None,
    intake: int | None,
    removed: bool = False,
) -> None:
    """Write other values into rows, or take them out; what they said before stays in their history."""
    mark = by.mark if by is not None else None
    for piece in _pieces(numbers):
        rows = list(Row.objects.filter(pk__in=piece).order_by("id"))
        for row in rows:
            row.values = dict(values.get(row.pk, row.values))
            row.words, row.version, row.is_removed = words_of(row.values), row.version + 1, removed
        Row.objects.bulk_update(rows, ["values", "words", "version", "is_removed"])
        Revision.objects.bulk_create(
            Revision(
                row=row,
                version=row.version,
                values=row.values,
                is_removed=removed,
                author=mark,
                intake=intake,
            )
            for row in rows
        )


def _pieces(numbers: Any) -> Iterator[list[int]]:
    left = iter(numbers)
    while piece := list(islice(left, _AT_A_TIME)):
        yield piece


def _take_files(process: Process, prepared: Prepared) -> None:
    ProcessFile.objects.filter(process=process, path__in=prepared.gone).delete()
    for path, kept in prepared.files.items():
        said = {"sha256": kept.sha256, "size": kept.size}
        ProcessFile.objects.update_or_create(process=process, path=path, defaults=said)


def _answer(process: Process, sections: Mapping[str, Any], *, by: Person | None) -> list[str]:
    """Answer the questions of the charter that nobody has answered; returns which."""
    told = charter_of(sections)
    attributes = told.pop(ATTRIBUTES, {}).get("value", [])
    answers = {name: said for name, said in told.items() if not is_answered(process, name)}
    answered = process.answer(ATTRIBUTES)
    known = answered if isinstance(answered, list) else []
    names = {one["name"] for one in known}
    more = [one for one in attributes if one["name"] not in names]
    if more:
        answers[ATTRIBUTES] = {"value": [*known, *more]}
    if answers:
        answer(process, answers, by=by)
    return sorted(answers)


def _declare(process: Process, sections: Mapping[str, Any], *, by: Person | None) -> None:
    """Declare the registers of which nothing was declared."""
    known = set(Declaration.objects.filter(process=process).values_list("table", flat=True))
    for table, said in sections.get("coverage", {}).items():
        if table not in known:
            declare(process, table, declared_in(said), by=by, expected_version=0)


def _keep_aside(process: Process, prepared: Prepared) -> None:
    aside = aside_of(process)
    aside.platform = prepared.facts.get("platform", {})
    aside.columns |= {table: list(columns) for table, columns in prepared.columns.items()}
    aside.columns = {table: columns for table, columns in aside.columns.items() if columns}
    aside.save()
