"""Codes on slips: brought as hashes from the auditor, or made here and printed once."""

from __future__ import annotations

import csv
import io
import zipfile

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from obverse.web.bridge.papers import NoPress, new_codes, printed_slips, read_codes
from obverse.web.bridge.surveys import Unfit
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers.spreadsheets import guarded
from obverse.web.surveys import asking, coding
from obverse.web.surveys.code_forms import CodesForm, MakeCodesForm
from obverse.web.surveys.models import Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.surveys.standing import asked, most_codes
from obverse.web.texts import language, say

_LARGEST_MARKS, _LARGEST_PEPPER = 150_000_000, 10_000
# Measured on two busy cores; what takes longer than people wait before a page is made with the command instead.
MOST_HERE, _SOON = 2_000, 500


@allowed(may.hold_survey)
def codes(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Bring the codes that the auditor made."""
    wave = asking.wave_of(process, number)
    form = CodesForm(request.POST or None, request.FILES or None, initial={"version": wave.version})
    if request.method == "POST" and form.is_valid():
        marks, pepper = form.cleaned_data["marks"], form.cleaned_data["pepper"]
        try:
            told = read_codes(marks.read(_LARGEST_MARKS), str(marks.name), pepper.read(_LARGEST_PEPPER))
        except Unfit as unfit:
            form.add_error("marks", unfit.told(language()))
        else:
            for problem in coding.problems(wave, coding.counted(told)):
                form.add_error("marks", problem)
            if form.is_valid():
                by, expected = asking.person(request), form.cleaned_data["version"]
                try:
                    coding.keep_codes(wave, told, made_here=False, by=by, expected_version=expected)
                except Moved:
                    return asking.too_late(request, wave, "wave_codes")
                return asking.back(request, wave, "surveys.codes.kept", "wave_codes")
    return _page(request, wave, form=form)


@allowed(may.hold_survey)
@require_POST
def make(request: HttpRequest, process: Process, number: int) -> HttpResponseBase:
    """Make the codes here: the slips go out once, the hashes stay."""
    wave = asking.wave_of(process, number)
    form = MakeCodesForm(request.POST)
    if not form.is_valid() or not asked(wave):
        return _page(request, wave, make_form=form)
    number_of_slips = sum(most_codes(one) for one in asked(wave))
    if number_of_slips > MOST_HERE:
        form.add_error(None, say("surveys.wrong.many_slips", slips=number_of_slips, most=MOST_HERE))
        return _page(request, wave, make_form=form)
    told, slips = new_codes([(one.number, one.label, most_codes(one)) for one in asked(wave)])
    try:
        printed = printed_slips(
            slips,
            request.build_absolute_uri(reverse("booth")),
            form.cleaned_data["language"],
            subject=wave.subject,
            last_day=wave.closes_on,
            phone=form.cleaned_data["phone"],
        )
    except NoPress as missing:
        form.add_error(None, missing.letter(language()))
        return _page(request, wave, make_form=form)
    by, expected = asking.person(request), form.cleaned_data["version"]
    try:
        coding.keep_codes(wave, told, made_here=True, by=by, expected_version=expected)
    except Moved:
        return asking.too_late(request, wave, "wave_codes")
    name = f"slips-{wave.address}"
    if len(printed) == 1:
        return as_file(printed[0], f"{name}.pdf", "application/pdf")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, part in enumerate(printed, start=1):
            archive.writestr(f"{name}-{place}.pdf", part)
    return as_file(stream.getvalue(), f"{name}.zip", "application/zip")


@allowed(may.hold_survey)
@require_safe
def groups(request: HttpRequest, process: Process, number: int) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """The table from which the auditor's command makes the slips: groups, and how many slips each may have."""
    wave = asking.wave_of(process, number)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("stratum", "label", "codes"))
    writer.writerows((one.number, guarded(one.label), most_codes(one)) for one in asked(wave))
    return as_file(stream.getvalue().encode(), f"groups-{wave.address}.csv", "text/csv; charset=utf-8")


@allowed(may.hold_survey)
@require_POST
def forget(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Destroy the codes of a draft, so that others can be brought."""
    wave = asking.wave_of(process, number)
    by, expected = asking.person(request), asking.version_in(request)
    try:
        coding.forget_codes(wave, by=by, expected_version=expected)
    except Moved:
        return asking.too_late(request, wave, "wave_codes")
    return asking.back(request, wave, "surveys.codes.forgotten", "wave_codes")


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """Some bytes to be saved, which no browser keeps beside that."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, wave: Wave, **forms: CodesForm | MakeCodesForm) -> HttpResponse:
    version = {"version": wave.version}
    facts = {
        "form": CodesForm(initial=version),
        "make_form": MakeCodesForm(initial={**version, "language": language(), "phone": wave.phone}),
        "takes_long": sum(most_codes(one) for one in asked(wave)) > _SOON,
        "table": [(one, most_codes(one), max(one.codes - one.invited, 0)) for one in asked(wave)],
        "has_codes": any(one.codes for one in asked(wave)),
        "made_here": say("surveys.codes.made_here") if wave.codes_made_here else "",
        **forms,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return asking.page(
        request, wave, "codes", "surveys/codes.html", asking.NOT_YET if wrong else 200, **facts
    )
