"""Optional questions with the minutes that they add, and the lists that only the town can give."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from obverse.web.bridge.additions import modules
from obverse.web.bridge.surveys import Unfit, questionnaire
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.list_forms import ListsForm, ModulesForm
from obverse.web.surveys.offering import offered
from obverse.web.surveys.question_views import minutes, names, write
from obverse.web.surveys.setting_up import Moved
from obverse.web.texts import language


@allowed(may.hold_survey)
def optional(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Questions that a wave may ask besides the common ones."""
    wave = asking.wave_of(process, number)
    found = modules(wave.questionnaire, wave.kind, language(), names(wave))
    form = ModulesForm(found, request.POST or None, initial={"version": wave.version})
    if request.method == "POST" and form.is_valid():
        choices = {**wave.questionnaire, "optional": form.cleaned_data["optional"]}
        try:
            return write(request, wave, choices, form.cleaned_data["version"], "wave_optional")
        except Moved:
            return asking.too_late(request, wave, "wave_optional")
    facts = {"form": form, "found": found, "minutes": minutes(wave)}
    return asking.page(request, wave, "questions", "surveys/optional.html", **facts)


@allowed(may.hold_survey)
def lists(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """The lists of a wave, chosen from the registers of its process or typed."""
    wave = asking.wave_of(process, number)
    offer = offered(process)
    standing = wave.questionnaire.get("lists", {})
    form = ListsForm(offer, standing, request.POST or None, initial={"version": wave.version})
    moved = None
    if request.method == "POST" and form.is_valid():
        choices = {**wave.questionnaire, "lists": form.told()}
        try:
            questionnaire(choices, wave.kind, language())
            return write(request, wave, choices, form.cleaned_data["version"], "wave_lists")
        except Unfit as unfit:
            form.add_error(None, unfit.told(language()))
        except Moved as other:
            moved, wave = other, other.wave
            asking.again(form, other)
    facts: dict[str, Any] = {"form": form, "offered": offer, "moved": moved}
    if moved:
        facts["standing"] = [
            one["label"][language()] for some in wave.questionnaire.get("lists", {}).values() for one in some
        ]
    status = asking.CONFLICT if moved else 200
    return asking.page(request, wave, "questions", "surveys/lists.html", status, **facts)
