"""What is asked: values of the place, questions that are left out, and how each variant looks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from obverse.web.bridge.additions import LONGEST, MOST, lengths
from obverse.web.bridge.surveys import VARIANTS, Unfit, local_id, preview, questionnaire
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.forms import ValueForm
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved, change
from obverse.web.texts import language


@allowed(may.see_survey)
def questions(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """The questionnaire of a wave, and a form for a value that matters in this place."""
    wave = asking.wave_of(process, number)
    form = ValueForm(request.POST or None, initial={"version": wave.version})
    if request.method == "POST":
        _only_holders(request, process)
        if form.is_valid():
            said = form.facts()
            others = list(wave.questionnaire.get("local_values", ()))
            value = {
                "id": local_id(said["label_en"], [one["id"] for one in others]),
                "label": {"en": said["label_en"], "fr": said["label_fr"]},
                "definition": {"en": said["definition_en"], "fr": said["definition_fr"]},
            }
            choices = {**wave.questionnaire, "local_values": [*others, value]}
            try:
                questionnaire(choices, wave.kind, language())
                return write(request, wave, choices, form.cleaned_data["version"])
            except Unfit as unfit:
                form.add_error(None, unfit.told(language()))
            except Moved as moved:
                wave = moved.wave
                asking.again(form, moved)
                return _page(request, wave, form, moved=True)
    return _page(request, wave, form)


@allowed(may.hold_survey)
@require_POST
def take_out(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Take out a value of the place."""
    wave = asking.wave_of(process, number)
    left = [
        one
        for one in wave.questionnaire.get("local_values", ())
        if one["id"] != request.POST.get("value", "")
    ]
    try:
        return write(request, wave, {**wave.questionnaire, "local_values": left}, asking.version_in(request))
    except Moved:
        return asking.too_late(request, wave, "wave_questions")


@allowed(may.hold_survey)
@require_POST
def leave_out(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Say which of the common questions and values are not asked here."""
    wave = asking.wave_of(process, number)
    choices = {**wave.questionnaire, "dropped": sorted(set(request.POST.getlist("dropped")))}
    try:
        questionnaire(choices, wave.kind, language())
        return write(request, wave, choices, asking.version_in(request))
    except Unfit as unfit:
        return _page(
            request, wave, ValueForm(initial={"version": wave.version}), wrong=unfit.told(language())
        )
    except Moved:
        return asking.too_late(request, wave, "wave_questions")


@allowed(may.see_survey)
@require_safe
def look(request: HttpRequest, process: Process, number: int, variant: str) -> HttpResponse:
    """The form as somebody of a variant may get it; nothing can be sent from here."""
    wave = asking.wave_of(process, number)
    if variant not in VARIANTS:
        raise Http404
    shown = preview(wave.questionnaire, variant, wave.kind, names(wave), language())
    facts = {"form": shown, "variant_name": f"surveys.variant.{variant}"}
    return asking.page(request, wave, "questions", "surveys/look.html", **facts)


def minutes(wave: Wave) -> list[tuple[str, float, bool]]:
    """For each variant its name, about how many minutes it takes, and whether that is too long."""
    found = lengths(wave.questionnaire, wave.kind, language(), names(wave))
    return [(f"surveys.variant.{one}", found[one], found[one] > LONGEST) for one in found]


def names(wave: Wave) -> dict[str, str]:
    """What stands in the sentences of a questionnaire."""
    return {"subject": wave.subject, "place": wave.place, "address": wave.address}


def _only_holders(request: HttpRequest, process: Process) -> None:
    if not may.hold_survey(request.user, process):
        raise PermissionDenied


def write(
    request: HttpRequest, wave: Wave, choices: dict[str, Any], expected: int, to: str = "wave_questions"
) -> HttpResponse:
    """Write what is asked, and go on.

    Raises:
        Moved: somebody else was quicker.
        Unfit: it cannot be asked.
    """
    by = asking.person(request)
    details: dict[str, Any] = {
        "local": len(choices.get("local_values", ())),
        "left_out": list(choices.get("dropped", ())),
        "optional": list(choices.get("optional", ())),
        "lists": {name: len(entries) for name, entries in choices.get("lists", {}).items()},
        "digest": questionnaire(choices, wave.kind, language()).digest,
    }
    facts = {"questionnaire": choices}
    change(wave, facts, by=by, what="questions_set", expected_version=expected, **details)
    return asking.back(request, wave, "front.saved", to)


def _page(
    request: HttpRequest, wave: Wave, form: ValueForm, *, moved: bool = False, wrong: list[str] | None = None
) -> HttpResponse:
    asked = questionnaire(wave.questionnaire, wave.kind, language())
    facts = {
        "form": form,
        "asked": asked,
        "local": [
            {"id": one["id"], "label": one["label"][language()], "definition": one["definition"][language()]}
            for one in wave.questionnaire.get("local_values", ())
        ],
        "variants": [(one, f"surveys.variant.{one}") for one in VARIANTS],
        "minutes": minutes(wave),
        "lists": [
            (
                f"surveys.lists.{name}",
                f"surveys.lists.{name}_empty",
                len(wave.questionnaire.get("lists", {}).get(name, ())),
            )
            for name in MOST
        ],
        "optional": [f"surveys.module.{one}" for one in wave.questionnaire.get("optional", ())],
        "moved": moved,
        "wrong": wrong or (),
    }
    status = asking.CONFLICT if moved else asking.NOT_YET if wrong else 200
    return asking.page(request, wave, "questions", "surveys/questions.html", status, **facts)
