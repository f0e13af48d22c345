"""The registers of a process, one register, and what was declared of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from obverse.web.bridge import served_by, tables
from obverse.web.keeping import blobs
from obverse.web.keeping.models import ProcessFile
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers import spreadsheets
from obverse.web.registers.asking import (
    NOT_HANDED_OUT,
    NOT_SHOWN,
    author,
    authors,
    register_or_404,
    table_or_404,
    version_in,
)
from obverse.web.registers.declaring import SAID, Declared, declare, withdraw
from obverse.web.registers.forms import DeclarationForm
from obverse.web.registers.grouping import grouped, standings
from obverse.web.registers.listing import Asked, filters, list_rows
from obverse.web.registers.models import Declaration, DeclarationState, Row
from obverse.web.registers.wording import by_hand, heading, register_name, row_of
from obverse.web.texts import language, say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allowed(may.see_rows)
@require_safe
def registers(request: HttpRequest, process: Process) -> HttpResponse:
    """All registers, grouped by what they serve."""
    facts = {
        "process": process,
        "groups": grouped(process),
        "may_edit": may.edit_registers(request.user, process),
        "may_download": may.download_dossier(request.user, process),
    }
    return render(request, "registers/registers.html", facts)


@allowed(may.see_rows)
@require_safe
def register(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """One register: what it is, how it stands, and its rows."""
    register_or_404(table)
    asked = Asked.of(request.GET)
    hidden = table in NOT_SHOWN
    listed = None if hidden else list_rows(process, table, asked, request.GET.get("page", "1"))
    standing = standings(process)[table]
    facts: dict[str, Any] = {
        "process": process,
        "table": table,
        "standing": standing,
        "serves": served_by(table, language()),
        "asked": asked,
        "listed": listed,
        "filters": filters(table),
        "columns": [(name, heading(table, name)) for name in tables()[table].columns],
        "removed": Row.objects.filter(process=process, table=table, is_removed=True).count(),
        "here": asked.address(),
        "address_wide": asked.address(wide=not asked.wide),
        "address_removed": Asked(removed=not asked.removed).address() or request.path,
        "pages": asked.address(page="").rstrip("?"),
        "may_edit": may.edit_registers(request.user, process) and standing.state != "file",
        "is_hidden": hidden,
        "is_apart": table == "survey_stratum" and standing.state == "file",
        "declared": _declared(standing.declaration),
        "files": _files(process, table) if standing.state == "file" and table not in NOT_HANDED_OUT else (),
    }
    return render(request, "registers/register.html", facts)


def _declared(declaration: Declaration | None) -> list[tuple[str, str]]:
    return _told(declaration.said) if declaration is not None else []


def _told(said: Mapping[str, str]) -> list[tuple[str, str]]:
    words = {
        "complete": lambda value: say(f"registers.kept.complete_{value}"),
        "grade": lambda value: say(f"registers.grade.{value}"),
    }
    return [(say(f"registers.kept.{key}"), words.get(key, str)(said[key])) for key in SAID if said.get(key)]


def _past(process: Process, table: str) -> list[dict[str, Any]]:
    """What was said of a register, the latest first."""
    states = list(DeclarationState.objects.filter(process=process, table=table).order_by("-id")[:20])
    people = authors(state.author for state in states)
    return [
        {
            "at": f"{state.at:%Y-%m-%d %H:%M} UTC",
            "who": people[state.author],
            "said": _told(state.said) if state.said is not None else None,
        }
        for state in states
    ]


def _files(process: Process, table: str) -> list[ProcessFile]:
    files = ProcessFile.objects.filter(process=process, path__startswith=f"evidence/{table}").order_by("path")
    return [file for file in files if file.path.split("/")[1].split(".")[0] == table]


@allowed(may.see_rows)
@require_safe
def as_csv(request: HttpRequest, process: Process, table: str) -> HttpResponseBase:  # noqa: ARG001 - every view gets it
    """One register as CSV."""
    table_or_404(table)
    answer = StreamingHttpResponse(
        spreadsheets.as_csv(process, table, language()), content_type="text/csv; charset=utf-8"
    )
    return _to_be_saved(answer, f"{process.slug}-{table}.csv")


@allowed(may.see_rows)
@require_safe
def as_xlsx(request: HttpRequest, process: Process, table: str) -> HttpResponseBase:  # noqa: ARG001 - every view gets it
    """One register as a workbook."""
    table_or_404(table)
    content = spreadsheets.as_workbook(process, [table], language())
    return _to_be_saved(HttpResponse(content, content_type=_XLSX), f"{process.slug}-{table}.xlsx")


@allowed(may.see_rows)
@require_safe
def as_file(request: HttpRequest, process: Process, table: str) -> HttpResponseBase:
    """A file in which a long register stands, as it is."""
    table_or_404(table)
    if table in NOT_HANDED_OUT:
        raise Http404
    number = request.GET.get("number", "0")
    files = _files(process, table)
    if not number.isdecimal() or int(number) >= len(files):
        raise Http404
    file = files[int(number)]
    path = blobs.path(file.sha256)
    if not path.is_file():
        raise Http404
    name = file.path.removeprefix("evidence/").replace("/", "-")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


@allowed(may.download_dossier)
@require_safe
def workbook(request: HttpRequest, process: Process) -> HttpResponseBase:  # noqa: ARG001 - every view gets it
    """All registers as one workbook."""
    shown = [table for table in by_hand() if table not in NOT_SHOWN]
    content = spreadsheets.as_workbook(process, shown, language())
    return _to_be_saved(HttpResponse(content, content_type=_XLSX), f"{process.slug}.xlsx")


@allowed(may.see_rows)
@require_safe
def empty(request: HttpRequest, process: Process) -> HttpResponseBase:  # noqa: ARG001 - every view gets it
    """An empty workbook, to be filled away from here."""
    content = spreadsheets.as_workbook(process, by_hand(), language(), empty=True)
    return _to_be_saved(HttpResponse(content, content_type=_XLSX), "workbook.xlsx")


@allowed(may.edit_registers)
def kept(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """Say how a register was kept."""
    register_or_404(table)
    standing = Declaration.objects.filter(process=process, table=table).first()
    form = DeclarationForm(request.POST or None, initial=standing.said if standing else {})
    version, status, conflict = (standing.version if standing else 0), 200, None
    if request.method == "POST" and form.is_valid():
        try:
            declare(process, table, form.said(), by=author(request), expected_version=version_in(request))
        except Declared as quicker:
            version = quicker.declaration.version if quicker.declaration else 0
            status, conflict = 409, quicker
        else:
            messages.success(request, say("front.saved"))
            return redirect("register", process.slug, table)
    facts = {
        "process": process,
        "table": table,
        "name": register_name(table),
        "what": row_of(table),
        "form": form,
        "version": version,
        "standing": standing,
        "conflict": conflict,
        "conflict_said": _declared(conflict.declaration) if conflict else (),
        "past": _past(process, table),
    }
    return render(request, "registers/kept.html", facts, status=status)


@allowed(may.edit_registers)
@require_POST
def not_kept(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """Take back what was said of how a register was kept."""
    register_or_404(table)
    try:
        withdraw(process, table, by=author(request), expected_version=version_in(request))
    except Declared:
        messages.error(request, say("registers.kept.moved"))
        return redirect("register_kept", process.slug, table)
    messages.success(request, say("registers.kept.withdrawn"))
    return redirect("register", process.slug, table)


def _to_be_saved(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
