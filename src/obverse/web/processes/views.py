"""Pages of bodies and of a process as a whole."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from obverse.web.bridge import tables
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.models import Person
from obverse.web.processes import beginning, standing
from obverse.web.processes.afternoon import afternoon_of
from obverse.web.processes.answering import answer
from obverse.web.processes.charter import SILENT, UNKNOWN
from obverse.web.processes.forms import BeginForm
from obverse.web.processes.holdings import holdings
from obverse.web.processes.models import Body, Process
from obverse.web.processes.next_steps import next_steps
from obverse.web.processes.progress import progress_of, share_done
from obverse.web.processes.reading import signed_in


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a process."""
    person = request.user
    if not isinstance(person, Person) or not beginning.may_begin(person):
        raise PermissionDenied
    form = BeginForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        owns = form.cleaned_data.get("owns", True)
        process = beginning.begin(form.cleaned_data["title"], body=form.chosen, by=person, owns=owns)
        return redirect("process_setup" if owns else "people", process.slug)
    return render(request, "processes/begin.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def body(request: HttpRequest, identifier: int) -> HttpResponse:
    """The processes of a body in which the reader has a part; administrators see what all of them are called."""
    found = get_object_or_404(Body, pk=identifier)
    own = found.processes.filter(roles__person=signed_in(request)).distinct()
    others = found.processes.none()
    if may.administer(request.user):
        others = found.processes.exclude(pk__in=own.values("pk"))
    elif not own:
        raise Http404
    open_here = beginning.bodies_open_to(request.user).filter(pk=found.pk).exists()
    facts = {"body": found, "own": own, "others": others, "may_begin": open_here}
    return render(request, "processes/body.html", facts)


@allowed(may.see_process)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Where a process stands, and what comes next."""
    held = holdings(process)
    progress = progress_of(process, held)
    path = afternoon_of(process, held)
    facts = {
        "process": process,
        "steps_done": share_done(progress),
        "next": next_steps(process, request.user, progress, path),
        "afternoon": path,
        "standing": standing.standing_of(process, by=request.user),
        "may_edit": may.edit_registers(request.user, process),
        "may_set_up": may.edit_charter(request.user, process),
    }
    return render(request, "processes/overview.html", facts)


@allowed(may.see_process)
def afternoon(request: HttpRequest, process: Process) -> HttpResponse:
    """The first useful audit in an afternoon: what to do, who does it, what is left."""
    facts = {
        "process": process,
        "afternoon": afternoon_of(process, holdings(process)),
        "standing": standing.standing_of(process, by=request.user),
        "may_edit": may.edit_registers(request.user, process),
        "may_set_up": may.edit_charter(request.user, process),
    }
    return render(request, "processes/afternoon.html", facts)


@require_POST
@allowed(may.edit_registers)
def unknown(request: HttpRequest, process: Process, table: str) -> HttpResponse:
    """Say of a register that nobody knows anything that could stand in it, or take that back."""
    if table not in tables():
        raise Http404
    said = UNKNOWN if request.POST.get("unknown") == "yes" else {}
    answer(process, {f"{SILENT}{table}": said}, by=signed_in(request))
    return redirect("process_afternoon", process.slug)
