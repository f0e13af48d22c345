"""Pages of measures: a concern becomes one, and when it is due its figure stands beside the one before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obverse.web import bridge
from obverse.web.audits import links, measuring
from obverse.web.audits.forms import MeasureForm
from obverse.web.audits.numbers import number_text
from obverse.web.audits.reading import finding_of, finished, latest, told
from obverse.web.audits.report_views import address
from obverse.web.people import may
from obverse.web.people.doors import allowed
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import Conflict
from obverse.web.texts import language, say


@allowed(may.see_report)
def measures(request: HttpRequest, process: Process) -> HttpResponse:
    """All measures of a process: what was agreed, what is due, what moved."""
    found = measuring.followed(process)
    order = ("due", "measured", "running", "removed")
    shown = sorted(found, key=lambda one: (order.index(one.state), one.measure.pk))
    may_plan = may.plan_measures(request.user, process)
    context = {
        "process": process,
        "measures": [_shown(request, process, one) for one in shown],
        "due": sum(one.state == "due" for one in found),
        "latest": latest(process),
        "may_plan": may_plan,
        "may_run": may.run_audit(request.user, process),
    }
    return render(request, "audits/measures.html", context)


@allowed(may.plan_measures)
def begin(request: HttpRequest, process: Process, number: int) -> HttpResponse:
    """Write down what will be done about a finding."""
    audit = finished(process, number)
    item = finding_of(audit, request.GET.get("key", ""))
    if "value" not in item["result"]:
        raise Http404
    report = told(audit)
    suggested, others = measuring.watched(report, item)
    figures: list[tuple[str, Any]] = [
        (say("audits.measure.suggested"), suggested),
        (say("audits.measure.other_figures"), others),
    ]
    form = MeasureForm(
        request.POST or None,
        unit=item["result"]["unit"],
        owners=measuring.owners(process),
        figures=[(label, group) for label, group in figures if group],
        initial={"start_on": timezone.localdate(), "lag_days": 180, "expected_direction": _good_way(item)},
    )
    if request.method == "POST" and form.is_valid():
        measuring.begin(process, audit, item, form.cleaned_data, by=links.person(request))
        messages.success(request, say("audits.measure.saved"))
        return redirect("measures", process.slug)
    context = {
        "process": process,
        "audit": audit,
        "item": item,
        "finding": address(process, audit, item["key"]),
        "form": form,
        "offered": measuring.offered(report, item),
        "here": f"{reverse('measure_begin', args=[process.slug, number])}?{request.GET.urlencode()}",
    }
    return render(request, "audits/measure.html", context)


@allowed(may.plan_measures)
@require_POST
def outcome(request: HttpRequest, process: Process, measure: int) -> HttpResponse:
    """Write the figure after a measure into the register."""
    one = next((found for found in measuring.followed(process) if found.measure.pk == measure), None)
    if one is None:
        raise Http404
    try:
        number = one.after.number if one.after is not None else 0
        reason = say("audits.measure.outcome_reason", number=number)
        measuring.write_outcome(one, by=links.person(request), reason=reason)
    except ValueError:
        messages.error(request, say("audits.measure.no_outcome"))
    except Conflict:
        messages.error(request, say("audits.thresholds.changed_meanwhile"))
    else:
        messages.success(request, say("audits.measure.outcome_saved"))
    return redirect("measures", process.slug)


def _good_way(item: Any) -> str:
    line = item["threshold"]
    return "up" if line and line["direction"] == "low_is_bad" else "down"


def _shown(request: HttpRequest, process: Process, one: measuring.Followed) -> dict[str, Any]:
    """A measure in words: before and after, and nothing said about causes that is not known."""
    before = told(one.measure.audit).findings.get(one.measure.finding)
    watched = told(one.measure.audit).findings.get(one.measure.displacement)
    written = one.values.get("outcome", "")
    moved = one.moved
    number = moved.item["result"].get("value") if moved is not None else None
    return {
        "one": one,
        "before": before,
        "finding": address(process, one.measure.audit, one.measure.finding),
        "sentence": _sentence(one, moved, one.measure.what) if moved is not None else "",
        "displacement": _sentence(one, one.displaced, one.measure.what) if one.displaced is not None else "",
        "verdict": say(f"audits.measure.expected_{_word(one.as_expected)}") if moved is not None else "",
        "expected": _expected(one, before),
        "start_on": _day(one.values.get("start_on", "")),
        "watched": _named(watched) if watched is not None else one.values.get("displacement_indicator", ""),
        "row": links.row(request, process, measuring.TABLE, one.row.pk) if one.row is not None else "",
        "to_write": number is not None and written != measuring.digits(number),
    }


def _expected(one: measuring.Followed, before: Any) -> str:
    """The change that was hoped for, with the unit of its figure."""
    try:
        change = float(one.values["expected_change"])
    except (KeyError, ValueError):
        return say("audits.measures.unknown")
    unit = before["result"].get("unit", "") if before is not None else ""
    if unit in ("share", "difference_of_shares"):
        change, unit = round(100 * change, 10), "difference_of_shares"
    currency = told(one.measure.audit).content["process"]["currency"]
    suffix = bridge.shared_text(f"unit.{unit}.suffix", language()).format(currency=currency) if unit else ""
    way = "up" if one.values.get("expected_direction") == "up" else "down"
    return say(f"audits.measures.expected_{way}", change=number_text(change) + suffix)


def _day(written: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return written


def _word(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[answer]


def _sentence(one: measuring.Followed, pair: Any, what: str) -> str:
    said = {"what": what.rstrip("."), "name": _named(pair.item), "date": one.after.as_of if one.after else ""}
    if pair.change in ("new", "gone", "never", "other_yardstick"):
        return say(f"audits.measure.after_{pair.change}", **said)
    old, new = (
        f"{item['result']['text']} ({item['result']['interval_text']})" for item in (pair.before, pair.after)
    )
    return say(f"audits.measure.after_{pair.change}", **said, before=old, after=new)


def _named(item: Any) -> str:
    return f"{item['name']}, {item['about']}" if item["about"] else str(item["name"])
