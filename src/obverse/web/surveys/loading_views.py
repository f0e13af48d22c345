"""Taking in what the holders opened, and reading and coding what people wrote in their own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from obverse.web.bridge import table_words
from obverse.web.bridge.surveys import Unfit, value_names
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers.checking import check_values
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Row
from obverse.web.surveys import asking, loading
from obverse.web.surveys.code_forms import LoadForm
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.texts import language, later

CODED = "coded_statement"
_COLUMNS = ("direction", "phase", "attribution")


@allowed(may.hold_survey)
def load(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Take in the opened answers of a closed wave."""
    wave = asking.wave_of(process, number)
    form = LoadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            is_new = loading.load(wave, form.cleaned_data["file"].read(), by=asking.person(request))
        except Unfit as unfit:
            form.add_error("file", unfit.told(language()))
        except Moved:
            return asking.too_late(request, wave, "wave_load")
        else:
            text = "surveys.load.done" if is_new else "surveys.load.again"
            return asking.back(request, wave, text)
    waits = wave.state == Wave.State.CLOSED
    return asking.page(request, wave, "load", "surveys/load.html", form=form, waits=waits)


@allowed(may.hold_survey)
@require_safe
def passages(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """All passages of a wave, and which have a code."""
    wave = asking.wave_of(process, number)
    found, done = loading.passages_of(wave), _coded(wave)
    listed = [(place, found[place - 1]["passage"] in done) for place in range(1, len(found) + 1)]
    coded = sum(is_coded for _, is_coded in listed)
    facts = {"listed": listed, "count": len(found), "coded": coded}
    return asking.page(request, wave, "passages", "surveys/passages.html", **facts)


@allowed(may.hold_survey)
def passage(request: HttpRequest, process: Process, number: int, place: int) -> HttpResponse:
    """One passage, and a form for a code."""
    wave = asking.wave_of(process, number)
    found = loading.passages_of(wave)
    if not 1 <= place <= len(found):
        raise Http404
    one = found[place - 1]
    names = value_names(wave.questionnaire, language())
    form = CodeForm(names, request.POST or None, initial={"code": one["public_value"]})
    if request.method == "POST" and form.is_valid():
        values = {
            "document": loading.document_of(wave),
            "passage": one["passage"],
            "coder": str(asking.person(request).mark)[:8],
            **{name: said for name, said in form.cleaned_data.items() if said},
        }
        if one["role"]:
            values["role"] = one["role"]
        wrong = check_values(process, CODED, values)
        for column, letter in wrong.items():
            form.add_error(column if column in form.fields else None, letter)
        if not wrong:
            add_row(process, CODED, values, by=asking.person(request))
            if place < len(found):
                return redirect("wave_passage", process.slug, wave.pk, place + 1)
            return redirect("wave_passages", process.slug, wave.pk)
    facts: dict[str, Any] = {
        "form": form,
        "place": place,
        "text": one["text"],
        "about_value": names.get(one["public_value"], ""),
        "onward": place + 1 if place < len(found) else 0,
    }
    return asking.page(request, wave, "passages", "surveys/passage.html", **facts)


class CodeForm(forms.Form):
    """What a passage is about, and what it says of it."""

    use_required_attribute = False
    code = forms.ChoiceField(label=later("surveys.field.code"))
    direction = forms.ChoiceField(required=False, label=later("surveys.field.direction"))
    phase = forms.ChoiceField(required=False, label=later("surveys.field.phase"))
    attribution = forms.ChoiceField(required=False, label=later("surveys.field.attribution"))

    def __init__(self, names: dict[str, str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        words = table_words(language())[CODED].columns
        offered = {"code": names, **{column: words[column].codes for column in _COLUMNS}}
        for column, choices in offered.items():
            field = self.fields[column]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "–"), *choices.items()]


def _coded(wave: Wave) -> set[str]:
    rows = Row.objects.filter(process=wave.process_id, table=CODED, is_removed=False)
    about = rows.filter(values__document=loading.document_of(wave))
    return {values.get("passage", "") for values in about.values_list("values", flat=True)}
