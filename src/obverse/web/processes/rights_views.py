"""The page of the grid: who decides what at which step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes import rights as grids
from obverse.web.processes.charter import step_named, steps
from obverse.web.processes.models import Process
from obverse.web.processes.reading import signed_in
from obverse.web.texts import say


@allowed(may.edit_registers)
def rights(request: HttpRequest, process: Process) -> HttpResponse:
    """The grid for one basis: what was promised, what the rules say, what was done."""
    bases = grids.codes("basis")
    basis = request.POST.get("basis") or request.GET.get("basis") or bases[0]
    basis = basis if basis in bases else bases[0]
    cells = grids.grid(process, basis)
    typed: dict[grids.Place, str] = {}
    conflict = no_reason = False
    if request.method == "POST":
        typed = _typed(request)
        reason, as_seen = request.POST.get("reason", "").strip(), request.POST.get("seen", "")
        try:
            grids.write(process, basis, typed, by=signed_in(request), as_seen=as_seen, reason=reason)
        except grids.Conflict:
            conflict, cells = True, grids.grid(process, basis)
        except grids.NoReason:
            no_reason = True
        else:
            messages.success(request, say("front.saved"))
            return redirect(f"{reverse('process_rights', args=[process.slug])}?basis={basis}")
    step = step_named("rights")
    facts: dict[str, Any] = {
        "process": process,
        "title": say("processes.step.rights.title"),
        "lead": say("processes.step.rights.lead"),
        "number": steps().index(step) + 1 if step else 0,
        "total": len(steps()),
        "basis": basis,
        "bases": [
            (name, say(f"processes.rights.bases.{name}"), say(f"processes.rights.basis.{name}"))
            for name in bases
        ],
        "seen": grids.seen(cells),
        "actors": [(name, say(f"processes.rights.actors.{name}")) for name in grids.codes("actor_class")],
        "lines": _lines(cells, typed, both=conflict),
        "levels": [(level, say(f"processes.rights.levels.{level}")) for level in grids.codes("level")],
        "conflict": conflict,
        "no_reason": no_reason,
        "reason": request.POST.get("reason", ""),
        "has_rows": any(cell.row for cell in cells.values()),
    }
    return render(
        request, "processes/rights.html", facts, status=409 if conflict else 422 if no_reason else 200
    )


def _typed(request: HttpRequest) -> dict[grids.Place, str]:
    known = {"", *grids.codes("level")}
    found = {}
    for step in grids.codes("step"):
        for actor in grids.codes("actor_class"):
            said = request.POST.get(f"{step}-{actor}")
            if said in known:
                found[step, actor] = said
    return found


def _lines(cells: Any, typed: dict[grids.Place, str], *, both: bool) -> list[dict[str, Any]]:
    """The grid line by line; beside what was typed stands what somebody else wrote meanwhile, where they differ."""
    lines = []
    for step in grids.codes("step"):
        words = say(f"processes.rights.steps.{step}")
        places = []
        for actor in grids.codes("actor_class"):
            cell = cells[step, actor]
            shown = typed.get(cell.place, cell.level)
            places.append(
                {
                    "name": f"{step}-{actor}",
                    "label": f"{words}, {say(f'processes.rights.actors.{actor}')}",
                    "level": shown,
                    "has_periods": cell.has_periods,
                    "stands": _level(cell.level) if both and shown != cell.level else "",
                }
            )
        lines.append({"step": words, "places": places})
    return lines


def _level(level: str) -> str:
    return say(f"processes.rights.levels.{level}") if level else say("processes.unanswered")
