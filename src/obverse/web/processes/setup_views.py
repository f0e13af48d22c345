"""Pages of the guided set-up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from obverse.web.journal.writing import note
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.answering import Conflict, answer, seen
from obverse.web.processes.charter import Step, step_named, steps
from obverse.web.processes.forms import BasicsForm
from obverse.web.processes.holdings import holdings
from obverse.web.processes.models import Process
from obverse.web.processes.progress import progress_of, share_done
from obverse.web.processes.questions_form import QuestionsForm, in_words
from obverse.web.processes.reading import signed_in
from obverse.web.texts import say


@allowed(may.see_process)
def setup(request: HttpRequest, process: Process) -> HttpResponse:
    """All steps, how far each is, and what was answered."""
    progress = progress_of(process, holdings(process))
    told = [(one, _told(process, one.step)) for one in progress]
    facts = {
        "process": process,
        "told": told,
        "steps_done": share_done(progress),
        "may_edit": may.edit_charter(request.user, process),
        "may_fill": may.edit_registers(request.user, process),
    }
    return render(request, "processes/setup.html", facts)


def _told(process: Process, step: Step) -> list[tuple[str, str]]:
    return [
        (say(f"processes.question.{question.id}.label"), in_words(process, question))
        for question in step.questions
    ]


@allowed(may.edit_charter)
def step(request: HttpRequest, process: Process, identifier: str) -> HttpResponse:
    """The questions of one step."""
    asked = step_named(identifier)
    if asked is None or not asked.questions:
        raise Http404
    names = [question.id for question in asked.questions]
    if request.method != "POST":
        form = QuestionsForm(asked, process, seen=seen(process, names))
        return _step_page(request, process, asked, form)
    form = QuestionsForm(asked, process, request.POST)
    right = form.is_valid()
    try:
        now = answer(process, _all_or_as_it_stands(process, form), by=signed_in(request), as_seen=_seen(form))
    except Conflict as conflict:
        form.show_what_stands(conflict.process)
        form.data = _with(request, "seen", seen(conflict.process, names))
        return _step_page(request, conflict.process, asked, form, conflict=True)
    if not right:
        form.data = _with(request, "seen", seen(now, names))
        return _step_page(request, now, asked, form)
    messages.success(request, say("front.saved"))
    return redirect(following(now, asked) if "next" in request.POST else asked.address(now))


def following(process: Process, step: Step) -> str:
    """The address of the step after this one; after the last one that of the whole set-up."""
    order = steps()
    place = order.index(step) + 1
    if place < len(order):
        return order[place].address(process)
    return f"{process.get_absolute_url()}setup/"


def _all_or_as_it_stands(process: Process, form: QuestionsForm) -> dict[str, Any]:
    """The right answers; where one is wrong what stood before stays."""
    typed = form.answers()
    return {
        question.id: typed.get(question.id, process.charter.get(question.id, {}))
        for question in form.step.questions
    }


def _seen(form: QuestionsForm) -> str:
    return str(form.cleaned_data.get("seen", ""))


def _with(request: HttpRequest, name: str, value: str) -> Any:
    data = request.POST.copy()
    data[name] = value
    return data


def _step_page(
    request: HttpRequest, process: Process, step: Step, form: QuestionsForm, *, conflict: bool = False
) -> HttpResponse:
    order = steps()
    facts = {
        "process": process,
        "step": step,
        "title": say(f"processes.step.{step.id}.title"),
        "lead": say(f"processes.step.{step.id}.lead"),
        "number": order.index(step) + 1,
        "total": len(order),
        "form": form,
        "asked": list(form.asked()),
        "conflict": conflict,
    }
    return render(
        request, "processes/step.html", facts, status=409 if conflict else 422 if form.errors else 200
    )


@allowed(may.edit_charter)
def basics(request: HttpRequest, process: Process) -> HttpResponse:
    """What the process is called, and until when its data are kept."""
    may_keep = may.shred(request.user, process)
    form = BasicsForm(process, request.POST or None, may_keep=may_keep)
    stands = None
    if request.method == "POST" and form.is_valid():
        stands = _write_basics(request, process, form)
        if stands is None:
            messages.success(request, say("front.saved"))
            order = steps()
            return redirect(
                following(process, order[0]) if "next" in request.POST else order[0].address(process)
            )
        form.data = _with(request, "version", str(stands.version))
    facts = {
        "process": process,
        "form": form,
        "stands": stands,
        "may_keep": may_keep,
        "title": say("processes.step.basics.title"),
        "lead": say("processes.step.basics.lead"),
        "number": 1,
        "total": len(steps()),
    }
    return render(
        request, "processes/basics.html", facts, status=409 if stands else 422 if form.errors else 200
    )


def _write_basics(request: HttpRequest, process: Process, form: BasicsForm) -> Process | None:
    """Write them; returns the process as it stands where somebody else was quicker."""
    named = {key: form.cleaned_data[key] for key in ("title", "keep_until") if key in form.fields}
    with transaction.atomic():
        expected = Process.objects.filter(pk=process.pk, version=form.cleaned_data["version"])
        written = expected.update(
            **named, version=F("version") + 1, evidence_version=F("evidence_version") + 1
        )
        if written:
            note(
                "processes.basics_changed",
                by=signed_in(request),
                process=process,
                details={"fields": sorted(named)},
            )
    return None if written else Process.objects.select_related("body").get(pk=process.pk)
