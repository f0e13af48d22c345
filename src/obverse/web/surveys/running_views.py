"""From the opening to the end of what a wave left here. While it is open its pages depend on no answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from obverse.web.bridge.surveys import safe_count
from obverse.web.bridge.waves import published_list
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking, closing, opening
from obverse.web.surveys.code_forms import ArrivedForm, ReasonForm
from obverse.web.surveys.code_views import as_file
from obverse.web.surveys.forms import Versioned
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.setting_up import Moved
from obverse.web.surveys.standing import asked, warnings
from obverse.web.texts import say


@allowed(may.hold_survey)
def open_page(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """All that stands in the way of opening a wave, and the opening."""
    wave = asking.wave_of(process, number)
    lacking = opening.in_the_way(wave) if wave.state == Wave.State.DRAFT else []
    if request.method == "POST":
        try:
            expected = asking.version_in(request)
            opening.open_wave(wave, by=asking.person(request), expected_version=expected)
        except opening.NotReady as not_ready:
            lacking = not_ready.missing
        except Moved:
            return asking.too_late(request, wave, "wave_open")
        else:
            return asking.back(request, wave, "surveys.open.done")
    status = asking.NOT_YET if lacking and request.method == "POST" else 200
    form = Versioned(initial={"version": wave.version})
    facts = {"missing": lacking, "form": form, "warnings": warnings(wave)}
    return asking.page(request, wave, "open", "surveys/open.html", status, **facts)


@allowed(may.hold_survey)
@require_POST
def remind(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Note that the reminder went out."""
    wave = asking.wave_of(process, number)
    try:
        opening.remind(wave, by=asking.person(request))
    except Moved:
        return asking.too_late(request, wave)
    return asking.back(request, wave, "surveys.reminder.noted")


@allowed(may.hold_survey)
def close(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Close a wave: on its last day, or before it for a reason."""
    wave = asking.wave_of(process, number)
    early = wave.state == Wave.State.OPEN and closing.is_early(wave)
    form = ReasonForm(request.POST or None, initial={"version": wave.version}) if early else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form is not None else ""
        try:
            closed = closing.close(wave, by=asking.person(request), reason=reason)
        except (Moved, ValueError):
            return asking.too_late(request, wave, "wave_close")
        except KeyError:
            return asking.page(request, wave, "close", "surveys/close.html", 409, lost=True)
        if closed.state == Wave.State.ABANDONED:
            return asking.back(request, wave, "surveys.close.too_few")
        return asking.back(request, wave, "surveys.close.done", "wave_destroy")
    facts: dict[str, Any] = {"form": form, "early": early, "counts": counts(wave)}
    return asking.page(request, wave, "close", "surveys/close.html", **facts)


@allowed(may.hold_survey)
def destroy(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Hand out the batch, and destroy what is here once it arrived."""
    wave = asking.wave_of(process, number)
    form = ArrivedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        told = file.read() if file else form.cleaned_data["digest"]
        try:
            closing.confirm(wave, told, by=asking.person(request))
        except closing.NotTheFile:
            form.add_error("file" if file else "digest", say("surveys.wrong.not_the_file"))
        except closing.Gone:
            return asking.too_late(request, wave, "wave_destroy")
        else:
            return asking.back(request, wave, "surveys.destroy.done", "wave_load")
    facts = {"form": form, "destroyed_by": closing.destroyed_by(wave), "fewest": closing.CONFIRMED_BY}
    return asking.page(request, wave, "destroy", "surveys/destroy.html", **facts)


@allowed(may.hold_survey)
@require_POST
def batch(request: HttpRequest, process: Process, number: int) -> HttpResponseBase:
    """The batch file, for the holders of the key."""
    wave = asking.wave_of(process, number)
    try:
        content = closing.batch_of(wave)
    except closing.Gone:
        return asking.too_late(request, wave, "wave_destroy")
    closing.fetched(wave, by=asking.person(request))
    return as_file(content, f"batch-{wave.address}.txt", "application/octet-stream")


@allowed(may.see_survey)
@require_safe
def published(request: HttpRequest, process: Process, number: int) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """The published list of a closed wave: anybody may check that it has the digest, and that a receipt is in it."""
    wave = asking.wave_of(process, number)
    if not asking.has_list(wave):
        raise Http404
    content = published_list(wave.address, wave.receipts, bytes.fromhex(wave.key))
    return as_file(content, f"list-{wave.address}.txt", "text/plain; charset=utf-8")


def counts(wave: Wave) -> list[tuple[Stratum, str]]:
    """How many answered in each group, once it is over: a number of people, told as all of them are."""
    known = [(one, one.answered) for one in asked(wave)] if wave.closed_at else []
    return [(one, rounded(people)) for one, people in known if people is not None]


def rounded(people: int) -> str:
    """A number of people in words: rounded to five, or only that they are fewer than ten."""
    shown = safe_count(people).shown
    return say("surveys.fewer_than_ten") if shown is None else say("surveys.about", number=shown)
