"""The waves of a process, one wave with its steps, and what it is called."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking, closing
from obverse.web.surveys.forms import BasicsForm, BeginForm
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved, NameTaken, begin, change
from obverse.web.surveys.standing import missing
from obverse.web.texts import say

_BASICS = ("name", "kind", "subject", "place", "opens_on", "closes_on")


@allowed(may.see_survey)
def waves(request: HttpRequest, process: Process) -> HttpResponse:
    """All waves of a process, and the beginning of the next one."""
    may_hold = may.hold_survey(request.user, process)
    form = BeginForm(request.POST or None)
    if request.method == "POST":
        if not may_hold:
            raise PermissionDenied
        if form.is_valid():
            try:
                wave = begin(process, form.cleaned_data, by=asking.person(request))
            except NameTaken:
                form.add_error("name", say("surveys.wrong.name_taken"))
            else:
                return redirect("wave", process.slug, wave.pk)
    found = [(one, f"surveys.state.{one.state}") for one in Wave.objects.filter(process=process)]
    facts = {"process": process, "waves": found, "form": form, "may_hold": may_hold}
    return render(request, "surveys/waves.html", facts, status=asking.NOT_YET if form.errors else 200)


@allowed(may.see_survey)
@require_safe
def wave(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """One wave: its steps, what is still missing, and its days."""
    one = asking.wave_of(process, number)
    lacking = missing(one) if one.state == Wave.State.DRAFT else []
    facts = {"missing": lacking, "destroyed_by": closing.destroyed_by(one)}
    return asking.page(request, one, "", "surveys/wave.html", **facts)


@allowed(may.hold_survey)
def basics(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """What the wave is called, what it is about, and its days."""
    one = asking.wave_of(process, number)
    moved = None
    initial = {name: getattr(one, name) for name in _BASICS}
    form = BasicsForm(request.POST or None, initial={**initial, "version": one.version})
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"]
        by = asking.person(request)
        try:
            change(one, form.facts(), by=by, what="basics_set", expected_version=expected)
        except NameTaken:
            form.add_error("name", say("surveys.wrong.name_taken"))
        except Moved as other:
            moved, one = other, other.wave
            asking.again(form, other)
        else:
            return asking.back(request, one, "front.saved", "wave_people")
    status = asking.CONFLICT if moved else 200
    return asking.page(request, one, "basics", "surveys/basics.html", status, form=form, moved=moved)


@allowed(may.hold_survey)
@require_POST
def give_up(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Abandon a wave and destroy all that it left."""
    one = asking.wave_of(process, number)
    if request.POST.get("sure") != "yes":
        return asking.too_late(request, one)
    try:
        closing.give_up(one, by=asking.person(request))
    except Moved:
        return asking.too_late(request, one)
    return asking.back(request, one, "surveys.given_up")
