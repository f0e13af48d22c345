"""One row as it stands, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers.asking import authors, row_or_404
from obverse.web.registers.attaching import LARGEST
from obverse.web.registers.checking import held_as_files
from obverse.web.registers.models import Revision
from obverse.web.registers.showing import about, compared, known_cells
from obverse.web.registers.wording import columns_of, heading, label_of

if TYPE_CHECKING:
    from uuid import UUID


@allowed(may.see_rows)
@require_safe
def row(request: HttpRequest, process: Process, table: str, key: UUID) -> HttpResponse:
    """One row as it stands, with the documents beside it."""
    found = row_or_404(process, table, key)
    columns = columns_of(table, [found.values])
    last = found.revisions.order_by("-version").first()
    facts = {
        **about(process, found),
        "label": label_of(found.values),
        "known": known_cells(process, found),
        "unknown": [heading(table, one.name) for one in columns if one.name not in found.values],
        "documents": found.attachments.order_by("id"),
        "largest": LARGEST // 1024 // 1024,
        "may_edit": may.edit_registers(request.user, process) and table not in held_as_files(process),
        "last": last,
        "last_by": authors([last.author])[last.author] if last else "",
    }
    return render(request, "registers/row.html", facts)


@allowed(may.see_rows)
@require_safe
def history(request: HttpRequest, process: Process, table: str, key: UUID) -> HttpResponse:
    """Every state that a row had: who wrote it, when and why, the old beside the new."""
    found = row_or_404(process, table, key)
    states = list(found.revisions.order_by("version"))
    people = authors(state.author for state in states)
    steps = []
    for before, state in zip([None, *states], states, strict=False):
        cells = compared(process, table, before.values if before else {}, state.values)
        turned = before is not None and before.is_removed != state.is_removed
        steps.append(
            {
                "state": state,
                "cells": [one for one in cells if one.differs],
                "what": _what(before, state) if before is None or turned else "changed",
                "who": people[state.author],
            }
        )
    facts = {**about(process, found), "steps": steps[::-1]}
    return render(request, "registers/history.html", facts)


def _what(before: Revision | None, state: Revision) -> str:
    if before is None:
        return "imported" if state.intake is not None else "begun"
    return "removed" if state.is_removed else "restored"
