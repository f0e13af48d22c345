"""Pages of processes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process


@allowed(may.see_process)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Where a process stands, and what comes next."""
    return render(request, "processes/overview.html", {"process": process})
