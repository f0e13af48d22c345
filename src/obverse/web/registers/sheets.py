"""Taking rows over from a spreadsheet: pasted or uploaded, looked at first, then written."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from obverse.web.bridge import Refused, names, sheet_of, tables
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers import keeping
from obverse.web.registers.asking import author, table_or_404
from obverse.web.registers.checking import held_as_files
from obverse.web.registers.documents import content_of
from obverse.web.registers.pasting import LONGEST, Plan, Sheet, as_text, from_rows, plan, read_text
from obverse.web.registers.wording import cell, columns_of, heading, register_name, row_name, row_of
from obverse.web.texts import language, say

LARGEST = 3 * 1024 * 1024
_SHOWN_ROWS, _SHOWN_FAULTS = 20, 200
_ZIP = b"PK\x03\x04"


@allowed(may.edit_registers)
def sheet(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """Give rows of a spreadsheet; shows what would be taken over and all that is wrong with it."""
    table_or_404(table)
    if table in held_as_files(process):
        return redirect("register", process.slug, table)
    if request.method != "POST":
        return _page(request, process, table, text="")
    file = request.FILES.get("sheet")
    text = request.POST.get("text", "")
    given = _from_file(table, file) if isinstance(file, UploadedFile) else read_text(table, text)
    made = plan(process, table, given, replaces=_replaces(request))
    if isinstance(file, UploadedFile):
        text = as_text(given) if given.rows else ""
    return _page(request, process, table, text=text, made=made)


@allowed(may.edit_registers)
@require_POST
def take_over(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """Write what was looked at; where the register moved meanwhile, it is looked at again."""
    table_or_404(table)
    if table in held_as_files(process):
        return redirect("register", process.slug, table)
    text, reason = request.POST.get("text", ""), request.POST.get("reason", "").strip()
    replaces = _replaces(request)
    with transaction.atomic():
        standing = keeping.lock(process)
        made = plan(process, table, read_text(table, text), replaces=replaces)
        moved = request.POST.get("seen", "") != str(standing.evidence_version)
        wrong = say("registers.reason_missing") if made.changes and not reason else ""
        if made.is_possible and not moved and not wrong:
            by = author(request)
            if made.new:
                keeping.add_rows(process, table, [values for _, values in made.new], by=by, reason=reason)
            if made.changes:
                changes = [(one.row, one.values) for one in made.changes]
                keeping.change_rows(process, changes, by=by, reason=reason)
            told = {"new": len(made.new), "changed": len(made.changes)}
            messages.success(request, say("registers.sheet.taken_over", **told))
            return redirect("register", process.slug, table)
    return _page(request, process, table, text=text, made=made, moved=moved, reason=reason, wrong=wrong)


def _from_file(table: str, file: UploadedFile) -> Sheet:
    if (file.size or 0) > LARGEST:
        return Sheet(problems=[say("registers.sheet.too_large", limit=LARGEST // 1024 // 1024)])
    content = content_of(file)
    raw = content.read_bytes() if isinstance(content, Path) else content
    if raw.startswith(_ZIP):
        return _from_workbook(table, raw)
    if b"\x00" in raw:
        return Sheet(problems=[say("registers.sheet.no_text")])
    try:
        return read_text(table, raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # What older spreadsheets write; the preview shows whether the letters came out right.
        return read_text(table, raw.decode("cp1252", errors="replace"))


def _from_workbook(table: str, content: bytes) -> Sheet:
    with tempfile.TemporaryDirectory(prefix="obverse-sheet-") as folder:
        copy = Path(folder) / f"{table}.xlsx"
        copy.write_bytes(content)
        try:
            rows, others = sheet_of(copy, table)
        except Refused as refused:
            return Sheet(problems=[problem.letter(language()) for problem in refused.problems])
    given = from_rows(rows)
    wanted = names(language()).sheet(tables()[table])
    if not rows:
        given.problems.append(say("registers.sheet.not_in_workbook", sheet=wanted))
    elif others:
        given.others = tuple(register_name(one) for one in others)
    return given


def _page(
    request: HttpRequest,
    process: Process,
    table: str,
    *,
    text: str,
    made: Plan | None = None,
    moved: bool = False,
    reason: str = "",
    wrong: str = "",
) -> HttpResponse:
    process.refresh_from_db(fields=["evidence_version"])
    facts = {
        "process": process,
        "table": table,
        "name": register_name(table),
        "what": row_of(table),
        "text": text,
        "made": made,
        "moved": moved,
        "reason": reason,
        "wrong": wrong,
        "replaces": _replaces(request),
        "seen": process.evidence_version,
        "limit": LONGEST,
        "largest": LARGEST // 1024 // 1024,
        "required": [heading(table, name) for name in tables()[table].required if name != "id"],
        "headings": [heading(table, name) for name in tables()[table].columns],
        **(_preview(table, made) if made else {}),
    }
    return render(request, "registers/sheet.html", facts, status=409 if moved else 200)


def _preview(table: str, made: Plan) -> dict[str, object]:
    shown = made.new[:_SHOWN_ROWS]
    columns = [
        one
        for one in columns_of(table, [values for _, values in shown])
        if any(one.name in values for _, values in shown)
    ]
    changes = [
        (
            row_name(one.row),
            [
                (
                    heading(table, column.name),
                    cell(table, column, one.row.values.get(column.name, ""), {}),
                    cell(table, column, one.values.get(column.name, ""), {}),
                )
                for column in columns_of(table, [one.row.values, one.values])
                if one.row.values.get(column.name) != one.values.get(column.name)
            ],
        )
        for one in made.changes[:_SHOWN_ROWS]
    ]
    return {
        "preview_heads": [heading(table, one.name) for one in columns],
        "preview_rows": [
            (number, [cell(table, one, values.get(one.name, ""), {}) for one in columns])
            for number, values in shown
        ],
        "preview_changes": changes,
        "faults": [
            (number, heading(table, fault.column) if fault.column else "", fault.message)
            for number, fault in made.faults[:_SHOWN_FAULTS]
        ],
        "faults_left": max(0, len(made.faults) - _SHOWN_FAULTS),
    }


def _replaces(request: HttpRequest) -> bool:
    return "replaces" in request.POST
