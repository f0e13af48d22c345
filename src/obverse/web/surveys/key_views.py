"""The key to which answers are sealed: made where there is no network, its public half brought here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from obverse.web.bridge.surveys import Unfit
from obverse.web.bridge.waves import key_digest, read_key
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.key_forms import HoldersForm, KeyForm
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved, change
from obverse.web.texts import language


@allowed(may.hold_survey)
def key(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Bring the public half of a key."""
    wave = asking.wave_of(process, number)
    form = KeyForm(request.POST or None, request.FILES or None, initial={"version": wave.version})
    if request.method == "POST" and form.is_valid():
        try:
            told = read_key(form.cleaned_data["text"])
        except Unfit as unfit:
            form.add_error("text", unfit.told(language()))
        else:
            facts = {
                "key": told.public.hex(),
                "holders": [""] * told.holders,
                "holders_needed": told.needed,
            }
            said: dict[str, Any] = {"key": told.digest, "holders": told.holders, "needed": told.needed}
            expected, by = form.cleaned_data["version"], asking.person(request)
            try:
                change(wave, facts, by=by, what="key_set", expected_version=expected, **said)
            except Moved:
                return asking.too_late(request, wave, "wave_key")
            return asking.back(request, wave, "surveys.key.kept", "wave_key", digest=told.digest)
    return _page(request, wave, form=form)


@allowed(may.hold_survey)
@require_POST
def holders(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Say which offices keep the parts."""
    wave = asking.wave_of(process, number)
    form = HoldersForm(len(wave.holders), request.POST)
    if form.is_valid():
        expected, by = form.cleaned_data["version"], asking.person(request)
        facts = {"holders": form.holders}
        said: dict[str, Any] = {"holders": len(form.holders)}
        try:
            change(wave, facts, by=by, what="holders_set", expected_version=expected, **said)
        except Moved:
            return asking.too_late(request, wave, "wave_key")
        return asking.back(request, wave, "front.saved", "wave_key")
    return _page(request, wave, holders_form=form)


def _page(request: HttpRequest, wave: Wave, **forms: KeyForm | HoldersForm) -> HttpResponse:
    offices = {f"holder_{place}": name for place, name in enumerate(wave.holders, start=1)}
    version = {"version": wave.version}
    facts = {
        "form": KeyForm(initial=version),
        "holders_form": HoldersForm(len(wave.holders), initial={**version, **offices}),
        "key": key_digest(wave.key),
        **forms,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return asking.page(request, wave, "key", "surveys/key.html", asking.NOT_YET if wrong else 200, **facts)
