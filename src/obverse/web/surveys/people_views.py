"""Who is asked: the groups of a wave, how many of each, and what could be printed of so many answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from obverse.web.bridge.surveys import FEWEST, named_roles
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.surveys import asking
from obverse.web.surveys.forms import GroupForm
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.surveys.planning import PlanForm, planned, printable
from obverse.web.surveys.setting_up import Moved, NameTaken, drop_stratum, put_stratum
from obverse.web.surveys.standing import found_by, warnings
from obverse.web.texts import language, say

_FACTS = ("label", "role", "variant", "eligible", "invited", "frame", "is_interviewed")


@allowed(may.see_survey)
@require_safe
def people(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """The groups of a wave."""
    wave = asking.wave_of(process, number)
    form = PlanForm(request.GET if "difference" in request.GET else None)
    facts = {
        "table": [_shown(one) for one in wave.strata.all()],
        "plan_form": form,
        "plan": planned(wave, form.cleaned_data) if form.is_bound and form.is_valid() else None,
        "fewest": FEWEST,
        "warnings": warnings(wave),
    }
    return asking.page(request, wave, "people", "surveys/people.html", **facts)


@allowed(may.hold_survey)
def group(request: HttpRequest, process: Process, number: int, group: int = 0) -> HttpResponse:
    """One group: who they are, how many there are and how many are invited."""
    wave = asking.wave_of(process, number)
    stratum = asking.group_of(wave, group) if group else None
    initial: dict[str, Any] = {name: getattr(stratum, name) for name in _FACTS} if stratum else {}
    form = GroupForm(request.POST or None, initial={**initial, "version": wave.version})
    moved = None
    if request.method == "POST" and form.is_valid():
        expected, by = form.cleaned_data["version"], asking.person(request)
        try:
            put_stratum(wave, group or None, form.facts(), by=by, expected_version=expected)
        except NameTaken:
            form.add_error("label", say("surveys.wrong.group_taken"))
        except Moved as other:
            moved, wave = other, other.wave
            asking.again(form, other)
        else:
            return asking.back(request, wave, "front.saved", "wave_people")
    standing = [_shown(one) for one in wave.strata.all()] if moved else ()
    facts = {"form": form, "stratum": stratum, "moved": moved, "table": standing, "fewest": FEWEST}
    status = asking.CONFLICT if moved else 200
    return asking.page(request, wave, "people", "surveys/group.html", status, **facts)


@allowed(may.hold_survey)
@require_POST
def drop(request: HttpRequest, process: Process, number: int, group: int) -> HttpResponse:
    """Take a group out again."""
    wave = asking.wave_of(process, number)
    expected = asking.version_in(request)
    try:
        drop_stratum(wave, group, by=asking.person(request), expected_version=expected)
    except Moved:
        return asking.too_late(request, wave, "wave_people")
    return asking.back(request, wave, "surveys.people.dropped", "wave_people")


def _shown(stratum: Stratum) -> dict[str, Any]:
    roles = {role: label for _, some in named_roles(language()) for role, label in some}
    return {
        "group": stratum,
        "role": roles.get(stratum.role, stratum.role) or say("surveys.people.several_roles"),
        "found": f"surveys.frame_kind.{found_by(stratum)}",
        "variant": f"surveys.variant.{stratum.variant}",
        # Each value is asked of half of the people.
        "all_answer": printable(stratum.invited // 2),
        "half_answers": printable(stratum.invited // 4),
        "may_change": stratum.wave.state == Wave.State.DRAFT,
        "may_drop": stratum.wave.state == Wave.State.DRAFT and not stratum.codes,
    }
