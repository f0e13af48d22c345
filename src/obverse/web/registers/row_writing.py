"""Adding a row by hand and correcting one; what happens when two people correct the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers import keeping
from obverse.web.registers.asking import author, authors, reason_in, row_or_404, table_or_404, version_in
from obverse.web.registers.checking import held_as_files, referring
from obverse.web.registers.forms import RowForm
from obverse.web.registers.models import Row
from obverse.web.registers.showing import compared
from obverse.web.registers.wording import register_name, row_name, row_of
from obverse.web.texts import say

if TYPE_CHECKING:
    from uuid import UUID


@allowed(may.edit_registers)
def add(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """Add a row by hand."""
    table_or_404(table)
    if table in held_as_files(process):
        return redirect("register", process.slug, table)
    form = RowForm(process, table, request.POST or None)
    if request.method == "POST":
        with transaction.atomic():
            keeping.lock(process)
            if form.is_valid():
                added = keeping.add_row(
                    process, table, form.values, by=author(request), reason=reason_in(request)
                )
                messages.success(request, say("registers.added", row=row_name(added)))
                again = "another" in request.POST
                return redirect("row_add" if again else "register", process.slug, table)
    return _form_page(request, process, table, form)


@allowed(may.edit_registers)
def change(request: HttpRequest, process: Process, table: str, key: UUID) -> HttpResponse:
    """Correct a row, with a reason."""
    found = row_or_404(process, table, key)
    if found.is_removed:
        return redirect("row", process.slug, table, key)
    form = RowForm(process, table, request.POST or None, row=found)
    reason, wrong = reason_in(request), ""
    if request.method == "POST":
        with transaction.atomic():
            keeping.lock(process)
            wrong = "" if reason else say("registers.reason_missing")
            if form.is_valid() and not wrong:
                wrong_id = _id_is_used(process, found, form.values.get("id", ""))
                if wrong_id:
                    form.add_error("id", wrong_id)
                else:
                    return _change(request, process, found, form, reason)
    return _form_page(request, process, table, form, row=found, reason=reason, wrong=wrong)


def _change(request: HttpRequest, process: Process, found: Row, form: RowForm, reason: str) -> HttpResponse:
    try:
        keeping.change_row(
            found, form.values, by=author(request), reason=reason, expected_version=version_in(request)
        )
    except keeping.Conflict as conflict:
        return _conflict_page(request, process, conflict.row, form, reason)
    messages.success(request, say("registers.changed", row=row_name(found)))
    return redirect("row", process.slug, found.table, found.key)


def _conflict_page(
    request: HttpRequest, process: Process, standing: Row, form: RowForm, reason: str
) -> HttpResponse:
    """Both states side by side; the form below holds what was typed and, once sent again, the newer version."""
    latest = standing.revisions.order_by("-version").first()
    facts = {
        "conflict": compared(process, standing.table, standing.values, form.values),
        "latest": latest,
        "latest_by": authors([latest.author])[latest.author] if latest else "",
        "standing_removed": standing.is_removed,
    }
    return _form_page(
        request, process, standing.table, form, row=standing, reason=reason, status=409, more=facts
    )


def _id_is_used(process: Process, found: Row, wanted: str) -> str:
    """Why a row cannot take another id: others refer to the one that it bears."""
    bears = str(found.values.get("id", ""))
    if not bears or wanted == bears:
        return ""
    users = [one for one in referring(process, found.table, bears) if one.pk != found.pk]
    if not users:
        return ""
    places = ", ".join(f"{register_name(one.table)}: {row_name(one)}" for one in users[:3])
    return say("registers.id_is_used", places=places)


def _form_page(
    request: HttpRequest,
    process: Process,
    table: str,
    form: RowForm,
    *,
    row: Row | None = None,
    reason: str = "",
    wrong: str = "",
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    facts = {
        "process": process,
        "table": table,
        "name": register_name(table),
        "what": row_of(table),
        "form": form,
        "parts": form.parts(),
        "row": row,
        "row_name": row_name(row) if row else "",
        # What was typed was typed over the version that the form was made from, not over a newer one.
        "version": row.version
        if row and (status == 409 or request.method != "POST")
        else version_in(request),
        "reason": reason,
        "wrong": wrong,
        "about_open": any(field.errors or field.value() for field in form.parts()["about"]),
        **(more or {}),
    }
    return render(request, "registers/row_form.html", facts, status=status)
