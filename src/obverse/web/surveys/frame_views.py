"""From whom people are drawn: the digest of the list comes first, then the public seed, then the draw.

The list names people to the body alone. It is read for its digest and for the draw, and never kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from obverse.web.bridge.surveys import Unfit, draw, look_at_frame, tidy_seed
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.frame_forms import DigestForm, FrameForm, SeedForm
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.setting_up import Moved, change
from obverse.web.surveys.standing import asked, found_by, has_route, is_drawn
from obverse.web.texts import language, say

LARGEST = 50_000_000


@allowed(may.hold_survey)
def frame(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """The digest of the list: typed, or taken of the list itself."""
    wave = asking.wave_of(process, number)
    form = DigestForm(request.POST or None, request.FILES or None, initial={"version": wave.version})
    if request.method == "POST" and form.is_valid():
        facts = _digests(wave, form)
        if form.is_valid():
            # A seed that was known before its list says nothing of how people were chosen.
            known = {"frame_digest": wave.frame_digest, "streets_digest": wave.streets_digest}
            details = {**known, **facts}
            facts |= {"seed": ""} if details != known else {}
            expected, by = form.cleaned_data["version"], asking.person(request)
            try:
                change(wave, facts, by=by, what="frame_set", expected_version=expected, **details)
            except Moved:
                return asking.too_late(request, wave, "wave_frame")
            return asking.back(request, wave, "surveys.frame.kept", "wave_frame")
    return _page(request, wave, digest_form=form)


@allowed(may.hold_survey)
@require_POST
def seed(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """The public seed, once the digest of the list stands."""
    wave = asking.wave_of(process, number)
    form = SeedForm(request.POST)
    if form.is_valid():
        try:
            used = tidy_seed(form.cleaned_data["seed"])
        except ValueError as short:
            form.add_error("seed", say("surveys.wrong.short_seed", fewest=short.args[0]))
        else:
            if not wave.frame_digest and not wave.streets_digest:
                return asking.too_late(request, wave, "wave_frame")
            expected, by = form.cleaned_data["version"], asking.person(request)
            details = {"frame": wave.frame_digest, "streets": wave.streets_digest, "seed": used}
            try:
                change(wave, {"seed": used}, by=by, what="seed_set", expected_version=expected, **details)
            except Moved:
                return asking.too_late(request, wave, "wave_frame")
            return asking.back(request, wave, "front.saved", "wave_frame")
    return _page(request, wave, seed_form=form)


@allowed(may.hold_survey)
@require_POST
def drawn(request: HttpRequest, process: Process, number: int) -> HttpResponseBase:
    """The ids of those who are asked, as a table; neither the list nor the table is kept."""
    wave = asking.wave_of(process, number)
    form = FrameForm(request.POST, request.FILES)
    if form.is_valid() and wave.frame_digest and wave.seed:
        content, name = _content(form.cleaned_data["file"])
        try:
            found = look_at_frame(content, name)
            sizes = {} if found.is_route else _sizes(wave, found.eligible, form)
            if found.is_route:
                form.add_error("file", say("surveys.wrong.route_here"))
            elif found.digest != wave.frame_digest:
                form.add_error("file", say("surveys.wrong.other_frame", digest=found.digest))
            if form.is_valid():
                return _table(wave, draw(content, name, sizes, wave.seed))
        except Unfit as unfit:
            form.add_error("file", unfit.told(language())[:20])
    return _page(request, wave, draw_form=form)


def _page(request: HttpRequest, wave: Wave, **forms: DigestForm | SeedForm | FrameForm) -> HttpResponse:
    version = {"version": wave.version}
    facts = {
        "is_drawn": is_drawn(wave),
        "has_route": has_route(wave),
        "digest_form": DigestForm(
            initial={**version, "digest": wave.frame_digest, "streets": wave.streets_digest}
        ),
        "seed_form": SeedForm(initial={**version, "seed": wave.seed}),
        "draw_form": FrameForm(),
        **forms,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    status = asking.NOT_YET if wrong else 200
    return asking.page(request, wave, "frame", "surveys/frame.html", status, **facts)


def _digests(wave: Wave, form: DigestForm) -> dict[str, str]:
    """The digests that were typed, and that of an uploaded list where it fits the groups."""
    said = {"frame_digest": form.cleaned_data["digest"], "streets_digest": form.cleaned_data["streets"]}
    told = {name: digest for name, digest in said.items() if digest}
    if not form.cleaned_data["file"]:
        return told
    try:
        found = look_at_frame(*_content(form.cleaned_data["file"]))
    except Unfit as unfit:
        form.add_error("file", unfit.told(language())[:20])
        return {}
    if not found.is_route:
        _sizes(wave, found.eligible, form)
    return told | {"streets_digest" if found.is_route else "frame_digest": found.digest}


def _content(file: UploadedFile) -> tuple[bytes, str]:
    return bytes(file.read(LARGEST + 1)), str(file.name or "")


def _sizes(wave: Wave, eligible: Mapping[str, int], form: DigestForm | FrameForm) -> dict[str, int]:
    """How many to draw of each group of the list; a group of the list is called by its number here or its name."""
    known: dict[str, Stratum] = {}
    for one in asked(wave):
        if found_by(one) == Stratum.Frame.ROUTE:
            continue
        known |= {str(one.number): one, one.label.strip().casefold(): one}
    sizes: dict[str, int] = {}
    for name, there in eligible.items():
        stratum = known.get(name.strip().casefold())
        if stratum is None:
            form.add_error("file", say("surveys.wrong.no_group", name=name))
        elif there != stratum.eligible:
            said = {"name": stratum.label, "there": there, "said": stratum.eligible}
            form.add_error("file", say("surveys.wrong.other_number", **said))
        else:
            sizes[name] = stratum.invited
    return sizes


def _table(wave: Wave, people: list[tuple[str, str, str]]) -> HttpResponseBase:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("id", "stratum", "cluster"))
    writer.writerows(people)
    answer = HttpResponse(stream.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="drawn-{wave.address}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
