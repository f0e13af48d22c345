"""How far a piece of work is, for the page that waits for it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from obverse.web.jobs.models import Job
from obverse.web.jobs.working import seconds_left
from obverse.web.people import may
from obverse.web.people.models import Person


@login_required
def status(request: HttpRequest, number: int) -> JsonResponse:
    """How far it is, what is being done, whether it is over: for those who may see the process that it is for."""
    job = get_object_or_404(Job.objects.select_related("process"), pk=number)
    if not _may_see(request.user, job):
        raise Http404
    left = seconds_left(job)
    said = {
        "done": round(job.done, 4),
        "step": job.in_words,
        "over": job.is_over,
        "state": job.state,
        "seconds_left": None if left is None else round(left),
    }
    answer = JsonResponse(said)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_see(somebody: may.Somebody, job: Job) -> bool:
    if job.process is not None:
        return may.see_process(somebody, job.process)
    return isinstance(somebody, Person) and (may.administer(somebody) or somebody.mark == job.by)
