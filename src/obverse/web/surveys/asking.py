"""What every page of a wave says, and what an address asks for, found or not found."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from obverse.web.people import may
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.surveys.standing import Step, asked, steps
from obverse.web.texts import say

NOT_YET, CONFLICT = 422, 409


def person(request: HttpRequest) -> Person:
    """Who writes; doors let only people with an account in."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def wave_of(process: Process, number: int) -> Wave:
    """A wave of a process by its number in the address."""
    return get_object_or_404(Wave.objects.select_related("process"), process=process, pk=number)


def group_of(wave: Wave, group: int) -> Stratum:
    """People who are asked alike, by their number in the wave."""
    return get_object_or_404(Stratum, wave=wave, number=group)


def about(request: HttpRequest, wave: Wave, step: str = "") -> dict[str, Any]:
    """What every page of a wave says."""
    found = steps(wave)
    return {
        "process": wave.process,
        "wave": wave,
        "state_text": f"surveys.state.{wave.state}",
        "steps": found,
        "step": _step(found, step),
        "step_name": f"surveys.step_name.{step}" if step else "",
        "step_why": f"surveys.step_why.{step}" if step else "",
        "next": _after(found, step),
        "is_draft": wave.state == Wave.State.DRAFT,
        "may_hold": may.hold_survey(request.user, wave.process),
        "may_type": may.type_paper(request.user, wave.process),
        "one_holder": bool(wave.key) and len(wave.holders) == 1,
        "groups": asked(wave),
        "has_list": has_list(wave),
        "root": [wave.batch_digest[place : place + 4] for place in range(0, len(wave.batch_digest), 4)],
    }


def has_list(wave: Wave) -> bool:
    """Whether the list of its answers is public: the wave came to its end, and nobody gave it up."""
    return wave.state in (Wave.State.CLOSED, Wave.State.LOADED) and bool(wave.batch_digest)


def _step(found: list[Step], name: str) -> Step | None:
    return next((one for one in found if one.name == name), None)


def _after(found: list[Step], name: str) -> Step | None:
    names = [one.name for one in found]
    place = names.index(name) + 1 if name in names else len(names)
    return found[place] if place < len(found) else None


def version_in(request: HttpRequest) -> int:
    """The version that a form was made from; one that nothing has where it says none."""
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1


def page(
    request: HttpRequest, wave: Wave, step: str, template: str, status: int = 200, /, **facts: Any
) -> HttpResponse:
    """A page of one step; what was typed wrong, or too late, keeps its status."""
    forms = [one for one in facts.values() if isinstance(one, Form)]
    if status == 200 and any(form.is_bound and not form.is_valid() for form in forms):
        status = NOT_YET
    return render(request, template, {**about(request, wave, step), **facts}, status=status)


def again(form: Form, moved: Moved) -> None:
    """Have what was typed stand on the page once more, ready to be written over what stands now."""
    # What a browser posted is always one of these; a field may have been told several times.
    data = cast("QueryDict", form.data).copy()
    data["version"] = str(moved.wave.version)
    form.data = data


def back(request: HttpRequest, wave: Wave, text: str, to: str = "wave", **values: object) -> HttpResponse:
    """Say what was done, and go on from there."""
    messages.success(request, say(text, **values))
    return redirect(to, wave.process.slug, wave.pk)


def too_late(request: HttpRequest, wave: Wave, to: str = "wave") -> HttpResponse:
    """Say that the wave is no longer what the page showed."""
    messages.error(request, say("surveys.moved"))
    return redirect(to, wave.process.slug, wave.pk)
