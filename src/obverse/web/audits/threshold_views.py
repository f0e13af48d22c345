"""Pages of thresholds: the lines that the program brings, those of the process, the freeze, and what came after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from obverse.web import bridge
from obverse.web.audits import freezing, lines
from obverse.web.audits.forms import LineForm, indicator_choices
from obverse.web.audits.models import Freeze, Threshold
from obverse.web.audits.numbers import number_text
from obverse.web.audits.reading import latest, told
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.people.names import names_of
from obverse.web.processes.models import Process
from obverse.web.texts import language, say


@allowed(may.see_process)
def thresholds(request: HttpRequest, process: Process) -> HttpResponse:
    """All lines by which a process is judged."""
    own = list(Threshold.objects.filter(process=process))
    freeze = Freeze.objects.filter(process=process).first()
    names = names_of([one.set_by for one in own] + ([freeze.by] if freeze is not None else []))
    words = bridge.measured(language())
    return render(
        request,
        "audits/thresholds.html",
        {
            "process": process,
            "freeze": freeze,
            "frozen_by": names[freeze.by] if freeze is not None else "",
            "lines": [_shown(one, words, names) for one in own if not one.amends],
            "amendments": [_shown(one, words, names) for one in own if one.amends],
            "defaults": [(_title(serves), found) for serves, found in lines.defaults(process).items()],
            "classes": [(lines.klass_label(one), lines.klass_text(one)) for one in lines.CLASSES],
            "indicators": indicator_choices(),
            "may_set": may.set_thresholds(request.user, process),
        },
    )


@allowed(may.set_thresholds)
def set_threshold(request: HttpRequest, process: Process) -> HttpResponse:
    """Draw a line for one indicator; after the freeze, amend it."""
    words = bridge.measured(language()).get(request.GET.get("indicator", ""))
    if words is None:
        raise Http404
    amending = process.frozen_at is not None
    subject = request.GET.get("subject", "*")
    standing = lines.own_line(process, words.id, subject)
    conflict: Threshold | None = None
    is_gone = False
    if request.method == "POST":
        form = LineForm(words, request.POST, amending=amending)
        if form.is_valid():
            try:
                _write(request, process, form, amending=amending)
            except lines.Conflict as other:
                conflict, is_gone = other.standing, other.standing is None
                form = _again(words, request, conflict)
            except lines.Frozen:
                process.refresh_from_db()
                amending = True
                form = LineForm(words, request.POST, amending=True)
            else:
                messages.success(request, say("audits.thresholds.saved"))
                return redirect("thresholds", process.slug)
    else:
        form = LineForm(words, amending=amending, initial=_initial(words, subject, standing))
    context = {
        "process": process,
        "form": form,
        "words": words,
        "amending": amending,
        "standing": standing,
        "conflict": conflict,
        "is_gone": is_gone,
        "conflict_value": number_text(conflict.value) if conflict is not None else "",
        "defaults": [one for one in bridge.default_thresholds(language()) if one.indicator == words.id],
        "subjects": _subjects(process, words.id),
        "here": f"{reverse('threshold_set', args=[process.slug])}?{request.GET.urlencode()}",
    }
    status = 409 if conflict is not None or is_gone else 200
    return render(request, "audits/threshold.html", context, status=status)


@allowed(may.set_thresholds)
@require_POST
def take_back(request: HttpRequest, process: Process, line: int) -> HttpResponse:
    """Take an own line back, as long as nothing is frozen."""
    own = get_object_or_404(Threshold, process=process, pk=line, amends=False)
    try:
        lines.take_back(own, by=_person(request), expected_version=int(request.POST.get("version") or 0))
    except lines.Frozen:
        messages.error(request, say("audits.thresholds.too_late"))
    except (lines.Conflict, ValueError):
        messages.error(request, say("audits.thresholds.changed_meanwhile"))
    else:
        messages.success(request, say("audits.thresholds.taken_back"))
    return redirect("thresholds", process.slug)


@allowed(may.set_thresholds)
@require_POST
def freeze(request: HttpRequest, process: Process) -> HttpResponse:
    """Freeze all lines as they stand."""
    try:
        freezing.freeze(process, _person(request))
    except freezing.AlreadyFrozen:
        messages.info(request, say("audits.thresholds.frozen_already"))
    else:
        messages.success(request, say("audits.thresholds.now_frozen"))
    return redirect("thresholds", process.slug)


def _write(request: HttpRequest, process: Process, form: LineForm, *, amending: bool) -> None:
    by = _person(request)
    if amending:
        lines.amend(process, form.line, reason=form.cleaned_data["reason"], by=by)
    else:
        expected = form.cleaned_data["version"] or 0
        lines.set_line(process, form.line, by=by, expected_version=expected)


def _again(words: bridge.Measured, request: HttpRequest, standing: Threshold | None) -> LineForm:
    """What was typed, ready to be written over what stands now by who has seen both."""
    data = request.POST.copy()
    data["version"] = str(standing.version if standing is not None else 0)
    return LineForm(words, data, amending=False)


def _initial(words: bridge.Measured, subject: str, standing: Threshold | None) -> dict[str, Any]:
    default = next(
        (
            one
            for one in bridge.default_thresholds(language())
            if (one.indicator, one.subject) == (words.id, subject)
        ),
        None,
    )
    seen = standing or default
    said = {"subject": subject, "version": standing.version if standing is not None else 0}
    if seen is None:
        return said
    own = {"klass": seen.klass, "direction": seen.direction, "source": seen.source} if standing else {}
    return {
        **said,
        "value": number_text(seen.value),
        "smallest_difference": number_text(seen.smallest_difference),
        **own,
    }


def _subjects(process: Process, indicator: str) -> list[tuple[str, str]]:
    """What the last audit had figures about, for who has to name it."""
    audit = latest(process)
    if audit is None:
        return []
    items = told(audit).content["findings"]
    return [(item["subject"], item["about"]) for item in items if item["indicator"] == indicator][:60]


def _shown(one: Threshold, words: Mapping[str, bridge.Measured], names: Mapping[Any, str]) -> dict[str, Any]:
    found = words.get(one.indicator)
    return {
        "line": one,
        "name": found.name if found is not None else "",
        "unit_label": found.unit_label if found is not None else "",
        "klass_label": lines.klass_label(one.klass),
        "by": names[one.set_by] if one.set_by else "",
    }


def _title(serves: str) -> str:
    title = bridge.title_of(serves, language())
    return title if title != serves else say("audits.thresholds.others")


def _person(request: HttpRequest) -> Any:
    return request.user
