"""Taking a row out of its register, and putting it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers import keeping
from obverse.web.registers.asking import author, reason_in, row_or_404, version_in
from obverse.web.registers.checking import check_values, referring
from obverse.web.registers.models import Row
from obverse.web.registers.showing import about, known_cells
from obverse.web.registers.wording import register_name, row_name
from obverse.web.texts import say

if TYPE_CHECKING:
    from uuid import UUID


@allowed(may.edit_registers)
def remove(request: HttpRequest, process: Process, table: str, key: UUID) -> HttpResponse:
    """Take a row out of its register, with a reason."""
    found = row_or_404(process, table, key)
    users = referring(process, table, str(found.values["id"])) if "id" in found.values else []

    def act(reason: str) -> Row:
        return keeping.remove_row(
            found, by=author(request), reason=reason, expected_version=version_in(request)
        )

    others = [one for one in users if one.pk != found.pk]
    if found.is_removed:
        return redirect("row", process.slug, table, key)
    return _decide(request, process, found, "remove", act, hindered_by=others)


@allowed(may.edit_registers)
def restore(request: HttpRequest, process: Process, table: str, key: UUID) -> HttpResponse:
    """Put a removed row back, with a reason."""
    found = row_or_404(process, table, key)

    def act(reason: str) -> Row:
        return keeping.restore_row(
            found, by=author(request), reason=reason, expected_version=version_in(request)
        )

    if not found.is_removed:
        return redirect("row", process.slug, table, key)
    wrong = check_values(process, table, found.values, instead_of=found)
    return _decide(request, process, found, "restore", act, faults=list(wrong.values()))


def _decide(
    request: HttpRequest,
    process: Process,
    found: Row,
    what: str,
    act: Callable[[str], Row],
    *,
    hindered_by: list[Row] | None = None,
    faults: list[str] | None = None,
) -> HttpResponse:
    reason, wrong, moved = reason_in(request), "", False
    if request.method == "POST" and not hindered_by and not faults:
        wrong = "" if reason else say("registers.reason_missing")
        if not wrong:
            try:
                with transaction.atomic():
                    keeping.lock(process)
                    act(reason)
            except keeping.Conflict as conflict:
                found, moved = conflict.row, True
            else:
                messages.success(request, say(f"registers.{what}d", row=row_name(found)))
                return redirect("register", process.slug, found.table)
    facts = {
        **about(process, found),
        "what": what,
        "reason": reason,
        "wrong": wrong,
        "moved": moved,
        "faults": faults or (),
        "hindered_by": [(one, row_name(one), register_name(one.table)) for one in hindered_by or ()],
        "known": known_cells(process, found),
    }
    return render(request, "registers/decide.html", facts, status=409 if moved else 200)
